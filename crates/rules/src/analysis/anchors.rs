//! The ids of the page that is checked, which may be newer than what the site's index knows of it. Followed from version to version,
//! since a long page has thousands.

use docent_syntax::anchors::AnchorChange;
use docent_syntax::{Page, anchors};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnAnchors {
    /// By their lower case; those of one key sorted, one for each place that has it.
    ids: BTreeMap<Box<str>, Vec<Box<str>>>,
    /// Templating may bring along more.
    pub is_open: bool,
}

impl OwnAnchors {
    pub fn of(page: &Page) -> OwnAnchors {
        let mut own = OwnAnchors { ids: BTreeMap::new(), is_open: anchors::is_open(page) };
        anchors::anchors(page).iter().for_each(|anchor| own.add(&anchor.id));
        own
    }

    /// Makes those of an older version those of `now`.
    pub fn follow(&mut self, change: &AnchorChange, is_open: bool) {
        change.before.iter().for_each(|anchor| self.remove(&anchor.id));
        change.renumbered.iter().for_each(|renumbered| self.remove(&renumbered.before));
        change.now.iter().for_each(|anchor| self.add(&anchor.id));
        change.renumbered.iter().for_each(|renumbered| self.add(&renumbered.now.id));
        self.is_open = is_open;
    }

    /// The ids whose lower case is `folded`.
    pub fn like(&self, folded: &str) -> &[Box<str>] {
        self.ids.get(folded).map_or(&[], Vec::as_slice)
    }

    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.ids.values().flatten().map(|id| &**id)
    }

    fn add(&mut self, id: &str) {
        let same = self.ids.entry(id.to_lowercase().into()).or_default();
        let at = same.partition_point(|known| **known < *id);
        same.insert(at, id.into());
    }

    fn remove(&mut self, id: &str) {
        let key = id.to_lowercase();
        let Some(same) = self.ids.get_mut(&*key) else { return };
        if let Some(at) = same.iter().position(|known| **known == *id) {
            same.remove(at);
        }
        if same.is_empty() {
            self.ids.remove(&*key);
        }
    }
}

/// The ids that came, went, or are there more or less often, in lower case.
pub fn changed_ids(change: &AnchorChange) -> BTreeSet<String> {
    fn sorted<'i>(ids: impl Iterator<Item = &'i str>) -> Vec<&'i str> {
        let mut ids: Vec<&str> = ids.collect();
        ids.sort_unstable();
        ids
    }
    let renumbered = change.renumbered.iter();
    let old = sorted(change.before.iter().map(|it| &*it.id).chain(renumbered.clone().map(|it| &*it.before)));
    let new = sorted(change.now.iter().map(|it| &*it.id).chain(renumbered.map(|it| &*it.now.id)));
    let is_less_often = |id: &str, here: &[&str], there: &[&str]| {
        let count = |ids: &[&str]| ids.partition_point(|it| *it <= id) - ids.partition_point(|it| *it < id);
        count(here) != count(there)
    };
    let all = old.iter().chain(&new).filter(|id| is_less_often(id, &old, &new));
    all.map(|id| id.to_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::{Dialect, TextRange, TextSize};

    #[test]
    fn followed_they_are_those_of_the_page() {
        let text = "# One\n\n# Two\n\n# ONE\n\n<a id=\"One\"></a>\n\n# one\n";
        let page = Page::parse(text, Dialect::EXTENDED);
        let follow = |from: &str, to: &str| -> Vec<String> {
            let at = text.find(from).expect("it is there");
            let after = text.replacen(from, to, 1);
            let range = TextRange::at(TextSize::new(at as u32), TextSize::of(from));
            let edited = page.edited(range, TextSize::of(to), after.as_str());
            let change = anchors::change(&page, &edited, &page.difference(&edited).with_next(&page));
            let mut own = OwnAnchors::of(&page);
            own.follow(&change, anchors::is_open(&edited));
            assert_eq!(own, OwnAnchors::of(&edited), "{from:?} {to:?}");
            changed_ids(&change).into_iter().collect()
        };
        assert_eq!(follow("# Two", "# Three"), ["three", "two"]);
        assert_eq!(follow("# One", "# Once"), ["once", "one-2"]);
        assert_eq!(follow("# Two", "# One"), ["one-3", "two"]);
        assert_eq!(follow("id=\"One\"", "id=\"x\""), ["one", "x"]);
        assert_eq!(follow("# Two", "# Two\n\ntext"), [""; 0]);
        assert_eq!(follow("# Two", "{% include x %}\n"), ["two"]);
    }
}
