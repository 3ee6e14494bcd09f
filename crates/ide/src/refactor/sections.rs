//! Moving a section past the one beside it, and changing its level; always with all that lies below it.
//!
//! Goes by the levels of the headings alone, as the author sees them. Not the section under the cursor is moved but the
//! one beside it, so that the cursor stays where it is in the text.

use super::{RefactorAction, RefactorKind, Refactoring};
use docent_rules::edits::sections::{move_sections, set_level};
use docent_syntax::{Page, TextEdit};
use std::ops::Range;

pub(super) fn offered(page: &Page, section: usize) -> Vec<Refactoring> {
    let kinds = [RefactorKind::MoveUp, RefactorKind::MoveDown, RefactorKind::Promote, RefactorKind::Demote];
    kinds.into_iter().filter_map(|kind| refactoring(page, section, kind)).collect()
}

fn refactoring(page: &Page, section: usize, kind: RefactorKind) -> Option<Refactoring> {
    let heading = page.section(section).segment.heading.as_ref()?;
    let title = |index: usize| page.section(index).segment.heading.as_ref().map_or("", |heading| &*heading.title);
    let own = &heading.title;
    let (title, disabled) = match (kind, plan(page, section, kind)) {
        (RefactorKind::MoveUp, Ok(Plan::Swap { upper, .. })) => {
            (format!("Move section '{own}' up, before '{}'", title(upper.start)), None)
        }
        (RefactorKind::MoveUp, reason) => (format!("Move section '{own}' up"), reason.err()),
        (RefactorKind::MoveDown, Ok(Plan::Swap { lower, .. })) => {
            (format!("Move section '{own}' down, after '{}'", title(lower.start)), None)
        }
        (RefactorKind::MoveDown, reason) => (format!("Move section '{own}' down"), reason.err()),
        (RefactorKind::Promote, Ok(Plan::Level(_, level))) => {
            (format!("Promote section '{own}' to {}", "#".repeat(usize::from(level))), None)
        }
        (RefactorKind::Promote, reason) => (format!("Promote section '{own}'"), reason.err()),
        (_, Ok(Plan::Level(_, level))) => {
            (format!("Demote section '{own}' to {}", "#".repeat(usize::from(level))), None)
        }
        (_, reason) => (format!("Demote section '{own}'"), reason.err()),
    };
    let disabled = disabled.map(str::to_owned);
    Some(Refactoring { action: RefactorAction { kind, section }, title, disabled })
}

pub(super) fn edits(page: &Page, section: usize, kind: RefactorKind) -> Vec<TextEdit> {
    match (kind, plan(page, section, kind)) {
        (RefactorKind::MoveUp, Ok(Plan::Swap { upper, lower })) => move_sections(page, upper, lower.end),
        (_, Ok(Plan::Swap { upper, lower })) => move_sections(page, lower, upper.start),
        (_, Ok(Plan::Level(sections, level))) => set_level(page, sections, level),
        (_, Err(_)) => Vec::new(),
    }
}

enum Plan {
    /// Two neighbours, each with what lies below it, change places.
    Swap {
        upper: Range<usize>,
        lower: Range<usize>,
    },
    Level(Range<usize>, u8),
}

/// What to do, or why it cannot be done.
fn plan(page: &Page, section: usize, kind: RefactorKind) -> Result<Plan, &'static str> {
    let Some(level) = level_of(page, section) else { return Err("There is no heading") };
    let own = extent(page, section, level);
    match kind {
        RefactorKind::MoveUp => {
            let upper = (0..section).rev().find(|&index| level_of(page, index).is_none_or(|other| other <= level));
            match upper.filter(|&upper| level_of(page, upper) == Some(level)) {
                Some(upper) => Ok(Plan::Swap { upper: upper..section, lower: own }),
                None => Err("It is the first section of its level here"),
            }
        }
        RefactorKind::MoveDown => match level_of(page, own.end) {
            Some(other) if other == level => {
                let lower = extent(page, own.end, level);
                Ok(Plan::Swap { upper: own, lower })
            }
            _ => Err("It is the last section of its level here"),
        },
        RefactorKind::Promote if level == 1 => Err("It is at the highest level"),
        RefactorKind::Promote => Ok(Plan::Level(own, level - 1)),
        RefactorKind::Demote if level == 6 => Err("It is at the lowest level"),
        RefactorKind::Demote if own.clone().any(|index| level_of(page, index) == Some(6)) => {
            Err("A section below it is at the lowest level")
        }
        RefactorKind::Demote => Ok(Plan::Level(own, level + 1)),
        RefactorKind::CannedList => Err("It is about a list"),
    }
}

/// The section and the deeper ones that follow it.
fn extent(page: &Page, section: usize, level: u8) -> Range<usize> {
    let after = section + 1..page.section_count();
    let end = after.into_iter().find(|&index| level_of(page, index).is_none_or(|other| other <= level));
    section..end.unwrap_or(page.section_count())
}

/// `None` for the lead, and beyond the last section.
fn level_of(page: &Page, section: usize) -> Option<u8> {
    let section = (section < page.section_count()).then(|| page.section(section))?;
    section.segment.heading.as_ref().map(|heading| heading.level)
}
