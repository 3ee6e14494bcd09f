//! Which section of the template a page's title may name: exact titles and aliases by hash, patterns within a budget.
//!
//! Knows nothing of order and place.

use crate::contract::SectionSpec;
use crate::normalize::{Pattern, title_key};
use foldhash::{HashMap, HashSet};

/// How many aliases with `*` are tried in one page; titles after that are not compared with them any more.
const PATTERN_TRIALS: usize = 250_000;
/// How many of the sections that have one title below one parent a heading is paired with.
const SAME_TITLED_SIBLINGS: usize = 64;
/// How many patterns a title may match.
const PATTERNS_PER_TITLE: usize = 16;

/// How a heading's title names a section of the template; the better one first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Naming {
    Title,
    Alias,
    Pattern,
}

/// Specs, ascending, and how a title names them.
type Named = Vec<(usize, Naming)>;

/// A key that occurs in the template.
pub(super) type KeyId = usize;

/// The template's titles, and what each of the page's headings may name.
pub(super) struct Titles {
    /// For each heading of the page its key.
    pub(super) keys: Vec<String>,
    /// For each heading of the page its key's id, if the template has it.
    key_ids: Vec<Option<KeyId>>,
    /// For each section of the template the key of its title.
    pub(super) spec_keys: Vec<String>,
    /// For each heading of the page the specs whose patterns it matches.
    by_pattern: Vec<Vec<usize>>,
    /// The reverse: for each spec the headings, ascending.
    headings_by_pattern: HashMap<usize, Vec<usize>>,
    headings_of_key: Vec<Vec<usize>>,
    specs_of_key: Vec<Vec<usize>>,
    keys_of_spec: Vec<Vec<(KeyId, Naming)>>,
    /// For each parent and title the specs directly below it that have it.
    siblings: HashMap<(Option<usize>, KeyId), Named>,
    levels_of_key: HashSet<(KeyId, u8)>,
}

impl Titles {
    /// `titles`: one for each section of the page, `None` for the lead.
    pub(super) fn new(specs: &[SectionSpec], titles: &[Option<&str>]) -> Titles {
        let mut ids: HashMap<String, KeyId> = HashMap::default();
        let mut result = Titles {
            keys: titles.iter().map(|title| title.map(title_key).unwrap_or_default()).collect(),
            key_ids: Vec::new(),
            spec_keys: specs.iter().map(|spec| title_key(&spec.title)).collect(),
            by_pattern: vec![Vec::new(); titles.len()],
            headings_by_pattern: HashMap::default(),
            headings_of_key: Vec::new(),
            specs_of_key: Vec::new(),
            keys_of_spec: vec![Vec::new(); specs.len()],
            siblings: HashMap::default(),
            levels_of_key: HashSet::default(),
        };
        let mut patterns: Vec<(usize, Pattern)> = Vec::new();
        for (index, spec) in specs.iter().enumerate() {
            let key = result.spec_keys[index].clone();
            result.enter(&mut ids, key, index, spec, Naming::Title);
            for alias in &spec.aliases {
                let pattern = Pattern::title(alias);
                if pattern.has_gap() {
                    patterns.push((index, pattern));
                } else {
                    result.enter(&mut ids, title_key(alias), index, spec, Naming::Alias);
                }
            }
        }
        result.key_ids = result.keys.iter().map(|key| ids.get(key).copied()).collect();
        let mut trials = 0;
        for heading in 0..titles.len() {
            match result.key_ids[heading] {
                Some(key) => result.headings_of_key[key].push(heading),
                None if result.keys[heading].is_empty() => {}
                None => {
                    for (spec, pattern) in &patterns {
                        trials += 1;
                        if trials > PATTERN_TRIALS || result.by_pattern[heading].len() >= PATTERNS_PER_TITLE {
                            break;
                        }
                        if result.by_pattern[heading].last() != Some(spec) && pattern.matches(&result.keys[heading]) {
                            result.by_pattern[heading].push(*spec);
                            result.headings_by_pattern.entry(*spec).or_default().push(heading);
                        }
                    }
                }
            }
        }
        result
    }

