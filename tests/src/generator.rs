//! Writes sites of any size in the style of the LivePerson documentation: front matter of eight keys, redirects, links of every
//! style, a navigation file, and text that looks like links and is none. On request with faults at known places. The same
//! options give the same site, byte for byte. Knows nothing of how docent finds out.

mod body;
mod faults;
mod front_matter;
mod guides;
mod headings;
mod links;
mod methods;
mod overviews;
mod page_text;
mod plan;
pub mod random;
mod site_files;
mod words;

pub use faults::Fault;
pub use page_text::Expected;
pub use plan::Plan;

use page_text::{LineEnds, PageText};
use random::Random;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io;
use std::path::Path;

/// What site to write.
#[derive(Debug, Clone)]
pub struct Options {
    /// How many Markdown pages; 20 at least.
    pub pages: usize,
    pub seed: u64,
    /// The average size of a page, in bytes.
    pub page_size: usize,
    /// One fault in each document of ten pages, of one kind after the other.
    pub faults: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options { pages: 1000, seed: 1, page_size: 6000, faults: false }
    }
}

/// What a check of the site has to find, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    pub pages: usize,
    /// Sorted by path, rule and place.
    pub findings: Vec<Expected>,
}

impl Manifest {
    pub fn to_json(&self) -> Value {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(&finding.rule).or_default() += 1;
        }
        let findings: Vec<Value> = self.findings.iter().map(Expected::to_json).collect();
        json!({ "pages": self.pages, "counts": counts, "findings": findings })
    }
}

/// Writes the site into `folder`, which need not exist. Pages are made one by one, on all cores; none is kept.
pub fn generate(folder: &Path, options: &Options) -> io::Result<Manifest> {
    let options = Options { pages: options.pages.max(2 * plan::PAGES_IN_DOCUMENT), ..options.clone() };
    std::fs::create_dir_all(folder)?;
    let mut findings = site_files::write(folder, &options)?;
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    // Whole documents, so that two cores seldom write into one folder.
    let documents = plan::documents(&options);
    let written = std::thread::scope(|scope| {
        let part = |core: usize| (documents * core / cores)..(documents * (core + 1) / cores);
        let options = &options;
        let workers: Vec<_> =
            (0..cores).map(|core| scope.spawn(move || write_documents(folder, options, part(core)))).collect();
        workers.into_iter().map(|worker| worker.join().expect("no page panics")).collect::<io::Result<Vec<_>>>()
    })?;
    findings.extend(written.into_iter().flatten());
    findings.sort();
    Ok(Manifest { pages: options.pages, findings })
}

fn write_documents(folder: &Path, options: &Options, part: std::ops::Range<usize>) -> io::Result<Vec<Expected>> {
    let mut findings = Vec::new();
    for document in part {
        for index in plan::pages_of(options, document) {
            let plan = Plan::new(options, index);
            let (text, expected) = page(options, &plan);
            let path = folder.join(&plan.path);
            if let Some(above) = path.parent().filter(|above| !above.exists()) {
                std::fs::create_dir_all(above)?;
            }
            std::fs::write(path, text)?;
            findings.extend(expected);
        }
    }
    Ok(findings)
}

/// The text of one page, and what is expected in it.
pub fn page(options: &Options, plan: &Plan) -> (String, Vec<Expected>) {
    let mut random = Random::new(options.seed, plan.index as u64);
    let fault = faults::at(options, plan);
    let plan = &faults::renamed(options, plan, fault);
    let mut page = PageText::default();
    front_matter::write(&mut page, &mut random, plan, fault);
    body::write(&mut page, &mut random, options, plan, fault);
    let ends = match random.below(12) {
        0 | 1 => LineEnds::CrLf,
        2 => LineEnds::Mixed,
        _ => LineEnds::Lf,
    };
    page.finish(&plan.path, ends)
}
