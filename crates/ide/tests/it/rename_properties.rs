//! Whatever is renamed or moved, over random sites: no link breaks that led somewhere before.

use crate::site_in_memory::*;
use docent_generators::LinkStyles;
use docent_ide::rename::{FileMove, move_files};
use docent_rules::check_page;
use docent_site::SiteModel;
use docent_site::index::Target;
use docent_syntax::{Dialect, Page, TextSize};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Pages by what they are called in the property below, so that a link is recognizable after its page has moved.
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

/// Links in a style that the site does not accept, known as above.
fn odd_links(files: &Files, model: &SiteModel) -> BTreeSet<(String, usize)> {
    let index = index_of(files, model);
    let mut odd = BTreeSet::new();
    for page in index.pages() {
        let facts = index.facts(page).expect("it is there");
        let name = facts.values.iter().find(|value| &*value.key == "name").expect("every page has one");
        let found = with_input(files, &index, index.path(page), check_page);
        for finding in found.iter().filter(|finding| finding.rule == "link-style") {
            let number = facts.links.iter().position(|link| link.range == finding.range);
            odd.insert((name.value.to_string(), number.expect("a finding is about a link")));
        }
    }
    odd
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
            let parsed = Page::parse(&files[&path], Dialect::EXTENDED);
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

    /// Whatever is renamed or moved: no link is broken that was not broken before, or in a style that is not accepted.
    #[test]
    fn renames_break_no_link(
        is_jekyll: bool,
        pages in prop::collection::vec(
            (0..4usize, any::<bool>(), prop::collection::vec((0..6usize, 0..10usize, 0..5usize), 0..5)), 10,
        ),
        steps in steps(),
        accepted in prop::collection::vec(prop::sample::select(docent_generators::link_styles().collect::<Vec<_>>()), 0..5),
    ) {
        let mut model = if is_jekyll { jekyll() } else { SiteModel::default() };
        model.link_styles = LinkStyles { accepted, in_html: true };
        let mut files = site(&pages, is_jekyll);
        let mut broken = broken_links(&files, &model);
        let mut odd = odd_links(&files, &model);
        for step in steps {
            // What is refused changes nothing.
            let Ok(after) = take_step(&files, &model, &step) else { continue };
            let now = broken_links(&after, &model);
            prop_assert!(now.is_subset(&broken), "{step:?}: {:?}\n{}", now.difference(&broken).collect::<Vec<_>>(), changed(&files, &after));
            let odd_now = odd_links(&after, &model);
            prop_assert!(odd_now.is_subset(&odd), "{step:?}: {:?}\n{}", odd_now.difference(&odd).collect::<Vec<_>>(), changed(&files, &after));
            (files, broken, odd) = (after, now, odd_now);
        }
    }
}
