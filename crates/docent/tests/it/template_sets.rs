//! Template sets: folders of a team, and what the built-in sets bring along.

use crate::harness::Folder;

const DISH: &str = "---\ndocent: { template: dish, title: dish }\nfront-matter: { properties: { dish: {}, course: {}, link: { x-docent-role: permalink, x-docent-derive: '{course}/{dish}' } } }\n---\n\n## Ingredients\n\n## Method\n";
const SET: &str = "title: recipes\nrecognize: { keys: [dish, course], sections: [Ingredients], at-least: 2 }\n\
                   slug: { replace: { from: ½, to: half }, blanks: _, join: _ }\n";

#[test]
fn a_folder_of_templates_is_a_set() {
    let soup = "---\ndish: ½ Soup\ncourse: First\nlink: x\n---\n\n## Ingredients\n\n* Water\n\n## Method\n\nCook.\n";
    let site = Folder::new(&[
        ("docent.yaml", "templates: docs/_templates/\n"),
        ("docs/_templates/set.yaml", SET),
        ("docs/_templates/dish.md", DISH),
        ("docs/_templates/README.md", "# Our templates\n"),
        ("soup.md", soup),
        ("notes.md", "# Notes\n\n## Ingredients\n\nNone.\n"),
    ]);
    let run = site.run(&["check", "--format", "concise", "."]);
    let found = "soup.md:4:7: error[permalink-convention] The permalink is 'x'; by the rule '{course}/{dish}' it is 'first/half_soup'";
    assert_eq!(run.stdout.trim_end(), found, "{run:?}");
    let list = site.run(&["template", "list"]);
    assert!(list.stdout.contains("dish") && list.stdout.contains("adr/madr"), "{list:?}");
}

#[test]
fn mistakes_in_a_set_are_found_in_it() {
    let site = Folder::new(&[
        ("docent.yaml", "templates: docs/_templates/\n"),
        ("docs/_templates/set.yaml", "titel: a\nslug:\n  case: lwer\ngenerator: jekill\n"),
        ("docs/_templates/dish.md", DISH),
        ("a.md", "# A\n"),
    ]);
    let run = site.run(&["check", "--format", "concise", "."]);
    let expected = "docs/_templates/set.yaml:1:1: error[invalid-configuration] A template set has no key 'titel'; did you mean 'title'?\n\
                    docs/_templates/set.yaml:3:9: error[invalid-configuration] 'lwer' is not one of lower, upper and keep; did you mean 'lower'?\n\
                    docs/_templates/set.yaml:4:12: error[invalid-configuration] There is no generator 'jekill'; did you mean 'jekyll'?";
    assert_eq!(run.stdout.trim_end(), expected, "{run:?}");
}

#[test]
fn a_folder_without_a_manifest_is_its_pages() {
    let site = Folder::new(&[
        ("docent.yaml", "templates: [house/, gone/]\npages: { path: 'dishes/**', template: dish }\n"),
        ("house/dish.md", DISH),
        ("dishes/a.md", "---\ndish: A\ncourse: B\n---\n\n## Ingredients\n\nNone.\n"),
    ]);
    let run = site.run(&["check", "--format", "concise", "."]);
    assert!(run.stdout.contains("dishes/a.md:6:1: error[missing-section]"), "{run:?}");
    assert!(run.stdout.contains("docent.yaml:1:21: error[invalid-configuration] There is no file 'gone/'"), "{run:?}");
}

#[test]
fn a_navigation_file_names_pages_by_their_titles() {
    let page = |name: &str, sub: &str, address: &str| {
        format!(
            "---\npagename: {name}\nsitesection: Documents\ncategoryname: Tools\ndocumentname: Tea API\n{sub}permalink: {address}\n\
             indicator: both\n---\n\nText.\n"
        )
    };
    let method =
        |name: &str, slug: &str| page(name, "subfoldername: Methods\n", &format!("tea-api-methods-{slug}.html"));
    let pages = [
        ("Documents/Tea/notes.md", page("Overview", "", "tea-api-overview.html")),
        ("Documents/Tea/Methods/brew-pot.md", method("Brew Pot", "brew-pot")),
        ("Documents/Tea/Methods/fill-pot.md", method("Fill Pot", "fill-pot")),
        ("Documents/Tea/Methods/pour-cup.md", method("Pour Cup", "pour-cup")),
        ("Documents/Tea/Methods/wash-cup.md", method("Wash Cup", "wash-cup")),
        ("Documents/Tea/Methods/warm-mug.md", method("Warm Mug", "warm-mug")),
    ];
    let navigation = "- categoryname: Tools\n  documents:\n    - documentname: Tea API\n      pages:\n        - pagename: Overview\n        \
                      - pagename: Methods\n          subpages:\n            - subpagename: Brew Pot\n            - subpagename: Fill Pot\n            - subpagename: Pour Cup\n            \
                      - subpagename: Wash Cpu\n            - subpagename: Boil Kettle\n";
    let mut files: Vec<(&str, &str)> = pages.iter().map(|(path, text)| (*path, &**text)).collect();
    files.extend([("_config.yml", ""), ("_data/documentsupdated.yaml", navigation)]);
    let run = Folder::new(&files).run(&["check", "--rule", "missing-navigation", "--format", "concise", "."]);
    let found: Vec<&str> = run.stdout.lines().collect();
    let [warm, not_listed, wash, boil] = found[..] else { panic!("{run:?}") };
    assert!(warm.starts_with("Documents/Tea/Methods/warm-mug.md:"), "{warm}");
    assert!(not_listed.starts_with("Documents/Tea/Methods/wash-cup.md:"), "{not_listed}");
    assert!(
        wash.contains(":11:28: ") && wash.ends_with("did you mean 'Wash Cup' ('/tea-api-methods-wash-cup.html')?"),
        "{wash}"
    );
    assert!(boil.contains(":12:28: ") && boil.contains("'/tea-api-methods-boil-kettle.html'"), "{boil}");
}
