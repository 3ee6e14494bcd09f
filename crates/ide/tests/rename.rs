//! Renames and moves over small sites held in memory: what is edited where, and that no link breaks that led somewhere before.

use docent_ide::rename::{FileMove, SiteEdits, keep_old_address, move_files, renamable, rename};
use docent_ide::{CheckInput, RuleSeverities, SiteView};
use docent_site::index::{NavigationFile, Target, facts_of};
use docent_site::model::NavigationModel;
use docent_site::{SiteIndex, SiteKind, SiteModel};
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextSize};
use expect_test::{Expect, expect};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

type Files = BTreeMap<String, String>;

const NAVIGATION: &str = "_data/nav.yaml";

fn jekyll() -> SiteModel {
    SiteModel {
        kind: SiteKind::Jekyll,
        own_urls: vec!["https://docs.example.com".into()],
        navigation: Some(NavigationModel {
            file: NAVIGATION.into(),
            address_key: "permalink".into(),
            optional: Vec::new(),
        }),
        ..SiteModel::default()
    }
}

/// `//- path` begins a file; `$0` is the cursor.
fn files(fixture: &str) -> (Files, Option<(String, TextSize)>) {
    let (mut files, mut cursor) = (Files::new(), None);
    for part in fixture.split("//- ").skip(1) {
        let (path, text) = part.split_once('\n').expect("a path on a line of its own");
        if let Some(at) = text.find("$0") {
            cursor = Some((path.to_owned(), TextSize::new(at as u32)));
        }
        files.insert(path.to_owned(), text.replace("$0", ""));
    }
    (files, cursor)
}

fn index_of(files: &Files, model: &SiteModel) -> SiteIndex {
    let mut index = SiteIndex::new(model.clone());
    for (path, text) in files {
        match path.ends_with(".md") {
            true => {
                index.set_page(path, facts_of(&Page::parse(text), path, None, model), false);
            }
            false => {
                index.set_file(path, true);
            }
        }
    }
    if let (Some(model), Some(text)) = (&model.navigation, files.get(NAVIGATION)) {
        index.set_navigation(NavigationFile::read(text, model));
    }
    index
}

