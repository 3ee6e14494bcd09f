//! Checking a whole site from the terminal, from a cold start of the process, beside other programs that read the same files.

use super::measure::{Group, Samples};
use super::session::Program;
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// In a command this stands for the site's folder.
pub(crate) const SITE: &str = "{site}";

pub(crate) fn check(site: &Path, pages: usize, programs: &[Program], repetitions: usize) -> Group {
    let mut group = Group::new("Checking a site from the terminal");
    let mut of_program = vec![(Samples::default(), None, String::new()); programs.len()];
    for _ in 0..repetitions {
        for (program, (samples, peak, note)) in programs.iter().zip(&mut of_program) {
            if let Some(run) = run(program, site) {
                samples.push(run.time);
                *peak = (*peak).max(run.memory);
                // A checker that finds something ends with 1; what else it ends with tells that it did not check.
                *note = run.code.map_or_else(|| "killed".to_owned(), |code| format!("exit {code}"));
            }
        }
    }
    for (program, (samples, peak, note)) in programs.iter().zip(of_program) {
        let row = group.add(format!("{pages} pages"), &program.name, samples);
        (row.peak, row.note) = (peak, note);
    }
    group
}

struct Run {
    time: Duration,
    /// The most memory of the process in kB (looked at now and then).
    memory: Option<u64>,
    code: Option<i32>,
}

fn run(program: &Program, site: &Path) -> Option<Run> {
    let folder = site.to_string_lossy();
    let mut command = std::process::Command::new(&program.command[0]);
    command.args(program.command[1..].iter().map(|word| word.replace(SITE, &folder)));
    command.current_dir(site).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let mut child = command.spawn().ok()?;
    let status = format!("/proc/{}/status", child.id());
    let watch = std::thread::spawn(move || {
        let mut peak = None;
        while let Ok(text) = std::fs::read_to_string(&status) {
            let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
            let Some(memory) = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()) else { break };
            peak = peak.max(Some(memory));
            std::thread::sleep(Duration::from_millis(5));
        }
        peak
    });
    let code = child.wait().ok()?.code();
    let time = start.elapsed();
    Some(Run { time, memory: watch.join().ok().flatten(), code })
}
