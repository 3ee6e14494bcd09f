//! The source of a segment beside its mask: text as it was written for ranges that were found in the mask.

use std::ops::Range;
use text_size::{TextRange, TextSize};

/// What covers a piece of the source in the mask.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PieceKind {
    /// `{{ … }}`, and `{% raw %}…{% endraw %}` on one line: the reader sees something here.
    Output,
    /// `{% … %}`.
    Tag,
    /// `{% comment %}…{% endcomment %}`.
    TemplatingComment,
    /// `{% highlight %}…{% endhighlight %}`.
    Highlight,
    /// `{::comment}…{:/comment}`.
    ExtensionComment,
    /// `{::nomarkdown}…{:/nomarkdown}`.
    NoMarkdown,
    /// `{: … }` on a line of its own, or `{::options … /}`.
    BlockAttributes,
    /// `{: … }` directly after something.
    SpanAttributes,
    /// `{#id}` or `{: #id}` at the end of a line that may be a heading's.
    HeadingId,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub(super) range: Range<usize>,
    pub(super) kind: PieceKind,
}

#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    /// As it was written.
    pub(super) text: &'s str,
    /// What the CommonMark parser saw; of the same length.
    pub(super) masked: &'s str,
    pub(super) pieces: &'s [Piece],
}

impl<'s> Source<'s> {
    /// The original text of a range; ranges that end inside a character are widened to its start.
    pub(super) fn original(&self, range: Range<usize>) -> &'s str {
        match self.text.get(range.clone()) {
            Some(text) => text,
            None => &self.text[self.clamp(range)],
        }
    }

    pub(super) fn masked(&self, range: Range<usize>) -> &'s str {
        let range = self.clamp(range);
        self.masked.get(range).unwrap_or("")
    }

    pub(super) fn text_range(&self, range: Range<usize>) -> TextRange {
        let range = self.clamp(range);
        TextRange::new(size(range.start), size(range.end))
    }

    /// The same range without the blanks and line endings at both ends. An empty one stays at the start.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let range = self.trim_end(range);
        let text = self.original(range.clone());
        let start = range.start + text.len() - text.trim_start_matches([' ', '\t', '\n', '\r']).len();
        start..range.end
    }

    pub(super) fn trim_start_blanks(&self, range: Range<usize>) -> Range<usize> {
        let range = self.clamp(range);
        let text = &self.text[range.clone()];
        range.start + text.len() - text.trim_start_matches([' ', '\t']).len()..range.end
    }

    pub(super) fn trim_end(&self, range: Range<usize>) -> Range<usize> {
        let range = self.clamp(range);
        let text = &self.text[range.clone()];
        range.start..range.start + text.trim_end_matches([' ', '\t', '\n', '\r']).len()
    }

    /// The pieces that begin in `range`.
    pub(super) fn pieces_in(&self, range: Range<usize>) -> &'s [Piece] {
        if self.pieces.is_empty() {
            return &[];
        }
        let first = self.pieces.partition_point(|piece| piece.range.start < range.start);
        let count = self.pieces[first..].partition_point(|piece| piece.range.start < range.end);
        &self.pieces[first..first + count]
    }

    /// The piece that begins at `at`.
    pub(super) fn piece_at(&self, at: usize) -> Option<&'s Piece> {
        self.pieces_in(at..at + 1).first()
    }

    /// Whether there is nothing in `range` but templating that shows nothing by itself.
    pub(super) fn is_templating_only(&self, range: Range<usize>) -> bool {
        let range = self.trim(range);
        let first = self.pieces.partition_point(|piece| piece.range.end <= range.start);
        let mut at = range.start;
        for piece in self.pieces[first..].iter().take_while(|piece| piece.range.start < range.end) {
            let is_silent = matches!(piece.kind, PieceKind::Tag | PieceKind::TemplatingComment | PieceKind::Highlight);
            if !is_silent || !self.original(at..piece.range.start.max(at)).trim().is_empty() {
                return false;
            }
            at = piece.range.end;
        }
        at > range.start && at >= range.end
    }

    #[inline]
    fn clamp(&self, range: Range<usize>) -> Range<usize> {
        if range.start <= range.end && self.text.is_char_boundary(range.start) && self.text.is_char_boundary(range.end)
        {
            return range;
        }
        let end = self.floor(range.end);
        self.floor(range.start).min(end)..end
    }

    fn floor(&self, at: usize) -> usize {
        let mut at = at.min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

pub(super) fn size(at: usize) -> TextSize {
    TextSize::new(u32::try_from(at).unwrap_or(u32::MAX))
}
