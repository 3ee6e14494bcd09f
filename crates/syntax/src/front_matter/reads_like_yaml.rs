//! Whether lines read like the YAML of front matter, line by line: for a block without a closing line, whose end must
//! be guessed, and for telling a block from a thematic break followed by prose. Knows no key.

/// What one line looks like, taken by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    Blank,
    /// `key:` or `key: value`. `open` if what belongs to it can stand after a blank line, `plain` if the key is one
    /// word that does not begin like a sentence.
    Key {
        open: bool,
        plain: bool,
    },
    /// `- item` at the start of the line.
    Item,
    Indented,
    /// `#`, `##`…: a comment in YAML, a heading in Markdown.
    Hashes {
        count: usize,
    },
    /// One word: a key that is being typed.
    Word,
    Other,
}

/// Whether all of `content` reads like a mapping, with at least one key.
pub(super) fn is_mapping(content: &str) -> bool {
    let mut keys = 0;
    for line in lines(content) {
        match look(line) {
            Look::Key { .. } => keys += 1,
            Look::Other => return false,
            _ => {}
        }
    }
    keys > 0
}

/// How many bytes at the start of `text` read like a mapping, with their last line ending. `None` if none do and the
/// text goes on with something else.
///
/// A comment, a blank line, and a word alone count only where more of the mapping follows them; what follows a blank
/// line must be a key. So a body whose closing line was just deleted begins where its prose, list or heading begins.
pub(super) fn leading_block(text: &str) -> Option<usize> {
    let mut accepted = 0;
    let mut state = State { keys: 0, open: false, blank_before: false };
    let mut looks = lines(text).map(|line| (line.len(), look(line))).peekable();
    let mut at = 0;
    while let Some((length, look)) = looks.next() {
        at += length;
        let next = looks.peek().map(|(_, look)| *look);
        match state.step(look, next) {
            Step::Accept => accepted = at,
            Step::Wait => {}
            Step::Stop => break,
        }
    }
    let nothing_else = || match lines(text).find(|line| look(line) != Look::Blank) {
        None => true,
        Some(line) => look(line) == Look::Word && lines(text).filter(|line| look(line) != Look::Blank).count() == 1,
    };
    match state.keys {
        0 if nothing_else() => Some(0),
        0 => None,
        _ => Some(accepted),
    }
}

struct State {
    keys: usize,
    /// Indented lines or items may follow.
    open: bool,
    blank_before: bool,
}

enum Step {
    /// The block reaches at least to the end of this line.
    Accept,
    /// It does if a later line is accepted.
    Wait,
    Stop,
}

impl State {
    fn step(&mut self, look: Look, next: Option<Look>) -> Step {
        let after_blank = std::mem::replace(&mut self.blank_before, look == Look::Blank);
        match look {
            Look::Blank if after_blank => Step::Stop,
            Look::Blank => Step::Wait,
            Look::Key { plain: false, .. } if after_blank && !is_mapping_line(next) => Step::Stop,
            Look::Key { open, .. } => {
                self.keys += 1;
                self.open = open;
                Step::Accept
            }
            Look::Item if self.open && !after_blank => Step::Accept,
            Look::Indented if self.keys > 0 && (self.open || !after_blank) => Step::Accept,
            Look::Hashes { count } if count > 1 && after_blank => Step::Stop,
            Look::Hashes { .. } if matches!(next, None | Some(Look::Blank | Look::Other)) => Step::Stop,
            Look::Hashes { .. } => Step::Wait,
            Look::Word if !after_blank => Step::Wait,
            _ => Step::Stop,
        }
    }
}

fn is_mapping_line(look: Option<Look>) -> bool {
    matches!(look, Some(Look::Key { .. } | Look::Item | Look::Indented))
}

fn look(line: &str) -> Look {
    let text = line.trim_end();
    let Some(first) = text.chars().next() else { return Look::Blank };
    match first {
        ' ' | '\t' => Look::Indented,
        '#' => Look::Hashes { count: text.bytes().take_while(|&b| b == b'#').count() },
        '-' if text == "-" || text.starts_with("- ") => Look::Item,
        _ => look_of_words(text),
    }
}

fn look_of_words(text: &str) -> Look {
    if let Some((key, value)) = text.split_once(": ").or_else(|| Some((text.strip_suffix(':')?, "")))
        && is_key(key)
    {
        let value = value.trim_start();
        let open = value.is_empty() || value.starts_with(['#', '|', '>', '[', '{', '&', '!', '"', '\'']);
        let plain = !key.contains(' ') && !key.starts_with(char::is_uppercase);
        return Look::Key { open, plain };
    }
    let word = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    if word { Look::Word } else { Look::Other }
}

/// A quoted string, or up to three words.
fn is_key(key: &str) -> bool {
    let key = key.trim_end();
    let quoted = |quote| key.len() > 1 && key.starts_with(quote) && key.ends_with(quote);
    if quoted('"') || quoted('\'') {
        return true;
    }
    let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ' ');
    !key.is_empty() && key.chars().all(word) && key.split(' ').count() <= 3
}

/// The lines of `text`, each with its line ending.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut next = 0;
    crate::text::lines(text).map(move |(range, ending)| {
        let start = next;
        next = usize::from(range.end()) + ending as usize;
        &text[start..next]
    })
}
