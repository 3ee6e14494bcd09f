//! One open document at one version. Never changes: an edit makes the next one, which shares what did not change.
//!
//! Text changes at once; the page is parsed by the first job that needs it, never on the owner's thread, and once for a whole burst of
//! edits.

use super::rope_text::RopeText;
use docent_rules::{CheckMemo, Finding, contract_for};
use docent_site::index::NavigationFile;
use docent_site::{PageRole, Site};
use docent_syntax::{Encoding, Page, Position, TextRange, TextSize, TextSource};
use docent_template::set::have_same_traits;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// What the client said of a document when it opened it.
#[derive(Debug, Clone)]
pub(crate) struct Identity {
    /// On disk, or a name that stands for it where it has none.
    pub(crate) path: PathBuf,
    pub(crate) kind: DocumentKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DocumentKind {
    /// A page, or a template page.
    Page,
    /// `docent.yaml`
    Configuration,
    /// Another YAML file: the site's navigation data, perhaps.
    Data,
    /// Not checked.
    Other,
}

/// A change as the client describes it; no range: all of the text.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    pub(crate) range: Option<(Position, Position)>,
    pub(crate) text: String,
}

#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) identity: Arc<Identity>,
    /// The client's number, whatever it is.
    pub(crate) version: i32,
    /// The generation of the owner's state that made this document: grows with every change of it and of what it is checked against.
    pub(crate) generation: u64,
    pub(crate) text: RopeText,
    /// One without a root until the site is read.
    site: Arc<Site>,
    page: OnceLock<Arc<Page>>,
    /// An earlier page, and all that has changed since.
    parsed_before: Option<(Arc<Page>, Hull)>,
    role: OnceLock<PageRole>,
    /// The role of an earlier version: it holds as long as the front matter is the same.
    role_before: Option<(Arc<Page>, PageRole)>,
    findings: OnceLock<Arc<Vec<Finding>>>,
    /// Shared by all versions of the document.
    memo: Arc<CheckMemo>,
    /// The permalink of the first version that was parsed.
    first_permalink: Arc<OnceLock<Option<Box<str>>>>,
}

impl Document {
    pub(crate) fn open(identity: Identity, version: i32, generation: u64, text: &str, site: Arc<Site>) -> Document {
        Document {
            identity: Arc::new(identity),
            version,
            generation,
            text: RopeText::new(text),
            site,
            page: OnceLock::new(),
            parsed_before: None,
            role: OnceLock::new(),
            role_before: None,
            findings: OnceLock::new(),
            memo: Arc::default(),
            first_permalink: Arc::default(),
        }
    }

    /// The document after the changes, each of which is about the text the one before it made.
    pub(crate) fn edited(&self, changes: &[Change], encoding: Encoding, version: i32, generation: u64) -> Document {
        let mut text = self.text.clone();
        let mut parsed_before = match self.page.get() {
            Some(page) => Some((page.clone(), Hull::default())),
            None => self.parsed_before.clone(),
        };
        for change in changes {
            match change.range {
                Some((start, end)) => {
                    let range = text.range(start, end, encoding);
                    text.replace(range, &change.text);
                    if let Some((_, hull)) = &mut parsed_before {
                        hull.add(range, TextSize::of(change.text.as_str()));
                    }
                }
                None => {
                    text = RopeText::new(&change.text);
                    parsed_before = None;
                }
            }
        }
        Document {
            identity: self.identity.clone(),
            version,
            generation,
            text,
            site: self.site.clone(),
            page: OnceLock::new(),
            parsed_before,
            role: OnceLock::new(),
            role_before: match (self.page.get(), self.role.get()) {
                (Some(page), Some(role)) => Some((page.clone(), role.clone())),
                _ => self.role_before.clone(),
            },
            findings: OnceLock::new(),
            memo: self.memo.clone(),
            first_permalink: self.first_permalink.clone(),
        }
    }

