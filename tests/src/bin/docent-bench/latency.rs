//! From a keystroke to the published findings while the server has other work: files that change outside, a site that is read for the
//! first time, requests that wait for the index, configurations that change. An author types on, whatever else goes on.

use super::measure::{Group, Samples};
use super::outside::{is_docent, linking_page};
use super::pages::{PLACES, page, place, put};
use super::session::{Document, Program, Session, pages_below};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Between the findings of one keystroke and the next keystroke.
const PAUSE: Duration = Duration::from_millis(10);

const CHANGED_FILES: usize = 8_000;
const WAITING_REQUESTS: usize = 16;
const CONFIGURATION_CHANGES: usize = 100;

/// Each load, in a server of its own.
pub(crate) fn under_load(site: &Path, pages: usize, programs: &[Program], keystrokes: usize) -> Group {
    let mut group = Group::new("Keystroke to published findings, under load");
    for program in programs.iter().filter(|program| is_docent(program)) {
        let mut add = |what: &str, samples: Option<Samples>| {
            let samples = samples.unwrap_or_default();
            let longest = samples.shown_max();
            group.add(format!("{pages} pages, {what}"), &program.name, samples).note = format!("max {longest}");
        };
        add("quiet", quiet(site, program, keystrokes));
        add(&format!("{CHANGED_FILES} files change outside"), files_change(site, program, keystrokes));
        add("the site is read for the first time", first_read(site, program, keystrokes, 0));
        add(
            &format!("{WAITING_REQUESTS} requests wait for the index"),
            first_read(site, program, keystrokes, WAITING_REQUESTS),
        );
        add(&format!("{CONFIGURATION_CHANGES} configuration changes"), configuration_changes(site, program));
    }
    group
}

fn quiet(site: &Path, program: &Program, keystrokes: usize) -> Option<Samples> {
    let (mut session, mut document) = start_indexed(site, program)?;
    type_on(&mut session, &mut document, keystrokes, |_, _| {})
}

/// Other pages get another line, as after a change of branches.
fn files_change(site: &Path, program: &Program, keystrokes: usize) -> Option<Samples> {
    let (mut session, mut document) = start_indexed(site, program)?;
    let files: Vec<PathBuf> = pages_below(site)
        .into_iter()
        .filter(|path| !path.starts_with(bench_folder(site)))
        .take(CHANGED_FILES)
        .collect();
    let writer = std::thread::spawn(move || {
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let _ = std::fs::write(&file, format!("{text}\n### A heading of another branch\n"));
        }
    });
    let samples = type_on(&mut session, &mut document, keystrokes, |_, _| {});
    let _ = writer.join();
    // What the writer changed last is read while the author still types.
    let mut samples = samples?;
    samples.extend(type_on(&mut session, &mut document, keystrokes / 2, |_, _| {})?);
    Some(samples)
}

/// `waiting` requests that go from page to page are sent before the first keystroke.
fn first_read(site: &Path, program: &Program, keystrokes: usize, waiting: usize) -> Option<Samples> {
    let (mut session, mut document) = start(site, program)?;
    for _ in 0..waiting {
        let position = json!({ "line": 1, "character": 3 });
        session.request(
            "textDocument/references",
            json!({
                "textDocument": { "uri": document.uri }, "position": position, "context": { "includeDeclaration": true },
            }),
        );
    }
    type_on(&mut session, &mut document, keystrokes, |_, _| {})
}

fn configuration_changes(site: &Path, program: &Program) -> Option<Samples> {
    let (mut session, mut document) = start_indexed(site, program)?;
    type_on(&mut session, &mut document, CONFIGURATION_CHANGES, |session, number| {
        let settings = json!({ "docent": { "codeLens": number % 2 == 0 } });
        session.notify("workspace/didChangeConfiguration", json!({ "settings": settings }));
    })
}

/// Types a character, waits for its findings, and types the next one after a pause. `before` runs before each.
fn type_on(
    session: &mut Session,
    document: &mut Document,
    keystrokes: usize,
    mut before: impl FnMut(&mut Session, usize),
) -> Option<Samples> {
    let mut samples = Samples::default();
    for number in 0..keystrokes {
        before(session, number);
        let message = document.next_change();
        let started = Instant::now();
        session.write(&message);
        session.findings(document.version)?;
        samples.push(started.elapsed());
        std::thread::sleep(PAUSE);
    }
    Some(samples)
}

fn start(site: &Path, program: &Program) -> Option<(Session, Document)> {
    let text = page(6_000);
    let path = put(site, "typing", &text);
    let mut session = Session::start(program, site)?;
    let document = session.open(&path, &text, place(&text, PLACES[3].1));
    Some((session, document))
}

/// As [`start`]; returns when the index is ready.
fn start_indexed(site: &Path, program: &Program) -> Option<(Session, Document)> {
    let (mut session, document) = start(site, program)?;
    let text = linking_page(site, 20);
    let path = put(site, "linking", &text);
    session.open(&path, &text, 0);
    // Only a server that knows the other pages knows that this link is broken.
    session.findings_with("broken-link", 1..=1)?;
    Some((session, document))
}

fn bench_folder(site: &Path) -> PathBuf {
    site.join("Documents").join("bench")
}
