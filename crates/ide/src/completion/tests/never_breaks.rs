//! Any item accepted at any offset of any page leaves valid YAML and Markdown, does what its label says and changes nothing else.
//! Judged by YAML readers that the product does not use.

mod judge;
mod pages;

use super::*;
use docent_rules::site_fixture::SiteFixture;
use docent_site::SiteModel;
use docent_syntax::Dialect;
use judge::Judge;
use proptest::prelude::*;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

struct Site {
    fixture: SiteFixture,
    contract: Arc<Contract>,
}

impl Site {
    fn new() -> Site {
        let fixture = SiteFixture::with_model(pages::SITE, SiteModel::of_kind("jekyll"));
        Site { fixture, contract: Arc::new(compiled(pages::TEMPLATE)) }
    }

    /// Accepts each item that is offered at `offset`.
    fn accept_all(&mut self, text: &str, offset: usize, contract: Option<&Contract>, judge: &mut Judge) {
        self.fixture.page = Page::parse(text, Dialect::EXTENDED);
        let contract = contract.unwrap_or(&self.contract);
        let templates = [self.contract.clone()];
        let options = CompletionOptions { templates: &templates, ..CompletionOptions::default() };
        let found = complete(&self.fixture.input(Some(contract)), TextSize::new(offset as u32), &options);
        judge.offsets += 1;
        for item in &found.items {
            judge.items += 1;
            judge.accepted(text, offset, item);
        }
    }
}

fn report(name: &str, judge: &Judge) {
    let Judge { offsets, items, .. } = judge;
    writeln!(std::io::stderr(), "{name}: {items} items at {offsets} offsets").expect("stderr");
}

#[track_caller]
fn assert_none(judge: &Judge) {
    let mut shown: Vec<&String> = judge.faults.iter().collect();
    shown.dedup_by(|one, other| one.lines().next() == other.lines().next());
    let text: Vec<&str> = shown.iter().take(12).map(|fault| fault.as_str()).collect();
    assert!(judge.faults.is_empty(), "{} faults, such as\n{}", judge.faults.len(), text.join("\n\n"));
}

#[test]
fn at_every_offset_of_every_page() {
    let mut site = Site::new();
    let mut judge = Judge::default();
    for (number, text) in pages::all().into_iter().enumerate() {
        // Every fourth page with CRLF, too: the cursor is found on lines without their ending.
        let crlf = (number % 4 == 0).then(|| LineEnding::CrLf.apply(&text).into_owned());
        for text in std::iter::once(text).chain(crlf) {
            for offset in (0..=text.len()).filter(|&at| text.is_char_boundary(at)) {
                site.accept_all(&text, offset, None, &mut judge);
            }
        }
    }
    judge.ask_python();
    report("own pages", &judge);
    assert_none(&judge);
    assert!(judge.items > 5_000, "{} items", judge.items);
}

#[test]
fn on_real_pages() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/liveperson/pages");
    let mut paths = Vec::new();
    collect(&folder, &mut paths);
    if paths.is_empty() {
        writeln!(std::io::stderr(), "skipped: the real pages are not here").expect("stderr");
        return;
    }
    paths.sort();
    let (mut site, mut judge, contract) = (Site::new(), Judge::default(), overview());
    for (number, path) in paths.iter().enumerate().step_by(4) {
        let Ok(text) = std::fs::read_to_string(path) else { continue };
        let body = usize::from(Page::parse(&text, Dialect::EXTENDED).front_matter().range.end());
        // Of a long page some offsets; other ones on each page.
        let step = (text.len() / 40).max(7);
        let front_matter = (number % 5..body).step_by(5);
        for offset in front_matter.chain((body + number % step..text.len()).step_by(step)) {
            let offset = super::super::line::floor(&text, offset);
            site.accept_all(&text, offset, Some(&contract), &mut judge);
        }
    }
    judge.ask_python();
    report("real pages", &judge);
    assert_none(&judge);
}

fn collect(folder: &Path, paths: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => collect(&path, paths),
            path => paths.push(path),
        }
    }
}

#[derive(Debug, Clone)]
enum Damage {
    Remove(prop::sample::Index),
    Insert(prop::sample::Index, &'static str),
    Cut(prop::sample::Index),
    Type(prop::sample::Index, &'static str),
}

fn damage() -> impl Strategy<Value = Damage> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        index().prop_map(Damage::Remove),
        (index(), prop::sample::select(pages::LINES)).prop_map(|(at, line)| Damage::Insert(at, line)),
        index().prop_map(Damage::Cut),
        (index(), prop::sample::select(pages::TYPED)).prop_map(|(at, text)| Damage::Type(at, text)),
    ]
}

/// The damaged page, and the offset of the last damage.
fn damaged(text: &str, damages: &[Damage], crlf: bool) -> (String, usize) {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let mut at = (0, 0);
    for damage in damages {
        match damage {
            Damage::Remove(index) if lines.len() > 1 => {
                at = (index.index(lines.len()), 0);
                lines.remove(at.0);
            }
            Damage::Remove(_) => {}
            Damage::Insert(index, line) => {
                at = (index.index(lines.len()), line.len());
                lines.insert(at.0, (*line).to_owned());
            }
            Damage::Cut(index) => {
                let line = index.index(lines.len());
                let length = super::super::line::floor(&lines[line], index.index(lines[line].len() + 1));
                lines[line].truncate(length);
                at = (line, length);
            }
            Damage::Type(index, typed) => {
                let line = index.index(lines.len());
                let column = super::super::line::floor(&lines[line], index.index(lines[line].len() + 1));
                lines[line].insert_str(column, typed);
                at = (line, column + typed.len());
            }
        }
    }
    let ending = if crlf { "\r\n" } else { "\n" };
    let before: usize = lines.iter().take(at.0).map(|line| line.len() + ending.len()).sum();
    let text = lines.join(ending);
    let offset = (before + at.1).min(text.len());
    (text, offset)
}

static SITE: LazyLock<std::sync::Mutex<Site>> = LazyLock::new(|| std::sync::Mutex::new(Site::new()));

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, ..ProptestConfig::default() })]

    #[test]
    fn in_pages_damaged_at_random(
        page in any::<prop::sample::Index>(),
        damages in prop::collection::vec(damage(), 1..4),
        crlf: bool,
        elsewhere in any::<prop::sample::Index>(),
    ) {
        let all = pages::all();
        let (text, offset) = damaged(&all[page.index(all.len())], &damages, crlf);
        let mut judge = Judge::default();
        let mut site = SITE.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for offset in [offset, super::super::line::floor(&text, elsewhere.index(text.len() + 1))] {
            site.accept_all(&text, offset, None, &mut judge);
        }
        prop_assert!(judge.faults.is_empty(), "{}", judge.faults[0]);
    }
}
