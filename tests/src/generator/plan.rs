//! What page a number stands for: its file, its address, its place in the sidebar. All of it follows from the number alone, so
//! that a page can link to any other without either being kept in memory.

use super::Options;
use super::random::Random;
use super::words::{camel, category_name, document_name, thing_of};
use std::ops::Range;

pub(super) const PAGES_IN_DOCUMENT: usize = 10;
const DOCUMENTS_IN_CATEGORY: usize = 12;

/// Where the faults of single pages and of addresses are. Nothing else links to these two.
pub(super) const FAULTY: usize = 7;
pub(super) const PARTNER: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `index.md`, without permalink and without template.
    Home,
    /// What the canned steps of the overviews link to.
    Guideline,
    /// Held to the template of overviews.
    Overview,
    /// Held to the site's own template of methods.
    Method,
    /// Held to the schema only; its headings are its own.
    Guide,
}

/// An entry of `redirect_from`.
#[derive(Debug, Clone)]
pub(super) struct Redirect {
    /// As the page has it.
    pub(super) written: String,
    /// Where it leads from, without the first `/`.
    pub(super) address: String,
}

/// A page, but for its text.
#[derive(Debug, Clone)]
pub struct Plan {
    pub index: usize,
    pub(super) document: usize,
    pub(super) slot: usize,
    pub(super) kind: Kind,
    /// The file, from the site's root, with `/`.
    pub path: String,
    /// Where it is published, without the first `/`.
    pub address: String,
    pub(super) pagename: String,
    pub(super) category: String,
    pub(super) documentname: Option<String>,
    pub(super) subfolder: Option<&'static str>,
    pub(super) redirects: Vec<Redirect>,
}