    /// The same text, to be checked against another site.
    pub(crate) fn moved_to(&self, site: Arc<Site>, generation: u64) -> Document {
        let parsed_before = match self.page.get() {
            Some(page) => Some((page.clone(), Hull::default())),
            None => self.parsed_before.clone(),
        };
        Document {
            identity: self.identity.clone(),
            version: self.version,
            generation,
            text: self.text.clone(),
            site,
            page: OnceLock::new(),
            parsed_before,
            role: OnceLock::new(),
            role_before: None,
            findings: OnceLock::new(),
            memo: self.memo.clone(),
            first_permalink: self.first_permalink.clone(),
        }
    }

    /// The same document, to be rechecked because something outside of it has changed.
    pub(crate) fn renewed(&self, generation: u64) -> Document {
        Document { page: self.page.clone(), role: self.role.clone(), ..self.moved_to(self.site.clone(), generation) }
    }

    /// Whether it is a page that lies in a site on disk, and so belongs into the site's index.
    pub(crate) fn is_of_site(&self) -> bool {
        self.identity.kind == DocumentKind::Page && self.path().is_absolute() && self.site().root.is_some()
    }

    pub(crate) fn kind(&self) -> DocumentKind {
        self.identity.kind
    }

    pub(crate) fn is_checked(&self) -> bool {
        match self.identity.kind {
            DocumentKind::Page | DocumentKind::Configuration => true,
            DocumentKind::Data => self.is_navigation(),
            DocumentKind::Other => false,
        }
    }

    fn is_navigation(&self) -> bool {
        let navigation = self.site().model.navigation.as_ref();
        navigation.is_some_and(|model| self.site().relative(self.path()) == *model.file)
    }

    pub(crate) fn site(&self) -> &Arc<Site> {
        &self.site
    }

    /// The memo of earlier checks of the document.
    pub(crate) fn memo(&self) -> &CheckMemo {
        &self.memo
    }

    pub(crate) fn path(&self) -> &Path {
        &self.identity.path
    }

    /// The permalink that the page had when it was opened, as it was written.
    pub(crate) fn permalink_when_opened(&self) -> Option<&str> {
        self.first_permalink.get()?.as_deref()
    }

    fn keep_permalink(&self, page: &Page) {
        self.first_permalink.get_or_init(|| {
            let key = &self.site().model.permalink_key;
            let found = page.front_matter().yaml.find(key, self.site().model.yaml_schema());
            found.and_then(|found| found.entry.value.as_str()).map(Into::into)
        });
    }

    /// The findings, if a job has computed them.
    pub(crate) fn known_findings(&self) -> Option<&Arc<Vec<Finding>>> {
        self.findings.get()
    }

    /// The findings; `compute` runs where no job has computed them.
    pub(crate) fn findings_or(&self, compute: impl FnOnce() -> Vec<Finding>) -> &Arc<Vec<Finding>> {
        self.findings.get_or_init(|| Arc::new(compute()))
    }

    pub(crate) fn page(&self) -> &Arc<Page> {
        self.page.get_or_init(|| {
            let from_scratch = || self.site().parse(self.path(), &self.text.slice(TextRange::up_to(self.text.len())));
            let dialect = self.site().dialect(self.path());
            let Some((page, hull)) = self.parsed_before.as_ref().filter(|(page, _)| page.dialect() == dialect) else {
                let page = from_scratch();
                self.keep_permalink(&page);
                return Arc::new(page);
            };
            if *hull == Hull::default() {
                return page.clone();
            }
            let by_increment = || page.edited(hull.replaced, hull.inserted, &self.text);
            // A bug in incremental parsing costs time, not the findings of this page until it is closed.
            Arc::new(catch_unwind(AssertUnwindSafe(by_increment)).unwrap_or_else(|_| {
                tracing::error!("an edit of {} panicked; the page is parsed from scratch", self.path().display());
                from_scratch()
            }))
        })
    }

