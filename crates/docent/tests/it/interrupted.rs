//! `docent fix` and `docent mv` that a signal ends: all files are changed, or none, whenever the signal comes.

use crate::harness::{Folder, command};
use std::collections::BTreeMap;
use std::fs;
use std::process::ExitStatus;

const PAGES: usize = 150;

fn site() -> Folder {
    let folder = Folder::new(&[("_config.yml", ""), ("t.md", "# T\n")]);
    for number in 0..PAGES {
        folder.write(&format!("p{number}.md"), b"---\nx: a\nx: a\n---\n\n[t](t.md)\n");
    }
    folder
}

fn texts(folder: &Folder) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for below in ["", "sub"] {
        for entry in
            fs::read_dir(folder.path(below)).into_iter().flatten().flatten().filter(|entry| entry.path().is_file())
        {
            let name = format!("{below}/{}", entry.file_name().to_string_lossy());
            texts.insert(name, fs::read_to_string(entry.path()).expect("a text"));
        }
    }
    texts
}

fn has_begun(folder: &Folder) -> bool {
    let entries = fs::read_dir(folder.path("")).expect("a folder").flatten();
    entries.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".docent-"))
}

/// Runs docent, and sends it the signal after it has begun to write and the folder was looked at `looks` more times.
fn interrupt(folder: &Folder, arguments: &[&str], signal: rustix::process::Signal, looks: usize) -> ExitStatus {
    let mut child = command(&folder.path(""), arguments).spawn().expect("docent starts");
    let mut left = looks;
    while child.try_wait().expect("a state").is_none() {
        if has_begun(folder) {
            match left {
                0 => break,
                _ => left -= 1,
            }
        }
        std::thread::yield_now();
    }
    // It may have ended by itself.
    if let Some(process) = rustix::process::Pid::from_raw(child.id() as i32).filter(|_| left == 0) {
        let _ = rustix::process::kill_process(process, signal);
    }
    child.wait_with_output().expect("docent ends").status
}

#[test]
fn all_files_or_none_whenever_the_signal_comes() {
    use rustix::process::Signal;
    use std::os::unix::process::ExitStatusExt;
    let expected = |arguments: &[&str]| {
        let folder = site();
        let before = texts(&folder);
        let run = folder.run(arguments);
        assert!(run.code < Some(2), "{run:?}");
        (before, texts(&folder))
    };
    for arguments in [&["mv", "t.md", "sub/u.md"][..], &["fix"]] {
        let (before, after) = expected(arguments);
        assert_ne!(before, after);
        for (number, signal) in [Signal::INT, Signal::TERM, Signal::HUP].into_iter().cycle().take(6).enumerate() {
            let folder = site();
            let status = interrupt(&folder, arguments, signal, number * number * 2);
            let (now, what) = (texts(&folder), format!("{arguments:?} {signal:?} {number}: {status}"));
            match status.code() {
                Some(code) => {
                    assert!(code < 2, "{what}");
                    assert!(now == after, "{what}: not all");
                }
                None => {
                    assert_eq!(status.signal(), Some(signal.as_raw()), "{what}");
                    // All are changed where the signal came when docent was about to say so.
                    assert!(now == before || now == after, "{what}: some, or something is left over");
                    assert!(now == after || !folder.path("sub").exists(), "{what}");
                }
            }
        }
    }
}

/// What a killed run has left is hidden, and no page.
#[test]
fn what_a_killed_run_leaves_is_no_page() {
    let folder = Folder::new(&[
        ("_config.yml", ""),
        ("a.md", "# A\n"),
        (".docent-AbCdEf.new", "---\nx: a\nx: a\n---\n"),
        (".docent-AbCdEf.old", "---\nx: a\nx: a\n---\n"),
    ]);
    assert_eq!(folder.run(&["check", "--format", "json"]).json()["filesChecked"], 1);
}
