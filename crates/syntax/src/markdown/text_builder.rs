//! The text a reader sees, put together from pieces: runs of blanks and line endings become one blank. Knows no Markdown.

/// Text with runs of blanks and line endings as one blank, none at the start.
#[derive(Default)]
pub(super) struct TextBuilder {
    text: String,
    blank: bool,
}

impl TextBuilder {
    pub(super) fn push(&mut self, text: &str) {
        if is_evenly_spaced(text) {
            return self.push_evenly_spaced(text);
        }
        let is_blank = |b: u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r');
        let mut rest = text;
        while !rest.is_empty() {
            let blanks = rest.bytes().take_while(|&b| is_blank(b)).count();
            rest = &rest[blanks..];
            self.blank |= blanks > 0;
            // Up to where two blanks follow each other, or one that is not a space.
            let bytes = rest.as_bytes();
            let ends = |at: usize| {
                is_blank(bytes[at]) && (bytes[at] != b' ' || bytes.get(at + 1).is_none_or(|&b| is_blank(b)))
            };
            let length = (0..bytes.len()).find(|&at| ends(at)).unwrap_or(bytes.len());
            self.push_word(&rest[..length]);
            rest = &rest[length..];
        }
    }

    /// Text that [`is_evenly_spaced`]: most text, and it can be taken as it is but for a space at either end.
    fn push_evenly_spaced(&mut self, text: &str) {
        let inner = text.strip_prefix(' ').unwrap_or(text);
        self.blank |= inner.len() < text.len();
        let word = inner.strip_suffix(' ').unwrap_or(inner);
        self.push_word(word);
        self.blank |= word.len() < inner.len();
    }

    fn push_word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if std::mem::take(&mut self.blank) && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    pub(super) fn push_blank(&mut self) {
        self.blank = true;
    }

    pub(super) fn finish(&self) -> Box<str> {
        self.text.as_str().into()
    }

    pub(super) fn clear(&mut self) {
        self.text.clear();
        self.blank = false;
    }

    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// What was added since the text was `from` bytes long, trimmed.
    pub(super) fn since(&self, from: usize) -> Box<str> {
        self.text.get(from..).unwrap_or("").trim().into()
    }
}

/// Whether there are no two spaces in a row and no other blank. Looks at all of it without a branch for each byte, which
/// processors do many bytes at a time.
fn is_evenly_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or(&[]);
    let pair = bytes.iter().zip(after).fold(false, |found, (&a, &b)| found | (a < b' ') | ((a == b' ') & (b == b' ')));
    !pair && bytes.last().is_none_or(|&b| b >= b' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_make_the_same_text_as_the_whole(pieces in prop::collection::vec("[ab  \t\n\r\u{c}ä]{0,6}", 0..6)) {
            let mut builder = TextBuilder::default();
            pieces.iter().for_each(|piece| builder.push(piece));
            let words: Vec<_> = pieces.concat().split([' ', '\t', '\n', '\r']).filter(|word| !word.is_empty()).map(str::to_owned).collect();
            prop_assert_eq!(&*builder.finish(), words.join(" "));
        }
    }
}
