//! What an author feels, measured as an editor measures it: the real binary over its pipes, beside the floor (a server that only
//! echoes) and beside other servers given by their commands, in turns in one run.
//!
//! `tests/bench` builds what is needed and runs it all; `docs/performance.md` says how to read the figures.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod asking;
mod echo;
mod latency;
mod measure;
mod outside;
mod pages;
mod session;
mod terminal;
mod typing;

use docent_tests::generator::{Options, generate};
use measure::Group;
use serde_json::json;
use session::Program;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::Duration;
use typing::Amount;

const USAGE: &str = "\
Usage: docent-bench [OPTIONS]

Measures the docent that lies beside it, or the one that DOCENT_BIN names.

      --server NAME=COMMAND    another language server to measure beside docent; may be given again
      --check NAME=COMMAND     another program that checks a folder; {site} in it stands for the folder
      --pages N,N,...          how large the sites are; 20,10000,100000 unless given
      --only WORD              only groups whose names hold the word: typing, large, bursts, requests, starts, site,
                               outside, latency, terminal
      --keystrokes N           at each place; 1000 unless given
      --json FILE              writes the figures to a file, too
";

struct Plan {
    servers: Vec<Program>,
    checkers: Vec<Program>,
    pages: Vec<usize>,
    only: Option<String>,
    amount: Amount,
    json: Option<PathBuf>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|argument| argument == echo::ARGUMENT) {
        return echo::serve();
    }
    match plan(&arguments) {
        Ok(plan) => run(&plan),
        Err(problem) => {
            eprintln!("{problem}\n\n{USAGE}");
            std::process::exit(2);
        }
    }
}

fn plan(arguments: &[String]) -> Result<Plan, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let beside = own.with_file_name("docent");
    let docent = std::env::var_os("DOCENT_BIN").map_or(beside, PathBuf::from);
    if !docent.is_file() {
        return Err(format!("there is no {}; `cargo build --release` makes it", docent.display()));
    }
    let (own, docent) = (own.to_string_lossy().into_owned(), docent.to_string_lossy().into_owned());
    let mut plan = Plan {
        servers: vec![Program::new("echo", &[&own, echo::ARGUMENT]), Program::new("docent", &[&docent, "lsp"])],
        checkers: vec![Program::new("docent", &[&docent, "check", "--format", "json"])],
        pages: vec![20, 10_000, 100_000],
        only: None,
        amount: Amount { keystrokes: 1000, patience: Duration::from_secs(20) },
        json: None,
    };
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        let value = arguments.next().ok_or_else(|| format!("{argument} is not known, or needs a value"))?;
        let number = |text: &str| text.parse::<usize>().map_err(|_| format!("'{text}' is not a number"));
        match argument.as_str() {
            "--server" => plan.servers.push(program(value)?),
            "--check" => plan.checkers.push(program(value)?),
            "--pages" => plan.pages = value.split(',').map(number).collect::<Result<_, _>>()?,
            "--only" => plan.only = Some(value.clone()),
            "--keystrokes" => plan.amount.keystrokes = number(value)?,
            "--json" => plan.json = Some(PathBuf::from(value)),
            unknown => return Err(format!("there is no option {unknown}")),
        }
    }
    Ok(plan)
}

fn program(given: &str) -> Result<Program, String> {
    let (name, command) = given.split_once('=').ok_or_else(|| format!("'{given}' is not NAME=COMMAND"))?;
    Ok(Program::new(name, &command.split_whitespace().collect::<Vec<_>>()))
}

fn run(plan: &Plan) {
    let machine = machine();
    println!("{machine}");
    let mut sites = Sites { folder: tempfile::tempdir().expect("a temporary folder"), made: HashMap::new() };
    let mut groups: Vec<Group> = Vec::new();
    let mut add = |group: Group| {
        println!("{}", group.to_markdown());
        groups.push(group);
    };
    let wants = |name: &str| plan.only.as_ref().is_none_or(|only| name.contains(only.as_str()));
    let smallest = plan.pages.iter().copied().min().unwrap_or(20);
    let docent: Vec<Program> = plan.servers.iter().filter(|program| outside::is_docent(program)).cloned().collect();
    if wants("typing") {
        add(typing::everywhere(&sites.of(smallest), &plan.servers, plan.amount));
    }
    if wants("bursts") {
        add(typing::bursts(&sites.of(smallest), &plan.servers, 30));
    }
    if wants("requests") {
        add(asking::after_a_keystroke(&sites.of(smallest), &plan.servers, plan.amount.keystrokes.min(500)));
    }
    if wants("terminal") {
        add(terminal::check(&sites.of(1000), 1000, &plan.checkers, 7));
    }
    for pages in plan.pages.iter().copied() {
        let repetitions = if pages > 50_000 { 3 } else { 10 };
        if wants("starts") {
            let programs = if pages > 1000 { &docent } else { &plan.servers };
            add(outside::starts(&sites.of(pages), pages, programs, repetitions));
        }
        if wants("large") && pages > smallest {
            let programs: Vec<Program> = plan.servers.iter().take(2).cloned().collect();
            add(typing::in_large_site(&sites.of(pages), pages, &programs, plan.amount));
        }
        if wants("site") {
            add(asking::of_the_site(&sites.of(pages), pages, &docent, 50));
        }
        if wants("outside") && pages >= 1000 {
            add(outside::thousand_files_change(&sites.of(pages), pages, &docent));
        }
        // What changes files of the site comes last.
        if wants("latency") && (1000..=50_000).contains(&pages) {
            add(latency::under_load(&sites.of(pages), pages, &docent, plan.amount.keystrokes.min(400)));
        }
        if wants("terminal") && pages > 1000 {
            add(terminal::check(&sites.of(pages), pages, &plan.checkers[..1], 3));
        }
    }
    if let Some(file) = &plan.json {
        let groups: Vec<_> = groups.iter().map(Group::to_json).collect();
        let text = serde_json::to_string_pretty(&json!({ "machine": machine, "groups": groups })).unwrap_or_default();
        if let Err(error) = std::fs::write(file, text) {
            eprintln!("{}: {error}", file.display());
        }
    }
}

/// Generated sites, each made when it is needed first.
struct Sites {
    folder: tempfile::TempDir,
    made: HashMap<usize, PathBuf>,
}

impl Sites {
    fn of(&mut self, pages: usize) -> PathBuf {
        let folder: &Path = self.folder.path();
        let make = || {
            let site = folder.join(format!("{pages}"));
            generate(&site, &Options { pages, ..Options::default() }).expect("a site can be written");
            site
        };
        self.made.entry(pages).or_insert_with(make).clone()
    }
}

/// Processor, cores, and what else it was doing.
fn machine() -> String {
    let read = |file: &str| std::fs::read_to_string(file).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or("unknown processor");
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg").split_whitespace().take(3).collect::<Vec<_>>().join(" ");
    let kernel = read("/proc/sys/kernel/osrelease");
    format!(
        "{}, {cores} cores, Linux {}, load before the run {load}",
        model.trim_start_matches([':', '\t', ' ']),
        kernel.trim()
    )
}