/// Page name, file, the page's part of the address.
type Title = (&'static str, &'static str, &'static str);

/// By slot. The signs in names and files are those that addresses and links get wrong.
const TITLES: [Title; PAGES_IN_DOCUMENT] = [
    ("Overview", "overview", "overview"),
    ("Get * by Id", "get", "get-*-by-id"),
    ("Update *", "update", "update-*"),
    ("Delete * (Soft)", "delete", "delete-*-soft"),
    ("List * - All", "list-all", "list-*-all"),
    ("Résumé of Limits & Quotas", "résumé-limits", "résumé-of-limits-quotas"),
    ("What's New in *?", "whats new", "what-s-new-in-*"),
    ("Create *", "create", "create-*"),
    ("Tips, Hints / Tricks", "tips", "tips-hints-tricks"),
    ("Versions 1.0", "versions-1.0", "versions-1-0"),
];

/// Page name, document, address, what canned links call it instead.
const GUIDELINES: [(&str, &str, &str, Option<&str>); 9] = [
    ("Domain API", "Agent Domain", "agent-domain-domain-api.html", None),
    ("Getting Started", "Login", "login-getting-started.html", None),
    ("API Keys", "Guidelines", "guidelines-api-keys.html", Some("guides-gettingstarted.html")),
    ("Retry Policy", "Guidelines", "guidelines-retry-policy.html", Some("guides-retry-policy.html")),
    ("Error Codes", "Guidelines", "guidelines-error-codes.html", None),
    ("Date Formats", "Guidelines", "guidelines-date-formats.html", None),
    ("Paging", "Guidelines", "guidelines-paging.html", None),
    ("Load Tests", "Guidelines", "guidelines-load-tests.html", None),
    ("Webhooks", "Guidelines", "guidelines-webhooks.html", None),
];

impl Plan {
    /// The page with this number, which is below the number of pages.
    pub fn new(options: &Options, index: usize) -> Plan {
        match index {
            0..=8 => Plan::guideline(index),
            9 => Plan::home(),
            _ => Plan::of_document(options, index),
        }
    }

    fn of_document(options: &Options, index: usize) -> Plan {
        let document = (index / PAGES_IN_DOCUMENT).min(documents(options) - 1);
        let slot = index - document * PAGES_IN_DOCUMENT;
        let documentname = document_name(options.seed, document);
        let category = category_name(options.seed, document / DOCUMENTS_IN_CATEGORY);
        let thing = thing_of(options.seed, document);
        let (title, file, address) = TITLES[slot.min(PAGES_IN_DOCUMENT - 1)];
        // The pages that are left over stand in the last document, with numbers in their names.
        let more = |separator: &str| match slot {
            0..PAGES_IN_DOCUMENT => String::new(),
            _ => format!("{separator}Part{separator}{slot}"),
        };
        let (kind, subfolder) = match slot {
            0 => (Kind::Overview, None),
            1..=4 | FAULTY => (Kind::Method, Some("Methods")),
            _ => (Kind::Guide, Some("Guides")),
        };
        let folder = subfolder.map(|folder| format!("{folder}/")).unwrap_or_default();
        let middle = subfolder.map(|folder| format!("{}-", folder.to_lowercase())).unwrap_or_default();
        let start = documentname.to_lowercase().replace(' ', "-");
        let stem =
            format!("{start}-{middle}{}{}", address.replace('*', &thing.to_lowercase()), more("-").to_lowercase());
        let file = format!("{file}{}", more("-").to_lowercase());
        Plan {
            index,
            document,
            slot,
            kind,
            path: format!("Documents/{}/{}/{folder}{file}.md", camel(&category), camel(&documentname)),
            address: format!("{stem}.html"),
            pagename: format!("{}{}", title.replace('*', thing), more(" ")),
            category,
            documentname: Some(documentname),
            subfolder,
            redirects: redirects(options, index, &stem),
        }
    }

    fn guideline(index: usize) -> Plan {
        let (pagename, documentname, address, redirect) = GUIDELINES[index];
        let redirect = redirect.map(|address| Redirect { written: address.to_owned(), address: address.to_owned() });
        Plan {
            index,
            document: 0,
            slot: index,
            kind: Kind::Guideline,
            path: format!("Documents/APIGuidelines/{}.md", pagename.to_lowercase().replace(' ', "-")),
            address: address.to_owned(),
            pagename: pagename.to_owned(),
            category: "API Guidelines".to_owned(),
            documentname: Some(documentname.to_owned()),
            subfolder: None,
            redirects: redirect.into_iter().collect(),
        }
    }

    fn home() -> Plan {
        Plan {
            index: 9,
            document: 0,
            slot: 9,
            kind: Kind::Home,
            path: "index.md".to_owned(),
            address: "index.html".to_owned(),
            pagename: "Home".to_owned(),
            category: String::new(),
            documentname: None,
            subfolder: None,
            redirects: Vec::new(),
        }
    }

    /// The page of the same document in another slot.
    pub(super) fn neighbour(&self, options: &Options, slot: usize) -> Plan {
        Plan::new(options, self.document * PAGES_IN_DOCUMENT + slot)
    }

    /// A page that this one may link to: any but those with faults in their addresses; often one nearby.
    pub(super) fn target(&self, options: &Options, random: &mut Random) -> Plan {
        const LINKED: [usize; 8] = [0, 1, 2, 3, 4, 5, 6, 9];
        let documents = documents(options);
        let category = self.document / DOCUMENTS_IN_CATEGORY * DOCUMENTS_IN_CATEGORY;
        let document = match random.below(10) {
            0..=4 => self.document,
            5..=7 => category + random.below(DOCUMENTS_IN_CATEGORY.min(documents - category)),
            _ => random.below(documents),
        };
        let slot = random.pick(&LINKED);
        let index = match (document, slot) {
            (0, 9) => 0,
            _ => document * PAGES_IN_DOCUMENT + slot,
        };
        // A link to the page itself is a finding.
        match index == self.index {
            true => Plan::new(options, usize::from(index == 0)),
            false => Plan::new(options, index),
        }
    }
}

/// How many documents there are, the guidelines counted as the first.
pub(super) fn documents(options: &Options) -> usize {
    options.pages / PAGES_IN_DOCUMENT
}

/// The numbers of a document's pages.
pub(super) fn pages_of(options: &Options, document: usize) -> Range<usize> {
    let end = match document + 1 == documents(options) {
        true => options.pages,
        false => (document + 1) * PAGES_IN_DOCUMENT,
    };
    document * PAGES_IN_DOCUMENT..end
}

/// None on half of the pages; else one to three, each in another form.
fn redirects(options: &Options, index: usize, stem: &str) -> Vec<Redirect> {
    let mut random = Random::new(options.seed ^ 0x5ed1_4ec7, index as u64);
    if random.once_in(2) {
        return Vec::new();
    }
    let forms = [
        (format!("old-{stem}.html"), format!("old-{stem}.html")),
        (format!("/earlier-{stem}.html"), format!("earlier-{stem}.html")),
        (format!("v1/{stem}"), format!("v1/{stem}.html")),
        (format!("legacy/{stem}/"), format!("legacy/{stem}/index.html")),
    ];
    let first = random.below(forms.len());
    let number = 1 + random.below(3);
    let chosen = forms.iter().cycle().skip(first).take(number);
    chosen.map(|(written, address)| Redirect { written: written.clone(), address: address.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn files_and_addresses_come_once() {
        let options = Options { pages: 5_007, ..Options::default() };
        let plans: Vec<Plan> = (0..options.pages).map(|index| Plan::new(&options, index)).collect();
        let files: HashSet<&str> = plans.iter().map(|plan| &*plan.path).collect();
        assert_eq!(files.len(), options.pages);
        let redirects = plans.iter().flat_map(|plan| &plan.redirects).map(|redirect| &*redirect.address);
        let addresses: Vec<&str> = plans.iter().map(|plan| &*plan.address).chain(redirects).collect();
        assert_eq!(addresses.iter().collect::<HashSet<_>>().len(), addresses.len());
    }
}
