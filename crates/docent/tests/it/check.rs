//! `docent check`: exit codes, which files are checked, and the three formats.

use crate::harness::{CLEAN, Folder, command};
use serde_json::json;
use std::io::Read;

/// A configuration with one mistake.
const BAD_CONFIG: &str = "# 😀\nrules: { ä😀: off, missing-step: loud }\n";

#[test]
fn clean_is_0_and_says_how_many_files() {
    let folder = Folder::new(&[("a.md", "# A\n"), ("b/c.md", CLEAN)]);
    let run = folder.run(&["check"]);
    assert_eq!(
        (run.code, &*run.stdout, &*run.stderr),
        (Some(0), "", "Checked 2 pages of the Jekyll site in this folder\n2 files checked: nothing found\n")
    );
}

#[test]
fn findings_are_1() {
    let folder = Folder::new(&[("docent.yaml", BAD_CONFIG), ("a.md", "# A\n")]);
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(1), "{run:?}");
    assert!(run.stdout.contains("error[invalid-configuration]: 'loud' is not one of"), "{}", run.stdout);
    assert!(run.stdout.contains("docent.yaml:2:33"), "{}", run.stdout);
    assert_eq!(run.stderr, "Checked 1 page of the plain site in this folder\n2 errors in 1 file (1 checked)\n");
}

#[test]
fn nothing_to_check_is_2() {
    let folder = Folder::new(&[("note.txt", "")]);
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("docent: 0 files checked"), "{}", run.stderr);
    let run = folder.run(&["check", "--format", "json"]);
    let (code, report) = (run.code, run.json());
    assert_eq!((code, &report["version"], &report["filesChecked"]), (Some(2), &json!(1), &json!(0)));
    assert_eq!(report["findings"], json!([]));
}

#[test]
fn a_missing_path_is_2_and_the_others_are_checked() {
    let folder = Folder::new(&[("docent.yaml", BAD_CONFIG), ("a.md", "# A\n")]);
    let run = folder.run(&["check", "a.md", "gone.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stdout.contains("docent.yaml"), "{run:?}");
    assert!(run.stderr.contains("docent: cannot find gone.md\n"), "{}", run.stderr);
    assert!(run.stderr.contains("in 1 file (1 checked)"), "{}", run.stderr);
}

#[test]
fn wrong_arguments_are_2() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run(&["check", "--format", "xml"]).code, Some(2));
    assert_eq!(folder.run(&[]).code, Some(2));
    assert_eq!(folder.run(&["check", "--template", "gone"]).code, Some(2));
}

#[test]
fn unreadable_files_are_named_and_the_others_are_checked() {
    let folder = Folder::new(&[("a.md", "# A\n")]);
    folder.write("latin1.md", b"# \xe4\n");
    let run = folder.run(&["check"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("docent: cannot read latin1.md: it is not UTF-8 (line 1)\n"), "{}", run.stderr);
    assert!(run.stderr.contains("1 file checked"), "{}", run.stderr);
}

#[test]
fn ignored_and_excluded_files_are_checked_only_when_named() {
    let folder = Folder::new(&[
        (".gitignore", "ignored.md\n"),
        ("docent.yaml", "exclude: [excluded/, also.md]\n"),
        ("a.md", "# A\n"),
        ("ignored.md", "# A\n"),
        ("also.md", "# A\n"),
        ("excluded/deep/b.md", "# A\n"),
        ("node_modules/x/README.md", "# A\n"),
    ]);
    let checked = |arguments: &[&str]| {
        let run = folder.run(&[&["check", "--format", "json"], arguments].concat());
        run.json()["filesChecked"].clone()
    };
    assert_eq!(checked(&[]), 1);
    assert_eq!(checked(&["."]), 1);
    assert_eq!(checked(&["ignored.md", "excluded/deep/b.md", "also.md"]), 3);
    assert_eq!(checked(&[".", "ignored.md", "./ignored.md"]), 2);
    assert_eq!(checked(&["docent.yaml"]), 1);
}

#[test]
fn json_has_the_shape_that_is_promised() {
    let folder = Folder::new(&[("site/docent.yaml", BAD_CONFIG), ("site/a.md", "# A\n"), ("b.md", "# B\n")]);
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!((run.code, &*run.stderr), (Some(1), ""));
    let report = run.json();
    let keys: Vec<&String> = report.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["version", "filesChecked", "findings", "sites", "leftOut"]);
    assert_eq!((&report["version"], &report["filesChecked"]), (&json!(1), &json!(2)));
    assert_eq!(
        report["findings"][1],
        json!({
            "path": "site/docent.yaml",
            "rule": "invalid-configuration",
            "severity": "error",
            "message": "'loud' is not one of off, hint, info, warning and error",
            // The astral character before it counts two UTF-16 units.
            "range": { "start": { "line": 1, "character": 33 }, "end": { "line": 1, "character": 37 } },
            "related": [],
            "fixes": [],
        })
    );
    let first = report["findings"][0].as_object().expect("an object").keys().collect::<Vec<_>>();
    assert_eq!(first, ["path", "rule", "severity", "message", "range", "related", "fixes"]);
}

