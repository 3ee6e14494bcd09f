//! A list's items aligned with canned steps: by link target, bold lead or text, then by order.
//!
//! Bullets below a step are aligned in the same way; numbers are not looked at.

use super::chain::{Pair, heaviest_chain};
use super::{StepAlignment, StepMatch};
use crate::canned::{same_letters, same_wording, wordings};
use crate::contract::{CannedList, CannedStep};
use crate::normalize::{link_key, title_key, wording_key};
use docent_syntax::{Block, BlockKind, ListItem, Prose, Segment};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// How many texts are compared for likeness in one list.
const TEXT_TRIALS: usize = 10_000;
/// How many items (or canned steps) of one link target or bold lead are looked at for one of the other side.
const SAME_IDENTITY: usize = 64;
/// Only this many bytes of a text are compared for likeness.
const COMPARED_TEXT: usize = 600;
/// From here on two texts are alike, in thousandths.
const ALIKE: u64 = 700;
/// So many words in common at the beginning make two texts alike, if they are half of the shorter one.
const COMMON_WORDS: usize = 4;

/// What identifies an item: all that is looked at of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct StepText<'a> {
    /// The first link target of the item's own first paragraph.
    pub link: Option<&'a str>,
    pub bold_lead: Option<&'a str>,
    /// What a reader sees of that paragraph.
    pub text: &'a str,
}

/// Aligns list items with canned steps. `items` are the top-level items of a section, of all its lists in order, since a
/// list that breaks apart when it is rendered is still one list to its author. For the list below a step, they are its
/// [`nested_items`].
pub fn align_steps(canned: &CannedList, segment: &Segment, items: &[&ListItem]) -> StepAlignment {
    let texts: Vec<StepText<'_>> = items.iter().map(|item| step_text(segment, item)).collect();
    align_step_texts(canned, &texts)
}

/// The items of all of a section's top-level lists (`ordered`: of those with numbers), in order.
pub fn top_level_items(segment: &Segment, ordered: bool) -> Vec<&ListItem> {
    items_of(&segment.blocks).filter(|(is_ordered, _)| *is_ordered == ordered).map(|(_, item)| item).collect()
}

/// The items of the lists directly inside an item, in order.
pub fn nested_items(item: &ListItem) -> Vec<&ListItem> {
    items_of(&item.blocks).map(|(_, item)| item).collect()
}

fn items_of(blocks: &[Block]) -> impl Iterator<Item = (bool, &ListItem)> {
    let lists = blocks.iter().filter_map(|block| match &block.kind {
        BlockKind::List(list) => Some(list),
        _ => None,
    });
    lists.flat_map(|list| list.items.iter().map(|item| (list.ordered, item)))
}

fn step_text<'a>(segment: &'a Segment, item: &'a ListItem) -> StepText<'a> {
    let Some(prose) = first_paragraph(item) else { return StepText::default() };
    let links = segment.links.get(prose.links.start as usize..prose.links.end as usize).unwrap_or_default();
    StepText {
        link: links.iter().find(|link| !link.image).map(|link| &*link.url),
        bold_lead: prose.bold_lead.as_deref(),
        text: &prose.text,
    }
}

fn first_paragraph(item: &ListItem) -> Option<&Prose> {
    let mut before_lists = item.blocks.iter().take_while(|block| !matches!(block.kind, BlockKind::List(_)));
    before_lists.find_map(|block| match &block.kind {
        BlockKind::Paragraph(prose) => Some(prose),
        _ => None,
    })
}

