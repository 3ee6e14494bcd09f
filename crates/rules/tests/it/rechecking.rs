//! Rechecking a page after an edit finds what checking it from scratch finds: findings, places and fixes, to the letter.
//! Random edit scripts over several pages at once, written ones and real ones, each page with its memo.
//!
//! `DOCENT_EDITS=10000` makes the scripts longer, `DOCENT_SEED` makes others, and `DOCENT_CORPUS` names a folder of pages.

use docent_rules::{CheckInput, CheckMemo, RuleSettings, Severity, SiteView, check_page, recheck_page};
use docent_site::index::{PageEdit, facts_of};
use docent_site::{SiteIndex, SiteModel};
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use docent_template::embedded;
use docent_template::{Contract, TemplateSource, compile};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const OVERVIEW: &str = "\
---
pagename: Overview
redirect_from:
  - contacts-overview.html
sitesection: Documents
categoryname: \"Contact Center Management\"
documentname: Contacts API
order: 9
permalink: contacts-api-overview.html
indicator: both
docent-ignore: [section-title]
---

Lead with [a link](a.html).

### Introduction

The API manages contacts. See [the methods](contacts-api-methods.html).

### Getting started

A few things you'll need to get started with this API:

1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information \
by providing the following service name:

	* contacts

3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).

<!-- docent-ignore missing-step: we have none -->

### Use cases

* Keep contacts in step with another system.

#### Introduction

* Find a contact by its number: \u{1F600} ä.

### Use cases
";

/// A template in which most sections stand for something, and everything that can be said about a section is said.
const TEMPLATE: &str = "\
---
docent: { template: notes, closed: true }
front-matter:
  required: [title]
---

{{what it is about}}

## Overview
<!-- docent: words=5..20 aliases=\"About *\" -->
<!-- guidance
Say what changed.
-->

## Release
<!-- docent: any-heading repeat=1.. items=1..3 -->

Everybody should install this release.

### Changes
<!-- docent: optional -->

1. **Stop** the server.

2. **Install** it.

## License
";

const NOTES: &str = "\
Lead.

## About this

Say what changed.

## Release 1

* one
* two

### Changes

1. **Install** it.

2. **Stop** the server.

## Release 2

Everybody should install this release.

* one
* two
* three
* four

<!-- docent-ignore empty-section: later -->

## Release 3

## Licence

{{what it is about}}
";

/// What an edit puts in.
const PIECES: &[&str] = &[
    "a",
    "b",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "### Use cases\n\n",
    "## Release x\n\n",
    "## Overview\n\n",
    "# Title\n\n",
    "#",
    "===\n",
    "---\n",
    "```\n",
    "<!--",
    "-->",
    "<!-- docent-ignore empty-section, missing-step: x -->\n\n",
    "<!-- docent-ignore section-title -->",
    "docent-ignore: changed-step\n",
    "{{what it is about}}",
    "{% raw %}",
    "1. **Install** it.\n\n",
    "* item\n",
    "Say what changed.\n\n",
    "Everybody should install this release.\n\n",
    "[label]: target.html\n",
    "[text][label]",
    "[a](two.md#overview) ",
    "{: #given}\n",
    "Title\n---\n",
    "{% include x.md %}\n",
    "title: x\n",
    "indicator: neither\n",
    "\u{1F600}ä",
];

/// Small, the same everywhere, and good enough to stumble about a page.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

struct Open {
    text: String,
    start: String,
    page: Page,
    memo: CheckMemo,
    contract: Option<Arc<Contract>>,
    settings: RuleSettings,
    /// Where the author is typing.
    cursor: usize,
    path: String,
    /// The version that the site's index knows.
    entered: Option<Page>,
}

impl Open {
    fn new(text: &str, contract: Option<Arc<Contract>>, settings: RuleSettings) -> Open {
        let (text, page) = (text.to_owned(), Page::parse(text, Dialect::EXTENDED));
        Open {
            start: text.clone(),
            text,
            page,
            memo: CheckMemo::default(),
            contract,
            settings,
            cursor: 0,
            path: "docs/contacts/overview.md".to_owned(),
            entered: None,
        }
    }

    fn edit(&mut self, range: std::ops::Range<usize>, inserted: &str) {
        self.text.replace_range(range.clone(), inserted);
        let replaced = TextRange::new(size(range.start), size(range.end));
        self.page = self.page.edited(replaced, TextSize::of(inserted), self.text.as_str());
        self.cursor = range.start + inserted.len();
    }

