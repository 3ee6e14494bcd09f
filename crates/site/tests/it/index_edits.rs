//! An index that follows a page edit by edit knows, and says, the same as one that reads the page anew each time.

use docent_site::SiteModel;
use docent_site::index::{Affected, PageEdit, SiteIndex, facts_of};
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use proptest::prelude::*;

const PAGES: [(&str, &str); 4] = [
    ("docs/a.md", "---\npermalink: a.html\n---\n# One\n\n[b](b.html#two) [c](/docs/c.html)\n\n# Two\n\n# One\n"),
    (
        "docs/b.md",
        "---\npermalink: b.html\nredirect_from: old-b\n---\n# Two\n\n[a](a.html#one-1) [x][x]\n\n[x]: missing.html\n",
    ),
    ("docs/c.md", "# C\n\n[a](../a.html) <a id=\"own\"></a>\n"),
    ("d.md", "[a](docs/a.md) [old](old-b.html) [folder](docs/)\n"),
];

/// What changes a heading, an id, a link, a key, or what a section is.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "# One\n", "\n# Two\n", "## Three {#two}\n", "#", "x", " ", "\n", "\n\n", "One", "---\n", "[a](a.html)", "[b](b.html#two)",
    "[x]", "[x]: a.html\n", "(", ")", "](", "<a id=\"y\"></a>", "{: #z}\n", "{% include i %}\n", "```\n", "<!--", "-->", "- # One\n",
    "permalink: a.html\n", "permalink: sub/e.html\n", "redirect_from: b\n", "title: T\n", "category: C\n", ": ", "é", "\r\n", "===\n",
    "redirect_to: b.html\n", "published: false\n", "\t",
];

#[derive(Debug, Clone)]
struct Change {
    page: usize,
    at: usize,
    removed: usize,
    pieces: Vec<usize>,
    /// Whether the index receives it at once, and not with a later change.
    is_entered: bool,
}

fn change() -> impl Strategy<Value = Change> {
    let pieces = prop::collection::vec(0..PIECES.len(), 0..3);
    let removed = prop_oneof![3 => Just(0), 3 => 1..4_usize, 1 => 0..60_usize];
    (0..PAGES.len(), any::<usize>(), removed, pieces, prop::bool::weighted(0.8))
        .prop_map(|(page, at, removed, pieces, is_entered)| Change { page, at, removed, pieces, is_entered })
}

/// The same place, or the one before it, between two characters.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn run(kind: &str, changes: &[Change]) {
    let model = SiteModel::of_kind(kind);
    let (mut followed, mut anew) = (SiteIndex::new(model.clone()), SiteIndex::new(model.clone()));
    let mut texts = PAGES.map(|(_, text)| text.to_owned());
    let mut pages = PAGES.map(|(path, text)| Page::parse(text, model.dialect(path)));
    let mut entered = pages.clone();
    for index in [&mut followed, &mut anew] {
        for ((path, _), page) in PAGES.iter().zip(&pages) {
            index.set_page(path, facts_of(page, path, None, &model), false);
        }
    }
    for change in changes {
        let (path, text) = (PAGES[change.page].0, &mut texts[change.page]);
        let start = floor(text, change.at % (text.len() + 1));
        let end = floor(text, start + change.removed).max(start);
        let inserted: String = change.pieces.iter().map(|&piece| PIECES[piece]).collect();
        text.replace_range(start..end, &inserted);
        let replaced = TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32));
        let page = pages[change.page].edited(replaced, TextSize::of(&*inserted), text.as_str());
        pages[change.page] = page.clone();
        if !change.is_entered {
            continue;
        }
        let facts = facts_of(&page, path, None, &model);
        let edit = PageEdit::between(&entered[change.page], &page, path, None, &model);
        entered[change.page] = page;
        let affected = followed.edit_page(path, edit).expect("the page is there");
        assert_eq!(followed.facts(followed.page(path).expect("the page is there")), Some(&facts), "{text:?}");
        assert_eq!(affected, anew.set_page(path, facts, false), "{text:?}");
    }
    assert_eq!(links_in(&followed), links_in(&anew));
}

/// Who links where, according to the index.
fn links_in(index: &SiteIndex) -> String {
    let mut links_of_pages: Vec<String> =
        index.dangling_keys().map(|(key, pages)| format!("{key}: {pages} pages")).collect();
    for (path, _) in PAGES {
        let page = index.page(path).expect("the page is there");
        let mut referring: Vec<&str> = index.referring_pages(page).into_iter().map(|page| index.path(page)).collect();
        referring.sort();
        let links: Vec<_> = index.links_to(page).iter().map(|link| (index.path(link.page), link.link.range)).collect();
        links_of_pages.push(format!(
            "{path}: {referring:?} {links:?} {:?}",
            index.facts(page).map(|facts| facts.address.clone())
        ));
    }
    links_of_pages.sort();
    links_of_pages.join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn following_edits_is_as_good_as_reading_anew(
        changes in prop::collection::vec(change(), 1..20), jekyll in any::<bool>(),
    ) {
        run(if jekyll { "jekyll" } else { "plain" }, &changes);
    }
}

#[test]
fn an_edit_of_prose_has_no_dependents() {
    let mut index = SiteIndex::new(SiteModel::of_kind("jekyll"));
    for (path, text) in PAGES {
        index.set_page(path, facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, index.model()), false);
    }
    let (path, text) = PAGES[0];
    let ids: Vec<_> = PAGES.iter().map(|(path, _)| index.page(path).expect("it is there")).collect();
    let stamps = |index: &SiteIndex| ids.iter().map(|page| index.links_stamp(*page)).collect::<Vec<_>>();
    let before = stamps(&index);
    let edited = |index: &mut SiteIndex, from: &str, to: &str| -> Affected {
        let (old, new) = (Page::parse(text, Dialect::EXTENDED), text.replacen(from, to, 1));
        let at = TextRange::at(TextSize::new(text.find(from).expect("it is there") as u32), TextSize::of(from));
        let page = old.edited(at, TextSize::of(to), new.as_str());
        let edit = PageEdit::between(&old, &page, path, None, index.model());
        let affected = index.edit_page(path, edit).expect("the page is there");
        index.set_page(path, facts_of(&old, path, None, index.model()), false);
        affected
    };
    assert_eq!(edited(&mut index, "[b]", "Prose. [b]").pages, [ids[0]]);
    assert_eq!(stamps(&index), before);
    // Another id: the pages that link there are dependents, and no others.
    assert_eq!(edited(&mut index, "# Two", "# Too").pages, [ids[0], ids[1], ids[3]]);
    let after = stamps(&index);
    assert_eq!(after[0], before[0]);
    assert!(after[1] != before[1] && after[3] != before[3]);
    assert_ne!(
        SiteIndex::new(SiteModel::default()).links_stamp(ids[0]),
        SiteIndex::new(SiteModel::default()).links_stamp(ids[0])
    );
}