fn with_input<T>(files: &Files, index: &SiteIndex, path: &str, ask: impl FnOnce(&CheckInput<'_>) -> T) -> T {
    let page = Page::parse(&files[path]);
    let severities = RuleSeverities::default();
    ask(&CheckInput { page: &page, path, contract: None, severities: &severities, site: SiteView::of(index, path) })
}

fn rename_at(files: &Files, model: &SiteModel, path: &str, at: TextSize, name: &str) -> Result<SiteEdits, String> {
    let index = index_of(files, model);
    with_input(files, &index, path, |input| rename(input, at, name, &|path| files.get(path).cloned()))
}

fn applied(files: &Files, edits: &SiteEdits, moves: &[FileMove]) -> Files {
    let mut after = files.clone();
    for (path, edits) in &edits.files {
        assert!(!edits.is_empty(), "an entry without edits: {path}");
        let text = apply_edits(&files[path], edits).unwrap_or_else(|| panic!("edits of {path} do not fit: {edits:?}"));
        after.insert(path.clone(), text);
    }
    for FileMove { from, to } in moves {
        let inside: Vec<String> =
            after.keys().filter(|path| *path == from || path.starts_with(&format!("{from}/"))).cloned().collect();
        for path in inside {
            let text = after.remove(&path).expect("it is there");
            after.insert(format!("{to}{}", &path[from.len()..]), text);
        }
    }
    after
}

/// Those files that differ, whole.
fn changed(before: &Files, after: &Files) -> String {
    let differs = |(path, text): &(&String, &String)| before.get(*path) != Some(*text);
    after.iter().filter(differs).map(|(path, text)| format!("//- {path}\n{text}")).collect()
}

fn check_rename(model: &SiteModel, fixture: &str, name: &str, expected: Expect) {
    let (files, cursor) = files(fixture);
    let (path, at) = cursor.expect("a cursor");
    let shown = match rename_at(&files, model, &path, at, name) {
        Ok(edits) => changed(&files, &applied(&files, &edits, &[])),
        Err(error) => error,
    };
    expected.assert_eq(&shown);
}

fn check_move(model: &SiteModel, fixture: &str, from: &str, to: &str, expected: Expect) {
    let (files, _) = files(fixture);
    let moves = [FileMove { from: from.to_owned(), to: to.to_owned() }];
    let edits = move_files(&index_of(&files, model), &moves, &|path| files.get(path).cloned());
    let shown = match edits {
        Ok(edits) => changed(&files, &applied(&files, &edits, &moves)),
        Err(error) => error,
    };
    expected.assert_eq(&shown);
}

const SITE: &str = "\
//- a/one.md
---
pagename: One
# where it is
permalink: 'one.html'
---

### Use cases

See [below](#use-cases), [the other](two.html#top).

### Use cases
//- a/two.md
---
permalink: two.html
redirect_from: [old-two.html]
---

[one](one.html#use-cases) [again](/one.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

[r]: https://docs.example.com/one.html?q=1#use-cases \"One\"

```
[fence](one.html#use-cases)
```
//- _data/nav.yaml
- {pagename: One, permalink: \"one.html\"}
- permalink: two.html
";

#[test]
fn a_permalink_takes_links_navigation_and_redirect_along() {
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "first.html",
        expect![[r#"
            //- _data/nav.yaml
            - {pagename: One, permalink: "first.html"}
            - permalink: two.html
            //- a/one.md
            ---
            pagename: One
            # where it is
            permalink: 'first.html'
            redirect_from:
              - one.html
            ---

            ### Use cases

            See [below](#use-cases), [the other](two.html#top).

            ### Use cases
            //- a/two.md
            ---
            permalink: two.html
            redirect_from: [old-two.html]
            ---

            [one](first.html#use-cases) [again](/first.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

            [r]: https://docs.example.com/first.html?q=1#use-cases "One"

            ```
            [fence](one.html#use-cases)
            ```
        "#]],
    );
}

#[test]
fn a_permalink_back_to_its_redirect() {
    check_rename(
        &jekyll(),
        &SITE.replace(": two.html\nred", ": $0two.html\nred"),
        "old-two.html",
        expect![[r#"
        //- _data/nav.yaml
        - {pagename: One, permalink: "one.html"}
        - permalink: old-two.html
        //- a/one.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Use cases

        See [below](#use-cases), [the other](old-two.html#top).

        ### Use cases
        //- a/two.md
        ---
        permalink: old-two.html
        redirect_from: [two.html]
        ---

        [one](one.html#use-cases) [again](/one.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#use-cases "One"

        ```
        [fence](one.html#use-cases)
        ```
    "#]],
    );
}

#[test]
fn a_taken_address_is_refused() {
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "old-two",
        expect!["a/two.md redirects from /old-two.html already"],
    );
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "a b",
        expect!["'a b' is no address of a page: no blanks, and from the site's root"],
    );
    check_rename(
        &jekyll(),
        &SITE.replace("pagename: One", "pagename: $0One"),
        "x",
        expect!["Headings, permalinks and labels of references can be renamed; there is none here"],
    );
}

#[test]
fn a_heading_takes_its_anchors_along_and_those_that_are_counted_anew() {
    check_rename(
        &jekyll(),
        &SITE.replacen("### Use cases\n\nSee", "### Use $0cases\n\nSee", 1),
        "Übung & *Ziel*",
        expect![[r#"
        //- a/one.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Übung & *Ziel*

        See [below](#übung--ziel), [the other](two.html#top).

        ### Use cases
        //- a/two.md
        ---
        permalink: two.html
        redirect_from: [old-two.html]
        ---

        [one](one.html#übung--ziel) [again](/one.html#use-cases) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#übung--ziel "One"

        ```
        [fence](one.html#use-cases)
        ```
    "#]],
    );
}

#[test]
fn a_heading_id_of_its_own() {
    let site = "//- a.md\n# A {#m$0ine}\n\n[x](#mine) <a href=\"a.md#mine\">y</a>\n//- b.md\n[a](a.md#mine)\n";
    check_rename(
        &SiteModel::default(),
        site,
        "ours",
        expect![[r#"
        //- a.md
        # A {#ours}

        [x](#ours) <a href="a.md#ours">y</a>
        //- b.md
        [a](a.md#ours)
    "#]],
    );
    check_rename(
        &SiteModel::default(),
        site,
        "not this",
        expect!["'not this' is no id: it begins with a letter and has letters, digits, '-', '_', ':' and '.' only"],
    );
}

#[test]
fn a_label_keeps_what_a_reader_sees() {
    let site = "//- a.md\n[a][on$0e] [One][] [one] ![one] [b][other]\n\n[ONE]: b.md\n[other]: c.md\n";
    check_rename(
        &SiteModel::default(),
        site,
        "first",
        expect![[r#"
        //- a.md
        [a][first] [One][first] [one][first] ![one][first] [b][other]

        [first]: b.md
        [other]: c.md
    "#]],
    );
    check_rename(&SiteModel::default(), site, "Other", expect!["There is a definition of 'Other' already"]);
}

#[test]
fn pages_and_folders_that_move() {
    let plain = "//- docs/a.md\n[b](b.md) ![i](img/x.png) [root](/top.md#x)\n//- docs/b.md\n[a](./a.md#h) [self](#b)\n//- top.md\n[a](docs/a.md) [folder](docs/)\n//- docs/img/x.png\n";
    check_move(
        &SiteModel::default(),
        plain,
        "docs/a.md",
        "other/deep/c.md",
        expect![[r#"
        //- docs/b.md
        [a](../other/deep/c.md#h) [self](#b)
        //- other/deep/c.md
        [b](../../docs/b.md) ![i](../../docs/img/x.png) [root](/top.md#x)
        //- top.md
        [a](other/deep/c.md) [folder](docs/)
    "#]],
    );
    check_move(
        &SiteModel::default(),
        plain,
        "docs/img/x.png",
        "pics/y z.png",
        expect![[r#"
        //- docs/a.md
        [b](b.md) ![i](../pics/y%20z.png) [root](/top.md#x)
        //- pics/y z.png
    "#]],
    );
    check_move(
        &SiteModel::default(),
        plain,
        "docs",
        "pages",
        expect![[r#"
            //- pages/a.md
            [b](b.md) ![i](img/x.png) [root](/top.md#x)
            //- pages/b.md
            [a](./a.md#h) [self](#b)
            //- pages/img/x.png
            //- top.md
            [a](pages/a.md) [folder](pages/)
        "#]],
    );
    check_move(
        &jekyll(),
        SITE,
        "a/one.md",
        "b/uno.md",
        expect![[r#"
        //- a/two.md
        ---
        permalink: two.html
        redirect_from: [old-two.html]
        ---

        [one](one.html#use-cases) [again](/one.html#use-cases-1) [md](../b/uno.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#use-cases "One"

        ```
        [fence](one.html#use-cases)
        ```
        //- b/uno.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Use cases

        See [below](#use-cases), [the other](two.html#top).

        ### Use cases
    "#]],
    );
    let by_path = "//- a/x.md\n---\ntitle: X\n---\n[y](y.html)\n//- a/y.md\n---\n---\n[x](x.html) {% link a/x.md %}\n\n[x]({% link a/x.md %})\n";
    check_move(
        &jekyll(),
        by_path,
        "a/x.md",
        "b/x.md",
        expect![[r#"
        //- a/y.md
        ---
        ---
        [x](../b/x.html) {% link a/x.md %}

        [x]({% link b/x.md %})
        //- b/x.md
        ---
        title: X
        redirect_from:
          - /a/x.html
        ---
        [y](../a/y.html)
    "#]],
    );
}

#[test]
fn an_address_changed_by_hand_is_kept() {
    let (files, _) = files(SITE);
    let index = index_of(&files, &jekyll());
    let kept = |path: &str, old: &str| {
        with_input(&files, &index, path, |input| keep_old_address(input, old))
            .map(|fix| (fix.title, apply_edits(&files[path], &fix.edits).expect("they fit")))
    };
    let (title, text) = kept("a/one.md", "uno.html").expect("something to do");
    assert_eq!(title, "Keep the old address 'uno.html' as a redirect");
    assert!(text.contains("permalink: 'one.html'\nredirect_from:\n  - uno.html\n---\n"), "{text}");
    let (_, text) = kept("a/two.md", "zwei").expect("something to do");
    assert!(text.contains("redirect_from: [old-two.html, zwei]"), "{text}");
    assert_eq!(kept("a/two.md", "old-two.html"), None);
    assert_eq!(kept("a/two.md", "two"), None);
    assert_eq!(kept("a/two.md", "one.html"), None);
}

#[test]
fn nothing_is_renamed_where_nothing_has_a_name() {
    let (files, _) = files("//- a.md\n");
    let index = index_of(&files, &SiteModel::default());
    for at in [0, 1, 100] {
        let found = with_input(&files, &index, "a.md", |input| renamable(input, TextSize::new(at)));
        assert!(found.is_err());
    }
}

/// Pages by what they are called in the property below, so that a link is known again after its page has moved.
fn broken_links(files: &Files, model: &SiteModel) -> BTreeSet<(String, usize)> {
    let index = index_of(files, model);
    let mut broken = BTreeSet::new();
    for page in index.pages() {
        let facts = index.facts(page).expect("it is there");
        for (number, link) in facts.links.iter().enumerate() {
            let resolution = index.resolve(page, &link.url);
            let is_broken = match &resolution.target {
                Target::Missing(_) => true,
                Target::Page { page, .. } => {
                    resolution.fragment.is_some_and(|fragment| index.anchor(*page, &fragment).is_none())
                }
                Target::Elsewhere | Target::File { .. } => false,
            };
            if is_broken {
                let name = facts.values.iter().find(|value| &*value.key == "name");
                broken.insert((name.expect("every page has one").value.to_string(), number));
            }
        }
    }
    broken
}

#[derive(Debug, Clone)]
enum Step {
    Heading { page: usize, section: usize, title: usize },
    Permalink { page: usize, name: usize },
    Move { page: usize, folder: usize, name: usize },
    MoveFolder { folder: usize, to: usize },
}

const FOLDERS: [&str; 4] = ["a", "a/deep", "b ü", "c"];
const TITLES: [&str; 6] = ["Use cases", "A - B", "Ämter & *mehr*", "use cases", "1. First", "Getting `started`"];

/// Its folder, whether it has a permalink, and its links (style, goal, fragment).
type RandomPage = (usize, bool, Vec<(usize, usize, usize)>);

/// A site of these pages.
fn site(pages: &[RandomPage], is_jekyll: bool) -> Files {
    let path = |number: usize| format!("{}/page {number}.md", FOLDERS[pages[number].0]);
    let address = |number: usize| match pages[number].1 {
        true => format!("p{number}.html"),
        false => path(number).replace(".md", ".html").replace(' ', "%20"),
    };
    let mut files = Files::new();
    for (number, (_, has_permalink, links)) in pages.iter().enumerate() {
        let mut text = format!("---\nname: n{number}\n");
        if *has_permalink {
            text.push_str(&format!("permalink: {}\n", address(number)));
        }
        text.push_str("---\n\n### Use cases\n\nText.\n\n### A - B\n\n");
        for (style, goal, fragment) in links {
            let goal = goal % pages.len();
            let fragment = ["", "#use-cases", "#a---b", "#use-cases-1", "#nix"][*fragment % 5];
            let link = match (is_jekyll, style % 6) {
                (_, 5) => format!("[x]({fragment}x)"),
                (true, 0) => format!("[x](/{}{fragment})", address(goal)),
                (true, 1) => format!("[x](https://docs.example.com/{}{fragment})", address(goal)),
                (true, 2) => format!("[x]({{% link {} %}}{fragment})", path(goal)),
                (true, 3) => format!("<a href=\"{{{{ site.baseurl }}}}/{}{fragment}\">x</a>", address(goal)),
                (true, _) => format!("[x](<old-{goal}{fragment}>)"),
                (false, 0) => format!("[x](</{}{fragment}>)", path(goal)),
                (false, 1) => format!("[x][l{goal}]\n\n[l{goal}]: /{}{fragment}", path(goal).replace(' ', "%20")),
                (false, 2) => format!("![x](/{})", path(goal).replace(' ', "%20")),
                (false, _) => {
                    let up = "../".repeat(FOLDERS[pages[number].0].split('/').count());
                    format!("<a href='{up}{}{fragment}'>x</a>", path(goal).replace(' ', "%20"))
                }
            };
            text.push_str(&link);
            text.push_str("\n\n");
        }
        files.insert(path(number), text);
    }
    files
}

/// The page's files in their order: what a step's `page` counts.
fn nth_page(files: &Files, number: usize) -> String {
    files.keys().nth(number % files.len()).expect("there are pages").clone()
}

fn take_step(files: &Files, model: &SiteModel, step: &Step) -> Result<Files, String> {
    match step {
        Step::Heading { page, section, title } => {
            let path = nth_page(files, *page);
            let parsed = Page::parse(&files[&path]);
            let section = parsed.section(1 + section % (parsed.section_count() - 1));
            let edits = rename_at(files, model, &path, section.start + TextSize::new(5), TITLES[title % TITLES.len()])?;
            Ok(applied(files, &edits, &[]))
        }
        Step::Permalink { page, name } => {
            let path = nth_page(files, *page);
            let Some(at) = files[&path].find("permalink: ") else { return Ok(files.clone()) };
            let at = TextSize::new(at as u32 + 12);
            let edits = rename_at(files, model, &path, at, &format!("new/n{name}.html"))?;
            Ok(applied(files, &edits, &[]))
        }
        Step::Move { page, folder, name } => {
            let from = nth_page(files, *page);
            let to = format!("{}/moved {name}.md", FOLDERS[folder % FOLDERS.len()]);
            moved(files, model, FileMove { from, to })
        }
        Step::MoveFolder { folder, to } => {
            let from = FOLDERS[folder % FOLDERS.len()].to_owned();
            moved(files, model, FileMove { from, to: format!("folder-{to}/x") })
        }
    }
}

fn moved(files: &Files, model: &SiteModel, one: FileMove) -> Result<Files, String> {
    if files.contains_key(&one.to) {
        return Err("it is there already".to_owned());
    }
    let moves = [one];
    let edits = move_files(&index_of(files, model), &moves, &|path| files.get(path).cloned())?;
    Ok(applied(files, &edits, &moves))
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        (0..10usize, 0..4usize, 0..6usize).prop_map(|(page, section, title)| Step::Heading { page, section, title }),
        (0..10usize, 0..30usize).prop_map(|(page, name)| Step::Permalink { page, name }),
        (0..10usize, 0..4usize, 0..30usize).prop_map(|(page, folder, name)| Step::Move { page, folder, name }),
        (0..4usize, 0..9usize).prop_map(|(folder, to)| Step::MoveFolder { folder, to }),
    ];
    prop::collection::vec(step, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// Whatever is renamed or moved: no link is broken that was not broken before.
    #[test]
    fn renames_break_no_link(
        is_jekyll: bool,
        pages in prop::collection::vec(
            (0..4usize, any::<bool>(), prop::collection::vec((0..6usize, 0..10usize, 0..5usize), 0..5)), 10,
        ),
        steps in steps(),
    ) {
        let model = if is_jekyll { jekyll() } else { SiteModel::default() };
        let mut files = site(&pages, is_jekyll);
        let mut broken = broken_links(&files, &model);
        for step in steps {
            // What is refused changes nothing.
            let Ok(after) = take_step(&files, &model, &step) else { continue };
            let now = broken_links(&after, &model);
            prop_assert!(now.is_subset(&broken), "{step:?}: {:?}\n{}", now.difference(&broken).collect::<Vec<_>>(), changed(&files, &after));
            (files, broken) = (after, now);
        }
    }
}
