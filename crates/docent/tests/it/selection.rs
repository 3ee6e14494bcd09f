//! `--rule`, `--exclude-rule` and `--include-hints`: which findings `docent check` and `docent fix` are about.

use crate::harness::Folder;

const TEMPLATE: &str = "---\ndocent: { template: note }\nfront-matter:\n  required: [title, kind]\n  properties:\n    \
    title: { type: string }\n    kind: { enum: [long, short] }\n---\n\n## Text\n";

/// A page with a value to correct (an error with a safe fix), a link through a redirect (a hint with a safe fix), and a
/// suppression of a finding.
const PAGE: &str = "---\ntitle: A\nkind: Long\n---\n\n## Text\n\n[b](old-b.html)\n\n\
    <!-- docent-ignore broken-link: comes later -->\n[c](c.html)\n";

fn site() -> Folder {
    Folder::new(&[
        ("_config.yml", ""),
        ("docent.yaml", "templates: note.md\npages: [{ path: a.md, template: note }]\nexclude: [note.md]\n"),
        ("note.md", TEMPLATE),
        ("a.md", PAGE),
        ("b.md", "---\nredirect_from: /old-b.html\n---\n\n# B\n"),
    ])
}

#[test]
fn fix_leaves_hints_alone_unless_they_are_asked_for() {
    let site = site();
    let run = site.run(&["fix"]);
    assert_eq!(site.read("a.md"), PAGE.replace("Long", "long"), "{run:?}");
    assert!(
        run.stderr.ends_with("Fixed 1 finding in 1 file: 1 invalid-value; 1 finding remains (1 hint) in 1 file\n"),
        "{run:?}"
    );
    assert_eq!(run.code, Some(0));
    let run = site.run(&["fix", "--include-hints"]);
    assert_eq!(site.read("a.md"), PAGE.replace("Long", "long").replace("old-b.html", "b.html"), "{run:?}");
    assert_eq!(run.summary(), "Fixed 1 finding in 1 file: 1 redirected-link; nothing remains\n");
    assert_eq!(site.run(&["fix", "--include-hints"]).summary(), "Fixed nothing; nothing remains\n");
}

#[test]
fn a_rule_that_is_named_is_repaired_and_no_other() {
    let with_link = PAGE.replace("old-b.html", "b.html");
    for arguments in [
        &["fix", "--rule", "redirected-link"][..],
        &["fix", "--rule", "redirected-link,missing-key"],
        &["fix", "--rule", "redirected-link", "--rule", "invalid-value", "--exclude-rule", "invalid-value"],
        &["fix", "--include-hints", "--exclude-rule", "invalid-value"],
    ] {
        let site = site();
        let diff = site.run(&[arguments, &["--diff"]].concat());
        assert_eq!((diff.code, &*site.read("a.md")), (Some(1), PAGE));
        assert!(diff.stdout.contains("+[b](b.html)") && !diff.stdout.contains("+kind"), "{diff:?}");
        assert!(diff.summary().starts_with("Would fix 1 finding in 1 file: 1 redirected-link; "), "{diff:?}");
        let run = site.run(arguments);
        assert_eq!(site.read("a.md"), with_link, "{arguments:?}");
        // What is not selected neither shows nor counts.
        assert_eq!((run.code, run.stdout.contains("invalid-value")), (Some(0), false), "{run:?}");
        assert!(run.stderr.ends_with("nothing remains\n"), "{run:?}");
    }
}

#[test]
fn check_is_about_the_same_selection() {
    let site = site();
    let rules = |arguments: &[&str]| {
        let run = site.run(&[&["check", "--format", "concise"], arguments].concat());
        let rules: Vec<String> =
            run.stdout.lines().filter_map(|line| Some(line.split_once('[')?.1.split_once(']')?.0.to_owned())).collect();
        (run.code, rules.join(" "), run.stderr)
    };
    let (code, found, said) = rules(&[]);
    assert_eq!((code, &*found), (Some(1), "invalid-value redirected-link"));
    assert!(said.contains("; 'docent fix' repairs 1, and 1 hint with --include-hints"), "{said}");
    let (code, found, said) = rules(&["--rule", "redirected-link"]);
    assert_eq!((code, &*found), (Some(0), "redirected-link"));
    assert!(said.contains("; 'docent fix' repairs 1\n"), "{said}");
    assert_eq!(rules(&["--rule", "redirected-link", "--fail-on", "hint"]).0, Some(1));
    let (code, found, _) = rules(&["--exclude-rule", "invalid-value"]);
    assert_eq!((code, &*found), (Some(0), "redirected-link"));
    // The suppression of a rule that is not selected is still in use.
    assert_eq!(rules(&["--exclude-rule", "broken-link,invalid-value"]).1, "redirected-link");
    assert_eq!(
        rules(&["--rule", "unused-suppression"]),
        (Some(0), String::new(), rules(&["--rule", "unused-suppression"]).2)
    );
    let run = site.run_with_input(
        &["check", "--stdin-filename", "a.md", "--rule", "redirected-link", "--format", "concise"],
        PAGE.as_bytes(),
    );
    assert_eq!((run.code, run.stdout.lines().count()), (Some(0), 1), "{run:?}");
}

#[test]
fn an_unknown_rule_is_2_with_the_one_that_is_meant() {
    let site = site();
    for command in ["check", "fix"] {
        for option in ["--rule", "--exclude-rule"] {
            let run = site.run(&[command, option, "missing-key,redirect-link"]);
            assert_eq!((run.code, &*run.stdout), (Some(2), ""), "{run:?}");
            assert!(run.stderr.contains("there is no rule 'redirect-link'; did you mean 'redirected-link'"), "{run:?}");
        }
    }
    assert_eq!(site.read("a.md"), PAGE);
}

/// The repair of one page's address breaks a link on another page, for which there is a repair, too: one run does both.
#[test]
fn one_run_repairs_what_its_own_repairs_bring_about() {
    let template = "---\ndocent: { template: note }\nfront-matter:\n  properties:\n    name: { type: string }\n    \
        permalink: { x-docent-role: permalink, x-docent-derive: \"notes-{name}.html\" }\n---\n\n## Text\n";
    let site = Folder::new(&[
        ("_config.yml", ""),
        ("docent.yaml", "templates: note.md\npages: [{ path: z.md, template: note }]\nexclude: [note.md]\n"),
        ("note.md", template),
        ("a.md", "[z](notes-introductoin.html)\n"),
        ("z.md", "---\nname: introduction\npermalink: notes-introductoin.html\n---\n\n## Text\n\nAll of it.\n"),
    ]);
    let run = site.run(&["fix", "--unsafe"]);
    assert_eq!(site.read("a.md"), "[z](notes-introduction.html)\n", "{run:?}");
    assert_eq!(run.summary(), "Fixed 2 findings in 2 files: 1 permalink-convention, 1 broken-link; nothing remains\n");
    assert_eq!(site.run(&["fix", "--unsafe"]).summary(), "Fixed nothing; nothing remains\n");
}
