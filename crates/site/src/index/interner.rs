//! One copy of each text that many pages have: link destinations, keys, values, ids. Drops what no page has any more.

use super::facts::{HeadingFact, LinkFact, PageFacts};
use foldhash::HashSet;
use std::sync::Arc;

#[derive(Debug, Default)]
pub(crate) struct Interner {
    known: HashSet<Arc<str>>,
    /// How many there were after the last time the unused ones were thrown away.
    kept: usize,
}

impl Interner {
    pub(crate) fn intern(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.known.get(text) {
            return known.clone();
        }
        let text: Arc<str> = text.into();
        self.keep(text.clone());
        text
    }

    fn intern_shared(&mut self, text: &mut Arc<str>) {
        match self.known.get(&**text) {
            Some(known) => *text = known.clone(),
            None => self.keep(text.clone()),
        }
    }

    fn keep(&mut self, text: Arc<str>) {
        // Looking through all of them each time they have doubled costs, spread over the insertions, next to nothing.
        if self.known.len() > 2 * self.kept.max(1024) {
            self.known.retain(|known| Arc::strong_count(known) > 1);
            self.kept = self.known.len();
        }
        self.known.insert(text);
    }

    pub(crate) fn intern_facts(&mut self, facts: &mut PageFacts) {
        self.intern_head(facts);
        self.intern_body(&mut facts.headings, &mut facts.links);
        facts.headings.shrink_to_fit();
        facts.links.shrink_to_fit();
        facts.values.shrink_to_fit();
        facts.redirects.shrink_to_fit();
        facts.anchors.shrink_to_fit();
    }

    /// What the front matter tells.
    pub(crate) fn intern_head(&mut self, facts: &mut PageFacts) {
        self.intern_shared(&mut facts.title);
        for text in [&mut facts.template, &mut facts.address].into_iter().flatten() {
            self.intern_shared(text);
        }
        for value in &mut facts.values {
            self.intern_shared(&mut value.key);
            self.intern_shared(&mut value.value);
        }
    }

    pub(crate) fn intern_body(&mut self, headings: &mut [HeadingFact], links: &mut [LinkFact]) {
        for heading in headings {
            self.intern_shared(&mut heading.title);
            self.intern_shared(&mut heading.id);
        }
        for link in links {
            self.intern_shared(&mut link.url);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unused_texts_go() {
        let mut strings = Interner::default();
        let kept = strings.intern("kept");
        for number in 0..10_000 {
            strings.intern(&format!("text {number}"));
        }
        assert!(strings.known.len() < 3_000, "{}", strings.known.len());
        assert!(Arc::ptr_eq(&kept, &strings.intern("kept")));
    }
}
