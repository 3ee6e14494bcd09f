//! Sites of 1,000 to 100,000 generated pages: how long it takes to read one into the index and to check it from a cold start, and
//! how much memory that needs. Each figure is the best of a few runs in processes of their own; beside them the floor, which
//! reads and parses the same pages and does nothing else.
//!
//! `cargo bench -p docent-tests --bench sites [-- PAGES...]`

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use docent_site::Site;
use docent_site::index::build::build_index;
use docent_site::read::read_text;
use docent_site::walk::markdown_files;
use docent_syntax::{Dialect, Page};
use docent_tests::binary;
use docent_tests::generator::{Options, generate};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

const RUNS: usize = 3;
const PARSE: &str = "--parse";
const INDEX: &str = "--index";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.as_slice() {
        [work, folder] if work == PARSE => return parse(Path::new(folder)),
        [work, folder] if work == INDEX => return index(Path::new(folder)),
        _ => {}
    }
    let sizes: Vec<usize> = match arguments.is_empty() {
        true => vec![1_000, 10_000, 100_000],
        false => arguments.iter().map(|argument| argument.parse().unwrap()).collect(),
    };
    println!("| pages | size | written in | read and parsed | indexed | checked | with faults | findings |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    sizes.into_iter().for_each(row);
}

fn row(pages: usize) {
    let folder = tempfile::tempdir().unwrap();
    let (clean, faulty) = (folder.path().join("clean"), folder.path().join("faults"));
    let started = Instant::now();
    generate(&clean, &Options { pages, ..Options::default() }).unwrap();
    let written = started.elapsed();
    let manifest = generate(&faulty, &Options { pages, faults: true, ..Options::default() }).unwrap();
    let size =
        markdown_files(&clean, |_, _| false).files.iter().map(|file| file.metadata().unwrap().len()).sum::<u64>();
    let own = std::env::current_exe().unwrap();
    let of_own =
        |work: &str| measure(|| Command::new(&own).arg(work).arg(&clean).stdout(Stdio::piped()).spawn().unwrap());
    let check = |site: &Path| {
        let docent =
            || binary::docent().current_dir(site).args(["check", "--format", "json"]).stdout(Stdio::null()).spawn();
        measure(|| docent().unwrap())
    };
    println!(
        "| {pages} | {} MB | {:.1} s | {} | {} | {} | {} | {} |",
        size / 1_000_000,
        written.as_secs_f64(),
        of_own(PARSE),
        of_own(INDEX),
        check(&clean),
        check(&faulty),
        manifest.findings.len()
    );
}

/// "1.20 s, 85 MB": the best time and the least peak of memory.
fn measure(start: impl Fn() -> std::process::Child) -> String {
    let mut best = (Duration::MAX, u64::MAX);
    for _ in 0..RUNS {
        let started = Instant::now();
        let mut child = start();
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            peak = peak.max(peak_memory(child.id()));
            std::thread::sleep(Duration::from_millis(1));
        }
        best = (best.0.min(started.elapsed()), best.1.min(peak));
    }
    format!("{:.2} s, {} MB", best.0.as_secs_f64(), best.1 / 1000)
}

/// In kB; 0 where the system does not tell.
fn peak_memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

fn index(folder: &Path) {
    let index = build_index(&Site::load_root(folder.to_owned()), &|_| {}, &AtomicBool::new(false));
    println!("{} pages", index.len());
}

/// The floor: every core takes the next page, parses it and forgets it.
fn parse(folder: &Path) {
    let files = markdown_files(folder, |_, _| false).files;
    let (next, sections) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let page = Page::parse(&read_text(file).unwrap(), Dialect::EXTENDED);
                    sections.fetch_add(page.sections().count(), Ordering::Relaxed);
                }
            });
        }
    });
    println!("{} sections", sections.load(Ordering::Relaxed));
}