#[test]
fn concise_is_one_line_for_each_finding() {
    let folder = Folder::new(&[("docent.yaml", "rules: { missing-step: loud }\nx: 1\n"), ("a.md", "# A\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    let lines: Vec<&str> = run.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{run:?}");
    assert!(lines[0].starts_with("docent.yaml:1:24: error[invalid-configuration] 'loud' is not one of"), "{run:?}");
    assert!(lines[1].starts_with("docent.yaml:2:1: error[invalid-configuration] "), "{run:?}");
}

#[test]
fn paths_are_shown_from_the_working_directory() {
    let folder = Folder::new(&[("docent.yaml", "x: 1\n"), ("pages/a.md", "# A\n"), ("other/b.md", "# B\n")]);
    let absolute = folder.path("other/b.md").display().to_string();
    let run = command(&folder.path("pages"), &["check", "--format", "concise", "../other", &absolute])
        .output()
        .expect("docent runs");
    let stdout = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(stdout.starts_with("../docent.yaml:1:1: "), "{stdout}");
}

#[test]
fn colours_only_where_they_are_wanted() {
    let folder = Folder::new(&[("docent.yaml", "x: 1\n"), ("a.md", "# A\n")]);
    assert!(!folder.run(&["check"]).stdout.contains('\u{1b}'));
    assert!(folder.run(&["check", "--color", "always"]).stdout.contains('\u{1b}'));
    assert!(!folder.run(&["check", "--color", "never"]).stdout.contains('\u{1b}'));
}

#[test]
fn stdin_is_checked_as_the_file_it_says() {
    let folder = Folder::new(&[("docent.yaml", "exclude: a.md\n")]);
    let run = folder.run_with_input(&["check", "--stdin-filename", "sub/a.md", "--format", "json"], b"# A\n");
    assert_eq!((run.code, run.json()["filesChecked"].clone()), (Some(0), json!(1)));
    let run = folder.run_with_input(&["check", "--stdin-filename", "a.md"], b"\xff");
    assert_eq!(run.code, Some(2));
    assert_eq!(run.stderr, "docent: cannot read standard input: it is not UTF-8 (line 1)\n");
    assert_eq!(folder.run(&["check", "--stdin-filename", "a.md", "b.md"]).code, Some(2));
}

#[test]
fn a_reader_that_goes_away_does_not_change_the_exit_code() {
    let mut config = String::from("rules:\n");
    (0..5_000).for_each(|n| config.push_str(&format!("  no-such-rule-{n}: loud\n")));
    let folder = Folder::new(&[("docent.yaml", &config), ("a.md", "# A\n")]);
    for format in ["text", "concise", "json"] {
        let mut child = command(&folder.path(""), &["check", "--format", format]).spawn().expect("docent starts");
        let mut stdout = child.stdout.take().expect("a pipe");
        let mut few = [0; 10];
        stdout.read_exact(&mut few).expect("some output");
        drop(stdout);
        let output = child.wait_with_output().expect("docent ends");
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let summary = if format == "json" {
            ""
        } else {
            "Checked 1 page of the plain site in this folder\n5000 errors in 1 file (1 checked)\n"
        };
        assert_eq!((output.status.code(), &*stderr), (Some(1), summary), "{format}");
        // What is below --fail-on lets the run pass, with and without a reader.
        let arguments = ["check", "--format", format, "--exclude-rule", "invalid-configuration"];
        let mut child = command(&folder.path(""), &arguments).spawn().expect("docent starts");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("docent ends").code(), Some(0), "{format}");
    }
}

#[test]
fn hostile_files_are_checked() {
    let folder = Folder::new(&[
        ("brackets.md", &"[".repeat(50_000)),
        ("braces.md", &format!("{CLEAN}{}{}", "{{".repeat(100_000), "{{a}} ".repeat(100_000))),
        ("deep.md", &"> ".repeat(10_000)),
        ("empty.md", ""),
        ("nul.md", "---\na: \0\n---\n\0"),
        ("cr.md", "---\ra: b\r---\r# A\r"),
        ("lone.md", "---"),
    ]);
    let run = folder.run(&["check", "--format", "json"]);
    assert_eq!(run.json()["filesChecked"], 7, "{}", run.stderr);
    assert!(run.code < Some(2), "{run:?}");
    assert_eq!(folder.run(&["check", "--template", "overview"]).code, Some(1));
}

/// Two pages, one of which leads nowhere and redirects from the other's address; a menu with an entry too many.
const SITE: [(&str, &str); 4] = [
    ("_config.yml", "title: Site\n"),
    ("_data/documentsupdated.yaml", "entries:\n  - permalink: a.html\n  - permalink: gone-for-good.html\n"),
    ("a.md", "---\npermalink: a.html\n---\n\nSee [b](zzz.html).\n"),
    ("b.md", "---\npermalink: b.html\nredirect_from: a.html\n---\n\nSee [a](a.html).\n"),
];

fn rules(run: &crate::harness::Run) -> Vec<(String, String)> {
    let json = run.json();
    let text = |finding: &serde_json::Value, key: &str| finding[key].as_str().expect("a text").to_owned();
    json["findings"].as_array().expect("findings").iter().map(|f| (text(f, "path"), text(f, "rule"))).collect()
}

#[test]
fn one_page_is_checked_among_all_others() {
    let folder = Folder::new(&SITE);
    let run = folder.run(&["check", "--format", "json", "b.md"]);
    assert_eq!(rules(&run), [("b.md".to_owned(), "redirect-conflict".to_owned())], "{run:?}");
    assert_eq!(run.json()["filesChecked"], 1);
    let run = folder.run(&["check", "--format", "json"]);
    let paths: Vec<String> = rules(&run).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["_data/documentsupdated.yaml", "a.md", "b.md"], "{run:?}");
}

#[test]
fn a_navigation_file_can_be_named() {
    let folder = Folder::new(&SITE);
    let run = folder.run(&["check", "--format", "json", "_data/documentsupdated.yaml"]);
    let expected = ("_data/documentsupdated.yaml".to_owned(), "missing-navigation".to_owned());
    assert_eq!((rules(&run), run.code), (vec![expected], Some(1)), "{run:?}");
}
