//! What is wrong with an item, in the few words that a checklist has room for. The whole sentence is the finding's.

use super::Context;
use docent_rules::finding::{Finding, Subject};

/// What is found, each thing once; `None` where there is nothing to say beyond the state.
pub(super) fn note(context: &Context<'_>, found: &[&Finding]) -> Option<String> {
    // More would not be read in one line.
    const MAX_NOTES: usize = 3;
    let mut notes: Vec<String> = Vec::new();
    for note in found.iter().filter_map(|finding| note_of(context, finding)) {
        if notes.len() < MAX_NOTES && !notes.contains(&note) {
            notes.push(note);
        }
    }
    (!notes.is_empty()).then(|| notes.join("; "))
}

fn note_of(context: &Context<'_>, finding: &Finding) -> Option<String> {
    let words = match finding.rule {
        "missing-step" if matches!(finding.subject, Some(Subject::Section { .. })) => "has no list of steps",
        "missing-front-matter" | "missing-key" | "missing-step" => return None,
        "missing-section" => return missing_section(context, finding),
        "front-matter-syntax" => "cannot be read as it is",
        "empty-value" => "no value",
        "invalid-value" => "value not allowed",
        "duplicate-key" => "stands there twice",
        "unknown-key" => return Some(format!("written as '{}'", key_at(context, finding))),
        "deprecated-key" => "deprecated",
        "key-order" | "step-order" => "stands at another place",
        "template-placeholder" => "to be filled in",
        "permalink-convention" => "not what the rule for addresses gives",
        "section-order" => return Some(stands_after(context, finding)),
        "section-level" => return Some(level(context, finding)),
        "section-title" => "another title",
        "duplicate-section" => "stands there twice",
        "empty-section" => "empty",
        "step-number" => "numbers do not run 1, 2, 3",
        "changed-step" => "other words",
        _ => return Some(without_name(context, finding)),
    };
    Some(words.to_owned())
}

/// Says more where the text is present without its heading, and where the template has the section several times.
fn missing_section(context: &Context<'_>, finding: &Finding) -> Option<String> {
    let inserts_text = finding.fixes.iter().any(|fix| fix.title.starts_with("Insert missing section"));
    if !inserts_text {
        return Some("its text is there without the heading".to_owned());
    }
    let Some(Subject::MissingSection { spec, parent }) = finding.subject else { return None };
    let mut missing = context.template.outline.missing.iter();
    let missing = missing.find(|missing| missing.spec == spec && missing.parent == parent)?;
    (missing.count > 1).then(|| format!("{} are missing", missing.count))
}

fn stands_after(context: &Context<'_>, finding: &Finding) -> String {
    let page = context.analysis.page;
    let index = page.section_at(finding.range.start()).map_or(0, |section| section.index);
    let before = index.checked_sub(1).and_then(|before| page.section(before).segment.heading.as_ref());
    match before {
        Some(heading) => format!("stands after '{}'", heading.title),
        None => "stands first".to_owned(),
    }
}

fn level(context: &Context<'_>, finding: &Finding) -> String {
    let section = context.analysis.page.section_at(finding.range.start());
    let found = section.and_then(|section| Some((section.index, section.segment.heading.as_ref()?.level)));
    let spec = |index: usize| context.template.outline.sections.get(index).copied().flatten();
    let expected = |index: usize| Some(context.template.contract.sections.get(spec(index)?.spec)?.level);
    match found.and_then(|(index, level)| Some((level, expected(index)?))) {
        Some((found, expected)) => format!("level {found} instead of {expected}"),
        None => "another level".to_owned(),
    }
}

fn key_at<'c>(context: &Context<'c>, finding: &Finding) -> &'c str {
    let front_matter = context.analysis.page.front_matter();
    front_matter.text.get(std::ops::Range::<usize>::from(finding.range)).unwrap_or_default()
}

/// "'Use cases' has 1 item; …" without the section's title, which the item has as its name.
fn without_name(context: &Context<'_>, finding: &Finding) -> String {
    let section = context.analysis.page.section_at(finding.range.start());
    let heading = section.and_then(|section| section.segment.heading.as_ref());
    let rest = heading.and_then(|heading| finding.message.strip_prefix(&format!("'{}' ", heading.title)));
    let rest = rest.unwrap_or(&finding.message);
    // The template's own words after it would fill the line.
    rest.split_once(": \"").map_or(rest, |(what, _)| what).to_owned()
}
