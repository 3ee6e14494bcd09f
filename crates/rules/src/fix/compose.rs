//! Two lists of edits, one after the other, as one list: what several rounds of fixes do to the text before all of them.

use docent_syntax::{TextEdit, TextRange, TextSize};
use std::collections::VecDeque;

/// What `first` and then `then` (about the text that `first` makes) do to a text of `len` bytes. Neither list overlaps
/// itself; the result is sorted, and touches nothing that both leave alone.
pub(super) fn compose(len: TextSize, first: &[TextEdit], then: &[TextEdit]) -> Vec<TextEdit> {
    let before = VecDeque::from([Piece::Kept(TextRange::up_to(len))]);
    let between = edit_pieces(before, first);
    to_edits(len, edit_pieces(between, then))
}

/// A stretch of a text: of the one before all edits, or new.
#[derive(Debug, Clone)]
enum Piece<'e> {
    Kept(TextRange),
    New(&'e str),
}

impl<'e> Piece<'e> {
    fn len(&self) -> TextSize {
        match self {
            Piece::Kept(range) => range.len(),
            Piece::New(text) => TextSize::of(*text),
        }
    }

    /// Cuts it in two; an offset inside a character (which no edit has) leaves all on the left.
    fn split(self, at: TextSize) -> (Piece<'e>, Piece<'e>) {
        match self {
            Piece::Kept(range) => {
                let middle = range.start() + at;
                (Piece::Kept(TextRange::new(range.start(), middle)), Piece::Kept(TextRange::new(middle, range.end())))
            }
            Piece::New(text) => {
                let (left, right) = text.split_at_checked(at.into()).unwrap_or((text, ""));
                (Piece::New(left), Piece::New(right))
            }
        }
    }
}

fn edit_pieces<'e>(mut pieces: VecDeque<Piece<'e>>, edits: &'e [TextEdit]) -> VecDeque<Piece<'e>> {
    let mut sorted: Vec<&TextEdit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let mut result = VecDeque::new();
    let mut at = TextSize::new(0);
    for edit in sorted {
        result.extend(take(&mut pieces, edit.range.start().checked_sub(at).unwrap_or_default()));
        take(&mut pieces, edit.range.len());
        at = edit.range.end();
        result.push_back(Piece::New(&edit.new_text));
    }
    result.extend(pieces);
    result
}

/// Takes the first `len` bytes off.
fn take<'e>(pieces: &mut VecDeque<Piece<'e>>, mut len: TextSize) -> Vec<Piece<'e>> {
    let mut taken = Vec::new();
    while len > TextSize::new(0) {
        let Some(piece) = pieces.pop_front() else { break };
        if piece.len() <= len {
            len -= piece.len();
            taken.push(piece);
            continue;
        }
        let (left, right) = piece.split(len);
        taken.push(left);
        pieces.push_front(right);
        break;
    }
    taken
}

fn to_edits(len: TextSize, pieces: VecDeque<Piece<'_>>) -> Vec<TextEdit> {
    let mut edits = Vec::new();
    let mut at = TextSize::new(0);
    let mut new_text = String::new();
    let end = Piece::Kept(TextRange::empty(len));
    for piece in pieces.into_iter().chain([end]) {
        match piece {
            Piece::New(text) => new_text.push_str(text),
            Piece::Kept(range) => {
                if range.start() > at || !new_text.is_empty() {
                    edits.push(TextEdit::replace(TextRange::new(at, range.start()), std::mem::take(&mut new_text)));
                }
                at = range.end();
            }
        }
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::text::apply_edits;
    use proptest::prelude::*;

    /// Edits at character boundaries that do not overlap, from numbers: where each begins, how much it takes.
    fn edits(text: &str, plan: &[(u8, u8, String)]) -> Vec<TextEdit> {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let mut next = 0;
        let mut edits = Vec::new();
        for (skip, take, new_text) in plan {
            let start = next + *skip as usize;
            let end = start + *take as usize;
            if end >= ends.len() {
                break;
            }
            let range = TextRange::new(TextSize::new(ends[start] as u32), TextSize::new(ends[end] as u32));
            edits.push(TextEdit::replace(range, new_text.clone()));
            next = end + 1;
        }
        edits
    }

    proptest! {
        #[test]
        fn one_list_does_what_both_do(
            text in "[aä😀\n]{0,30}",
            first in prop::collection::vec((0u8..5, 0u8..5, "[xß]{0,4}"), 0..5),
            then in prop::collection::vec((0u8..5, 0u8..5, "[yß]{0,4}"), 0..5),
        ) {
            let first = edits(&text, &first);
            let between = apply_edits(&text, &first).expect("the edits fit");
            let then = edits(&between, &then);
            let after = apply_edits(&between, &then).expect("the edits fit");
            let both = compose(TextSize::of(&*text), &first, &then);
            prop_assert_eq!(apply_edits(&text, &both), Some(after));
        }
    }
}
