//! The index as its readers see it.

use super::*;
use crate::model::{EntryForm, NavigationForm, NavigationModel};
use docent_syntax::{Dialect, Page};
use expect_test::{Expect, expect};

/// `path: text` of each page.
fn index_of(pages: &[(&str, &str)], model: SiteModel) -> SiteIndex {
    let mut index = SiteIndex::new(model);
    for (path, text) in pages {
        set(&mut index, path, text);
    }
    index
}

fn set(index: &mut SiteIndex, path: &str, text: &str) -> Vec<String> {
    let facts = facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, index.model());
    let affected = index.set_page(path, facts, false);
    affected.pages.iter().map(|page| index.path(*page).to_owned()).collect()
}

fn jekyll() -> SiteModel {
    SiteModel { ..SiteModel::of_kind("jekyll") }
}

fn check_resolve(index: &SiteIndex, from: &str, urls: &[&str], expected: Expect) {
    let from = index.page(from).expect("the page is there");
    let shown = urls.iter().map(|url| {
        let resolution = index.resolve(from, url);
        let target = match &resolution.target {
            Target::Page { page, via, fit, spelled } => format!("{} {via:?} {fit:?} {spelled}", index.path(*page)),
            other => format!("{other:?}"),
        };
        let fragment = resolution.fragment.map(|fragment| {
            let fit = resolution.target.page().and_then(|page| index.anchor(page, &fragment));
            format!(" #{fragment} {fit:?}")
        });
        format!("{url} -> {target}{}\n", fragment.unwrap_or_default())
    });
    expected.assert_eq(&shown.collect::<String>());
}

