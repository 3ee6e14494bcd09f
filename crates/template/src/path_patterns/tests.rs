//! The judge of path patterns is `git check-ignore`: `git-check-ignore.json` has its answers, and where git is installed the test runs it.

use super::PathPatterns;
use serde_json::{Value, json};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const RECORDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/path_patterns/git-check-ignore.json");

/// Files that the patterns are matched against.
const FILES: [&str; 48] = [
    "a.md",
    "b.md",
    "ab.md",
    "A.md",
    "README.md",
    "readme.md",
    "a b.md",
    "c ",
    "#c.md",
    "!d.md",
    "[x].md",
    "x.md",
    "a-b.md",
    "a]b.md",
    "a^b.md",
    "a!b.md",
    "a\\b.md",
    "ä.md",
    "{a,b}.md",
    "a*b.md",
    "a?b.md",
    ".hidden.md",
    "7.md",
    "_.md",
    "docs/a.md",
    "docs/ab.md",
    "docs/overview.md",
    "docs/Overview.md",
    "docs/drafts/a.md",
    "docs/drafts/deep/b.md",
    "docs/archive/2020/a.md",
    "docs/archive/2020/keep.md",
    "docs/archive/keep.md",
    "docs/docs/a.md",
    "drafts/a.md",
    "drafts/b/a.md",
    "drafts.md/a.md",
    "a/a.md",
    "a/b/a.md",
    "a/b/c/a.md",
    "a/x/b/a.md",
    "ab/a.md",
    "a b/c.md",
    "#x/a.md",
    "!y/a.md",
    "foo/foo",
    "foo/bar/foo",
    "-/a.md",
];

/// Lists of patterns written by hand: what the manual of git names. Not `do**/a.md`: the manual says that its stars are as one, git 2
/// matches `docs/b/a.md` all the same, and docent does as the manual says.
const WRITTEN: &[&[&str]] = &[
    &["*.md"],
    &["/*.md"],
    &["docs"],
    &["docs/"],
    &["/docs/"],
    &["drafts/"],
    &["a.md/"],
    &["drafts.md/"],
    &["foo"],
    &["foo/"],
    &["/foo"],
    &["foo/foo"],
    &["docs/drafts"],
    &["/docs/drafts/"],
    &["docs/*"],
    &["docs/**"],
    &["docs/*.md"],
    &["docs/**/*.md"],
    &["**/drafts"],
    &["**/drafts/"],
    &["**/drafts/**"],
    &["**"],
    &["*"],
    &["/*"],
    &["/**"],
    &["*/"],
    &["**/"],
    &["a/**/b"],
    &["a/**/a.md"],
    &["**/overview.md"],
    &["**/a.md"],
    &["a/***/a.md"],
    &["a**b.md"],
    &["docs/archive/**", "!docs/archive/keep.md"],
    &["docs/archive/", "!docs/archive/keep.md"],
    &["docs/archive/*", "!docs/archive/2020/", "docs/archive/2020/*", "!docs/archive/2020/keep.md"],
    &["*.md", "!README.md"],
    &["*.md", "!/a.md", "a.md"],
    &["*", "!*/", "!*.md"],
    &["/*", "!/docs"],
    &["\\#c.md"],
    &["\\!d.md"],
    &["\\#*"],
    &["c\\ "],
    &["a.md   "],
    &["a\\ b.md"],
    &["a b.md"],
    &["a b/"],
    &["\\[x\\].md"],
    &["[x].md"],
    &["[[]x].md"],
    &["[ab].md"],
    &["[!a].md"],
    &["[^a].md"],
    &["[a-c].md"],
    &["[A-Z]*.md"],
    &["[]a]*.md"],
    &["[!]]*.md"],
    &["a[]]b.md"],
    &["a[]-]b.md"],
    &["a[-]b.md"],
    &["a[!-]b.md"],
    &["a[\\]]b.md"],
    &["a[\\\\]b.md"],
    &["a[!a-z]b.md"],
    &["a[^^]b.md"],
    &["a[\\^]b.md"],
    &["a[\\^\\!]b.md"],
    &["a[\\^\\!-]b.md"],
    &["[[:digit:]].md"],
    &["[![:alpha:]].md"],
    &["[[:upper:]]*"],
    &["a[[:punct:]]b.md"],
    &["[[:alnum:]_].md"],
    &["a[[:space:]]b.md"],
    &["docs[!a]a.md"],
    &["docs?a.md"],
    &["a\\*b.md"],
    &["a\\?b.md"],
    &["a?b.md"],
    &["a\\\\b.md"],
    &["\\a.md"],
    &["docs\\/a.md"],
    &["ä.md"],
    &["ReadMe.md"],
    &["!a.md/", "a"],
    &["a", "!a", "a/b"],
    &["a/", "!a/", "a/b/"],
    &["\\{a,b\\}.md"],
    &["{a,b\\}.md", "x"],
];