    /// The role of the page in its site.
    pub(crate) fn role(&self) -> &PageRole {
        self.role.get_or_init(|| match &self.role_before {
            Some((page, role)) if have_same_traits(page, self.page()) => role.clone(),
            _ => contract_for(self.site(), self.path(), self.page()),
        })
    }

    pub(crate) fn is_template(&self) -> bool {
        self.identity.kind == DocumentKind::Page && matches!(self.role(), PageRole::Template)
    }

    /// The site's navigation data as they stand in the editor; `None` for any other file.
    pub(crate) fn navigation(&self) -> Option<NavigationFile> {
        let model = self.site().model.navigation.as_ref().filter(|_| self.is_navigation())?;
        Some(NavigationFile::read(&self.text.to_string(), model))
    }
}

/// Several edits as one: `replaced` bytes of the text before all of them became `inserted` bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Hull {
    replaced: TextRange,
    inserted: TextSize,
}

impl Hull {
    /// Adds an edit of the text as it is after those before.
    fn add(&mut self, range: TextRange, inserted: TextSize) {
        if *self == Hull::default() {
            *self = Hull { replaced: range, inserted };
            return;
        }
        let now = TextRange::at(self.replaced.start(), self.inserted);
        let touched = now.cover(range);
        // What `touched` has beyond `now` stood there before all edits, too.
        let after = touched.end() - now.end();
        self.replaced = TextRange::new(touched.start(), self.replaced.end() + after);
        self.inserted = touched.len() - range.len() + inserted;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::LineIndex;
    use proptest::prelude::*;

    fn open(text: &str) -> Document {
        let identity = Identity { path: "page.md".into(), kind: DocumentKind::Page };
        Document::open(identity, 1, 1, text, Arc::default())
    }

    #[derive(Debug, Clone)]
    struct Step {
        range: Option<(Position, Position)>,
        text: String,
        /// Whether the page is parsed after this change.
        parses: bool,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        let position = || (0u32..12, 0u32..14).prop_map(|(line, column)| Position { line, column });
        let text = prop_oneof![
            4 => "[a-z😀ä#*`\\-\n ]{0,8}",
            1 => Just("### Section\n\n".to_owned()),
            1 => Just("---\r\n".to_owned()),
            1 => Just("```\n".to_owned()),
            1 => Just("\r".to_owned()),
            1 => Just("<!--".to_owned()),
        ];
        let range = prop_oneof![12 => (position(), position()).prop_map(Some), 1 => Just(None)];
        let step = (range, text, any::<bool>()).prop_map(|(range, text, parses)| Step { range, text, parses });
        prop::collection::vec(step, 1..12)
    }

    proptest! {
        /// Random changes in three encodings: the rope holds what a string would, and the page is the one parsed from it.
        #[test]
        fn changes_by_increments_equal_a_string(
            start in "(---\na: b\n---\n)?[a-c😀#\r\n ]{0,40}", steps in steps(), encoding in 0usize..3,
        ) {
            let encoding = [Encoding::Utf8, Encoding::Utf16, Encoding::Utf32][encoding];
            let mut model = start.clone();
            let mut document = open(&start);
            for (number, step) in steps.into_iter().enumerate() {
                match step.range {
                    None => model = step.text.clone(),
                    Some((one, other)) => {
                        let index = LineIndex::new(&model);
                        let (one, other) = (index.offset(&model, one, encoding), index.offset(&model, other, encoding));
                        let range = usize::from(one.min(other))..usize::from(one.max(other));
                        model.replace_range(range, &step.text);
                    }
                }
                let change = Change { range: step.range, text: step.text };
                document = document.edited(&[change], encoding, number as i32, number as u64 + 2);
                prop_assert_eq!(document.text.to_string(), model.as_str());
                if step.parses {
                    prop_assert_eq!(&**document.page(), &document.site().parse(document.path(), &model));
                }
            }
            prop_assert_eq!(&**document.page(), &document.site().parse(document.path(), &model));
        }
    }
}
