//! What a run covers: its sites, and the pages that it leaves out although an author may expect them.

use crate::files::Files;
use crate::output::{count, shown};
use docent_generators::GeneratorKind;
use docent_site::Site;
use docent_site::left_out::{LeftOut, left_out};
use docent_site::root::reason_not_to_index;
use serde_json::{Value, json};

/// Sites named in one line.
const MAX_NAMED: usize = 3;

#[derive(Debug, Default)]
pub(crate) struct Scope {
    sites: Vec<SiteScope>,
    left_out: LeftOut,
}

#[derive(Debug)]
struct SiteScope {
    /// As it is shown.
    root: String,
    kind: &'static GeneratorKind,
    /// Why rules between pages do not run, in words that follow "the root".
    not_indexed: Option<&'static str>,
}

impl Scope {
    /// Reads the names in the folders of the arguments.
    pub(crate) fn of_files(files: &Files) -> Scope {
        let mut scope = Scope::default();
        files.sites.iter().for_each(|site| scope.add(site));
        for (folder, site, found) in &files.walked {
            scope.left_out.add(left_out(folder, site, found));
        }
        scope
    }

    pub(crate) fn of_site(site: &Site) -> Scope {
        let mut scope = Scope::default();
        scope.add(site);
        scope
    }

    fn add(&mut self, site: &Site) {
        if let Some(root) = &site.root {
            let not_indexed = reason_not_to_index(root);
            self.sites.push(SiteScope { root: shown(root), kind: site.model.generator.kind(), not_indexed });
        }
    }

    /// Whether rules between pages run everywhere.
    pub(crate) fn is_whole(&self) -> bool {
        self.sites.iter().all(|site| site.not_indexed.is_none())
    }

    /// "Checked 27 pages of the plain site examples/site (left out: 3 git-ignored, 1 symbolic link)", and a line where rules between
    /// pages do not run.
    pub(crate) fn lines(&self, pages: usize, templates: usize) -> String {
        let checked = match templates {
            0 => count(pages, "page"),
            _ => format!("{} and {}", count(pages, "page"), count(templates, "template page")),
        };
        let sites = match self.sites.as_slice() {
            [] => String::new(),
            [site] if site.root == "." => format!(" of the {} site in this folder", site.kind.name),
            [site] => format!(" of the {} site {}", site.kind.name, site.root),
            several => {
                let named: Vec<&str> = several.iter().take(MAX_NAMED).map(|site| &*site.root).collect();
                let more = if several.len() > MAX_NAMED { ", …" } else { "" };
                format!(" of {} sites: {}{more}", several.len(), named.join(", "))
            }
        };
        let mut lines = format!("Checked {checked}{sites}{}", self.left_out_words());
        let limited = self.sites.iter().find_map(|site| Some((site, site.not_indexed?)));
        if let Some((site, reason)) = limited {
            let root = if site.root == "." { "this folder".to_owned() } else { format!("the root {}", site.root) };
            lines.push_str(&format!("\nRules between pages did not run: {root} {reason}"));
        }
        lines
    }

    fn left_out_words(&self) -> String {
        let LeftOut { ignored, hidden, links, excluded, is_partial } = self.left_out;
        let word = |number: usize, words: String| (number > 0).then_some(words);
        let parts: Vec<String> = [
            word(ignored, format!("{ignored} git-ignored")),
            word(hidden, format!("{hidden} hidden")),
            word(links, count(links, "symbolic link")),
            word(excluded, format!("{excluded} excluded by docent.yaml")),
        ]
        .into_iter()
        .flatten()
        .collect();
        match (parts.is_empty(), is_partial) {
            (true, _) => String::new(),
            (false, false) => format!(" (left out: {})", parts.join(", ")),
            (false, true) => format!(" (left out: at least {})", parts.join(", ")),
        }
    }

    /// For the JSON output: `sites`, and `leftOut` where an argument is a folder.
    pub(crate) fn json(&self) -> (Value, Value) {
        let site = |site: &SiteScope| {
            let rules_between_pages = site.not_indexed.is_none();
            json!({ "root": site.root, "kind": site.kind.id, "rulesBetweenPages": rules_between_pages })
        };
        let LeftOut { ignored, hidden, links, excluded, is_partial } = self.left_out;
        let left_out = json!({ "ignored": ignored, "hidden": hidden, "symbolicLinks": links, "excluded": excluded, "isPartial": is_partial });
        (self.sites.iter().map(site).collect(), left_out)
    }
}
