//! The sections that the page lacks, each with its heading, its canned text, and the blank lines around it.

use super::context::Context;
use super::half_typed::matches;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, Offers};
use super::line::{After, Line};
use super::place::Place;
use docent_rules::edits::outline_source::section_source;
use docent_template::align::{Outline, PageHeading, align_headings};
use docent_template::{Contract, OutlineAlignment, SectionSpec, SpecState};
use std::borrow::Cow;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let (line, typed) = match &context.place {
        Place::Blank(line) => (line, Typed::Nothing),
        Place::Heading(line) => (line, Typed::Heading),
        Place::Words(line) => (line, Typed::Words),
        _ => return,
    };
    let Some(contract) = context.contract else { return };
    let outline = outline_without(context, contract, line, typed);
    let mut missing_sections = missing(contract, &outline, here(line, typed));
    if typed == Typed::Words {
        missing_sections.retain(|missing| begins_like(&missing.spec.title, line.before().trim()));
    }
    if typed == Typed::Heading {
        let (before, title) = (line.before().trim_start_matches([' ', '#']), line.text.trim_matches([' ', '#']));
        missing_sections.retain(|missing| matches(&missing.spec.title, before) && *missing.spec.title != *title);
    }
    missing_sections.retain(|missing| !takes_in_what_follows(contract, line, missing.index));
    for missing in missing_sections {
        offers.add(section(context, contract, line, typed, &missing));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Typed {
    Nothing,
    /// `## Get`: to the page a section already, which must not stand for what it may become.
    Heading,
    Words,
}

struct Missing<'a> {
    index: usize,
    spec: &'a SectionSpec,
    /// It belongs where the cursor is.
    here: bool,
    /// The page has it, and the template allows several.
    is_repetition: bool,
}

/// The page's outline without the heading that is being typed.
fn outline_without<'c>(
    context: &'c Context<'_>,
    contract: &Contract,
    line: &Line<'_>,
    typed: Typed,
) -> Cow<'c, OutlineAlignment> {
    let begins_here = line.local_start() == 0.into() && line.section.segment.heading.is_some();
    if typed != Typed::Heading || !begins_here {
        return Cow::Borrowed(context.outline(contract));
    }
    let headings: Vec<Option<PageHeading<'_>>> = context
        .page
        .sections()
        .map(|section| {
            let heading = section.segment.heading.as_ref().filter(|_| section.index != line.section.index)?;
            Some(PageHeading { title: &heading.title, level: heading.level })
        })
        .collect();
    let outline = Outline { specs: &contract.sections, closed: contract.closed, unordered: contract.unordered };
    Cow::Owned(align_headings(outline, &headings))
}

/// The indices of the page's sections that a section typed here would stand before.
fn here(line: &Line<'_>, typed: Typed) -> [usize; 2] {
    let next = line.section.index + 1;
    let is_heading = typed == Typed::Heading && line.section.segment.heading.is_some();
    if is_heading { [line.section.index, next] } else { [next, next] }
}

/// What belongs here first, then the rest; both in the order of the template.
fn missing<'a>(contract: &'a Contract, outline: &OutlineAlignment, here: [usize; 2]) -> Vec<Missing<'a>> {
    let is_missing = |index: usize| matches!(outline.specs.get(index), Some(SpecState::Missing { .. }));
    let mut counts = vec![0_u32; contract.sections.len()];
    for found in outline.sections.iter().flatten() {
        if let Some(count) = counts.get_mut(found.spec) {
            *count += 1;
        }
    }
    let mut all: Vec<Missing<'a>> = Vec::new();
    for (index, (spec, state)) in contract.sections.iter().zip(&outline.specs).enumerate() {
        // What belongs into a missing section comes with it.
        if spec.parent.is_some_and(is_missing) {
            continue;
        }
        match state {
            SpecState::Missing { before } => {
                all.push(Missing { index, spec, here: here.contains(before), is_repetition: false });
            }
            SpecState::Found(_) if spec.repeat.max.is_none_or(|max| counts[index] < max) => {
                all.push(Missing { index, spec, here: false, is_repetition: true });
            }
            SpecState::Found(_) => {}
        }
    }
    all.sort_by_key(|missing| !missing.here);
    all
}

