//! The README shows what docent really prints, and names commands and options that there are.

#![allow(clippy::unwrap_used)]

use docent_tests::{binary, workspace};

#[test]
fn the_sample_is_real_output() {
    let readme = workspace::read("README.md");
    let sample = readme.split("```text\n").nth(1).unwrap().split("\n```").next().unwrap();
    let output = binary::docent().args(["check", "examples/liveperson-site"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", String::from_utf8_lossy(&output.stderr));
    let printed = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
    // A line of dots stands for lines left out; what stands between two of them is printed as it is.
    let mut rest = printed.as_str();
    for piece in sample.split("…\n").map(str::trim).filter(|piece| !piece.is_empty()) {
        let at = rest
            .find(piece)
            .unwrap_or_else(|| panic!("not printed (any longer, or in this order):\n{piece}\n\nbut:\n{rest}"));
        rest = &rest[at + piece.len()..];
    }
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
