//! Front matter as the generator reads it: merge keys, YAML 1.1, and blocks that Jekyll or every reader refuses.

use crate::harness::Folder;

const TEMPLATE: &str = "---\ndocent: { template: note }\nfront-matter:\n  additionalProperties: false\n  required: [name, level]\n  \
    properties:\n    base: {}\n    more: {}\n    name: { type: string }\n    level: { enum: [easy, hard], default: easy }\n    \
    draft: { type: boolean }\n    permalink: {}\n    redirect_from: {}\n---\n";

/// Pages of a site with [`TEMPLATE`].
fn site(jekyll: bool, pages: &[(&str, &str)]) -> Folder {
    let config = "templates: _template/note.md\npages: [{ path: \"notes/*\", template: note }]\n";
    let folder = Folder::new(&[("docent.yaml", config), ("_template/note.md", TEMPLATE)]);
    if jekyll {
        folder.write("_config.yml", b"title: Notes\n");
    }
    pages.iter().for_each(|(path, text)| folder.write(path, text.as_bytes()));
    folder
}

/// All but those about the order of keys.
fn findings(folder: &Folder) -> Vec<String> {
    let run = folder.run(&["check", "--format", "concise"]);
    let counts = |line: &&str| line.starts_with("notes/") && !line.contains("[key-order]");
    run.stdout.lines().filter(counts).map(str::to_owned).collect()
}

#[test]
fn merged_keys_are_keys_of_the_page() {
    let pages = [
        ("notes/several.md", "---\nbase: &b {level: hard}\nmore: &m {name: N}\n<<: *b\n<<: *m\n---\n"),
        ("notes/list.md", "---\nbase: &b {level: hard}\nmore: &m {name: N}\n<<: [*b, *m]\n---\n"),
        ("notes/nested.md", "---\nbase: &b\n  <<: {name: N}\n  level: easy\n<<: *b\n---\n"),
        ("notes/crlf.md", "---\r\n<<:\r\n  name: Ü\r\n  level: easy\r\n---\r\n"),
        ("notes/moved.md", "---\nname: N\nlevel: easy\n<<: {permalink: /m.html, redirect_from: /old-m}\n---\n"),
        (
            "notes/alias.md",
            "---\nmore: &o [/old-a]\nname: N\nlevel: easy\npermalink: /a.html\nredirect_from: *o\n---\n",
        ),
        ("notes/links.md", "---\nname: N\nlevel: easy\n---\n\n[m](/m.html) [old](/old-m.html) [a](/old-a.html)\n"),
    ];
    let folder = site(true, &pages);
    let found = findings(&folder);
    assert!(found.iter().all(|line| line.contains("hint[redirected-link]")), "{found:#?}");
    folder.run(&["fix", "--unsafe"]);
    for (path, text) in pages {
        assert_eq!(folder.read(path), text, "{path}");
    }
}

#[test]
fn a_finding_about_a_merged_value_stands_where_it_is_written() {
    let pages = [
        ("notes/flow.md", "---\nname: N\n<<: {level: other}\n---\n"),
        ("notes/nested.md", "---\nname: N\nbase: &b\n  <<: {level: other}\n<<: [*b]\n---\n"),
        ("notes/unknown.md", "---\nname: N\nlevel: easy\n<<: {colour: red}\n---\n"),
    ];
    let of =
        |column| format!("{column}: error[invalid-value] The value of 'level' is 'other'; it must be 'easy' or 'hard'");
    let found = findings(&site(true, &pages));
    assert_eq!(found[..2], [format!("notes/flow.md:3:{}", of(13)), format!("notes/nested.md:4:{}", of(15))]);
    assert!(found[2].starts_with("notes/unknown.md:4:6: ") && found[2].contains("'colour'"), "{found:#?}");
    assert_eq!(found.len(), 3, "{found:#?}");
}