    fn step(&mut self, dice: &mut Dice) {
        // A page that has grown or shrunk out of shape is no use.
        if self.text.len() > self.start.len() * 2 + 2000 || self.text.len() < self.start.len() / 3 {
            let all = 0..self.text.len();
            return self.edit(all, &self.start.clone());
        }
        let around = |dice: &mut Dice, at: usize| floor(&self.text, (at + dice.below(12)).saturating_sub(6));
        let anywhere = |dice: &mut Dice| floor(&self.text, dice.below(self.text.len() + 1));
        match dice.below(20) {
            0..=8 => {
                let at = around(dice, self.cursor);
                self.edit(at..at, PIECES[dice.below(3)]);
            }
            9..=13 => {
                let at = anywhere(dice);
                self.edit(at..at, PIECES[dice.below(PIECES.len())]);
            }
            14..=16 => {
                let from = anywhere(dice);
                let to = floor(&self.text, (from + dice.below(40)).min(self.text.len()));
                self.edit(from..to.max(from), "");
            }
            17 => {
                // A line goes elsewhere.
                let from = anywhere(dice);
                let end = self.text[from..].find('\n').map_or(self.text.len(), |at| from + at + 1);
                let line = self.text[from..end].to_owned();
                self.edit(from..end, "");
                let at = floor(&self.text, dice.below(self.text.len() + 1));
                self.edit(at..at, &line);
            }
            18 => self.apply_a_fix(dice),
            _ => self.two_places_at_once(dice),
        }
    }

    /// As an editor does it: all edits of one fix in one change.
    fn apply_a_fix(&mut self, dice: &mut Dice) {
        let findings = check_page(&self.input(None));
        let fixes: Vec<_> = findings.iter().flat_map(|finding| &finding.fixes).collect();
        let Some(fix) = fixes.get(dice.below(fixes.len())) else { return };
        let after = docent_syntax::text::apply_edits(&self.text, &fix.edits).expect("a fix fits the page");
        self.become_text(&after);
    }

    fn two_places_at_once(&mut self, dice: &mut Dice) {
        let mut after = self.text.clone();
        for _ in 0..2 {
            let at = floor(&after, dice.below(after.len() + 1));
            after.insert_str(at, PIECES[dice.below(PIECES.len())]);
        }
        self.become_text(&after);
    }

    /// One edit from the first byte that differs to the last one.
    fn become_text(&mut self, after: &str) {
        let before = &self.text;
        let same_start = before.bytes().zip(after.bytes()).take_while(|(a, b)| a == b).count();
        let same_start = floor(before, same_start).min(floor(after, same_start));
        let rest = before.len().min(after.len()) - same_start;
        let same_end = before.bytes().rev().zip(after.bytes().rev()).take(rest).take_while(|(a, b)| a == b).count();
        let mut end = before.len() - same_end;
        while !before.is_char_boundary(end) || !after.is_char_boundary(end + after.len() - before.len()) {
            end += 1;
        }
        let inserted = after[same_start..end + after.len() - before.len()].to_owned();
        self.edit(same_start..end, &inserted);
    }

    fn input<'a>(&'a self, site: Option<&'a SiteIndex>) -> CheckInput<'a> {
        CheckInput {
            page: &self.page,
            path: &self.path,
            contract: self.contract.as_deref(),
            settings: &self.settings,
            yaml: Default::default(),
            site: site.and_then(|index| SiteView::of(index, &self.path)),
        }
    }

    /// How much is found.
    fn compare_with_scratch(&self, site: Option<&SiteIndex>, step: usize, page: usize) -> usize {
        let from_scratch = Page::parse(&self.text, Dialect::EXTENDED);
        let expected = check_page(&CheckInput { page: &from_scratch, ..self.input(site) });
        let found = recheck_page(&self.input(site), &self.memo);
        if found != expected {
            let difference = found.iter().zip(&expected).find(|(found, expected)| found != expected);
            panic!(
                "step {step}, page {page}: {} findings, from scratch {}; the first that differs: {difference:#?}\n{}",
                found.len(),
                expected.len(),
                self.text
            );
        }
        found.len()
    }
}

