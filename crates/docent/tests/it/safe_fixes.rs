//! What a safe fix must not do: change other data, swallow a comment, take a list apart, take another page's address, and so on.

use crate::harness::Folder;

const TEMPLATE: &str = "---\ndocent:\n  template: guide\nfront-matter:\n  required: [title]\n  properties:\n    title: {}\n    \
    audience: {}\n    permalink: {}\n    order: {}\n    tags: { type: array, items: { type: string } }\n---\n\n### Steps\n\n1. **Part alpha**. Do alpha now.\n\n\
    2. **Part beta**. Do beta now.\n";
const CONFIG: &str =
    "templates: _template/guide.md\npages: [{ path: \"docs/*\", template: guide }]\nsite: { kind: jekyll }\n";

/// A page below `docs` of a site with [`TEMPLATE`], before and after `docent fix` with these arguments.
fn fixed(page: &str, arguments: &[&str]) -> String {
    let folder = Folder::new(&[("docent.yaml", CONFIG), ("_template/guide.md", TEMPLATE), ("docs/a.md", page)]);
    folder.run(&[&["fix"], arguments].concat());
    let once = folder.read("docs/a.md");
    folder.run(&[&["fix"], arguments].concat());
    assert_eq!(folder.read("docs/a.md"), once, "fixed twice");
    once
}

#[track_caller]
fn is_left_alone(page: &str) {
    assert_eq!(fixed(page, &["--include-hints"]), page);
}

const STEPS: &str = "\n### Steps\n\n1. **Part alpha**. Do alpha now.\n\n2. **Part beta**. Do beta now.\n";

#[test]
fn an_anchor_stays_before_its_aliases() {
    for block in [
        "permalink: &p /a.html\ntitle: *p\naudience: both\n",
        "audience: &x both\ntitle: *x\n",
        "base: &b { order: 1 }\naudience: both\n<<: *b\ntitle: T\n",
    ] {
        is_left_alone(&format!("---\n{block}---\n{STEPS}"));
    }
    let twice = format!("---\ntitle: T\naudience: &x one\npermalink: *x\naudience: two\n---\n{STEPS}");
    assert_eq!(fixed(&twice, &["--unsafe"]), twice, "the first entry holds the anchor");
    let free = format!("---\naudience: &x one\ntitle: T\npermalink: *x\n---\n{STEPS}");
    let moved = format!("---\ntitle: T\naudience: &x one\npermalink: *x\n---\n{STEPS}");
    assert_eq!(fixed(&free, &["--include-hints"]), moved);
}

#[test]
fn a_comment_stays_a_comment() {
    for (value, quoted) in [
        ("Admin: Parts # check with Kim", "\"Admin: Parts\" # check with Kim"),
        ("@home\t# todo", "\"@home\"\t# todo"),
        ("Admin: C#  ", "\"Admin: C#\"  "),
        ("Say \"hi\": ü # x", "\"Say \\\"hi\\\": ü\" # x"),
    ] {
        for ending in ["\n", "\r\n"] {
            let page = |value: &str| format!("---\ntitle: {value}\n---\n{STEPS}").replace('\n', ending);
            assert_eq!(fixed(&page(value), &[]), page(quoted));
        }
    }
    is_left_alone(&format!("---\ntitle: Admin: Parts\n  and more\n---\n{STEPS}"));
    // Whether the `#` begins a comment is not beyond doubt.
    for value in ["a: #b", "Fix: \"Issue #5\" today", "`a # b` # c", "x: 'y # z' # c", "Fix: see #5"] {
        is_left_alone(&format!("---\ntitle: {value}\n---\n{STEPS}"));
    }
}

/// A list item on the line of its key, or without its blank, is no value to put in quotes or in brackets.
#[test]
fn a_half_typed_list_stays_as_it_is() {
    for tags in ["tags: - alpha", "tags: - alpha - beta", "tags:\n  -Alpha"] {
        is_left_alone(&format!("---\ntitle: a\n{tags}\n---\n{STEPS}"));
    }
}

#[test]
fn the_tenth_step_keeps_its_lists() {
    let names = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa"];
    let step = |number: usize, name: &str| format!("{number}. **Part {name}**. Do {name} now.\n");
    let template: String = names.iter().zip(1..).map(|(name, number)| step(number, name) + "\n").collect();
    let template = format!("---\ndocent:\n  template: guide\n---\n\n### Steps\n\n{template}");
    let page = |with_beta: bool, inside: &str| {
        let there = names.iter().filter(|name| with_beta || **name != "beta").zip(1..);
        let steps: String = there.map(|(name, number)| step(number, name) + "\n").collect();
        format!("---\ntitle: T\n---\n\n### Steps\n\n{steps}{inside}")
    };
    let folder = Folder::new(&[("docent.yaml", CONFIG), ("_template/guide.md", &template)]);
    folder.write(
        "docs/a.md",
        page(false, "   * outer\n     * inner\n\n       ```\n       code\n         deeper\n       ```\n").as_bytes(),
    );
    folder.run(&["fix"]);
    let expected =
        page(true, "    * outer\n      * inner\n\n        ```\n        code\n          deeper\n        ```\n");
    assert_eq!(folder.read("docs/a.md"), expected);
}

