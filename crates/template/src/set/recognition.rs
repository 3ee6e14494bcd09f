//! Whether a page is one of a set, and how sure that is. Reads the path, the front matter and the first titles of a page.

use super::Recognize;
use crate::applies::{MAX_TITLES, titles};
use crate::contract::Contract;
use crate::normalize::title_key;
use crate::path_patterns::PathPatterns;
use crate::schema::KeySpec;
use docent_syntax::{FrontMatter, Page, YamlSchema};
use foldhash::{HashSet, HashSetExt};
use std::sync::Arc;

/// A page with fewer points than this is not one of a set that says nothing else.
const DEFAULT_AT_LEAST: u32 = 3;
const POINTS_OF_PATH: u32 = 2;

/// [`Recognize`], prepared for comparing.
#[derive(Debug, Clone, Default)]
pub(super) struct Recognition {
    /// In lower case.
    keys: HashSet<String>,
    /// By [`title_key`].
    sections: HashSet<String>,
    paths: PathPatterns,
    at_least: u32,
}

impl Recognition {
    pub(super) fn new(recognize: &Recognize, templates: &[Arc<Contract>]) -> Recognition {
        let keys = match &recognize.keys {
            Some(keys) => keys.iter().map(|key| key.to_lowercase()).collect(),
            None => telling_keys(templates),
        };
        Recognition {
            keys,
            sections: recognize.sections.iter().map(|title| title_key(title)).collect(),
            paths: recognize.paths.clone(),
            at_least: recognize.at_least.unwrap_or(DEFAULT_AT_LEAST),
        }
    }

    /// The points of a page, if they are enough.
    pub(super) fn score(&self, path: &str, page: &Page) -> Option<u32> {
        let of_path = if self.paths.matches(path) { POINTS_OF_PATH } else { 0 };
        let score = self.points_of_keys(page.front_matter()) + of_path + self.points_of_sections(page);
        (score >= self.at_least).then_some(score)
    }

    /// In a front matter that may be broken, what reads like a key at the start of a line counts as well.
    fn points_of_keys(&self, front_matter: &FrontMatter) -> u32 {
        if self.keys.is_empty() {
            return 0;
        }
        let found = front_matter.yaml.resolved(YamlSchema::Core);
        let count = self.count_keys(found.iter().map(|found| &*found.name));
        // Reading line by line finds no more in a block that could be read.
        if front_matter.yaml.error.is_none() {
            return count;
        }
        count.max(self.count_keys(readable_keys(&front_matter.text)))
    }

    fn count_keys<'k>(&self, keys: impl Iterator<Item = &'k str>) -> u32 {
        let held: HashSet<String> = keys.map(str::to_lowercase).filter(|key| self.keys.contains(key)).collect();
        held.len() as u32
    }

    fn points_of_sections(&self, page: &Page) -> u32 {
        if self.sections.is_empty() {
            return 0;
        }
        let mut held = HashSet::new();
        held.extend(titles(page).map(title_key).filter(|title| self.sections.contains(title)));
        held.len() as u32
    }
}

/// Whether two versions of a page are alike in all that decides which template it has.
pub fn have_same_traits(before: &Page, after: &Page) -> bool {
    let is_shared = |(before, after)| Arc::ptr_eq(before, after);
    let share_titles = || {
        let count = before.section_count().min(MAX_TITLES + 1);
        count == after.section_count().min(MAX_TITLES + 1)
            && before.shared_segments().iter().zip(after.shared_segments()).take(count).all(is_shared)
    };
    before.has_same_front_matter(after) && (share_titles() || titles(before).eq(titles(after)))
}

/// A page with nothing but what decides which template it has.
pub fn traits_of(page: &Page) -> Page {
    let mut text = page.front_matter().text.to_string();
    for section in page.sections().take(MAX_TITLES + 1) {
        if let Some(heading) = &section.segment.heading {
            text.push_str(section.segment.text.get(std::ops::Range::from(heading.range)).unwrap_or_default());
            text.push_str("\n\n");
        }
    }
    Page::parse(&text, page.dialect())
}

/// Keys that a page merely may have (`layout`, `order`) are other sites' too and tell nothing: those count that are required or that a
/// template page shows with a placeholder (all of them where a set has fewer than three such).
fn telling_keys(templates: &[Arc<Contract>]) -> HashSet<String> {
    let all = || templates.iter().flat_map(|template| &template.front_matter.keys);
    let is_telling = |key: &&KeySpec| key.required || !key.placeholders.is_empty();
    let telling: HashSet<String> = all().filter(is_telling).map(|key| key.name.to_lowercase()).collect();
    match telling.len() >= DEFAULT_AT_LEAST as usize {
        true => telling,
        false => all().map(|key| key.name.to_lowercase()).collect(),
    }
}

/// The keys that lines of a block seem to begin with.
fn readable_keys(block: &str) -> impl Iterator<Item = &str> {
    block.split(['\n', '\r']).filter_map(|line| {
        let (key, _) = line.split_once(':')?;
        let key = key.trim_end().trim_matches(['"', '\'']);
        let is_word = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
        (!key.is_empty() && key.len() <= 64 && key.chars().all(is_word)).then_some(key)
    })
}
