//! The interface of generators, judged by one that docent does not have: pages below a source folder, links by file and by address,
//! navigation in the generator's own configuration. What this one needs, no other crate has to know.

use docent_generators::{
    AnyGenerator, Generator, GeneratorKind, KeyRoles, LinkRules, NavigationItem, NavigationTarget,
};
use docent_site::index::build::{build_index, read_navigation};
use docent_site::{Site, SiteIndex, SiteModel};
use docent_syntax::{Dialect, FrontMatter, TextRange, TextSize, YamlSchema};
use std::path::Path;
use std::sync::atomic::AtomicBool;

const KIND: GeneratorKind = GeneratorKind {
    id: "folio",
    name: "Folio",
    config_files: &["folio.txt"],
    output_folders: &["_folio"],
    tool_folders: &[],
    link_styles: &[],
    address_patterns: None,
    read: |_, _| AnyGenerator::new(&KIND, Folio),
    guess: |_, _| None,
};

/// Publishes `pages/a.md` at `/a/`, copies `pages/static/` to the root, and reads `.md` files only.
#[derive(Debug, PartialEq)]
struct Folio;

impl Generator for Folio {
    fn dialect(&self, path: &str) -> Dialect {
        // Files outside of the source folder are shown by GitHub only.
        if path.starts_with("pages/") { Dialect::EXTENDED } else { Dialect::GITHUB }
    }

    fn yaml_schema(&self) -> YamlSchema {
        YamlSchema::Core
    }

    fn links(&self) -> LinkRules {
        LinkRules::Addresses
    }

    fn key_roles(&self) -> KeyRoles {
        KeyRoles { permalink: "slug", redirects: "" }
    }

    fn is_page(&self, path: &str) -> bool {
        path.ends_with(".md")
    }

    fn published(&self, path: &str, _front_matter: &FrontMatter) -> Option<String> {
        let name = path.strip_prefix("pages/")?.strip_suffix(".md")?;
        Some(if name == "index" { "/".to_owned() } else { format!("/{name}/index.html") })
    }

    fn copied_to<'p>(&self, path: &'p str) -> Option<&'p str> {
        path.strip_prefix("pages/static/").or_else(|| path.strip_prefix("pages/"))
    }

    fn is_provided(&self, path: &str) -> bool {
        path == "search/"
    }

    fn navigation_file(&self) -> Option<&str> {
        Some("folio.txt")
    }

    /// One path of a page in each line.
    fn navigation(&self, text: &str) -> Vec<NavigationItem> {
        let item = |line: &str| {
            let start = TextSize::new((line.as_ptr() as usize - text.as_ptr() as usize) as u32);
            let page = NavigationTarget::File(format!("pages/{line}"));
            NavigationItem { page, range: TextRange::at(start, TextSize::of(line)) }
        };
        text.lines().filter(|line| !line.is_empty()).map(item).collect()
    }
}

fn index_of(root: &Path) -> (Site, SiteIndex) {
    let model = SiteModel::of(KIND.bare_site());
    let site = Site { root: Some(root.to_owned()), model, ..Site::default() };
    let index = build_index(&site, &|_| {}, &AtomicBool::new(false));
    (site, index)
}

#[test]
fn a_generator_needs_no_code_outside_of_its_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("it exists");
    for (path, text) in [
        ("folio.txt", "index.md\nb/c.md\ngone.md\n"),
        ("pages/index.md", "# Home\n"),
        ("pages/b/c.md", "---\nslug: x\n---\n# C\n"),
        ("pages/b/d.md", "# D\n"),
        ("pages/b/notes.markdown", "No page.\n"),
        ("pages/static/logo.png", ""),
        ("README.md", "# Read me\n"),
    ] {
        let path = root.join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a file");
    }
    let (site, index) = index_of(&root);
    let page = |path: &str| index.page(path).unwrap_or_else(|| panic!("{path} is a page"));

    assert_eq!(index.page("pages/b/notes.markdown"), None, "another ending");
    assert_eq!(index.facts(page("pages/b/c.md")).and_then(|facts| facts.address.as_deref()), Some("/b/c/index.html"));
    assert_eq!(index.facts(page("README.md")).and_then(|facts| facts.address.as_deref()), None);
    assert_eq!(site.dialect(Path::new("README.md")), Dialect::GITHUB);

    let leads_to = |from: &str, url: &str| index.resolve(page(from), url).target.page().map(|page| index.path(page));
    for (from, url, to) in [
        ("pages/b/c.md", "d.md", Some("pages/b/d.md")),
        ("pages/b/c.md", "../d/", Some("pages/b/d.md")),
        ("pages/b/c.md", "../../", Some("pages/index.md")),
        ("README.md", "pages/b/c.md", Some("pages/b/c.md")),
        ("pages/b/c.md", "d/", None),
    ] {
        assert_eq!(leads_to(from, url), to, "{from} {url}");
    }
    assert!(index.find_file_at("/logo.png").is_some(), "a static root");

    let navigation = read_navigation(&site);
    let entries: Vec<_> = navigation
        .entries
        .iter()
        .map(|entry| (&*entry.written, index.resolve_navigation(entry).page().map(|page| index.path(page))))
        .collect();
    assert_eq!(entries, [("index.md", Some("pages/index.md")), ("b/c.md", Some("pages/b/c.md")), ("gone.md", None)]);
    let is_listed = |path: &str| index.is_in_navigation(page(path));
    assert_eq!([is_listed("pages/b/c.md"), is_listed("pages/b/d.md")], [Some(true), Some(false)]);
}

#[test]
fn sites_of_one_generator_are_equal_if_their_configuration_is() {
    let folio = || AnyGenerator::new(&KIND, Folio);
    assert_eq!(folio(), folio());
    assert_ne!(folio(), docent_generators::unmarked_folder());
}
