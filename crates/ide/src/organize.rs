//! The front matter in the order of the template, as one set of small edits.

use docent_rules::edits::key_order::longest_increasing;
use docent_syntax::front_matter::reorder::reorder_entries;
use docent_syntax::{FrontMatter, Page, TextEdit};
use docent_template::{Contract, KeySpec};
use std::ops::Range;

/// Moves the keys that do not stand where the template has them, with their comments. A key that the template does not
/// name, or that may stand anywhere, goes with the key before it. No edits where all is in order, or where the block
/// cannot be read.
pub fn organize_front_matter(page: &Page, contract: &Contract) -> Vec<TextEdit> {
    let front_matter = page.front_matter();
    let groups = groups(front_matter, &contract.front_matter.keys);
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by_key(|&group| (groups[group].key, group));
    if order.is_sorted() {
        return Vec::new();
    }
    let mut places = vec![0; groups.len()];
    for (place, &group) in order.iter().enumerate() {
        places[group] = place;
    }
    let stay = longest_increasing(&places);
    let entries: Vec<Range<usize>> = groups.into_iter().map(|group| group.entries).collect();
    reorder_entries(front_matter, &entries, &order, |group| stay.contains(&group))
}

/// A key of the template and the free ones after it.
struct Group {
    /// Index in the schema; `None` for free keys at the very start, which stay there.
    key: Option<usize>,
    /// Indices of the entries.
    entries: Range<usize>,
}

fn groups(front_matter: &FrontMatter, keys: &[KeySpec]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, entry) in front_matter.yaml.entries().iter().enumerate() {
        let name = entry.key.as_str();
        let key = keys.iter().position(|key| Some(&*key.name) == name && !key.any_place);
        match groups.last_mut() {
            Some(group) if key.is_none() => group.entries.end = index + 1,
            _ => groups.push(Group { key, entries: index..index + 1 }),
        }
    }
    groups
}
