//! The order of a page's keys held against the schema's: which keys stand out of it, and where a key belongs. Knows no
//! rule.

use docent_syntax::front_matter::Place;
use docent_syntax::{FrontMatter, YamlEntry};
use docent_template::KeySpec;

/// The keys of the schema that a page has, in the page's order.
pub struct KeyOrder<'f> {
    /// Index of the key in the schema, and its entry. A key that stands twice has no place of its own.
    written: Vec<(usize, &'f YamlEntry)>,
    /// Indices into `written` of as many as possible that are in the schema's order.
    chain: Vec<usize>,
}

impl<'f> KeyOrder<'f> {
    /// Keys that may stand anywhere are left out.
    pub fn of(keys: &[KeySpec], front_matter: &'f FrontMatter) -> KeyOrder<'f> {
        let written: Vec<(usize, &YamlEntry)> = front_matter
            .yaml
            .entries()
            .iter()
            .filter_map(|entry| {
                let name = entry.key.as_str()?;
                let index = keys.iter().position(|key| &*key.name == name && !key.any_place)?;
                let mut same = front_matter.yaml.entries().iter().filter(|other| other.key.as_str() == Some(name));
                (same.next().is_some() && same.next().is_none()).then_some((index, entry))
            })
            .collect();
        let places: Vec<usize> = written.iter().map(|(index, _)| *index).collect();
        KeyOrder { chain: longest_increasing(&places), written }
    }

    /// The entries that stand out of order, with the key's index in the schema.
    pub fn misplaced(&self) -> impl Iterator<Item = (usize, &'f YamlEntry)> {
        self.written.iter().enumerate().filter(|(at, _)| !self.chain.contains(at)).map(|(_, found)| *found)
    }

    /// Where the schema's key number `index` belongs: after the nearest key before it that is in its place, else before
    /// the nearest one after it.
    pub fn place_of(&self, index: usize) -> Place<'f> {
        let in_place = || self.chain.iter().map(|&at| self.written[at]);
        if let Some((_, entry)) = in_place().take_while(|(other, _)| *other < index).last() {
            return Place::After(entry);
        }
        let after = in_place().find(|(other, _)| *other > index);
        after.map_or(Place::End, |(_, entry)| Place::Before(entry))
    }
}

/// Indices of a longest strictly increasing subsequence. Front matter is short: the simple quadratic way, bounded.
pub fn longest_increasing(values: &[usize]) -> Vec<usize> {
    const MAX_VALUES: usize = 500;
    let values = &values[..values.len().min(MAX_VALUES)];
    let mut best: Vec<(usize, Option<usize>)> = Vec::new();
    for (at, value) in values.iter().enumerate() {
        let before = (0..at)
            .filter(|&other| values[other] < *value)
            .max_by_key(|&other| (best[other].0, std::cmp::Reverse(other)));
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let mut next = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    let mut chain = Vec::new();
    while let Some(at) = next {
        chain.push(at);
        next = best[at].1;
    }
    chain.reverse();
    chain
}
