//! What an author can do about a finding that is right by the rule and wrong here: ignore it at its place, or in the page.
//!
//! An action is offered only where it works: the comment is written into the section, which is reparsed.

use docent_rules::analysis::line_ending;
use docent_rules::finding::Finding;
use docent_rules::suppression::place::insert_comment;
use docent_rules::suppression::{KEY, NEVER_SUPPRESSED, Scope, Suppressions, page_wide};
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextEdit, TextSize};

/// What stands where the author is to say why.
const REASON: &str = "reason";

/// A page without front matter has no place to say so, and one whose front matter cannot be read is broken.
const NOT_OFFERED: [&str; 2] = ["missing-front-matter", "front-matter-syntax"];

/// A way to ignore a finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IgnoreAction {
    pub title: String,
    /// Whether it writes an HTML comment into the text.
    pub is_comment: bool,
    /// Bytes of the page.
    pub edits: Vec<TextEdit>,
}

/// At most two: at the place, and in the whole page.
pub fn ignore_actions(page: &Page, finding: &Finding) -> Vec<IgnoreAction> {
    if NEVER_SUPPRESSED.contains(&finding.rule) || NOT_OFFERED.contains(&finding.rule) {
        return Vec::new();
    }
    let action = |where_: &str, is_comment: bool, edits: Vec<TextEdit>| {
        let title = format!("Ignore '{}' {where_}", finding.rule);
        (!edits.is_empty()).then_some(IgnoreAction { title, is_comment, edits })
    };
    let here = action("here", true, here(page, finding));
    let in_page = action("in this page", false, page_wide::add_rule(page.front_matter(), finding.rule, REASON));
    here.into_iter().chain(in_page).collect()
}

fn here(page: &Page, finding: &Finding) -> Vec<TextEdit> {
    let at = finding.range.start();
    let comment = format!("<!-- {KEY} {}: {REASON} -->", finding.rule);
    let edit = add_to_comment(page, finding).or_else(|| insert_comment(page, at, &comment, line_ending(page)));
    edit.filter(|edit| works(page, finding, edit)).into_iter().collect()
}

/// One more name in the comment that is about this place already.
fn add_to_comment(page: &Page, finding: &Finding) -> Option<TextEdit> {
    let at = finding.range.start();
    let section = page.section_at(at)?;
    let nearby = [section.index.checked_sub(1), Some(section.index)];
    let suppressions = Suppressions::in_sections(page, nearby.into_iter().flatten());
    let about_this = |scope: Scope| matches!(scope, Scope::Place(Some(place)) if place.contains_inclusive(at));
    let found = suppressions.all.iter().rev().find(|it| about_this(it.scope) && !it.names.is_empty())?;
    Some(TextEdit::insert(found.names.last()?.range.end(), format!(", {}", finding.rule)))
}

/// Whether the finding is suppressed once the edit is made. Only the section that is touched is parsed.
fn works(page: &Page, finding: &Finding, edit: &TextEdit) -> bool {
    let at = finding.range.start();
    let Some(section) = page.section_at(at) else { return false };
    // A comment before the heading that is there already.
    if edit.range.start() < section.start {
        return true;
    }
    let local = TextEdit::insert(edit.range.start() - section.start, edit.new_text.clone());
    let Some(text) = apply_edits(&section.segment.text, &[local]) else { return false };
    let moved = if edit.range.start() <= at { TextSize::of(&*edit.new_text) } else { TextSize::new(0) };
    let now = at - section.start + moved;
    let suppressions = Suppressions::of(&Page::parse(&text, page.dialect()));
    suppressions.all.iter().any(|suppression| {
        let names_it = suppression.names.iter().any(|name| &*name.rule == finding.rule);
        names_it && matches!(suppression.scope, Scope::Place(Some(place)) if place.contains_inclusive(now))
    })
}
