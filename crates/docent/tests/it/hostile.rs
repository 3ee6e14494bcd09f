//! Names and files that are meant to do harm: control characters, pipes, devices, links in circles, output that cannot be written.

use crate::harness::Folder;
#[cfg(unix)]
use crate::harness::{Run, command};

/// What a terminal acts on.
const CONTROLS: &str = "\u{1b}]0;title\u{7}\u{1b}[31m\u{9b}1m\u{202e}\u{7f}";

#[cfg(unix)]
fn pipe(folder: &Folder, path: &str) {
    let status = std::process::Command::new("mkfifo").arg(folder.path(path)).status().expect("mkfifo starts");
    assert!(status.success());
}

/// The output without the colours that docent itself writes.
fn without_colours(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |plain, part| {
        let digits = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        match digits.strip_prefix('m') {
            Some(rest) => plain + rest,
            None => plain + "\u{1b}[" + part,
        }
    })
}

#[cfg(unix)]
#[test]
fn nothing_from_a_site_reaches_a_terminal_as_a_control() {
    let page = format!(
        "---\n\"k{}\": 1\n\"k{}\": 2\n---\n\n# A\n\n[x{CONTROLS}](gone{CONTROLS}.md)\n",
        "\\e]0;title\\a\\u202e", "\\e]0;title\\a\\u202e"
    );
    let template = "---\ndocent: { template: \"a\\e]0;title\\a\", title: \"b\\e[31m\\nforged\" }\n---\n\n## A\n";
    let name = format!("esc{CONTROLS}n.md");
    let folder = Folder::new(&[
        ("_config.yml", ""),
        ("docent.yaml", "templates: t.md\n\"x\\e]0;title\\a\": 1\nrules: { \"y\\e[31m\": off }\n"),
        ("t.md", template),
        (&name, &page),
        ("line\nforged.md:1:1: error[forged] x.md", &page),
        ("links.md", &format!("[a](<{name}>) [b](gone.md)\n")),
    ]);
    let no_file = format!("gone{CONTROLS}.md");
    let moved = format!("moved{CONTROLS}.md");
    let runs: [&[&str]; 15] = [
        &["check"],
        &["check", "--format", "concise"],
        &["check", &no_file],
        &["check", "--template", &no_file],
        &["check", "--rule", &no_file],
        &["check", "--stdin-filename", &name],
        &["explain", &no_file],
        &["links", &name],
        &["template", "list"],
        &["template", "show", &no_file],
        &["mv", &no_file, "x.md"],
        &["new", "t.md", &moved],
        &["init"],
        &["mv", &name, &moved],
        &["fix", "--unsafe"],
    ];
    for arguments in runs {
        let run = folder.run(&[&["--color", "always"], arguments].concat());
        for (stream, text) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
            let harmful: Vec<char> = without_colours(text)
                .chars()
                .filter(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c))
                .collect();
            assert!(harmful.is_empty(), "{arguments:?}: {harmful:?} in {stream}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("forged")), "{arguments:?}: {text}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_finding_is_one_line_whatever_the_file_is_called() {
    let folder = Folder::new(&[("_config.yml", ""), ("line\nforged.md:1:1: error[forged] x.md", "[b](gone.md)\n")]);
    let run = folder.run(&["check", "--format", "concise"]);
    assert_eq!(run.stdout.lines().count(), 1, "{run:?}");
    assert!(run.stdout.starts_with("line\\nforged.md:1:1: error[forged] x.md:1:"), "{run:?}");
    // Programs get the name as it is.
    let json = folder.run(&["check", "--format", "json"]).json();
    assert_eq!(json["findings"][0]["path"], "line\nforged.md:1:1: error[forged] x.md");
}

#[cfg(unix)]
#[test]
fn a_diff_with_such_names_can_be_applied() {
    let name = "a\u{1b}\n\u{202e}\"b.md";
    let folder =
        Folder::new(&[("_config.yml", ""), ("b.md", "[a](<a b.md>)\n"), (name, "---\nt: 1\nt: 1\n---\n\n\u{1b}[1m\n")]);
    let run = folder.run(&["fix", "--diff"]);
    assert!(run.stdout.starts_with("--- \"a/a\\033\\012\\342\\200\\256\\\"b.md\"\n+++ \"b/a\\033"), "{run:?}");
    // The text itself is for `patch`, byte for byte.
    assert!(run.stdout.contains("\n \u{1b}[1m\n"), "{run:?}");
}

/// The commands that read a file by its name.
#[cfg(unix)]
#[test]
fn a_pipe_or_device_is_refused_and_never_read() {
    let folder = Folder::new(&[("_config.yml", ""), ("a.md", "# A\n")]);
    pipe(&folder, "pipe.md");
    for path in ["pipe.md", "/dev/zero", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"] {
        for command in ["check", "fix"] {
            let run = folder.run(&[command, path]);
            assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
            assert!(
                run.stderr.starts_with(&format!("docent: cannot read {path}: it is not a regular file")),
                "{run:?}"
            );
            assert_eq!(run.stderr.lines().count(), 1, "{run:?}");
            assert_eq!(run.stderr.contains("--stdin-filename"), path.starts_with('/'), "{run:?}");
        }
    }
    let commands: [&[&str]; 6] = [
        &["check", "--template", "pipe.md"],
        &["template", "show", "pipe.md"],
        &["template", "import", "pipe.md"],
        &["new", "pipe.md", "new.md"],
        &["links", "pipe.md"],
        &["links", "/dev/zero"],
    ];
    for arguments in commands {
        let run = folder.run(arguments);
        assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
    }
    // Beside others it is as any file that cannot be read.
    let run = folder.run(&["check", "a.md", "pipe.md"]);
    assert_eq!(
        (run.code, run.stderr.contains("(1 checked)") || run.stderr.contains("1 file checked")),
        (Some(2), true),
        "{run:?}"
    );
    // In a folder it is no page.
    assert_eq!(folder.run(&["check"]).code, Some(0));
}

#[cfg(unix)]
#[test]
fn links_in_circles_and_unreadable_files_are_named() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new(&[("_config.yml", ""), ("a.md", "# A\n")]);
    symlink("circle.md", folder.path("circle.md")).expect("a link");
    symlink(".", folder.path("here")).expect("a link");
    symlink("gone.md", folder.path("dangling.md")).expect("a link");
    let said = |path: &str| -> Run { folder.run(&["check", path]) };
    assert!(
        said("circle.md").stderr.starts_with("docent: cannot read circle.md: too many levels"),
        "{:?}",
        said("circle.md")
    );
    assert_eq!(said("dangling.md").stderr, "docent: cannot find dangling.md\n");
    assert_eq!(said("nope.md").stderr, "docent: cannot find nope.md\n");
    for path in ["circle.md", "dangling.md", "nope.md"] {
        assert_eq!(said(path).code, Some(2));
    }
    // The folder that contains itself is walked once.
    assert_eq!(folder.run(&["check", "--format", "json"]).json()["filesChecked"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_2() {
    let folder = Folder::new(&[("_config.yml", ""), ("a.md", "[b](gone.md)\n"), ("b.md", "---\nt: 1\nt: 1\n---\n")]);
    let commands: [&[&str]; 9] = [
        &["check"],
        &["check", "--format", "concise"],
        &["check", "--format", "json"],
        &["fix", "--diff"],
        &["links", "--format", "json", "a.md"],
        &["explain"],
        &["schema"],
        &["template", "list"],
        &["--help"],
    ];
    for arguments in commands {
        let full = std::fs::File::options().write(true).open("/dev/full").expect("the device");
        let child = command(&folder.path(""), arguments).stdout(full).spawn().expect("docent starts");
        let output = child.wait_with_output().expect("docent ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {stderr}");
        assert!(stderr.contains("cannot write to standard output: no space left"), "{arguments:?}: {stderr}");
    }
}

/// What could not be written remains; the other files are as they were, too.
#[cfg(unix)]
#[test]
fn one_file_that_cannot_be_written_keeps_all_as_they_were() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    const PAGE: &str = "---\nt: a\nt: a\n---\n";
    let folder = Folder::new(&[("_config.yml", ""), ("a.md", PAGE), ("b.md", PAGE), ("c.md", PAGE)]);
    fs::set_permissions(folder.path("b.md"), fs::Permissions::from_mode(0o444)).expect("permissions");
    let run = folder.run(&["fix"]);
    assert_eq!(run.code, Some(2), "{run:?}");
    assert!(run.stderr.starts_with("docent: cannot write b.md: it is read-only; nothing was changed\n"), "{run:?}");
    assert!(run.stderr.ends_with("Fixed nothing; 3 findings remain (3 errors) in 3 files\n"), "{run:?}");
    assert_eq!(["a.md", "b.md", "c.md"].map(|path| folder.read(path)), [PAGE; 3]);
    assert_eq!(folder.run(&["fix", "a.md", "c.md"]).code, Some(0));
}
