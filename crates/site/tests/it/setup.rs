//! A first configuration from what lies in a folder: it must be valid whatever lies there, and leave every page the template it had.

use docent_site::setup::{Survey, TemplateName, configuration, words};
use docent_site::survey::survey;
use docent_site::{PageRole, Site};
use expect_test::expect;
use std::fs;
use tempfile::TempDir;

const PAGE: &str = "---\npagename: A\nsitesection: Documents\ncategoryname: B\ndocumentname: C\n---\n\nText.\n";
const RECIPE: &str = "---\ndocent: { template: recipe, applies-to: { path: \"recipes/**\" } }\n---\n\n## Steps\n";

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    folder
}

/// The survey, after a look at whether its configuration is valid and gives the same result when it is read.
fn surveyed(folder: &TempDir) -> Survey {
    let found = survey(folder.path());
    let text = configuration(&found);
    let site = Site::with_config(folder.path().to_owned(), &text);
    assert_eq!(site.config_problems, [], "{text}");
    fs::write(folder.path().join("docent.yaml"), &text).expect("a file");
    assert_eq!(configuration(&survey(folder.path())), text, "a second look is like the first");
    found
}

#[test]
fn a_jekyll_site_with_templates_of_its_own() {
    let folder = folder(&[
        ("_config.yml", "title: x\n"),
        ("_data/documentsupdated.yaml", "- a\n"),
        ("_template/recipe.md", RECIPE),
        ("_template/overview.md", PAGE),
        ("docs/overview.md", PAGE),
        ("docs/a.md", PAGE),
        ("recipes/bread.md", "# Bread\n"),
        ("build/copy.md", "# A copy\n"),
        ("out/a.md", PAGE),
        ("README.md", "# Read me\n"),
    ]);
    let found = surveyed(&folder);
    assert_eq!(found.kind.id, "jekyll");
    expect![[r##"
        # What docent knows of this site. All of it may be changed or left out.

        # Page templates: built-in sets, and template pages of this site. Where no template holds, a page gets only the
        # checks that hold for any page.
        templates:
          - liveperson # liveperson/overview 1 page, liveperson/page 2 pages
          - _template/recipe.md # 1 page
          # - _template/overview.md # holds for no page here

        # Which pages have which template, by path, where the templates themselves do not say it. The first entry that
        # matches wins; `template: none` leaves pages without one.
        # pages:
        #   - path: "guides/**/overview.md"
        #     template: liveperson/overview

        # Pages that are left alone. These folders look like made by a tool.
        exclude:
          - /build/**

        # How severe a rule is: off, hint, info, warning or error. `docent explain` lists the rules.
        # rules:
        #   section-title: off
    "##]]
    .assert_eq(&configuration(&found));
    expect![[r#"
        a Jekyll site: 5 pages
        liveperson/overview (built in) holds for 1 page
        liveperson/page (built in) holds for 2 pages
        _template/recipe.md (a template page of yours) holds for 1 page
        _template/overview.md, a template page: holds for no page here
        1 page without a template; there only what holds for any page is checked
        _data/documentsupdated.yaml, the navigation
        build/ looks like made by a tool, and is left out"#]]
    .assert_eq(&words(&found).join("\n"));
    let site = Site::with_config(folder.path().to_owned(), &configuration(&found));
    let role =
        |path: &str, text: &str| site.role(&folder.path().join(path), &site.parse(&folder.path().join(path), text));
    assert!(matches!(role("build/copy.md", ""), PageRole::Excluded));
    assert!(matches!(role("recipes/bread.md", ""), PageRole::Page(template) if &*template.id == "recipe"));
}

#[test]
fn notes_without_a_template() {
    let found = surveyed(&folder(&[("a.md", "# A\n"), ("b/c.md", "---\ntitle: x\n---\n")]));
    assert!(found.holding.is_empty());
    assert_eq!((found.kind.id, found.pages, found.free), ("plain", 2, 2));
    let entries: Vec<String> = configuration(&found)
        .lines()
        .filter(|line| !line.starts_with('#') && !line.is_empty())
        .map(String::from)
        .collect();
    assert_eq!(entries, [""; 0], "comments only");
    assert!(words(&found).join("\n").contains("no page has a template yet"));
}

#[test]
fn an_empty_folder() {
    let found = surveyed(&folder(&[]));
    assert_eq!((found.pages, found.free), (0, 0));
}

#[test]
fn sites_inside_and_outside() {
    let folder = folder(&[
        ("docent.yaml", ""),
        ("a/docs/_config.yml", ""),
        ("a/docs/deep/page.md", PAGE),
        ("a/docs/page.md", PAGE),
    ]);
    let found = survey(&folder.path().join("a"));
    assert_eq!(found.inner_sites, ["docs"]);
    assert_eq!(found.outer.as_deref(), Some(folder.path()));
}

/// Two templates of one id, one that cannot be read, one with errors: none of them makes the configuration invalid.
#[test]
fn templates_that_cannot_be_named() {
    let folder = folder(&[
        ("_template/one.md", RECIPE),
        ("_template/two.md", RECIPE),
        ("_template/odd.md", "---\ndocent: { template: }\nfront-matter: [1]\n---\n"),
        ("_template/open.md", "---\ndocent: { template: open\n---\n"),
        ("recipes/bread.md", "# Bread\n"),
    ]);
    fs::write(folder.path().join("_template/latin.md"), b"\xff\xfe").expect("a file");
    let found = surveyed(&folder);
    let recipe = TemplateName::File("_template/one.md".to_owned(), "recipe".to_owned());
    assert_eq!(found.holding.get(&recipe), Some(&1));
    let idle = |file: &str| found.idle.iter().find(|(name, _)| name == file).map(|(_, reason)| reason.clone());
    assert!(idle("_template/two.md").flatten().is_some_and(|reason| reason.contains("both the template 'recipe'")));
}

#[cfg(unix)]
#[test]
fn names_that_mean_something_in_yaml_or_in_patterns() {
    let names = [
        "[a].md", "a: b.md", "*.md", "# c.md", "yes.md", "- d.md", "{e}.md", "f\"g'.md", "h\\i.md", "ä é.md", "n\nl.md",
    ];
    let files: Vec<(String, String)> = (names.iter().enumerate())
        .flat_map(|(n, name)| {
            let template = RECIPE.replace("recipe,", &format!("r{n},"));
            [(format!("_template/{name}"), template), (format!("x{n}/[build]/build/{name}"), "# A\n".to_owned())]
        })
        .collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let folder = folder(&files);
    let found = surveyed(&folder);
    assert_eq!(found.made.len(), names.len());
    let site = Site::with_config(folder.path().to_owned(), &configuration(&found));
    assert_eq!(site.own_templates().count(), names.len());
    assert!(site.config.excludes("x3/[build]/build/# c.md"));
}
