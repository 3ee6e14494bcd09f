//! What a keystroke may cost, in work that is counted and not timed: the same in a page of a hundred sections and in one of two
//! thousand. A change that walks the whole page fails here.

use docent_rules::{CheckInput, CheckMemo, RuleSettings, SiteView, recheck_page};
use docent_site::index::{PageEdit, facts_of};
use docent_site::{SiteIndex, SiteModel};
use docent_syntax::work::{Counts, Work, counted};
use docent_syntax::{Dialect, Page, TextRange, TextSize};
use docent_template::embedded;

const PATH: &str = "docs/overview.md";

/// An overview with departures of all kinds, and as many further sections.
fn overview(sections: usize) -> String {
    let section = |number: usize| {
        format!(
            "#### Detail {number}\n\nAbout it, with [a link](detail-{number}.html), [another](#detail-{number}) and \
             [one](there.html).\n\n* one\n* two\n\n"
        )
    };
    let details: String = (0..sections).map(section).collect();
    format!(
        "---\npagename: Overview\nsitesection: Documents\ncategoryname: API\ndocumentname: Work\n\
         permalink: other.html\nindicator: both\n---\n\n### Introduction\n\nText.\n\n{details}\
         ### Getting Started\n\n1. **Retrieve your domain**.\n\n### Use cases\n\n* one\n\nThe end.\n"
    )
}

/// The work of typing one character behind `before`, of which the page has one.
fn work_of_typing(sections: usize, before: &str, typed: &str) -> Counts {
    let text = overview(sections);
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").map(|contract| &**contract);
    let settings = RuleSettings::default();
    let memo = CheckMemo::default();
    let mut index = SiteIndex::new(SiteModel::of_kind("jekyll"));
    let model = index.model().clone();
    for (path, text) in [(PATH, &*text), ("there.md", "---\npermalink: there.html\n---\n[back](other.html#detail-7)\n")]
    {
        index.set_page(path, facts_of(&Page::parse(text, Dialect::EXTENDED), path, None, &model), false);
    }
    let check = |page: &Page, index: &SiteIndex| {
        let site = SiteView::of(index, PATH);
        recheck_page(
            &CheckInput { page, path: PATH, contract, settings: &settings, yaml: Default::default(), site },
            &memo,
        )
    };
    let page = Page::parse(&text, Dialect::EXTENDED);
    let findings = check(&page, &index);
    assert!(findings.len() > sections, "there is something to find");
    let at = text.find(before).map(|at| at + before.len()).expect("the place is in the page");
    let mut after = text;
    after.insert_str(at, typed);
    let replaced = TextRange::empty(TextSize::new(at as u32));
    let (_, work) = counted(|| {
        let edited = page.edited(replaced, TextSize::of(typed), after.as_str());
        index.edit_page(PATH, PageEdit::between(&page, &edited, PATH, None, &model)).expect("the page is there");
        check(&edited, &index)
    });
    work
}

/// Work, and how much of it there may be.
type Bound = (Work, usize);

fn hold(before: &str, typed: &str, bounds: &[Bound]) {
    for sections in [100, 2000] {
        let work = work_of_typing(sections, before, typed);
        for &(kind, most) in bounds {
            assert!(work.of(kind) <= most, "{before:?} among {sections} sections: {kind:?} {} times", work.of(kind));
        }
    }
}

#[test]
fn typing_in_a_paragraph() {
    let bounds = [
        (Work::SegmentsParsed, 1),
        (Work::BytesParsed, 200),
        (Work::FrontMattersParsed, 0),
        (Work::SectionsChecked, 1),
        (Work::LinksChecked, 4),
        (Work::SectionFactsRead, 2),
        (Work::FrontMattersChecked, 0),
        (Work::OutlinesAligned, 0),
    ];
    for place in ["[a link](detail-50", "Retrieve your", "The end", "Text"] {
        hold(place, "x", &bounds);
    }
}

#[test]
fn typing_in_a_heading() {
    let bounds = [
        (Work::SegmentsParsed, 2),
        (Work::BytesParsed, 400),
        (Work::FrontMattersParsed, 0),
        (Work::SectionsChecked, 1),
        (Work::LinksChecked, 4),
        (Work::SectionFactsRead, 2),
        (Work::FrontMattersChecked, 0),
        // The template does not care how this section is called.
        (Work::OutlinesAligned, 0),
    ];
    hold("#### Detail 50", "x", &bounds);
    let bounds = [(Work::SectionsChecked, 1), (Work::LinksChecked, 4), (Work::OutlinesAligned, 1)];
    hold("### Getting Start", "x", &bounds);
}

#[test]
fn typing_a_new_heading() {
    let bounds = [
        (Work::SegmentsParsed, 3),
        (Work::SectionsChecked, 3),
        (Work::LinksChecked, 8),
        (Work::SectionFactsRead, 4),
        (Work::OutlinesAligned, 1),
    ];
    hold("(#detail-50) and ", "\n\n#### New\n\n", &bounds);
}

#[test]
fn typing_in_the_front_matter() {
    let bounds = [
        (Work::SegmentsParsed, 0),
        (Work::FrontMattersParsed, 1),
        (Work::SectionsChecked, 0),
        (Work::LinksChecked, 0),
        (Work::SectionFactsRead, 0),
        (Work::FrontMattersChecked, 1),
        (Work::OutlinesAligned, 0),
    ];
    hold("documentname: Work", "x", &bounds);
}
