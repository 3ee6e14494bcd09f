//! What holds for any template and any page made for it: what is perfect, what is missing, and that repairs come to an end.

use super::*;

/// The page after all moves and insertions that `is_reported` accepts, with everything at its place in one pass.
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
        // Two siblings of one title cannot be distinguished.
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
        let mut is_expected = vec![false; gone.len()];
        for (index, spec) in template.specs.iter().enumerate() {
            let parent_is_expected = spec.parent.is_none_or(|parent| !gone[parent] || is_expected[parent]);
            is_expected[index] = gone[index] && !spec.optional && parent_is_expected;
        }
        let missing: Vec<usize> = result.missing.iter().map(|missing| missing.spec).collect();
        let expected: Vec<usize> = (0..gone.len()).filter(|&spec| is_expected[spec]).collect();
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
    fn repairs_make_the_page_right(template in templates(), picks in picks(true)) {
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

/// The page after each of the given repairs. What lies inside a missing section comes with it or after it.
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