const SITE: &str = "templates: _template/t.md\npages: [{ path: \"p/*\", template: t }]\nsite: { kind: jekyll }\n";
const DERIVED: &str = "---\ndocent:\n  template: t\nfront-matter:\n  required: [title, layout, permalink]\n  properties:\n    \
    title: { type: string }\n    layout: { enum: [default, page], default: default }\n    order: { type: integer }\n    \
    permalink: { x-docent-role: permalink, x-docent-derive: \"{layout}-{title}.html\" }\n---\n";

#[test]
fn an_inserted_permalink_is_the_final_one() {
    let site = Folder::new(&[("docent.yaml", SITE), ("_template/t.md", DERIVED)]);
    site.write("p/1.md", b"---\norder: 1\ntitle: Pagination\n---\n\nText.\n");
    let run = site.run(&["fix"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    let page = site.read("p/1.md");
    assert!(page.contains("\nlayout: default\n") && page.contains("\npermalink: default-pagination.html\n"), "{page}");
}

#[test]
fn no_two_pages_get_one_address() {
    let site = Folder::new(&[("docent.yaml", SITE), ("_template/t.md", DERIVED)]);
    let without = "---\ntitle: Same\nlayout: page\n---\n\nText.\n";
    (1..=3).for_each(|number| site.write(&format!("p/{number}.md"), without.as_bytes()));
    site.run(&["fix"]);
    let pages: Vec<String> = (1..=3).map(|number| site.read(&format!("p/{number}.md"))).collect();
    assert!(pages.iter().filter(|page| page.contains("permalink")).count() <= 1, "{pages:?}");
    let findings = site.run(&["check", "--format", "concise"]).stdout;
    assert!(!findings.contains("duplicate-permalink"), "{findings}");
    site.run(&["fix"]);
    let after_second_run: Vec<String> = (1..=3).map(|number| site.read(&format!("p/{number}.md"))).collect();
    assert_eq!(after_second_run, pages);

    let site = Folder::new(&[("docent.yaml", SITE), ("_template/t.md", DERIVED)]);
    site.write("p/1.md", b"---\ntitle: Taken\nlayout: page\n---\n");
    site.write("p/2.md", b"---\ntitle: Other\nlayout: page\npermalink: page-taken.html\n---\n");
    site.run(&["fix"]);
    assert_eq!(site.read("p/1.md"), "---\ntitle: Taken\nlayout: page\n---\n");
}

#[test]
fn an_address_that_pages_link_to_stays() {
    let site = Folder::new(&[("docent.yaml", SITE), ("_template/t.md", DERIVED)]);
    site.write("p/1.md", b"---\ntitle: One\nlayout: page\n---\n");
    site.write("p/2.md", b"---\ntitle: Two\nlayout: page\npermalink: page-two.html\n---\n\n[One](/p/1.html)\n");
    site.run(&["fix"]);
    assert_eq!(site.read("p/1.md"), "---\ntitle: One\nlayout: page\n---\n");
}

#[test]
fn half_a_procedure_is_not_inserted() {
    let template = "---\ndocent:\n  template: guide\n---\n\n### Steps\n\n1. **Part alpha**. Ask for {{service}}.\n\n\
        2. **Part beta**. Do beta now.\n\n3. **Part gamma**. Do gamma now.\n\n4. **Part delta**. Do delta now.\n";
    let steps = |steps: &str| format!("---\ntitle: T\n---\n\n### Steps\n\n{steps}");
    let gamma = "**Part gamma**. Do gamma now.\n";
    let rest = [
        steps(&format!("3. {gamma}")),
        steps(&format!("2. **Part beta**. Do beta now.\n\n3. {gamma}")),
        steps(&format!("2. **Part beta**. Do beta now.\n\n3. {gamma}\n4. **Part delta**. Do delta now.\n")),
    ];
    for page in rest {
        let folder = Folder::new(&[("docent.yaml", CONFIG), ("_template/guide.md", template), ("docs/a.md", &page)]);
        folder.run(&["fix", "--include-hints"]);
        assert_eq!(folder.read("docs/a.md"), page);
    }
    let page = steps(&format!("1. **Part alpha**. Ask for tea.\n\n2. {gamma}\n3. **Part delta**. Do delta now.\n"));
    let folder = Folder::new(&[("docent.yaml", CONFIG), ("_template/guide.md", template), ("docs/a.md", &page)]);
    folder.run(&["fix"]);
    let all = format!(
        "1. **Part alpha**. Ask for tea.\n\n2. **Part beta**. Do beta now.\n\n3. {gamma}\n4. **Part delta**. Do delta now.\n"
    );
    assert_eq!(folder.read("docs/a.md"), steps(&all));
}

#[test]
fn a_page_does_not_come_to_link_to_itself() {
    let guide = "---\npermalink: /guide.html\nredirect_from:\n  - /old.html\n---\n\n[a](/old.html) [b](guide.html) \
        [c](/guide.html#d)\n\n# D\n";
    let site = Folder::new(&[("docent.yaml", "site: { kind: jekyll }\n"), ("guide.md", guide)]);
    site.run(&["fix", "--include-hints"]);
    assert_eq!(site.read("guide.md"), guide);
    let findings = site.run(&["check", "--format", "concise"]).stdout;
    assert_eq!(findings.matches("This link leads to the page itself").count(), 2, "{findings}");
}

#[test]
fn a_level_fix_leaves_siblings_alone() {
    let template = "---\ndocent:\n  template: guide\n---\n\n## Specification\n\n## Rationale\n\n## Security\n";
    let check = |page: &str, expected: &str| {
        let folder = Folder::new(&[("docent.yaml", CONFIG), ("_template/guide.md", template), ("docs/a.md", page)]);
        folder.run(&["fix"]);
        assert_eq!(folder.read("docs/a.md"), expected);
    };
    let page = |rationale: &str, child: &str| {
        format!("## Specification\n\nA.\n\n{rationale} Rationale\n\nB.\n\n{child} Special\n\nC.\n\n## Security\n\nD.\n")
    };
    check(&page("###", "###"), &page("##", "###"));
    check(&page("###", "#####"), &page("##", "#####"));
    check(&page("###", "####"), &page("##", "###"));
    check(&page("#", "###"), &page("##", "###"));
    // It was its child before, and would be its sibling.
    check(&page("#", "##"), &page("#", "##"));
}

#[test]
fn short_names_are_not_taken_for_each_other() {
    let page = "[1](faq.html) [2](cli.html) [3](api.html) [4](tos.html) [5](contcat-center.html) [6](wikis.html)\n";
    let files = ["fax", "css", "app", "ios", "contact-center", "wiki"].map(|name| format!("{name}.md"));
    let mut all: Vec<(&str, &str)> = files.iter().map(|file| (&**file, "---\n---\nText.\n")).collect();
    all.extend([("docent.yaml", "site: { kind: jekyll }\n"), ("_config.yml", ""), ("a.md", page)]);
    let site = Folder::new(&all);
    site.run(&["fix", "--unsafe"]);
    let expected = page.replace("contcat-center", "contact-center").replace("wikis", "wiki");
    assert_eq!(site.read("a.md"), expected);
}

/// A site without addresses, its template with the sections One and Two.
fn two_sections(pages: &[(&str, &str)]) -> Folder {
    let config = CONFIG.replace("jekyll", "plain").replace("docs/*", "docs/a.md");
    let template = "---\ndocent: { template: guide }\n---\n\n## One\n\n## Two\n\nTwo text.\n";
    let mut files = vec![("docent.yaml", config.as_str()), ("_template/guide.md", template)];
    files.extend(pages);
    Folder::new(&files)
}

const REPEATED: &str = "## One\n\nx\n\n## Two\n\nTwo text.\n\n## Two\n\nTwo text.\n";

#[test]
fn a_repeated_section_goes_with_nothing_in_it() {
    let fixed = |page: &str, other: &str| {
        let folder = two_sections(&[("docs/a.md", page), ("docs/z.md", other)]);
        folder.run(&["fix"]);
        folder.read("docs/a.md")
    };
    assert_eq!(fixed(REPEATED, "[y](a.md#two)\n"), "## One\n\nx\n\n## Two\n\nTwo text.\n");
    assert_eq!(fixed(REPEATED, "[y](a.md#two-1)\n"), REPEATED, "another page links to it");
    for heading in ["## Two <a id=\"old\"></a>", "## Two <!-- TODO: merge -->", "## Two ![img](a.png)"] {
        let page = format!("## One\n\nx\n\n## Two\n\nTwo text.\n\n{heading}\n\nTwo text.\n");
        assert_eq!(fixed(&page, "x\n"), page);
    }
}

#[test]
fn a_move_keeps_whole_line_endings() {
    let folder = two_sections(&[("docs/a.md", "## Two\r\n\r\nTwo text.\r\n## \r\n## One\r\n\r\ny\r\n")]);
    folder.run(&["fix"]);
    let text = folder.read("docs/a.md");
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "{text:?}");
    assert!(text.ends_with("\r\n"), "{text:?}");
}

#[test]
fn canned_text_stays_out_of_what_is_around_it() {
    let folder = two_sections(&[("docs/a.md", "## One\n\nx\n\n## Two\nmore\nTwo\n---\n")]);
    folder.run(&["fix"]);
    let text = folder.read("docs/a.md");
    assert!(text.contains("## Two\n\nTwo text.\n\nmore\n"), "{text}");
    for open in ["```\nopen", "<!-- open"] {
        let page = format!("## One\n\nx\n\n{open}");
        let folder = two_sections(&[("docs/a.md", &page)]);
        let output = folder.run(&["check"]);
        assert!(!format!("{output:?}").contains("repairs"), "{output:?}");
        folder.run(&["fix"]);
        assert_eq!(folder.read("docs/a.md"), page);
    }
}
