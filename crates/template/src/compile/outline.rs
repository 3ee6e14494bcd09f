//! The headings of a template as the expected sections, with the attributes set on them.

use super::attributes::Attribute;
use super::body::{self, Body};
use super::targets::{Target, misplaced_attribute};
use crate::contract::{CannedBlock, Count, SectionSpec};
use crate::normalize::title_key;
use crate::problem::TemplateProblem;
use docent_syntax::{Page, SectionRef};
use std::collections::{HashMap, HashSet};

pub(super) struct Outline {
    pub(super) lead: Vec<CannedBlock>,
    pub(super) lead_guidance: Option<Box<str>>,
    pub(super) sections: Vec<SectionSpec>,
}

pub(super) fn read(page: &Page, problems: &mut Vec<TemplateProblem>) -> Outline {
    let mut outline = Outline { lead: Vec::new(), lead_guidance: None, sections: Vec::new() };
    // The sections that the next heading may lie in, outermost first.
    let mut open: Vec<usize> = Vec::new();
    for section in page.sections() {
        let body = body::read(section, problems);
        let Some(heading) = &section.segment.heading else {
            outline.lead_guidance = body.guidance();
            outline.lead = body.blocks;
            continue;
        };
        open.retain(|&index| outline.sections.get(index).is_some_and(|outer| outer.level < heading.level));
        let range = section.absolute(heading.range);
        if heading.title.trim().is_empty() {
            problems
                .push(TemplateProblem::syntax(range, "a heading needs a title; with `any-heading` it is an example"));
        }
        let spec = section_spec(section, &heading.title, heading.level, open.last().copied(), body, problems);
        open.push(outline.sections.len());
        outline.sections.push(SectionSpec { range, ..spec });
    }
    unreachable_sections(&mut outline.sections, problems);
    outline
}

fn section_spec(
    section: SectionRef<'_>,
    title: &str,
    level: u8,
    parent: Option<usize>,
    body: Body<'_>,
    problems: &mut Vec<TemplateProblem>,
) -> SectionSpec {
    let guidance = body.guidance();
    let mut spec = SectionSpec {
        title: title.into(),
        level,
        parent,
        aliases: title_pattern(title).into_iter().collect(),
        optional: false,
        repeat: Count::ONE,
        any_heading: false,
        unordered: false,
        closed: false,
        items: None,
        words: None,
        code: None,
        optional_lead: false,
        guidance,
        blocks: body.blocks,
        range: section.range(),
    };
    let mut repeat = None;
    let mut seen = HashSet::new();
    for attribute in &body.section_attributes {
        if !seen.insert(attribute.name) && attribute.name != "aliases" {
            problems.push(TemplateProblem::syntax(
                attribute.range,
                format!("`{}` is set twice; the last one counts", attribute.name),
            ));
        }
        set_attribute(&mut spec, attribute, &mut repeat, problems);
    }
    spec.repeat = match repeat {
        Some(count) if spec.optional => Count { min: 0, ..count },
        Some(count) => count,
        None if spec.optional => Count::ZERO_OR_ONE,
        None => Count::ONE,
    };
    spec.optional = spec.repeat.min == 0;
    spec
}

fn set_attribute(
    spec: &mut SectionSpec,
    attribute: &Attribute<'_>,
    repeat: &mut Option<Count>,
    problems: &mut Vec<TemplateProblem>,
) {
    match attribute.name {
        "optional" => spec.optional = attribute.flag(problems),
        "any-heading" => spec.any_heading = attribute.flag(problems),
        "unordered" => spec.unordered = attribute.flag(problems),
        "closed" => spec.closed = attribute.flag(problems),
        "optional-lead" => spec.optional_lead = attribute.flag(problems),
        "items" => spec.items = attribute.count(problems).or(spec.items),
        "words" => spec.words = attribute.count(problems).or(spec.words),
        "code" => spec.code = attribute.text("code=json", problems).map(Box::from),
        "aliases" => {
            let aliases = attribute.text("aliases=\"Getting going|First steps with *\"", problems).unwrap_or_default();
            spec.aliases.extend(aliases.split('|').map(str::trim).filter(|alias| !alias.is_empty()).map(Box::from));
        }
        "repeat" => match attribute.count(problems) {
            Some(Count { max: Some(0), .. }) => {
                problems.push(TemplateProblem::syntax(
                    attribute.value_range,
                    "a section that may never stand in a page is none",
                ));
            }
            Some(count) => *repeat = Some(count),
            None => {}
        },
        _ => problems.push(misplaced_attribute(attribute, Target::Section)),
    }
}

/// A title with placeholders matches any text in their place.
fn title_pattern(title: &str) -> Option<Box<str>> {
    let mut pattern = String::new();
    let mut rest = title;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((_, after)) = after.split_once("}}") else { break };
        pattern.push_str(before);
        pattern.push('*');
        rest = after;
    }
    pattern.push_str(rest);
    (pattern != title).then(|| pattern.into())
}

/// A section whose title an earlier one at the same place has already taken, as its own title or as an alias. It becomes
/// optional, so that the template's mistake is not reported on every page.
fn unreachable_sections(sections: &mut [SectionSpec], problems: &mut Vec<TemplateProblem>) {
    let mut unreachable = Vec::new();
    let mut taken: HashMap<(Option<usize>, String), usize> = HashMap::new();
    for (index, spec) in sections.iter().enumerate() {
        if spec.any_heading {
            continue;
        }
        let key = (spec.parent, title_key(&spec.title));
        match taken.get(&key).and_then(|&first| sections.get(first)) {
            Some(first) => {
                let message = format!(
                    "'{}' can never be found in a page: the section '{}' before it takes this heading",
                    spec.title, first.title
                );
                problems.push(TemplateProblem { rule: "unreachable-section", message, range: spec.range });
                unreachable.push(index);
            }
            None => {
                taken.insert(key, index);
            }
        }
        for alias in spec.aliases.iter().filter(|alias| !alias.contains('*')) {
            taken.entry((spec.parent, title_key(alias))).or_insert(index);
        }
    }
    for index in unreachable {
        if let Some(spec) = sections.get_mut(index) {
            spec.optional = true;
            spec.repeat.min = 0;
        }
    }
}