/// Lists of patterns made of such parts, the same in every run.
fn generated() -> Vec<Vec<String>> {
    const PARTS: [&str; 22] = [
        "a",
        "b",
        "docs",
        "drafts",
        "archive",
        "2020",
        "foo",
        "*",
        "**",
        "*.md",
        "a.md",
        "keep.md",
        "[ab]",
        "?",
        "a*",
        "*b",
        "[!a]*",
        "over*",
        "x",
        "deep",
        "[[:digit:]]*",
        "d?afts",
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut below = |bound: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % bound as u64) as usize
    };
    let mut lists = Vec::new();
    for _ in 0..400 {
        let mut list: Vec<String> = Vec::new();
        for number in 0..=below(3) {
            let mut pattern = String::new();
            pattern.push_str(if number > 0 && below(3) == 0 { "!" } else { "" });
            pattern.push_str(if below(4) == 0 { "/" } else { "" });
            let parts: Vec<&str> = (0..=below(3)).map(|_| PARTS[below(PARTS.len())]).collect();
            pattern.push_str(&parts.join("/"));
            pattern.push_str(if below(4) == 0 { "/" } else { "" });
            list.push(pattern);
        }
        lists.push(list);
    }
    lists
}

fn lists() -> Vec<Vec<String>> {
    let written = WRITTEN.iter().map(|list| list.iter().map(|text| (*text).to_owned()).collect());
    // A list that begins with what takes out, and a brace, mean something else here.
    let is_comparable =
        |list: &Vec<String>| !list[0].starts_with('!') && !list.iter().any(|text| text.starts_with('{'));
    written.chain(generated()).filter(is_comparable).collect()
}

#[test]
fn patterns_match_what_git_ignores() {
    let lists = lists();
    let answers = ask_git(&lists);
    if let (Some(answers), Ok(_)) = (&answers, std::env::var("UPDATE_EXPECT")) {
        std::fs::write(
            RECORDED,
            format!("[\n{}\n]\n", answers.iter().map(Value::to_string).collect::<Vec<_>>().join(",\n")),
        )
        .expect("it can be written");
    }
    let recorded: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(RECORDED).expect("the recorded answers")).expect("JSON");
    match answers {
        Some(answers) => {
            assert_eq!(answers, recorded, "git answers otherwise than recorded: UPDATE_EXPECT=1 records it")
        }
        None => {
            writeln!(std::io::stderr(), "git is not installed: compared with its recorded answers").expect("stderr")
        }
    }
    assert_eq!(recorded.len(), lists.len());
    let mut wrong = Vec::new();
    for (list, answer) in lists.iter().zip(&recorded) {
        let (patterns, problems) = PathPatterns::read(list.iter().map(String::as_str));
        assert_eq!(problems, [], "{list:?}");
        let ours: Vec<&str> = FILES.into_iter().filter(|file| patterns.matches(file)).collect();
        if *answer != answer_json(list, &ours) {
            wrong.push(format!("{list:?}\n   git: {}\n  ours: {ours:?}", answer["ignored"]));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), lists.len(), wrong.join("\n"));
}

