//! Template and page are lines of headings. In a template `{…}` after a title holds attributes as a template page has
//! them. What is expected are the departures, one a line.

use super::*;
use crate::align::TitleMatch;
use crate::contract::Count;
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
                    "optional" => (new.optional, new.repeat) = (true, Count::AT_MOST_ONE),
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
fn duplicates_are_told_from_the_authors_own() {
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

/// The page after all moves and insertions that `told` accepts, with everything at its place in one pass.
fn repaired(template: &Template, page: &Lines, moves: bool, insertions: bool) -> Lines {
    let result = align(template, page);
    let mut at: Vec<Vec<(usize, Lines)>> = vec![Vec::new(); page.len() + 2];
    let mut moved = vec![false; page.len() + 1];
    if insertions {
        for missing in &result.missing {
            let spec = &template.specs[missing.spec];
            let new = vec![(spec.level, spec.title.to_string()); missing.count as usize];
            at[missing.before].push((missing.spec, new));
        }
    }
    if moves {
        for &(section, before) in &result.moves {
            let spec = result.sections[section].expect("what moves stands for something").spec;
            // What moves out of something that moves is not taken along.
            let mut extent = Vec::new();
            for inside in result.extent(section) {
                if !moved[inside] {
                    extent.push(page[inside - 1].clone());
                    moved[inside] = true;
                }
            }
            at[before].push((spec, extent));
        }
    }
    let mut lines = Lines::new();
    for section in 1..=page.len() + 1 {
        at[section].sort_by_key(|(spec, _)| *spec);
        lines.extend(at[section].drain(..).flat_map(|(_, lines)| lines));
        if section <= page.len() && !moved[section] {
            lines.push(page[section - 1].clone());
        }
    }
    lines
}

fn open_departures(result: &OutlineAlignment) -> usize {
    result.moves.len() + result.missing.iter().map(|missing| missing.count as usize).sum::<usize>()
}

/// A template of sections with distinct titles (but for "Example", which several may have), levels as an author has them.
fn templates() -> impl Strategy<Value = Template> {
    let line = (0u8..3, 0u32..12, 0u8..8);
    proptest::collection::vec(line, 1..9).prop_map(|lines| {
        let mut text = String::new();
        let mut level = 2;
        for (index, (deeper, title, kind)) in lines.into_iter().enumerate() {
            level = if index == 0 { 2 } else { (2 + deeper).min(level + 1) };
            let hashes = "#".repeat(level.into());
            let parents_example = title < 3 && level > 2;
            let name = if parents_example { "Example".to_owned() } else { format!("Section {}", letters(index)) };
            text += &match kind {
                0 => format!("{hashes} {name} {{optional}}\n"),
                1 => format!("{hashes} {name} {{repeat=1..}}\n"),
                2 => format!("{hashes} {name} {{unordered}}\n"),
                _ => format!("{hashes} {name}\n"),
            };
        }
        let mut result = template(&text);
        // Two siblings of one title cannot be told apart.
        let mut seen = std::collections::HashSet::new();
        for (index, spec) in result.specs.iter_mut().enumerate() {
            if !seen.insert((spec.parent, spec.title.clone())) {
                spec.title = format!("Section {}", letters(index)).into();
            }
        }
        result
    })
}

/// How many cases a property is tried with.
const CASES: u32 = 200;

/// Titles no two of which are near to each other.
fn letters(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    letter.to_string().repeat(6 + index / 26)
}

fn perfect_page(template: &Template) -> Lines {
    template.specs.iter().map(|spec| (spec.level, spec.title.to_string())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { max_global_rejects: 1 << 20, ..ProptestConfig::with_cases(CASES) })]

    #[test]
    fn a_perfect_page_is_perfect(template in templates()) {
        let page = perfect_page(&template);
        prop_assert_eq!(departures(&template, &page), Vec::<String>::new());
        let result = align(&template, &page);
        for (spec, state) in result.specs.iter().enumerate() {
            let is_found = matches!(state, SpecState::Found(found) if found.section == spec + 1);
            prop_assert!(is_found);
        }
    }

    #[test]
    fn what_is_removed_is_missing(template in templates(), mask in any::<u16>()) {
        // Whole sections with all that is in them.
        let mut gone = vec![false; template.specs.len()];
        for (index, spec) in template.specs.iter().enumerate() {
            gone[index] = mask & (1 << index) != 0 || spec.parent.is_some_and(|parent| gone[parent]);
        }
        let page: Lines = perfect_page(&template)
            .into_iter().zip(&gone).filter(|(_, gone)| !**gone).map(|(line, _)| line).collect();
        let result = align(&template, &page);
        let mut wanted = vec![false; gone.len()];
        for (index, spec) in template.specs.iter().enumerate() {
            let parent_is_wanted = spec.parent.is_none_or(|parent| !gone[parent] || wanted[parent]);
            wanted[index] = gone[index] && !spec.optional && parent_is_wanted;
        }
        let missing: Vec<usize> = result.missing.iter().map(|missing| missing.spec).collect();
        let expected: Vec<usize> = (0..gone.len()).filter(|&spec| wanted[spec]).collect();
        prop_assert_eq!(missing, expected);
        prop_assert!(result.moves.is_empty());
        prop_assert!(result.duplicates.is_empty());
    }

    #[test]
    fn a_swap_of_neighbours_is_one_misplaced_section(template in templates(), which in any::<prop::sample::Index>()) {
        let siblings: Vec<(usize, usize)> = (0..template.specs.len())
            .filter_map(|a| {
                let parent = template.specs[a].parent;
                let ordered = parent.map_or(!template.unordered, |parent| !template.specs[parent].unordered);
                let b = (a + 1..template.specs.len()).find(|&b| template.specs[b].parent == parent)?;
                let alike = template.specs[a].level == template.specs[b].level;
                (ordered && alike).then_some((a, b))
            })
            .collect();
        prop_assume!(!siblings.is_empty());
        let (a, b) = *which.get(&siblings);
        let level = template.specs[a].level;
        let end = (b + 1..template.specs.len()).find(|&c| template.specs[c].level <= level).unwrap_or(template.specs.len());
        let mut page = perfect_page(&template);
        page[a..end].rotate_left(b - a);
        let result = align(&template, &page);
        prop_assert_eq!(result.moves.len(), 1);
        prop_assert!(result.missing.is_empty() && result.duplicates.is_empty());
    }

    #[test]
    fn free_sections_change_nothing_for_others(
        template in templates(),
        mask in any::<u16>(),
        places in proptest::collection::vec(any::<prop::sample::Index>(), 1..4),
    ) {
        let kept: Lines = perfect_page(&template).into_iter().enumerate()
            .filter(|(index, _)| mask & (1 << index) == 0).map(|(_, line)| line).collect();
        let before = align(&template, &kept);
        let mut page = kept.clone();
        for place in places {
            let at = place.index(page.len() + 1);
            // As deep as what it follows: it takes nothing out of a parent.
            let level = at.checked_sub(1).map_or(2, |last| page[last].0);
            let next_level = page.get(at).map_or(0, |line| line.0);
            page.insert(at, (level.max(next_level), "Something of my own".to_owned()));
        }
        let after = align(&template, &page);
        let states = |result: &OutlineAlignment, page: &Lines| -> Vec<(usize, bool)> {
            let own = |section: usize| section > 0 && page[section - 1].1 == "Something of my own";
            result.sections.iter().enumerate()
                .filter(|(section, _)| !own(*section))
                .map(|(_, found)| found.map_or((usize::MAX, false), |found| (found.spec, found.misplaced)))
                .collect()
        };
        prop_assert_eq!(states(&before, &kept), states(&after, &page));
        let missing = |result: &OutlineAlignment| result.missing.iter().map(|m| m.spec).collect::<Vec<_>>();
        prop_assert_eq!(missing(&before), missing(&after));
    }

    #[test]
    fn single_repairs_in_any_order_come_to_an_end(
        template in templates(),
        picks in picks(true),
        choices in proptest::collection::vec(any::<prop::sample::Index>(), 80),
    ) {
        let mut page = page_of(&template, &picks);
        let first = page.clone();
        for choice in choices {
            let pages = single_repairs(&template, &page);
            if pages.is_empty() {
                break;
            }
            page = choice.get(&pages).clone();
        }
        let left = open_departures(&align(&template, &page));
        prop_assert!(left == 0, "{}\n{}", story(&template, &first), story(&template, &page));
    }

    #[test]
    fn what_is_repaired_as_told_is_right(template in templates(), picks in picks(true)) {
        let page = page_of(&template, &picks);
        prop_assert_eq!(align(&template, &page), align(&template, &page));
        // Once is enough but for pages where the parents of two sections of one title are missing.
        let mut lines = page.clone();
        for _ in 0..3 {
            for _ in 0..20 {
                if align(&template, &lines).moves.is_empty() {
                    break;
                }
                lines = repaired(&template, &lines, true, false);
            }
            lines = repaired(&template, &lines, false, true);
        }
        let left = open_departures(&align(&template, &lines));
        prop_assert!(left == 0, "{}\n{}", story(&template, &page), story(&template, &lines));
    }
}