#[test]
fn links_of_a_site_with_addresses() {
    let mut index = index_of(
        &[
            ("a/one.md", "---\npermalink: one.html\nredirect_from:\n  - old-one\n  - old/\n---\n# Top\n## A - B\n"),
            ("a/two.md", "Text.\n"),
            ("broken.md", "---\npermalink: lost.html\npagename: A: b\n---\n"),
        ],
        jekyll(),
    );
    index.set_file("img/x.png", true);
    check_resolve(
        &index,
        "a/one.md",
        &[
            "a/two.html",
            "two.md",
            "old-one.html#A---b",
            "old/",
            "old",
            "One.html",
            "#top",
            "#nix",
            "lost.html",
            "img/x.png",
            "/img/X.png",
            "nix.html#x",
            "https://else.where/",
            "{% link a/two.md %}",
            "one",
        ],
        expect![[r#"
            a/two.html -> Missing(Missing { destination: "/a/two.html", because_of: None })
            two.md -> a/two.md Path Exact a/two.md
            old-one.html#A---b -> a/one.md Redirect(0) Exact /old-one.html #A---b Some(OtherCase)
            old/ -> a/one.md Redirect(1) Exact /old/index.html
            old -> a/one.md Redirect(1) Exact /old/index.html
            One.html -> a/one.md Address OtherCase /one.html
            #top -> a/one.md SamePage Exact a/one.md #top Some(Exact)
            #nix -> a/one.md SamePage Exact a/one.md #nix None
            lost.html -> Missing(Missing { destination: "/lost.html", because_of: Some(PageId(2)) })
            img/x.png -> File { path: "img/x.png", fit: Exact }
            /img/X.png -> File { path: "img/x.png", fit: OtherCase }
            nix.html#x -> Missing(Missing { destination: "/nix.html", because_of: None }) #x None
            https://else.where/ -> Elsewhere
            {% link a/two.md %} -> a/two.md Path Exact a/two.md
            one -> a/one.md Address Exact /one.html
        "#]],
    );
}

#[test]
fn links_of_a_site_without_addresses() {
    let index = index_of(&[("docs/README.md", "# A\n"), ("docs/b.md", ""), ("c.md", "")], SiteModel::default());
    check_resolve(
        &index,
        "docs/b.md",
        &["README.md#a", ".", "../docs/", "b", "b.html", "../c.md", "/c.md", "B.md", "nix.md", "..", "../x/"],
        expect![[r#"
            README.md#a -> docs/README.md Path Exact docs/README.md #a Some(Exact)
            . -> docs/README.md Path Exact docs/README.md
            ../docs/ -> docs/README.md Path Exact docs/README.md
            b -> docs/b.md Path Exact docs/b.md
            b.html -> docs/b.md Path Exact docs/b.md
            ../c.md -> c.md Path Exact c.md
            /c.md -> c.md Path Exact c.md
            B.md -> docs/b.md Path OtherCase docs/b.md
            nix.md -> Missing(Missing { destination: "docs/nix.md", because_of: None })
            .. -> File { path: "", fit: Exact }
            ../x/ -> Missing(Missing { destination: "x/", because_of: None })
        "#]],
    );
}

#[test]
fn a_change_touches_those_who_refer_to_it() {
    let mut index = index_of(
        &[
            ("a.md", "---\npermalink: a.html\n---\n# A\n"),
            ("b.md", "[a](a.html#a)\n"),
            ("c.md", "[n](new.html)\n"),
            ("d.md", "text\n"),
        ],
        jekyll(),
    );
    assert_eq!(set(&mut index, "a.md", "---\npermalink: a.html\n---\n# A\n\nMore text.\n"), ["a.md"]);
    assert_eq!(set(&mut index, "a.md", "---\npermalink: a.html\n---\n# B\n"), ["a.md", "b.md"]);
    assert_eq!(set(&mut index, "a.md", "---\npermalink: new.html\n---\n# B\n"), ["a.md", "b.md", "c.md"]);
    assert_eq!(set(&mut index, "d.md", "---\npermalink: new.html\n---\n"), ["a.md", "c.md", "d.md"]);
    let affected = index.remove_page("a.md");
    let paths: Vec<&str> = affected.pages.iter().map(|page| index.path(*page)).collect();
    // `b.md` might mean a file `a.html` by its path, so it is a dependent as well.
    assert_eq!(paths, ["b.md", "c.md", "d.md"]);
    assert_eq!((index.len(), index.page("a.md")), (3, None));
}

#[test]
fn a_change_says_to_whom_links_lead_now() {
    let b = "[a](a.html#one) [c](c.html)\n\n[unused]: d.html\n";
    let mut index =
        index_of(&[("a.md", "---\n---\n"), ("b.md", b), ("c.md", "---\n---\n"), ("d.md", "---\n---\n")], jekyll());
    let mut linked = |path: &str, text: Option<&str>| -> Vec<String> {
        let affected = match text {
            Some(text) => {
                index.set_page(path, facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, index.model()), false)
            }
            None => index.remove_page(path),
        };
        affected.links_to.iter().map(|page| index.path(*page).to_owned()).collect()
    };
    assert_eq!(linked("b.md", Some("# New\n\n[c](c.html) text [a](a.html#one)\n")), [""; 0]);
    assert_eq!(linked("b.md", Some("[c](c.html) [a](a.html#two)\n")), ["a.md"]);
    assert_eq!(linked("b.md", Some("[c](c.html) [a](a.html#two) [again](a.html#two)\n")), ["a.md"]);
    assert_eq!(linked("b.md", Some("[c][c] [a](a.html#two) [again](a.html#two)\n\n[c]: /d.html\n")), ["c.md", "d.md"]);
    assert_eq!(linked("b.md", Some("[n](nowhere.html) [b](b.html#x) [x](https://x.y/a.html)\n")), ["a.md", "d.md"]);
    assert_eq!(linked("e.md", Some("[b](b.html) [a](a.html)\n")), ["a.md", "b.md"]);
    // Links lead to another page, although no page with a link has changed.
    assert_eq!(linked("d.md", Some("---\npermalink: a.html\n---\n")), ["a.md", "d.md"]);
    assert_eq!(linked("d.md", Some("---\npermalink: z.html\n---\n")), ["a.md", "d.md"]);
    assert_eq!(linked("d.md", Some("---\npermalink: zz.html\n---\n")), [""; 0], "no page links there");
    assert_eq!(linked("e.md", None), ["a.md", "b.md"]);
}

#[test]
fn a_folder_that_comes_or_goes_touches_those_who_link_to_it() {
    let mut index = index_of(&[("a.md", "[x](x/)\n"), ("b.md", "")], SiteModel::default());
    assert_eq!(set(&mut index, "x/y/c.md", ""), ["a.md", "x/y/c.md"]);
    assert_eq!(set(&mut index, "x/y/d.md", ""), ["x/y/d.md"]);
    assert_eq!(index.remove_page("x/y/c.md").pages, []);
    assert_eq!(index.remove_page("x/y/d.md").pages, [index.page("a.md").expect("there")]);
    assert_eq!(index.set_file("x/p.png", true).pages, [index.page("a.md").expect("there")]);
}

#[test]
fn referrers_of_a_page() {
    let index = index_of(
        &[
            ("a.md", "---\npermalink: a.html\nredirect_from: old\n---\n[self](#x)\n"),
            ("b.md", "[1](a.html#s) [2](old.html) [3](b.html) [4](a.md) [5][r]\n\n[r]: /a.html\n"),
        ],
        jekyll(),
    );
    let shown: Vec<String> = index
        .links_to(index.page("a.md").expect("there"))
        .iter()
        .map(|link| format!("{} {} {:?} {:?}", index.path(link.page), link.link.url, link.via, link.fragment))
        .collect();
    assert_eq!(
        shown,
        [
            "a.md #x SamePage Some(\"x\")",
            "b.md a.html#s Address Some(\"s\")",
            "b.md old.html Redirect(0) None",
            "b.md a.md Path None",
            "b.md /a.html Address None",
            "b.md /a.html Address None",
        ]
    );
}

#[test]
fn what_was_probably_meant_and_what_others_have() {
    let page = |name: &str, category: &str| format!("---\npermalink: {name}.html\ncategoryname: {category}\n---\n");
    let pages: Vec<(String, String)> = (0..500)
        .map(|n| (format!("p/{n}.md"), page(&format!("page-{n}-overview"), if n % 2 == 0 { "Bots" } else { "Chat" })))
        .collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (&**path, &**text)).collect();
    let mut index = index_of(&pages, jekyll());
    assert_eq!(index.nearest("/page-77-overveiw.html"), Some("/page-77-overview.html"));
    assert_eq!(index.nearest("/pag-77-overview.html"), Some("/page-77-overview.html"));
    assert_eq!(index.nearest("/something-else.html"), None);
    assert_eq!(index.value_count("categoryname", "Bots"), 250);
    index.remove_page("p/0.md");
    let values: Vec<(&str, u32, u32)> =
        index.values("categoryname", "p/1.md").map(|value| (value.value, value.pages, value.in_folder)).collect();
    assert_eq!(values, [("Bots", 249, 249), ("Chat", 250, 250)]);
}

#[test]
fn the_navigation_by_shape() {
    let text = "entries:\n- category: A\n  documents:\n  - document: B\n    permalink: b.html\n    pages:\n    - {pagename: C, permalink: /nix.html}\n    - permalink: https://else.where\n";
    let model = NavigationModel::with_addresses("nav.yaml", "permalink");
    let mut index = index_of(&[("b.md", "---\npermalink: b.html\n---\n"), ("c.md", "")], jekyll());
    assert_eq!(index.is_in_navigation(index.page("b.md").expect("there")), None);
    index.set_navigation(NavigationFile::read(text, &model));
    let entries: Vec<(&str, bool)> = index
        .navigation()
        .entries
        .iter()
        .map(|entry| (&*entry.written, index.resolve_navigation(entry).page().is_some()))
        .collect();
    assert_eq!(entries, [("b.html", true), ("/nix.html", false)]);
    assert_eq!(index.is_in_navigation(index.page("b.md").expect("there")), Some(true));
    assert_eq!(index.is_in_navigation(index.page("c.md").expect("there")), Some(false));
}

#[test]
fn entries_of_the_navigation_have_addresses_by_their_names() {
    let text = "- categoryname: A\n  documents:\n  - documentname: Tea API\n    pages:\n    - pagename: Overview\n    - {pagename: Other, permalink: other.html}\n    - pagename: Methods\n      subpages:\n      - {subpagename: \"Brew & Pour\", method: POST}\n  - pagename: Terms\n";
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let form = set.manifest.navigation.clone().expect("it has a form");
    let entries = EntryForm { address_key: "permalink".into(), address_from_names: form.address_from_names };
    let model = NavigationModel {
        form: NavigationForm::Entries(entries),
        ..NavigationModel::with_addresses(&form.file, "permalink")
    };
    let navigation = NavigationFile::read(text, &model);
    let entries: Vec<_> =
        navigation.entries.iter().map(|entry| (&*entry.address, &*entry.written, &text[entry.range])).collect();
    assert_eq!(
        entries,
        [
            ("/tea-api-overview.html", "Overview", "Overview"),
            ("/other.html", "other.html", "other.html"),
            ("/tea-api-methods-brew-pour.html", "Brew & Pour", "\"Brew & Pour\""),
            ("/terms.html", "Terms", "Terms"),
        ]
    );
}

#[test]
fn a_file_in_html_is_no_folder() {
    let mut index = index_of(&[("a.md", "---\n---\n")], jekyll());
    index.set_file("legal.html", true);
    index.set_file("docs/index.html", true);
    check_resolve(
        &index,
        "a.md",
        &["/legal", "/legal.html", "/legal/", "/docs", "/docs/"],
        expect![[r#"
            /legal -> File { path: "legal.html", fit: Exact }
            /legal.html -> File { path: "legal.html", fit: Exact }
            /legal/ -> Missing(Missing { destination: "/legal/", because_of: None })
            /docs -> File { path: "docs/index.html", fit: Exact }
            /docs/ -> File { path: "docs/index.html", fit: Exact }
        "#]],
    );
}