/// Whether the section ends in a list, and what stands below is indented: it would become a part of the last item.
fn takes_in_what_follows(contract: &Contract, line: &Line<'_>, index: usize) -> bool {
    let is_indented = |text: &str| text.starts_with([' ', '\t']);
    let below = line.section.segment.text.get(usize::from(line.local_start()) + line.text.len()..).unwrap_or_default();
    let follows_indented = below.lines().find(|line| !line.trim().is_empty()).is_some_and(is_indented);
    let is_item = |text: &str| {
        let marker = text.trim_start_matches(|c: char| c.is_ascii_digit());
        is_indented(text)
            || marker.starts_with(['-', '*', '+'])
            || marker.len() < text.len() && marker.starts_with(['.', ')'])
    };
    follows_indented && section_source(contract, index).trim_end().lines().last().is_some_and(is_item)
}

/// Whether the words that were typed begin the title, or one of its words.
fn begins_like(title: &str, typed: &str) -> bool {
    let (title, typed) = (title.to_lowercase(), typed.to_lowercase());
    !typed.is_empty() && title.starts_with(&typed)
}

fn section(
    context: &Context<'_>,
    contract: &Contract,
    line: &Line<'_>,
    typed: Typed,
    missing: &Missing<'_>,
) -> Completion {
    let Missing { index, spec, .. } = *missing;
    let marks = "#".repeat(usize::from(spec.level.clamp(1, 6)));
    // A heading above text that is there already needs no text of its own.
    let below = line.section.segment.text.get(usize::from(line.local_start()) + line.text.len()..).unwrap_or_default();
    let has_text = typed == Typed::Heading && !below.trim().is_empty();
    let mut text = InsertText::default();
    if !line.blank_before {
        text.push_text("\n");
    }
    let source = section_source(contract, index);
    let (heading, body) = source.split_once('\n').unwrap_or((source.as_str(), ""));
    match spec.any_heading {
        true => {
            text.push_text(&format!("{marks} "));
            text.push(Piece::Stop { hint: spec.title.to_string(), plain: spec.title.to_string() });
        }
        false => text.append(InsertText::of_template(heading)),
    }
    if !has_text {
        let body = body.trim_matches('\n');
        text.push_text("\n\n");
        match body.is_empty() {
            true => text.push(Piece::End),
            false => text.append(InsertText::of_template(body)),
        }
        match (line.after, body.is_empty()) {
            (After::Text, _) | (After::End { ending: false }, false) => text.push_text("\n"),
            _ => {}
        }
    }
    let mut item =
        Completion::new(CompletionKind::Section, &*spec.title, line.whole(), text.with_ending(context.ending));
    item.filter = filter(line, typed, &spec.title);
    item.note = match (missing.is_repetition, spec.optional) {
        (true, _) => Some("another one".to_owned()),
        (false, true) => Some("optional".to_owned()),
        (false, false) if missing.here => Some("belongs here".to_owned()),
        (false, false) => None,
    };
    item.detail = Some(format!("{marks} {}", spec.title));
    item.preselect = missing.here && !spec.optional;
    item.about = format!("section/{index}");
    item
}

/// The title after the marks as they were typed, which may be other ones than the template's.
fn filter(line: &Line<'_>, typed: Typed, title: &str) -> String {
    if typed != Typed::Heading {
        return title.to_owned();
    }
    let content = line.text.trim_start();
    let indent = line.text.len() - content.len();
    let rest = content.trim_start_matches('#');
    let blanks = rest.len() - rest.trim_start().len();
    let marks_end = indent + content.len() - rest.len() + blanks;
    let marks = line.text.get(..marks_end.min(line.text.len())).unwrap_or_default();
    format!("{marks}{title}")
}