fn answer_json(list: &[String], ignored: &[&str]) -> Value {
    json!({ "patterns": list, "ignored": ignored })
}

/// `None` where git is not installed, or where files cannot have such names.
fn ask_git(lists: &[Vec<String>]) -> Option<Vec<Value>> {
    let folder = tempfile::tempdir().ok()?;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command
            .current_dir(folder.path())
            .args(arguments)
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        command
    };
    let is_there = git(&["init", "--quiet"]).status().is_ok_and(|status| status.success());
    if !is_there || !cfg!(target_os = "linux") {
        return None;
    }
    for file in FILES {
        let file = folder.path().join(file);
        std::fs::create_dir_all(file.parent()?).ok()?;
        std::fs::write(file, "").ok()?;
    }
    lists.iter().map(|list| ask_git_about(list, folder.path(), &git)).collect()
}

fn ask_git_about(list: &[String], folder: &Path, git: &dyn Fn(&[&str]) -> Command) -> Option<Value> {
    std::fs::write(folder.join(".git/info/exclude"), list.join("\n") + "\n").ok()?;
    let mut child = git(&["check-ignore", "--no-index", "--stdin", "-z", "-v", "-n"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(FILES.join("\0").as_bytes()).ok()?;
    let output = String::from_utf8(child.wait_with_output().ok()?.stdout).ok()?;
    let fields: Vec<&str> = output.split('\0').collect();
    let is_ignored = |answer: &&[&str]| !answer[2].is_empty() && !answer[2].starts_with('!');
    let ignored: Vec<&str> = fields.chunks_exact(4).filter(is_ignored).map(|answer| answer[3]).collect();
    Some(answer_json(list, &ignored))
}

#[test]
fn beyond_git_braces_and_the_way_from_here() {
    let matches = |pattern: &str, path: &str| PathPatterns::one(pattern).expect("a pattern").matches(path);
    assert!(matches("pages/{a,b}.md", "pages/b.md"));
    assert!(!matches("pages/{a,b}.md", "pages/{a,b}.md"));
    assert!(matches("./pages/*.md", "pages/a.md"));
    assert!(matches("https://docs.example.com/old/**", "https://docs.example.com/old/a"));
    assert!(!matches("x", &format!("{}/y", "x/".repeat(5000))), "no file has such a path");
}

#[test]
fn folders_take_all_in_them_along() {
    let (patterns, _) = PathPatterns::read(["drafts/", "!drafts/keep.md"]);
    assert!(patterns.matches_folder("drafts") && !patterns.matches("drafts"));
    assert!(patterns.matches("drafts/keep.md"), "what is in a folder that is matched cannot be taken out");
    let (patterns, _) = PathPatterns::read(["drafts/**", "!drafts/keep.md"]);
    assert!(!patterns.matches_folder("drafts") && !patterns.matches("drafts/keep.md"));
}

#[test]
fn what_is_no_pattern_says_why() {
    for pattern in ["", " ", "/", "./", "../x", "a/../b", "[a", "{a", "a\\", "#a", "!a", "[[:word:]]", "[b-a]", "[/]"] {
        assert!(PathPatterns::one(pattern).is_err(), "{pattern}");
    }
    let (patterns, problems) = PathPatterns::read(["a", "[", "!a", "b"]);
    assert_eq!(problems.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1]);
    assert_eq!(patterns.texts().collect::<Vec<_>>(), ["a", "!a", "b"]);
}

#[test]
fn the_more_of_a_pattern_stands_for_itself_the_more_specific_it_is() {
    let (patterns, _) = PathPatterns::read(["*.md", "docs/overview.md"]);
    assert!(patterns.specificity("docs/overview.md") > patterns.specificity("docs/a.md"));
    assert_eq!(patterns.specificity("a.txt"), None);
}