/// The alignment itself, over what identifies the items.
pub fn align_step_texts(canned: &CannedList, items: &[StepText<'_>]) -> StepAlignment {
    let pairs = all_pairs(canned, items);
    let mut stands_for: Vec<Option<usize>> = vec![None; items.len()];
    let mut found: Vec<Option<usize>> = vec![None; canned.steps.len()];
    let chain = heaviest_chain(&pairs, |_| false);
    let mut by_weight: Vec<usize> = (0..pairs.len()).collect();
    by_weight.sort_by_key(|&index| (Reverse(pairs[index].weight), pairs[index].item, pairs[index].spec));
    for index in chain.into_iter().chain(by_weight) {
        let pair = pairs[index];
        if stands_for[pair.item].is_none() && found[pair.spec].is_none() {
            stands_for[pair.item] = Some(pair.spec);
            found[pair.spec] = Some(pair.item);
        }
    }
    let in_place = items_in_place(&stands_for);
    let places = places(canned, &found, &in_place);
    StepAlignment {
        items: (0..items.len())
            .map(|item| {
                stands_for[item].map(|step| StepMatch {
                    canned: step,
                    same_text: is_same_text(&canned.steps[step], items[item].text),
                    misplaced: !in_place[item],
                })
            })
            .collect(),
        missing: (0..found.len()).filter(|&step| found[step].is_none()).map(|step| (step, places[step])).collect(),
        moves: (0..found.len())
            .filter_map(|step| found[step].filter(|&item| !in_place[item]).map(|item| (item, places[step])))
            .collect(),
        canned: found,
    }
}

fn is_same_text(step: &CannedStep, text: &str) -> bool {
    if step.verbatim { same_letters(&step.text, text) } else { same_wording(&step.text, text) }
}

/// As many as possible stay; of two that change places the first one does.
fn items_in_place(stands_for: &[Option<usize>]) -> Vec<bool> {
    let pairs: Vec<Pair> = stands_for
        .iter()
        .enumerate()
        .filter_map(|(item, step)| step.map(|spec| Pair { spec, item, weight: 1 }))
        .collect();
    let mut in_place = vec![false; stands_for.len()];
    for index in heaviest_chain(&pairs, |_| false) {
        in_place[pairs[index].item] = true;
    }
    in_place
}

/// Where each canned step belongs: after its nearest predecessor that is in place; without one at the beginning, but a
/// list of the author's own steps alone is gone on with.
fn places(canned: &CannedList, found: &[Option<usize>], in_place: &[bool]) -> Vec<usize> {
    let is_any_in_place = in_place.contains(&true);
    let opens = canned.steps.iter().position(|step| step.open).unwrap_or(canned.steps.len());
    let mut previous = None;
    let mut places = Vec::with_capacity(found.len());
    for (step, item) in found.iter().enumerate() {
        let anchor = item.filter(|&item| in_place[item]);
        let place = match (anchor, previous) {
            (Some(item), _) => item,
            (None, Some(previous)) => previous + 1,
            (None, None) if is_any_in_place || step < opens && opens < canned.steps.len() => 0,
            (None, None) => in_place.len(),
        };
        places.push(place);
        previous = anchor.or(previous);
    }
    places
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Identity<'a> {
    Link(&'a str),
    BoldLead(String),
    Text(String),
}

/// Each canned step with each item that may stand for it. Texts are compared for likeness only where nothing else
/// identifies an item, or more than one item has the same identity.
fn all_pairs(canned: &CannedList, items: &[StepText<'_>]) -> Vec<Pair> {
    let identified = identified_pairs(canned, items);
    let mut steps_of_item = vec![0usize; items.len()];
    let mut items_of_step = vec![0usize; canned.steps.len()];
    for pair in &identified {
        steps_of_item[pair.item] += 1;
        items_of_step[pair.spec] += 1;
    }
    let mut trials = TEXT_TRIALS;
    let mut alike = |step: usize, item: usize| {
        let Some(left) = trials.checked_sub(1) else { return 0 };
        trials = left;
        likeness(&canned.steps[step], items[item].text)
    };
    let mut pairs = Vec::with_capacity(identified.len());
    for pair in identified {
        let ambiguous = steps_of_item[pair.item] > 1 || items_of_step[pair.spec] > 1;
        let more = if ambiguous { alike(pair.spec, pair.item) } else { 0 };
        pairs.push(Pair { weight: pair.weight + more, ..pair });
    }
    let unidentified: Vec<usize> = (0..items.len()).filter(|&item| steps_of_item[item] == 0).collect();
    for (step, _) in canned.steps.iter().enumerate().filter(|(_, step)| !step.open) {
        // A step that has its item by a link or a lead needs no other.
        if items_of_step[step] > 0 {
            continue;
        }
        for &item in &unidentified {
            let likeness = alike(step, item);
            if likeness >= ALIKE {
                pairs.push(Pair { spec: step, item, weight: likeness });
            }
        }
    }
    pairs
}

fn identified_pairs(canned: &CannedList, items: &[StepText<'_>]) -> Vec<Pair> {
    let mut steps_of: HashMap<Identity<'_>, Vec<usize>> = HashMap::new();
    for (index, step) in canned.steps.iter().enumerate().filter(|(_, step)| !step.open) {
        for wording in wordings(&step.text) {
            let identities = identities(wording.first_link.as_deref(), wording.bold_lead.as_deref(), &wording.text);
            for identity in identities {
                let steps = steps_of.entry(identity).or_default();
                if steps.last() != Some(&index) {
                    steps.push(index);
                }
            }
        }
    }
    let mut times: HashMap<(usize, Identity<'_>), usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (item, text) in items.iter().enumerate() {
        let mut weights: BTreeMap<usize, u64> = BTreeMap::new();
        for identity in identities(text.link, text.bold_lead, text.text) {
            let weight = match identity {
                Identity::Link(_) => 4_000,
                Identity::BoldLead(_) => 3_000,
                Identity::Text(_) => 2_000,
            };
            let Some(steps) = steps_of.get(&identity) else { continue };
            for &step in steps.iter().take(SAME_IDENTITY) {
                let time = times.entry((step, identity.clone())).or_default();
                *time += 1;
                if *time <= SAME_IDENTITY {
                    *weights.entry(step).or_default() += weight;
                }
            }
        }
        pairs.extend(weights.into_iter().map(|(spec, weight)| Pair { spec, item, weight }));
    }
    pairs
}

fn identities<'a>(
    link: Option<&'a str>,
    bold_lead: Option<&'a str>,
    text: &str,
) -> impl Iterator<Item = Identity<'a>> + use<'a> {
    let link = link.map(link_key).filter(|link| !link.is_empty()).map(Identity::Link);
    let lead = bold_lead.map(title_key).filter(|lead| !lead.is_empty()).map(Identity::BoldLead);
    let text = Some(wording_key(text)).filter(|text| !text.is_empty()).map(Identity::Text);
    link.into_iter().chain(lead).chain(text)
}

/// How alike a text is to the most alike of a step's wordings, 0 to 1000.
fn likeness(step: &CannedStep, text: &str) -> u64 {
    if text.is_empty() {
        return 0;
    }
    if same_wording(&step.text, text) {
        // What is a placeholder and nothing else is like anything, but less than what has words.
        let has_words = step
            .text
            .text
            .split("{{")
            .any(|part| part.split_once("}}").map_or(part, |(_, rest)| rest).chars().any(char::is_alphanumeric));
        return if has_words { 1_000 } else { ALIKE };
    }
    let compared = |text: &str| text.get(..text.floor_char_boundary(COMPARED_TEXT)).unwrap_or(text).to_lowercase();
    let text = compared(text);
    wordings(&step.text).map(|wording| text_likeness(&compared(&wording.text), &text)).max().unwrap_or(0)
}

fn text_likeness(expected: &str, actual: &str) -> u64 {
    let shared = (strsim::sorensen_dice(expected, actual) * 1_000.0) as u64;
    let common = expected.split(' ').zip(actual.split(' ')).take_while(|(a, b)| a == b).count();
    let shorter = expected.split(' ').count().min(actual.split(' ').count());
    if common >= COMMON_WORDS && common * 2 >= shorter { shared.max(ALIKE) } else { shared }
}

#[cfg(test)]
mod tests;
