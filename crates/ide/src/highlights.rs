//! What else on the page is the same thing as the one under the cursor: a key's duplicates, a placeholder's other uses, a
//! heading and the links to it, a reference label and its definition.

use crate::links::{Aim, own_links, resolve_here};
use docent_rules::edits::placeholders::{placeholder_at, placeholders_in};
use docent_rules::input::CheckInput;
use docent_site::index::LinkPlace;
use docent_syntax::anchors::heading_ids;
use docent_syntax::{Anchor, LinkKind, Page, SectionRef, TextRange, TextSize, YamlEntry, YamlKind, YamlNode};
use std::collections::HashMap;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Highlight {
    pub range: TextRange,
    pub kind: HighlightKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HighlightKind {
    /// The thing itself: the key that counts, the heading, the definition.
    Definition,
    /// A mention of it.
    Use,
}

/// In order of the page; empty where there is nothing of which a page could hold several.
pub fn highlights(input: &CheckInput<'_>, offset: TextSize) -> Vec<Highlight> {
    let page = input.page;
    let offset = offset.min(page.len());
    let mut found = match page.section_at(offset) {
        Some(section) if offset >= page.front_matter().range.end() => body(input, section, offset),
        _ => keys(page, offset).or_else(|| placeholder(page, &page.front_matter().text, offset)),
    }
    .unwrap_or_default();
    found.sort_by_key(|highlight| highlight.range.start());
    found
}

fn body(input: &CheckInput<'_>, section: SectionRef<'_>, offset: TextSize) -> Option<Vec<Highlight>> {
    let (page, at) = (input.page, offset - section.start);
    placeholder(page, &section.segment.text, at)
        .or_else(|| label(page, section, at))
        .or_else(|| heading_or_target(input, section, offset))
}

/// The key under the cursor and the others of its name in the same mapping. The last one counts.
fn keys(page: &Page, offset: TextSize) -> Option<Vec<Highlight>> {
    let root = page.front_matter().yaml.root.as_ref()?;
    let (entries, name) = mapping_with_key(root, offset, 0)?;
    let same = entries.iter().filter(|entry| entry.key.as_str() == Some(name)).map(|entry| entry.key.range);
    let mut found: Vec<Highlight> = same.map(|range| Highlight { range, kind: HighlightKind::Use }).collect();
    found.last_mut()?.kind = HighlightKind::Definition;
    Some(found)
}

/// Real front matter is not as deep as the bound.
fn mapping_with_key(node: &YamlNode, offset: TextSize, depth: u32) -> Option<(&[YamlEntry], &str)> {
    if depth > 50 || !node.range.contains_inclusive(offset) {
        return None;
    }
    match &node.kind {
        YamlKind::Mapping(entries) => entries.iter().find_map(|entry| {
            if entry.key.range.contains_inclusive(offset) {
                return Some((entries.as_slice(), entry.key.as_str()?));
            }
            mapping_with_key(&entry.value, offset, depth + 1)
        }),
        YamlKind::Sequence(items) => items.iter().find_map(|item| mapping_with_key(item, offset, depth + 1)),
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => None,
    }
}

/// All `{{name}}` with the name of the one at `at` of `text`.
fn placeholder(page: &Page, text: &str, at: TextSize) -> Option<Vec<Highlight>> {
    let (_, name) = placeholder_at(text, at)?;
    let texts = std::iter::once((TextSize::new(0), &*page.front_matter().text))
        .chain(page.sections().map(|section| (section.start, &*section.segment.text)));
    let uses = texts.flat_map(|(start, text)| {
        placeholders_in(text).filter(|(_, other)| *other == name).map(move |(range, _)| range + start)
    });
    Some(uses.map(|range| Highlight { range, kind: HighlightKind::Use }).collect())
}

/// `[text][label]` and `[label]: destination`.
fn label(page: &Page, section: SectionRef<'_>, at: TextSize) -> Option<Vec<Highlight>> {
    let segment = section.segment;
    let is_here = |range: TextRange| range.contains_inclusive(at);
    let of_definition = segment.definitions.iter().find(|definition| is_here(definition.range));
    let of_link = || {
        let link = segment.links.iter().find(|link| link.kind == LinkKind::Reference && is_here(link.range))?;
        segment.text.get(std::ops::Range::<usize>::from(link.destination))
    };
    let label = of_definition.map(|definition| &*definition.label).or_else(of_link)?;
    let key = same_label(label);
    let mut found = Vec::new();
    for section in page.sections() {
        let segment = section.segment;
        for definition in segment.definitions.iter().filter(|definition| same_label(&definition.label) == key) {
            let label = TextRange::at(definition.range.start() + TextSize::new(1), TextSize::of(&*definition.label));
            found.push(Highlight { range: section.absolute(label), kind: HighlightKind::Definition });
        }
        for link in segment.links.iter().filter(|link| link.kind == LinkKind::Reference) {
            let label = segment.text.get(std::ops::Range::<usize>::from(link.destination));
            if label.is_some_and(|label| same_label(label) == key) {
                found.push(Highlight { range: section.absolute(link.destination), kind: HighlightKind::Use });
            }
        }
    }
    Some(found)
}

fn same_label(label: &str) -> String {
    label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// The heading under the cursor, or what a link under the cursor leads to, and all links of the page that lead there.
fn heading_or_target(input: &CheckInput<'_>, section: SectionRef<'_>, offset: TextSize) -> Option<Vec<Highlight>> {
    let page = input.page;
    let on_heading = section.segment.heading.as_ref().map(|heading| section.absolute(heading.range));
    let on_heading = on_heading.filter(|range| range.contains_inclusive(offset));
    let links = section.segment.links.iter();
    let on_link = links.filter(|link| section.absolute(link.range).contains_inclusive(offset)).map(|link| &*link.url);
    let on_link: Vec<&str> = on_link.collect();
    if on_heading.is_none() && on_link.is_empty() {
        return None;
    }
    let ids = heading_ids(page);
    let mut by_id: HashMap<&str, &Anchor> = HashMap::new();
    ids.iter().for_each(|heading| {
        by_id.entry(&heading.id).or_insert(heading);
    });
    let led_to = |url: &str| match resolve_here(input, url)? {
        Aim::ThisPage(Some(fragment)) => by_id.get(&*fragment).copied(),
        _ => None,
    };
    let of_link = || on_link.iter().find_map(|url| led_to(url));
    let of_place = || ids.iter().find(|heading| on_heading == Some(heading.element));
    let uses = |leads_there: &dyn Fn(&str) -> bool| -> Vec<Highlight> {
        let links = own_links(page).filter(|link| link.place != LinkPlace::Definition && leads_there(link.url));
        links.map(|link| Highlight { range: link.range, kind: HighlightKind::Use }).collect()
    };
    if let Some(heading) = of_link().or_else(of_place) {
        let mut found = vec![Highlight { range: heading.range, kind: HighlightKind::Definition }];
        found.extend(uses(&|url| led_to(url).is_some_and(|other| other.element == heading.element)));
        return Some(found);
    }
    // A link to somewhere else: the others that lead to the same place.
    let aim = on_link.iter().find_map(|url| match resolve_here(input, url)? {
        Aim::Elsewhere | Aim::ThisPage(_) => None,
        aim => Some(aim),
    })?;
    Some(uses(&|url| resolve_here(input, url).as_ref() == Some(&aim)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_rules::input::RuleSettings;
    use docent_rules::site_fixture::SiteFixture;
    use docent_syntax::Dialect;
    use expect_test::{Expect, expect};

    /// The page's text with the highlights in it: `«»` for a definition, `‹›` for a use.
    fn seen(fixture: &str) -> String {
        let at = fixture.find("$0").expect("the fixture has a cursor");
        let mut text = fixture.replacen("$0", "", 1);
        let (page, settings) = (Page::parse(&text, Dialect::EXTENDED), RuleSettings::default());
        let input = CheckInput {
            page: &page,
            path: "a.md",
            contract: None,
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        let found = highlights(&input, TextSize::new(at as u32));
        for highlight in found.iter().rev() {
            let (open, close) = match highlight.kind {
                HighlightKind::Definition => ('«', '»'),
                HighlightKind::Use => ('‹', '›'),
            };
            text.insert(highlight.range.end().into(), close);
            text.insert(highlight.range.start().into(), open);
        }
        if found.is_empty() { "nothing\n".to_owned() } else { text }
    }

    fn check(fixture: &str, expected: Expect) {
        expected.assert_eq(&seen(fixture));
        assert_eq!(seen(&fixture.replace('\n', "\r\n")).replace("\r\n", "\n"), seen(fixture), "with CRLF");
    }

    #[test]
    fn what_is_the_same_thing() {
        check(
            "---\nä: 1\nkey$0: 2\nother:\n  key: 3\nkey: 4\n---\n",
            expect![[r#"
            ---
            ä: 1
            ‹key›: 2
            other:
              key: 3
            «key»: 4
            ---
        "#]],
        );
        check(
            "---\na: \"{{x}}\"\n---\nä {{ x$0 }} {{y}}\n\n# {{x}}\n",
            expect![[r#"
            ---
            a: "‹{{x}}›"
            ---
            ä ‹{{ x }}› {{y}}

            # ‹{{x}}›
        "#]],
        );
        check(
            "[a](#use-cases) [b][r]\n\n# Use ca$0ses\n\n[c](#Use-cases) <a href=\"#use-cases\">d</a>\n",
            expect![[r#"
                [a](‹#use-cases›) [b][r]

                # «Use cases»

                [c](#Use-cases) <a href="‹#use-cases›">d</a>
            "#]],
        );
        check(
            "[a](#ä-1$0)\n\n# Ä\n\n# Ä\n\n[b](#%C3%A4-1)\n",
            expect![[r#"
            [a](‹#ä-1›)

            # Ä

            # «Ä»

            [b](‹#%C3%A4-1›)
        "#]],
        );
        check(
            "[a][La$0 bel] [la  bel] ![la bel][]\n\n# B\n\n[la bel]: c.html\n",
            expect![[r#"
            [a][‹La bel›] [‹la  bel›] ![‹la bel›][]

            # B

            [«la bel»]: c.html
        "#]],
        );
        check(
            "[a][b] [c](d)\n\n[b$0]: e.html\n",
            expect![[r#"
            [a][‹b›] [c](d)

            [«b»]: e.html
        "#]],
        );
    }

    #[test]
    fn nothing_to_show() {
        for fixture in ["te$0xt", "$0", "---\na: [$0\n---\n", "[a$0](b.html)\n", "---\na: b$0\n---\n"] {
            assert_eq!(seen(fixture), "nothing\n", "{fixture:?}");
        }
    }

    #[test]
    fn links_that_lead_to_the_same_place() {
        let site = SiteFixture::new(
            "//- a.md\n---\npermalink: a.html\n---\n# X\n[1](b.ht$0ml) [2](/b.html) [3](b.html#y) [4](a.html#x) [5](b.md)\n//- b.md\n---\npermalink: b.html\n---\n",
        );
        let shown = |offset: TextSize| -> Vec<&str> {
            highlights(&site.input(None), offset).iter().map(|found| &site.text("a.md")[found.range]).collect()
        };
        assert_eq!(shown(site.offset), ["b.html", "/b.html", "b.md"]);
        let heading = site.text("a.md").find("X").expect("it is there");
        assert_eq!(shown(TextSize::new(heading as u32)), ["X", "a.html#x"]);
    }
}