    fn enter(
        &mut self,
        ids: &mut HashMap<String, KeyId>,
        key: String,
        index: usize,
        spec: &SectionSpec,
        naming: Naming,
    ) {
        if key.is_empty() {
            return;
        }
        let next = ids.len();
        let id = *ids.entry(key).or_insert(next);
        if id == next {
            self.specs_of_key.push(Vec::new());
            self.headings_of_key.push(Vec::new());
        }
        if self.keys_of_spec[index].iter().any(|&(known, _)| known == id) {
            return;
        }
        self.keys_of_spec[index].push((id, naming));
        self.specs_of_key[id].push(index);
        self.siblings.entry((spec.parent, id)).or_default().push((index, naming));
        self.levels_of_key.insert((id, spec.level));
    }

    /// Whether the template names the title anywhere.
    pub(super) fn is_named(&self, heading: usize) -> bool {
        self.key_ids[heading].is_some() || !self.by_pattern[heading].is_empty()
    }

    /// Whether the title is an exact one, or an alias without `*`, of a spec in `specs`.
    pub(super) fn names_one_of(&self, heading: usize, specs: std::ops::Range<usize>) -> bool {
        let Some(key) = self.key_ids[heading] else {
            return self.by_pattern[heading].iter().any(|spec| specs.contains(spec));
        };
        let known = &self.specs_of_key[key];
        known.get(known.partition_point(|&spec| spec < specs.start)).is_some_and(|&spec| spec < specs.end)
    }

    /// Whether the template has a section of the heading's title at just this level.
    pub(super) fn is_at_home_at(&self, heading: usize, level: u8) -> bool {
        self.key_ids[heading].is_some_and(|key| self.levels_of_key.contains(&(key, level)))
    }

    /// The specs directly below `parent` that the heading may stand for. Where more than 64 siblings have one title,
    /// only those around number `rank` (the heading's number among the headings of this title and level) are given.
    pub(super) fn candidates(&self, parent: Option<usize>, heading: usize, rank: usize) -> Vec<(usize, Naming)> {
        match self.key_ids[heading] {
            Some(key) => {
                let all = self.siblings.get(&(parent, key)).map_or(&[][..], Vec::as_slice);
                let start = match all.len() > SAME_TITLED_SIBLINGS {
                    true => rank.saturating_sub(SAME_TITLED_SIBLINGS / 2).min(all.len() - SAME_TITLED_SIBLINGS),
                    false => 0,
                };
                all.iter().skip(start).take(SAME_TITLED_SIBLINGS).copied().collect()
            }
            None => self.by_pattern[heading].iter().map(|&spec| (spec, Naming::Pattern)).collect(),
        }
    }

    /// The number of the heading's title among the template's titles.
    pub(super) fn key_id(&self, heading: usize) -> Option<KeyId> {
        self.key_ids[heading]
    }

    /// How a heading names a spec, if it does.
    pub(super) fn naming(&self, heading: usize, spec: usize) -> Option<Naming> {
        match self.key_ids[heading] {
            Some(key) => self.keys_of_spec[spec].iter().find(|(id, _)| *id == key).map(|&(_, naming)| naming),
            None => self.by_pattern[heading].contains(&spec).then_some(Naming::Pattern),
        }
    }

    /// The lists of headings that name `spec`, each ascending.
    pub(super) fn headings_naming(&self, spec: usize) -> impl Iterator<Item = (&[usize], Naming)> {
        let by_key =
            self.keys_of_spec[spec].iter().map(|&(key, naming)| (self.headings_of_key[key].as_slice(), naming));
        let by_pattern = self.headings_by_pattern.get(&spec).map(|headings| (headings.as_slice(), Naming::Pattern));
        by_key.chain(by_pattern)
    }

    /// The specs, ascending, that have the heading's title or alias.
    pub(super) fn specs_named_by(&self, heading: usize) -> &[usize] {
        self.key_ids[heading].map_or(&[], |key| &self.specs_of_key[key])
    }
}
