//! Template and page are lines of headings. In a template `{…}` after a title holds attributes as a template page has
//! them. What is expected are the departures, one a line.

mod hostile;
mod properties;

use super::*;
use crate::align::TitleMatch;
use crate::contract::Count;
use crate::contract::SectionSpec;
use proptest::prelude::*;

fn spec(title: &str, level: u8, parent: Option<usize>) -> SectionSpec {
    SectionSpec {
        title: title.into(),
        level,
        parent,
        aliases: Vec::new(),
        optional: false,
        repeat: Count::ONE,
        any_heading: false,
        unordered: false,
        closed: false,
        items: None,
        words: None,
        code: None,
        optional_lead: false,
        guidance: None,
        blocks: Vec::new(),
        range: Default::default(),
    }
}

#[derive(Debug, Clone, Default)]
struct Template {
    specs: Vec<SectionSpec>,
    closed: bool,
    unordered: bool,
}

fn level_and_title(line: &str) -> (u8, &str) {
    let title = line.trim().trim_start_matches('#');
    ((line.trim().len() - title.len()) as u8, title.trim())
}

fn template(text: &str) -> Template {
    let mut result = Template::default();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !line.starts_with('#') {
            result.closed |= line.contains("closed");
            result.unordered |= line.contains("unordered");
            continue;
        }
        let (line, attributes) = line.split_once('{').unwrap_or((line, ""));
        let (level, title) = level_and_title(line);
        let parent = (0..result.specs.len()).rev().find(|&at| result.specs[at].level < level);
        let mut new = spec(title, level, parent);
        for attribute in attributes.trim_end_matches('}').split(';').map(str::trim) {
            match attribute.split_once('=') {
                Some(("alias", alias)) => new.aliases.push(alias.into()),
                Some(("repeat", count)) => {
                    let (min, max) = count.split_once("..").expect("a range");
                    new.repeat = Count { min: min.parse().expect("a number"), max: max.parse().ok() };
                }
                _ => match attribute {
                    "optional" => (new.optional, new.repeat) = (true, Count::ZERO_OR_ONE),
                    "any-heading" => new.any_heading = true,
                    "unordered" => new.unordered = true,
                    "closed" => new.closed = true,
                    other => assert_eq!(other, ""),
                },
            }
        }
        result.specs.push(new);
    }
    result
}

type Lines = Vec<(u8, String)>;

fn page(text: &str) -> Lines {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(|line| (level_and_title(line).0, level_and_title(line).1.to_owned())).collect()
}

/// Section 0 is the lead, as in every page.
fn align(template: &Template, page: &Lines) -> OutlineAlignment {
    let headings: Vec<Option<PageHeading<'_>>> = std::iter::once(None)
        .chain(page.iter().map(|(level, title)| Some(PageHeading { title, level: *level })))
        .collect();
    let outline = Outline { specs: &template.specs, closed: template.closed, unordered: template.unordered };
    let result = align_headings(outline, &headings);
    assert_sound(template, &headings, &result);
    result
}