/// The page after each of the repairs it is told. What lies inside a missing section comes with it or after it.
fn single_repairs(template: &Template, page: &Lines) -> Vec<Lines> {
    let result = align(template, page);
    let insertions = result.missing.iter().filter(|missing| !missing.parent_missing).map(|missing| {
        let spec = &template.specs[missing.spec];
        let mut lines = page.clone();
        lines.insert(missing.before - 1, (spec.level, spec.title.to_string()));
        lines
    });
    let moves = result.moves.iter().map(|&(section, before)| {
        let mut lines = page.clone();
        let moved: Lines = lines.drain(section - 1..result.ends[section] - 1).collect();
        let at = if before > section { before - moved.len() } else { before };
        lines.splice(at - 1..at - 1, moved);
        lines
    });
    insertions.chain(moves).collect()
}

/// Which section of the template a line of a page takes its title from; a kind; a level.
type Pick = (prop::sample::Index, u8, u8);

fn picks(wrong_levels: bool) -> impl Strategy<Value = Vec<Pick>> {
    let kinds = if wrong_levels { 0u8..10 } else { 1..10 };
    proptest::collection::vec((any::<prop::sample::Index>(), kinds, 2u8..5), 0..12)
}

fn page_of(template: &Template, picks: &[Pick]) -> Lines {
    let lines = picks.iter().map(|(index, kind, level)| {
        let spec = index.get(&template.specs);
        match kind {
            0 => (*level, spec.title.to_string()),
            1 => (*level, "Something of my own".to_owned()),
            _ => (spec.level, spec.title.to_string()),
        }
    });
    lines.collect()
}

