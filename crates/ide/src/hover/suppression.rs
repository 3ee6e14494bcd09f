//! Hover of a rule's id in a suppression: what is not looked for there.

use super::Hover;
use super::words::{code, headline};
use docent_rules::rules::rule;
use docent_rules::suppression::directive::in_comment;
use docent_syntax::{SectionRef, TextSize};

pub(super) fn hover(section: SectionRef<'_>, offset: TextSize) -> Option<Hover> {
    let at = offset.checked_sub(section.start)?;
    let segment = section.segment;
    let comment = segment.comments.iter().find(|comment| comment.range.contains_inclusive(at))?;
    let content = segment.text.get(std::ops::Range::<usize>::from(comment.content))?;
    let names = in_comment(content, section.start + comment.content.start())?;
    let name = names.into_iter().find(|name| name.range.contains_inclusive(offset))?;
    let rule = rule(&name.rule)?;
    Some(Hover::new(name.range, [headline(&code(rule.id), "rule that is not applied here"), rule.summary.to_owned()]))
}
