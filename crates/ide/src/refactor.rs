//! What an author can do with the section or the list at the cursor: move it, change its level, give it the template's
//! steps. What cannot be done just now says why.

mod canned_list;
mod sections;

use docent_rules::input::CheckInput;
use docent_syntax::{TextEdit, TextRange};

/// Something that can be done. Its edits are had by [`refactoring_edits`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refactoring {
    pub action: RefactorAction,
    pub title: String,
    /// Why it cannot be done just now.
    pub disabled: Option<String>,
}

/// What is done, and to which section of the page (an index).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefactorAction {
    pub kind: RefactorKind,
    pub section: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefactorKind {
    MoveUp,
    MoveDown,
    Promote,
    Demote,
    /// The list becomes the template's, with the author's items.
    CannedList,
}

impl RefactorKind {
    pub const ALL: [RefactorKind; 5] = [
        RefactorKind::MoveUp,
        RefactorKind::MoveDown,
        RefactorKind::Promote,
        RefactorKind::Demote,
        RefactorKind::CannedList,
    ];

    /// A word for it; stable.
    pub fn as_str(self) -> &'static str {
        match self {
            RefactorKind::MoveUp => "moveUp",
            RefactorKind::MoveDown => "moveDown",
            RefactorKind::Promote => "promote",
            RefactorKind::Demote => "demote",
            RefactorKind::CannedList => "cannedList",
        }
    }

    pub fn parse(word: &str) -> Option<RefactorKind> {
        RefactorKind::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What can be done at `range`: about the section on whose heading it begins, and about the list it begins in.
pub fn refactorings(input: &CheckInput<'_>, range: TextRange) -> Vec<Refactoring> {
    let Some(section) = input.page.section_at(range.start().min(input.page.len())) else { return Vec::new() };
    let at = range.start() - section.start;
    let is_on_heading = section.segment.heading.as_ref().is_some_and(|heading| heading.range.contains_inclusive(at));
    let mut all = if is_on_heading { sections::offered(input.page, section.index) } else { Vec::new() };
    let is_in_list = section
        .segment
        .blocks
        .iter()
        .any(|block| matches!(block.kind, docent_syntax::BlockKind::List(_)) && block.range.contains_inclusive(at));
    if is_on_heading || is_in_list {
        all.extend(canned_list::offered(input, section.index));
    }
    all
}

/// The edits, which do not overlap, in bytes of the page. None where it cannot be done.
pub fn refactoring_edits(input: &CheckInput<'_>, action: RefactorAction) -> Vec<TextEdit> {
    if action.section >= input.page.section_count() {
        return Vec::new();
    }
    match action.kind {
        RefactorKind::CannedList => canned_list::edits(input, action.section),
        kind => sections::edits(input.page, action.section, kind),
    }
}
