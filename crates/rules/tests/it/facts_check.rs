//! What the facts of an index judge to be clean, a check of the page itself finds clean: on small sites with links, redirects and
//! values of every kind.

use docent_generators::{LinkStyle, LinkStyles};
use docent_rules::engine::facts_check::{FactsCheck, is_clean_alone};
use docent_rules::{CheckInput, RuleSettings, SiteView, check_page};
use docent_site::index::{NavigationFile, facts_of};
use docent_site::model::NavigationModel;
use docent_site::{Config, SiteIndex, SiteModel};
use docent_syntax::Page;
use proptest::prelude::*;
use std::cell::Cell;

const NAVIGATION: &str = "_data/nav.yaml";

/// Destinations as they are written, most of them right somewhere.
const LINKS: [&str; 30] = [
    "a.html",
    "a.md",
    "b.html#part-one",
    "b.html#Part-One",
    "#part-one",
    "#top",
    "#",
    "/sub/c.html",
    "sub/c.html",
    "sub\\c.html",
    "sub/c\\_d.html",
    "../a.html",
    "old-a.html",
    "old-b.html#part-one",
    "A.html",
    "img/x.png",
    "img/y.png",
    "<img/x.png>",
    "https://docs.example.com/a.html",
    "https://elsewhere.example/x",
    "{{ site.baseurl }}/a.html",
    "{{ page.url }}",
    "{% link a.md %}",
    "a&period;html",
    "b.html?x=1",
    "mailto:x@example.com",
    "nowhere.html",
    "feed.xml",
    "a.html#é",
    "b.html#custom",
];

const FRONT_MATTER: [&str; 10] = [
    "redirect_from: old-a.html\n",
    "redirect_from: [old-b.html, a.html]\n",
    "redirect_from: img/x.png\n",
    "permalink: a.html\n",
    "permalink: /sub/c.html\n",
    "category: Breads\n",
    "category: Bread\n",
    "docent-ignore: broken-link\n",
    "title: [\n",
    "note: a value that is longer than what the facts of a page hold, and so is not one of the values of a site that are compared with each other\n",
];

#[derive(Debug, Clone)]
struct Draft {
    keys: Vec<usize>,
    links: Vec<(usize, usize)>,
}

fn draft() -> impl Strategy<Value = Draft> {
    let keys = prop::collection::vec(0..FRONT_MATTER.len(), 0..2);
    let links = prop::collection::vec((0..LINKS.len(), 0..4usize), 0..3);
    (keys, links).prop_map(|(keys, links)| Draft { keys, links })
}

fn text_of(draft: &Draft) -> String {
    let keys: String = draft.keys.iter().map(|key| FRONT_MATTER[*key]).collect();
    let link = |(number, (link, form)): (usize, &(usize, usize))| {
        let destination = LINKS[*link];
        match form {
            0 => format!("[x]({destination})\n\n"),
            1 => format!("![x]({destination})\n\n"),
            2 => format!("[x][{number}]\n\n[{number}]: {destination}\n\n"),
            _ => format!("<a href=\"{destination}\">x</a>\n\n"),
        }
    };
    let links: String = draft.links.iter().enumerate().map(link).collect();
    format!("---\n{keys}---\n\n{links}# Part one\n\nText.\n\n## É {{#custom}}\n\nText.\n")
}

fn model(kind: &str, has_styles: bool) -> SiteModel {
    let styles = if has_styles {
        vec![LinkStyle::Relative, docent_generators::link_style("link-tag").expect("a style")]
    } else {
        Vec::new()
    };
    SiteModel {
        own_urls: vec!["https://docs.example.com".into()],
        link_styles: LinkStyles { accepted: styles, in_html: false },
        navigation: Some(NavigationModel::with_addresses(NAVIGATION, "permalink")),
        ..SiteModel::of_kind(kind)
    }
}

#[test]
fn what_the_facts_judge_to_be_clean_is_clean() {
    let (clean, all) = (Cell::new(0u32), Cell::new(0u32));
    let sites = (prop::collection::vec(draft(), 8), any::<bool>(), any::<bool>());
    proptest!(ProptestConfig::with_cases(400), |((drafts, is_plain, has_styles) in sites)| {
        let model = model(if is_plain { "plain" } else { "jekyll" }, has_styles);
        let paths = ["a.md", "b.md", "sub/c.md", "sub/c_d.md", "sub/e.md", "sub/f.md", "sub/g.md", "sub/h.md"];
        let pages: Vec<Page> = drafts.iter().map(|draft| Page::parse(&text_of(draft), model.dialect("a.md"))).collect();
        let mut index = SiteIndex::new(model.clone());
        index.set_file("img/x.png", true);
        for (path, page) in paths.iter().zip(&pages) {
            index.set_page(path, facts_of(page, path, None, &model), false);
        }
        let listed = "- permalink: sub/c.html\n- permalink: sub/e.html\n- permalink: sub/f.html\n";
        index.set_navigation(NavigationFile::read(listed, model.navigation.as_ref().expect("the model has one")));
        let facts = FactsCheck::new(&index, &Config::default());
        for (path, page) in paths.iter().zip(&pages) {
            let settings = RuleSettings::default();
            let yaml = model.yaml_schema();
            let alone = CheckInput { page, path, contract: None, settings: &settings, yaml, site: None };
            let site = SiteView::of(&index, path);
            let id = site.as_ref().map(|site| site.page).expect("the page is in the index");
            all.set(all.get() + 1);
            if is_clean_alone(&alone) && facts.finds_nothing(id) {
                clean.set(clean.get() + 1);
                let found = check_page(&CheckInput { site, ..alone });
                prop_assert_eq!(found, vec![], "{}:\n{}", path, page.text());
            }
        }
    });
    let (clean, all) = (clean.get(), all.get());
    assert!(clean > all / 10 && clean < all, "{clean} of {all} pages are clean: the sites say something");
}
