//! Starts in sites of any size, and files that change while nobody looks.

use super::measure::{Group, Samples};
use super::pages::{page, put};
use super::session::{Program, Session, pages_below, uri};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// From the start of the process: initialized, first findings of an opened page, index ready. Then, in the running server, the
/// first findings of another page.
pub(crate) fn starts(site: &Path, pages: usize, programs: &[Program], repetitions: usize) -> Group {
    let mut group = Group::new("From the start of the process");
    let text = page(6_000);
    let first = put(site, "first", &text);
    let linked = linking_page(site, 20);
    let linking = put(site, "linking", &linked);
    let mut of_program: Vec<[Samples; 4]> = programs.iter().map(|_| Default::default()).collect();
    let mut peaks = vec![None; programs.len()];
    for _ in 0..repetitions {
        for (number, program) in programs.iter().enumerate() {
            let Some(mut session) = Session::start(program, site) else { continue };
            let [initialized, cold, ready, warm] = &mut of_program[number];
            initialized.push(session.initialized_after);
            session.open(&first, &text, 0);
            if session.findings(0).is_none() {
                continue;
            }
            cold.push(session.started.elapsed());
            // Only who knows the other pages knows that this link is broken.
            if is_docent(program) {
                session.open(&linking, &linked, 0);
                if session.findings_with("broken-link", 1..=1).is_some() {
                    ready.push(session.started.elapsed());
                }
            }
            let another = put(site, "another", &text);
            let start = Instant::now();
            session.open(&another, &text, 0);
            if session.findings_of(&uri(&another)).is_some() {
                warm.push(start.elapsed());
            }
            peaks[number] = session.peak();
        }
    }
    let names = ["initialize", "first findings, cold", "index ready", "first findings, warm"];
    for (number, program) in programs.iter().enumerate() {
        for (samples, name) in std::mem::take(&mut of_program[number]).into_iter().zip(names) {
            if samples.len() > 0 {
                group.add(format!("{pages} pages, {name}"), &program.name, samples).peak = peaks[number];
            }
        }
    }
    group
}

pub(crate) fn is_docent(program: &Program) -> bool {
    program.name.starts_with("docent")
}

/// 1,000 pages get other addresses; a page that links to all of them is open. Until all its findings are there, and back.
pub(crate) fn thousand_files_change(site: &Path, pages: usize, programs: &[Program]) -> Group {
    let mut group = Group::new("1,000 files changed outside, to the right findings of an open page");
    let linked = linking_page(site, 1000);
    let linking = put(site, "linking", &linked);
    let files = pages_with_permalinks(site, 1000);
    let texts: Vec<String> =
        files.iter().map(|(_, path, _)| std::fs::read_to_string(path).unwrap_or_default()).collect();
    for program in programs.iter().filter(|program| is_docent(program)) {
        let Some(mut session) = Session::start(program, site) else { continue };
        session.open(&linking, &linked, 0);
        if session.findings_with("broken-link", 1..=1).is_none() {
            continue;
        }
        let mut samples = Samples::default();
        let cpu_before = session.cpu();
        for round in 0..6 {
            let is_away = round % 2 == 0;
            for ((permalink, path, _), text) in files.iter().zip(&texts) {
                let away =
                    text.replacen(&format!("permalink: {permalink}"), &format!("permalink: away-{permalink}"), 1);
                std::fs::write(path, if is_away { &away } else { text }).expect("the site can be written to");
            }
            let changes: Vec<_> = files.iter().map(|(_, path, _)| json!({ "uri": uri(path), "type": 2 })).collect();
            let start = Instant::now();
            session.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
            // A few old addresses may lead somewhere all the same.
            let wanted = if is_away { files.len() * 9 / 10..=files.len() + 1 } else { 1..=1 };
            if session.findings_with("\"code\":\"broken-link\"", wanted).is_none() {
                break;
            }
            samples.push(start.elapsed());
        }
        let count = samples.len().max(1) as u32;
        let cpu = session.cpu().saturating_sub(cpu_before) / count;
        let row = group.add(format!("{pages} pages"), &program.name, samples);
        (row.cpu, row.peak) = (Some(cpu), session.peak());
    }
    group
}

/// A page with one broken link, and links to `count` pages of the site.
pub(crate) fn linking_page(site: &Path, count: usize) -> String {
    let mut text = page(1_000).replace("bench-api-overview.html", "bench-linking-overview.html");
    text.push_str("\n[broken](no-such-page-anywhere.html)\n\n");
    for (permalink, ..) in pages_with_permalinks(site, count) {
        text.push_str(&format!("* [page]({permalink})\n"));
    }
    text
}

/// Permalink, path and line ending of generated pages.
fn pages_with_permalinks(site: &Path, count: usize) -> Vec<(String, PathBuf, ())> {
    let bench = site.join("Documents").join("bench");
    let pages = pages_below(site).into_iter().filter(|path| !path.starts_with(&bench));
    pages
        .filter_map(|path| {
            let text = std::fs::read_to_string(&path).ok()?;
            let line = text.lines().take(20).find_map(|line| line.strip_prefix("permalink: "))?;
            let permalink = line.trim().to_owned();
            permalink.ends_with(".html").then_some((permalink, path, ()))
        })
        .take(count)
        .collect()
}