fn assert_sound(template: &Template, headings: &[Option<PageHeading<'_>>], result: &OutlineAlignment) {
    assert_eq!(result.specs.len(), template.specs.len());
    assert_eq!(result.sections.len(), headings.len());
    assert_eq!(result.ends.len(), headings.len());
    for (section, end) in result.ends.iter().enumerate() {
        assert!(*end > section && *end <= headings.len());
    }
    for (spec, state) in result.specs.iter().enumerate() {
        match state {
            SpecState::Found(found) => assert_eq!(result.sections[found.section], Some(*found)),
            SpecState::Missing { before } => {
                assert!(*before <= headings.len() && *before > 0);
                assert!(result.sections.iter().flatten().all(|found| found.spec != spec));
            }
        }
    }
    for &(section, before) in &result.moves {
        assert!(!(section..=result.ends[section]).contains(&before), "{section} before {before}: {result:?}");
    }
}

fn departures(template: &Template, page: &Lines) -> Vec<String> {
    let result = align(template, page);
    let name = |section: usize| match page.get(section - 1) {
        Some((_, title)) => format!("{title}#{section}"),
        None => "END".to_owned(),
    };
    let title = |spec: usize| template.specs[spec].title.to_string();
    let mut lines = Vec::new();
    for found in result.sections.iter().flatten() {
        let (level, _) = page[found.section - 1];
        if level != template.specs[found.spec].level {
            lines.push(format!("level {level} {}", name(found.section)));
        }
        if found.title == TitleMatch::Near {
            lines.push(format!("near {} = {}", name(found.section), title(found.spec)));
        }
    }
    lines.extend(result.moves.iter().map(|&(from, to)| format!("move {} before {}", name(from), name(to))));
    for missing in &result.missing {
        let count = if missing.count > 1 { format!("{} × ", missing.count) } else { String::new() };
        lines.push(format!("missing {count}{} before {}", title(missing.spec), name(missing.before)));
    }
    lines.extend(result.duplicates.iter().map(|&(copy, first)| format!("{} repeats {}", name(copy), name(first))));
    lines.extend(result.unexpected.iter().map(|&section| format!("unexpected {}", name(section))));
    lines
}

fn check(template_text: &str, page_text: &str, expected: &[&str]) {
    assert_eq!(departures(&template(template_text), &page(page_text)), expected, "{page_text}");
}

const OVERVIEW: &str = "
    ### Introduction
    ### Getting started {alias=Getting Started with *}
    ### Use cases {alias=Use cases for *}";

#[test]
fn real_outlines() {
    check(OVERVIEW, "### Introduction\n### Getting Started\n### Use Cases for Users API", &[]);
    check(OVERVIEW, "### Introduction\n### Getting Started with the Chat Agent API\n### Use Cases\n### Samples", &[]);
    check(
        OVERVIEW,
        "### Getting Started",
        &["missing Introduction before Getting Started#1", "missing Use cases before END"],
    );
    check(
        OVERVIEW,
        "### Use Cases\n### Getting Started",
        &["move Getting Started#2 before Use Cases#1", "missing Introduction before Use Cases#1"],
    );
    check(
        OVERVIEW,
        "# Users API\n### Getting Started",
        &["missing Introduction before Getting Started#2", "missing Use cases before END"],
    );
}

#[test]
fn titles_that_are_nearly_right() {
    check(
        OVERVIEW,
        "### Intro\n### Getting stared\n### Use cases",
        &["near Intro#1 = Introduction", "near Getting stared#2 = Getting started"],
    );
    // Not where the exact title stands too.
    check(OVERVIEW, "### Introduction\n### Getting stared\n### Getting started\n### Use cases", &[]);
    check(
        OVERVIEW,
        "### Introduction\n### Use case\n### Getting started",
        &["near Use case#2 = Use cases", "move Getting started#3 before Use case#2"],
    );
    check(
        OVERVIEW,
        "### Introduction to all this\n### Getting started\n### Our use cases",
        &["near Introduction to all this#1 = Introduction", "near Our use cases#3 = Use cases"],
    );
    // A longer title in another place is the author's own section.
    check(OVERVIEW, "### Introduction\n### Our use cases\n### Getting started", &["missing Use cases before END"]);
}

#[test]
fn wrong_levels_make_nothing_else_wrong() {
    check(OVERVIEW, "### Introduction\n## Getting started\n### Use cases", &["level 2 Getting started#2"]);
    check(OVERVIEW, "# Introduction\n### Getting started\n### Use cases", &["level 1 Introduction#1"]);
    check(OVERVIEW, "### Introduction\n#### Getting started\n### Use cases", &["level 4 Getting started#2"]);
    check(
        OVERVIEW,
        "# Introduction\n### More\n### Use cases",
        &["level 1 Introduction#1", "missing Getting started before Use cases#3"],
    );
    let nested = "## A\n### A1\n### A2\n## B";
    check(nested, "## A\n## A1\n### A2\n## B", &["level 2 A1#2"]);
    check(nested, "## A\n# A1\n# A2\n## B", &["level 1 A1#2", "level 1 A2#3"]);
    check(nested, "#### A\n### A1\n### A2\n## B", &["level 4 A#1"]);
    check(nested, "## A\n### A1\n### A2\n#### B", &["level 4 B#4"]);
}

#[test]
fn a_swap_is_one_departure() {
    check("## A\n## B\n## C\n## D", "## A\n## C\n## B\n## D", &["move B#3 before C#2"]);
    check("## A\n## B\n## C\n## D", "## D\n## A\n## B\n## C", &["move D#1 before END"]);
    check("## A\n## B\n## C\n## D", "## B\n## C\n## D\n## A", &["move A#4 before B#1"]);
    // The smaller one moves.
    check("## A\n## B", "## B\n## A\n### Mine", &["move B#1 before END"]);
    check("## A\n## B", "## B\n### Mine\n## A", &["move A#3 before B#1"]);
}

#[test]
fn children_travel_with_their_parents() {
    let methods = "## Request\n### Example\n## Response\n### Example\n## Errors";
    check(methods, "## Request\n### Example\n## Response\n### Example\n## Errors", &[]);
    check(
        methods,
        "## Response\n### Example\n## Request\n### Example\n## Errors",
        &["move Request#3 before Response#1"],
    );
    check(methods, "## Request\n## Response\n### Example\n## Errors", &["missing Example before Response#2"]);
    check(methods, "## Request\n### Example\n## Response\n## Errors", &["missing Example before Errors#4"]);
    check(
        methods,
        "## Request\n## Response\n## Errors\n### Example",
        &["move Example#4 before Response#2", "missing Example before Errors#3"],
    );
    // A free section's example is its own.
    check(
        methods,
        "## Request\n## Mine\n### Example\n## Response\n### Example\n## Errors",
        &["missing Example before Mine#2"],
    );
}

#[test]
fn a_missing_parent_leaves_its_children_alone() {
    let methods = "## Intro\n## Request\n### Parameters\n### Body\n## Response";
    check(methods, "## Intro\n### Parameters\n### Body\n## Response", &["missing Request before Parameters#2"]);
    check(
        methods,
        "## Intro\n### Body\n## Response",
        &["missing Request before Body#2", "missing Parameters before Body#2"],
    );
    check(
        methods,
        "## Intro\n## Response",
        &[
            "missing Request before Response#2",
            "missing Parameters before Response#2",
            "missing Body before Response#2",
        ],
    );
    let result = align(&template(methods), &page("## Intro\n## Response"));
    let missing_parents: Vec<bool> = result.missing.iter().map(|missing| missing.parent_missing).collect();
    assert_eq!(missing_parents, [false, true, true]);
}

#[test]
fn optional_sections_and_their_children() {
    let text = "## A\n## Notes {optional}\n### Details\n## B";
    check(text, "## A\n## B", &[]);
    check(text, "## A\n## Notes\n## B", &["missing Details before B#3"]);
    check(text, "## A\n## B\n## Notes\n### Details", &["move B#2 before END"]);
    let result = align(&template(text), &page("## A\n### Mine\n## B"));
    assert_eq!(result.specs[1], SpecState::Missing { before: 3 });
    assert_eq!(result.specs[2], SpecState::Missing { before: 3 });
}

#[test]
fn repeated_sections() {
    let text = "## A\n## Case {repeat=2..3; alias=Case *}\n### Steps\n## B";
    check(text, "## A\n## Case 1\n### Steps\n## Case 2\n### Steps\n## B", &[]);
    check(text, "## A\n## Case 1\n### Steps\n## Case 2\n## B", &["missing Steps before B#5"]);
    check(text, "## A\n## Case\n### Steps\n## B", &["missing Case before B#4", "missing Steps before B#4"]);
    check(text, "## A\n## Case\n### Steps\n## B\n## Case\n### Steps", &["move B#4 before END"]);
    check("## Case {repeat=1..2}", "## Case\n## Case\n## Case", &["Case#3 repeats Case#1"]);
    check("## Case {repeat=3..}", "", &["missing 3 × Case before END"]);
}

#[test]
fn sections_named_by_the_author() {
    let text = "closed\n## Intro\n## Topic {any-heading; repeat=1..}\n### Example\n## Use cases";
    check(text, "## Intro\n## Apples\n### Example\n## Pears\n### Example\n## Use cases", &[]);
    check(text, "## Intro\n## Apples\n## Use cases", &["missing Example before Use cases#3"]);
    check(
        text,
        "## Intro\n## Use cases\n## Pears",
        &["missing Topic before Use cases#2", "missing Example before Use cases#2", "unexpected Pears#3"],
    );
    check(
        text,
        "## Intro\n## Use casse\n## Apples\n### Example",
        &[
            "near Use casse#2 = Use cases",
            "missing Topic before Use casse#2",
            "missing Example before Use casse#2",
            "unexpected Apples#3",
        ],
    );
    let two = "## First {any-heading}\n## More {any-heading; optional}\n## Last {any-heading}";
    let states = |text: &str| -> Vec<Option<usize>> {
        align(&template(two), &page(text)).sections.iter().skip(1).map(|found| found.map(|found| found.spec)).collect()
    };
    assert_eq!(states("## a\n## b"), [Some(0), Some(2)]);
    assert_eq!(states("## a\n## b\n## c"), [Some(0), Some(1), Some(2)]);
    assert_eq!(states("## a"), [Some(0)]);
}

#[test]
fn any_order() {
    check("unordered\n## A\n## B\n## C", "## C\n## A\n## B", &[]);
    check("## A {unordered}\n### X\n### Y\n## B", "## A\n### Y\n### X\n## B", &[]);
    check("unordered\n## A\n## B\n### X", "## B\n### X\n## A\n### X", &[]);
    check("unordered\n## A\n## B\n## C", "## C\n## A", &["missing B before END"]);
}

#[test]
fn duplicates_are_distinguished_from_the_authors_own() {
    check(
        OVERVIEW,
        "### Introduction\n### Getting started\n### Getting Started\n### Use cases",
        &["Getting Started#3 repeats Getting started#2"],
    );
    check(
        OVERVIEW,
        "### Getting started\n### Introduction\n### Getting started\n### Use cases",
        &["Getting started#1 repeats Getting started#3"],
    );
    check(OVERVIEW, "### Introduction\n### Getting started\n### Use cases\n#### Introduction", &[]);
    check(OVERVIEW, "### Introduction\n### Getting started\n### Use cases\n## Appendix\n### Introduction", &[]);
}

#[test]
fn free_sections_are_fine_unless_it_is_closed() {
    check(
        OVERVIEW,
        "### Free\n### Introduction\n#### Sub\n### Getting started\n### Other\n### Use cases\n### End",
        &[],
    );
    check("closed\n## A\n## B", "# Title\n## A\n### Sub\n## X\n### Sub\n## B", &["unexpected X#4"]);
    check("## A {closed}\n### A1\n## B", "## A\n### A1\n#### Fine\n### X\n## B\n### Y", &["unexpected X#4"]);
    check("closed", "## X\n### Y\n## Z", &["unexpected X#1", "unexpected Z#3"]);
    check("closed\n## A", "## A\n## A\n### Sub", &["A#2 repeats A#1"]);
}

#[test]
fn missing_sections_go_before_what_follows() {
    check("## A\n## B\n## C", "## A\n### Sub\n## Free\n## C", &["missing B before Free#3"]);
    check("## A\n### A1\n### A2\n## B", "## A\n### A1\n#### Sub\n## B", &["missing A2 before B#4"]);
    check("## A\n### A1\n### A2\n## B\n## C", "## A\n### A1\n## C", &["missing A2 before C#3", "missing B before C#3"]);
    check("## A\n## B", "", &["missing A before END", "missing B before END"]);
    check("## A\n## B", "# Title\n## Free", &["missing A before END", "missing B before END"]);
}

#[test]
fn headings_without_a_title_match_nothing() {
    check("## A\n## B", "##\n## A\n##\n## B", &[]);
    check("##\n## B", "## B", &["missing  before B#1"]);
}
