//! The README shows what docent really prints, and names commands and options that there are.
//!
//! `UPDATE_DOCS=1` puts the output of today into the sample.

#![allow(clippy::unwrap_used)]

use docent_tests::{binary, workspace};
use serde_json::Value;

/// Stands for lines left out.
const LEFT_OUT: &str = "…\n";

#[test]
fn the_sample_is_real_output() {
    let readme = workspace::read("README.md");
    let sample = readme.split("```text\n").nth(1).unwrap().split("```").next().unwrap();
    let output = binary::docent().args(["check", "examples/liveperson-site"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    let real: Vec<&str> = sample.split(LEFT_OUT).map(|piece| as_printed(piece, &printed)).collect();
    let real = real.join(LEFT_OUT);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(workspace::root().join("README.md"), readme.replace(sample, &real)).unwrap();
        return;
    }
    assert_eq!(sample, real, "UPDATE_DOCS=1 puts the output of today into the README");
}

#[test]
fn the_json_is_real_output() {
    let readme = workspace::read("README.md");
    let sample: Value =
        serde_json::from_str(readme.split("```json\n").nth(1).unwrap().split("```").next().unwrap()).unwrap();
    let finding = &sample["findings"][0];
    let output =
        binary::docent().args(["check", "--format", "json", finding["path"].as_str().unwrap()]).output().unwrap();
    let printed: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&printed["version"], &printed["filesChecked"]), (&sample["version"], &sample["filesChecked"]));
    assert!(printed["findings"].as_array().unwrap().contains(finding), "{printed:#}");
}

/// What is printed today where the README has `piece`: a finding by its first line, or the last line of all.
fn as_printed<'p>(piece: &'p str, printed: &'p str) -> &'p str {
    let Some(first) = piece.lines().next() else { return piece };
    let is_finding = first.contains("]: ");
    let start = match is_finding {
        true => printed.find(&format!("{first}\n")),
        false => printed.trim_end().rfind('\n').map(|at| at + 1),
    };
    let start = start.unwrap_or_else(|| panic!("docent does not print this (any longer):\n{first}\n\nbut:\n{printed}"));
    let block = &printed[start..];
    &block[..block.find("\n\n").map_or(block.len(), |end| end + 1)]
}

#[test]
fn commands_and_options_exist() {
    let readme = workspace::read("README.md");
    let lines = readme.lines().map(|line| line.split('#').next().unwrap().trim());
    let mut seen = 0;
    for line in lines.filter(|line| line.starts_with("docent ")) {
        let words: Vec<&str> = line.split_whitespace().skip(1).collect();
        let output = binary::docent().args([words[0], "--help"]).output().unwrap();
        let help = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "docent has no command `{}`", words[0]);
        for option in words.iter().filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "`docent {}` has no option {option}", words[0]);
        }
        seen += 1;
    }
    assert!(seen > 3, "the README names commands");
}