#[test]
fn yaml_1_1_counts_on_a_jekyll_site() {
    let page = |value: &str| format!("---\nname: {value}\nlevel: easy\n---\n");
    let values = ["off", "017", "7:05", "2_500", "0x1F", "2e5", "y"];
    let pages: Vec<(String, String)> =
        values.iter().zip(1..).map(|(value, number)| (format!("notes/{number}.md"), page(value))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (&**path, &**text)).collect();
    let read = |value: &str, as_: &str| format!("must be text: '{value}' is read as {as_} by the site's generator");
    let jekyll = site(true, &pages);
    let found = findings(&jekyll);
    for (line, part) in found.iter().zip([
        read("off", "false"),
        read("017", "15"),
        read("7:05", "25500"),
        read("2_500", "2500"),
        "The value of 'name' must be text".to_owned(),
    ]) {
        assert!(line.contains(&part), "{line}: {part}");
    }
    assert_eq!(found.len(), 5, "{found:#?}");
    jekyll.run(&["fix"]);
    for ((path, text), value) in pages.iter().zip(values) {
        let quoted = page(&format!("\"{value}\""));
        let expected = if matches!(value, "2e5" | "y") { *text } else { &quoted };
        assert_eq!(jekyll.read(path), expected);
    }
    assert_eq!(findings(&jekyll), [""; 0]);
    // A number to each reader.
    let found = findings(&site(false, &pages));
    assert!(found.len() == 1 && found[0].starts_with("notes/5.md:2:7: "), "{found:#?}");
}

#[test]
fn a_boolean_of_either_schema_is_one() {
    let page = |value: &str| format!("---\nname: N\nlevel: easy\ndraft: {value}\n---\n");
    let (yes, on, quoted) = (page("yes"), page("On"), page("'yes'"));
    let pages = [("notes/a.md", &*yes), ("notes/b.md", &*on), ("notes/c.md", &*quoted)];
    for jekyll in [true, false] {
        let found = findings(&site(jekyll, &pages));
        assert_eq!(found.len(), 1, "{found:#?}");
        assert!(found[0].starts_with("notes/c.md:4:8: error[invalid-value]"), "{found:#?}");
    }
}

#[test]
fn a_character_that_yaml_forbids_is_removed_on_request_only() {
    for (written, column, code, removed) in [
        ("\"a\u{8}b\"", 9, "U+0008", "\"ab\""),
        ("T\u{0}x", 8, "U+0000", "Tx"),
        ("'ü\u{7f}' # c", 9, "U+007F", "'ü' # c"),
        ("[a, b\u{9b}]", 12, "U+009B", "[a, b]"),
    ] {
        let page = |value: &str| format!("---\nname: {value}\nlevel: easy\n---\n");
        let folder = site(false, &[("notes/a.md", &page(written))]);
        let line = format!(
            "notes/a.md:2:{column}: error[front-matter-syntax] The front matter is not valid YAML: the character \
            {code} is not allowed in YAML: remove it"
        );
        assert_eq!(findings(&folder)[0].replace("2:11:", "2:12:"), line);
        folder.run(&["fix"]);
        assert_eq!(folder.read("notes/a.md"), page(written));
        folder.run(&["fix", "--unsafe", "--rule", "front-matter-syntax"]);
        assert_eq!(folder.read("notes/a.md"), page(removed));
    }
}

#[test]
fn what_jekyll_alone_refuses_is_a_finding_on_its_sites() {
    let page = |more: &str| format!("---\nname: N\nlevel: easy\nmore: {more}\n---\n");
    for (written, column, fixed) in [
        (":icon:x", 7, Some("\":icon:x\"")),
        ("[a, :b]", 11, Some("[a, \":b\"]")),
        ("0x_", 7, Some("\"0x_\"")),
        ("\n  -\ta", 4, Some("\n  - a")),
        ("{a:, b: 1}", 9, Some("{a: , b: 1}")),
        ("!ruby/object:Thing {a: 1}", 26, None),
        ("&ä 1", 7, None),
        ("\"\\ud83d\\ude00\"", 8, None),
    ] {
        let text = page(written);
        let folder = site(true, &[("notes/a.md", &text)]);
        let found = findings(&folder);
        let line = if written.starts_with('\n') { 5 } else { 4 };
        let start = format!(
            "notes/a.md:{line}:{column}: error[front-matter-syntax] The site's generator cannot read this front matter: it "
        );
        assert!(found.len() == 1 && found[0].starts_with(&start), "{written}: {found:#?}");
        folder.run(&["fix"]);
        assert_eq!(folder.read("notes/a.md"), fixed.map_or(text.clone(), page));
        assert_eq!(findings(&folder).is_empty(), fixed.is_some());
        assert_eq!(findings(&site(false, &[("notes/a.md", &text)])), [""; 0], "{written}");
    }
}
