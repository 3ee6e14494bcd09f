//! Hostile outlines are aligned in bounded time.

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