fn size(at: usize) -> TextSize {
    TextSize::new(at as u32)
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn steps(default: usize) -> usize {
    std::env::var("DOCENT_EDITS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(default)
}

/// `site` knows the pages, now in this and now in that version.
fn run(pages: &mut [Open], mut site: Option<SiteIndex>, steps: usize, seed: u64) {
    let given = std::env::var("DOCENT_SEED").ok().and_then(|seed| seed.parse().ok());
    let mut dice = Dice(given.unwrap_or(seed));
    let mut found = 0;
    for step in 0..steps {
        let page = dice.below(pages.len());
        pages[page].step(&mut dice);
        if let Some(site) = site.as_mut().filter(|_| dice.below(8) == 0) {
            enter(site, &mut pages[page]);
        }
        if let Some(site) = site.as_mut().filter(|_| dice.below(20) == 0) {
            change_elsewhere(site, &mut dice);
        }
        // In a burst of edits not every version is checked.
        if dice.below(4) > 0 {
            found += pages[page].compare_with_scratch(site.as_ref(), step, page);
        }
    }
    for (number, page) in pages.iter().enumerate() {
        page.compare_with_scratch(site.as_ref(), steps, number);
    }
    assert!(found > steps, "{found} findings in {steps} steps: there was nothing to compare");
}

/// As the server does it: what changes from one version to the next.
fn enter(site: &mut SiteIndex, open: &mut Open) {
    let (page, path) = (open.page.clone(), &open.path);
    let edit = open.entered.take().map(|before| PageEdit::between(&before, &page, path, None, site.model()));
    match edit {
        Some(edit) => drop(site.edit_page(path, edit).expect("the index knows the page")),
        None => drop(site.set_page(path, facts_of(&page, path, None, site.model()), false)),
    }
    open.entered = Some(page);
}

/// Pages and files that are not open come, change, and go.
fn change_elsewhere(site: &mut SiteIndex, dice: &mut Dice) {
    const PATHS: [&str; 3] = ["docs/nothing.md", "docs/Three.md", "agent-domain-domain-api.md"];
    const TEXTS: [&str; 4] = [
        "# Nothing\n\n[one](one.md#introduction)\n",
        "---\npermalink: contacts-api-methods.html\nredirect_from: a.html\n---\n# Contacts\n",
        "---\npermalink: agent-domain-domain-api.html\npagename: A: b\n---\n# Given\n",
        "---\nredirect_from: [agent-domain-domain-api.html, guides-gettingstarted.html]\n---\n",
    ];
    let path = PATHS[dice.below(PATHS.len())];
    match dice.below(6) {
        0 => drop(site.remove_page(path)),
        1 => drop(site.set_file("docs/image.png", dice.below(2) == 0)),
        _ => {
            let text = TEXTS[dice.below(TEXTS.len())];
            site.set_page(path, facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, site.model()), false);
        }
    }
}

fn overview() -> Arc<Contract> {
    embedded::set("liveperson")
        .expect("it is embedded")
        .get("overview")
        .expect("the embedded set has an overview")
        .clone()
}

#[test]
fn written_pages() {
    let source = TemplateSource { name: "notes.md".into(), is_file: true, text: TEMPLATE.into() };
    let notes = Arc::new(compile(source, |_| None));
    let mut settings = RuleSettings::default();
    settings.set_severity("missing-step", Some(Severity::Error));
    settings.set_severity("section-content", None);
    let mut pages = [
        Open::new(OVERVIEW, Some(overview()), RuleSettings::default()),
        Open::new(&OVERVIEW.replace('\n', "\r\n"), Some(overview()), settings),
        Open::new(NOTES, Some(notes.clone()), RuleSettings::default()),
        Open::new(&NOTES.replace("# ", "#\u{20}\u{20}").repeat(3), Some(notes), RuleSettings::default()),
        Open::new(OVERVIEW, None, RuleSettings::default()),
        Open::new("", Some(overview()), RuleSettings::default()),
    ];
    run(&mut pages, None, steps(1500), 0x9E37_79B9_7F4A_7C15);
}

#[test]
fn pages_that_link_to_each_other() {
    let links = "
[one](one.md#use-cases-1) [two](two.md#getting-startd) [three](Three.md) ![image](image.png) [none](nothing.md)

Setext {{ site.time }}
---

[own](#getting-started) [own](#setxt) [label][label]

{: #given}
## Given

[label]: two.md#given
[given](#given)
";
    let mut pages = [("docs/one.md", OVERVIEW), ("docs/two.md", NOTES), ("docs/three.md", "")].map(|(path, text)| {
        let open = Open::new(&format!("{text}{links}"), Some(overview()), RuleSettings::default());
        Open { path: path.to_owned(), ..open }
    });
    let mut site = SiteIndex::new(SiteModel::default());
    pages.iter_mut().for_each(|page| enter(&mut site, page));
    run(&mut pages, Some(site), steps(400), 0x2545_F491_4F6C_DD1D);
}

#[test]
fn real_pages() {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/liveperson/pages");
    let folder = std::env::var_os("DOCENT_CORPUS").map_or(beside, PathBuf::from);
    let mut files = Vec::new();
    collect(&folder, &mut files);
    if files.is_empty() {
        writeln!(std::io::stderr(), "no pages in {}: nothing to type in", folder.display()).expect("stderr is open");
        return;
    }
    files.sort();
    let overview = overview();
    let at_once = 12;
    let step = (files.len() / at_once).max(1);
    let texts = files.iter().step_by(step).filter_map(|file| Some((file, std::fs::read_to_string(file).ok()?)));
    let open = |(file, text): (&PathBuf, String)| Open {
        path: file.strip_prefix(&folder).unwrap_or(file).to_string_lossy().replace('\\', "/"),
        ..Open::new(&text, Some(overview.clone()), RuleSettings::default())
    };
    let mut pages: Vec<Open> = texts.map(open).take(at_once).collect();
    let mut site = SiteIndex::new(SiteModel::of_kind("jekyll"));
    for file in &files {
        let path = file.strip_prefix(&folder).unwrap_or(file).to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(file).unwrap_or_default();
        site.set_page(&path, facts_of(&Page::parse(&text, Dialect::EXTENDED), &path, None, site.model()), false);
    }
    pages.iter_mut().for_each(|page| enter(&mut site, page));
    run(&mut pages, Some(site), steps(300), 0xD1B5_4A32_D192_ED03);
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            files.push(path);
        }
    }
}