/// What to read when a property fails.
fn story(template: &Template, page: &Lines) -> String {
    let mut text = String::new();
    for spec in &template.specs {
        let (hashes, title, repeat) = ("#".repeat(spec.level.into()), &spec.title, spec.repeat);
        text += &format!("{hashes} {title} {{{repeat}; optional {}; unordered {}}}\n", spec.optional, spec.unordered);
    }
    for (level, title) in page {
        text += &format!("    {} {title}\n", "#".repeat((*level).into()));
    }
    text + &departures(template, page).join("\n")
}

/// Sizes that a quadratic algorithm would not survive in a debug build.
mod hostile {
    use super::*;

    const MANY: usize = 10_000;

    fn lines(line: impl Fn(usize) -> (u8, String)) -> Lines {
        (0..MANY).map(line).collect()
    }

    fn template_of(lines: &Lines) -> Template {
        let mut result = Template::default();
        let mut parents: Vec<(usize, u8)> = Vec::new();
        for (index, (level, title)) in lines.iter().enumerate() {
            while parents.last().is_some_and(|parent| parent.1 >= *level) {
                parents.pop();
            }
            result.specs.push(spec(title, *level, parents.last().map(|parent| parent.0)));
            parents.push((index, *level));
        }
        result
    }

    #[test]
    fn distinct_titles() {
        let perfect = lines(|index| (2, format!("Title number {index}")));
        let template = template_of(&perfect);
        assert_eq!(departures(&template, &perfect).len(), 0);
        let backwards: Lines = perfect.iter().rev().cloned().collect();
        assert_eq!(align(&template, &backwards).moves.len(), MANY - 1);
        let strangers = lines(|index| (2, format!("Stranger {index}")));
        assert_eq!(align(&template, &strangers).missing.len(), MANY);
    }

    #[test]
    fn one_title() {
        let same = lines(|_| (2, "Same".to_owned()));
        let template = template_of(&same);
        assert_eq!(departures(&template, &same).len(), 0);
        let one = template_of(&vec![(2, "Same".to_owned())]);
        assert_eq!(align(&one, &same).duplicates.len(), MANY - 1);
        let half: Lines = same.iter().take(MANY / 2).cloned().collect();
        assert_eq!(align(&template, &half).missing.len(), MANY / 2);
    }

    #[test]
    fn levels_up_and_down() {
        let zigzag = lines(|index| ((index % 5) as u8 + 1, format!("Part {}", index % 7)));
        let template = template_of(&zigzag);
        assert_eq!(departures(&template, &zigzag).len(), 0);
        let other = lines(|index| ((index % 6) as u8 + 1, format!("Part {}", index % 5)));
        align(&template, &other);
    }

    #[test]
    fn patterns_that_match_everything() {
        let mut template = template_of(&lines(|index| (2, format!("Title {index}"))));
        for spec in &mut template.specs {
            spec.aliases.push("*a*".into());
        }
        let page = lines(|index| (2, format!("Banana {index}")));
        let result = align(&template, &page);
        assert!(result.sections.iter().flatten().count() >= 16);
    }

    #[test]
    fn a_repeated_parent_of_many_children() {
        let mut wide: Lines = vec![(2, "Parent".to_owned())];
        wide.extend((0..1_000).map(|index| (3, format!("Child {index}"))));
        let mut template = template_of(&wide);
        template.specs[0].repeat = Count { min: 1, max: None };
        let page = lines(|_| (2, "Parent".to_owned()));
        let result = align(&template, &page);
        assert!(result.missing.len() >= 1_000 && result.missing.len() <= 60_000);
    }

    #[test]
    fn missing_parents_of_things_that_stand_there() {
        let pairs = lines(|index| (2 + (index % 2) as u8, format!("Title {}", index / 2 * (index % 2))));
        let template = template_of(&lines(|index| match index % 2 {
            0 => (2, format!("Parent {index}")),
            _ => (3, format!("Title {}", index / 2)),
        }));
        align(&template, &pairs);
        let children = lines(|index| (3, format!("Title {}", MANY / 2 - 1 - index % (MANY / 2))));
        align(&template, &children);
    }
}
