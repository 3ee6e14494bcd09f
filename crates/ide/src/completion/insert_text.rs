//! Text to insert, with the places an author fills in: as a snippet, or as plain text for an editor without snippets.
//! Knows nothing of what it is about.

/// Pieces in order; LF line endings until `with_ending`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct InsertText {
    pub pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Text(String),
    /// Something to fill in. A snippet shows `hint`, selected; plain text has `plain` in its place.
    Stop {
        hint: String,
        plain: String,
    },
    /// One of several values. Plain text has `plain` in their place.
    Choice {
        values: Vec<String>,
        plain: String,
    },
    /// Where the cursor is at the end.
    End,
}

impl InsertText {
    pub(crate) fn plain(text: impl Into<String>) -> InsertText {
        InsertText { pieces: vec![Piece::Text(text.into())] }
    }

    /// A text of a template: each `{{name}}` becomes something to fill in.
    pub(crate) fn of_template(source: &str) -> InsertText {
        let mut text = InsertText::default();
        let mut rest = source;
        while let Some((before, name, after)) = next_placeholder(rest) {
            text.push_text(before);
            text.pieces.push(Piece::Stop { hint: name.trim().to_owned(), plain: format!("{{{{{name}}}}}") });
            rest = after;
        }
        text.push_text(rest);
        text
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        match self.pieces.last_mut() {
            _ if text.is_empty() => {}
            Some(Piece::Text(last)) => last.push_str(text),
            _ => self.pieces.push(Piece::Text(text.to_owned())),
        }
    }

    pub(crate) fn push(&mut self, piece: Piece) {
        match piece {
            Piece::Text(text) => self.push_text(&text),
            other => self.pieces.push(other),
        }
    }

    pub(crate) fn append(&mut self, other: InsertText) {
        other.pieces.into_iter().for_each(|piece| self.push(piece));
    }

    /// The same with the line endings of a page.
    pub(crate) fn with_ending(mut self, ending: docent_syntax::LineEnding) -> InsertText {
        for piece in &mut self.pieces {
            if let Piece::Text(text) = piece {
                *text = ending.apply(text).into_owned();
            }
        }
        self
    }

    /// Whether there is anything that only a snippet can say.
    pub fn has_stops(&self) -> bool {
        self.pieces.iter().any(|piece| !matches!(piece, Piece::Text(_)))
    }

    /// As it stands in a page of an editor without snippets.
    pub fn to_plain(&self) -> String {
        let text = |piece: &Piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Stop { plain, .. } | Piece::Choice { plain, .. } => plain.clone(),
            Piece::End => String::new(),
        };
        self.pieces.iter().map(text).collect()
    }

    /// In the snippet syntax that editors share: `$1`, `${1:hint}`, `${1|a,b|}`, `$0`.
    pub fn to_snippet(&self) -> String {
        let mut snippet = String::new();
        let mut number = 0;
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => snippet.push_str(&escaped(text, "$}\\")),
                Piece::End => snippet.push_str("$0"),
                Piece::Stop { hint, .. } => {
                    number += 1;
                    match hint.is_empty() {
                        // With braces, so that it does not run into a digit that follows.
                        true => snippet.push_str(&format!("${{{number}}}")),
                        false => snippet.push_str(&format!("${{{number}:{}}}", escaped(hint, "$}\\"))),
                    }
                }
                Piece::Choice { values, .. } => {
                    number += 1;
                    let values: Vec<String> = values.iter().map(|value| escaped(value, "$}\\,|")).collect();
                    snippet.push_str(&format!("${{{number}|{}|}}", values.join(",")));
                }
            }
        }
        snippet
    }
}

/// `a {{b}} c` as (`a `, `b`, ` c`). A name is on one line and has no braces.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    while let Some(open) = text.get(from..)?.find("{{") {
        let start = from + open + 2;
        let rest = text.get(start..)?;
        let end = rest.find(['{', '}', '\n']).unwrap_or(rest.len());
        if rest.get(end..).is_some_and(|rest| rest.starts_with("}}")) && !rest[..end].trim().is_empty() {
            return Some((&text[..start - 2], &rest[..end], &rest[end + 2..]));
        }
        from = start;
    }
    None
}

fn escaped(text: &str, special: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        if special.contains(character) {
            result.push('\\');
        }
        result.push(character);
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_become_stops() {
        let text = InsertText::of_template("a {{b c}} d {{}} {{e\nf}} ${{g}}\\\n");
        assert_eq!(text.to_plain(), "a {{b c}} d {{}} {{e\nf}} ${{g}}\\\n");
        assert_eq!(text.to_snippet(), "a ${1:b c} d {{\\}\\} {{e\nf\\}\\} \\$${2:g}\\\\\n");
    }

    #[test]
    fn choices_hints_and_the_end() {
        let mut text = InsertText::plain("k: ");
        text.push(Piece::Choice { values: vec!["a,b".into(), "c|d".into(), "e$}\\".into()], plain: String::new() });
        text.push(Piece::Stop { hint: String::new(), plain: "x".into() });
        text.push(Piece::Stop { hint: "$1}".into(), plain: String::new() });
        text.push(Piece::End);
        assert_eq!(text.to_snippet(), "k: ${1|a\\,b,c\\|d,e\\$\\}\\\\|}${2}${3:\\$1\\}}$0");
        assert_eq!(text.to_plain(), "k: x");
    }

    #[test]
    fn many_open_braces_take_no_time() {
        let text = "{{".repeat(100_000);
        assert_eq!(InsertText::of_template(&text).to_plain(), text);
    }
}
