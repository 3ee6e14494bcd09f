//! The page as its author sees it folded: front matter with its keys, and the sections, each inside the one above it.

use crate::missing::{Missing, missing};
use docent_rules::finding::Finding;
use docent_rules::input::CheckInput;
use docent_syntax::{Page, TextRange};

/// One line of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutlineItem {
    pub name: String,
    pub kind: OutlineKind,
    /// What the page lacks there: "2 keys missing: indicator, permalink". Empty where nothing is missing.
    pub detail: String,
    /// All of it, with what lies inside.
    pub range: TextRange,
    /// What to select when it is chosen: the key or the heading; inside `range`.
    pub selection: TextRange,
    pub children: Vec<OutlineItem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineKind {
    FrontMatter,
    Key,
    Section,
}

/// The outline of a page. The lead, which has no heading, is not in it.
pub fn outline(page: &Page) -> Vec<OutlineItem> {
    outline_of(page, &Missing::default())
}

/// The same, and what is missing in the details. `findings` are those of [`docent_rules::check_page`] for the same input: what
/// they do not report, because a rule is off, is not shown here either.
pub fn outline_with_details(input: &CheckInput<'_>, findings: &[Finding]) -> Vec<OutlineItem> {
    outline_of(input.page, &missing(input, findings))
}

fn outline_of(page: &Page, missing: &Missing) -> Vec<OutlineItem> {
    let mut items: Vec<OutlineItem> = front_matter(page, missing).into_iter().collect();
    // The sections that are still open, outermost first, each with its level: at most one for each of the six levels.
    let mut open: Vec<(u8, OutlineItem)> = Vec::new();
    for section in page.sections() {
        let Some(heading) = &section.segment.heading else { continue };
        while open.last().is_some_and(|(level, _)| *level >= heading.level) {
            close_last(&mut open, &mut items);
        }
        let item = OutlineItem {
            name: heading.title.to_string(),
            kind: OutlineKind::Section,
            detail: missing.in_section(section.index),
            range: section.range(),
            selection: section.absolute(heading.range),
            children: Vec::new(),
        };
        open.push((heading.level, item));
    }
    while !open.is_empty() {
        close_last(&mut open, &mut items);
    }
    items
}

/// Puts the innermost open section where it belongs; the one around it reaches as far as it does.
fn close_last(open: &mut Vec<(u8, OutlineItem)>, items: &mut Vec<OutlineItem>) {
    let Some((_, closed)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, parent)) => {
            parent.range = parent.range.cover(closed.range);
            parent.children.push(closed);
        }
        None => items.push(closed),
    }
}

fn front_matter(page: &Page, missing: &Missing) -> Option<OutlineItem> {
    let front_matter = page.front_matter();
    if !front_matter.is_present() {
        return None;
    }
    let keys = front_matter.yaml.entries().iter().filter_map(|entry| {
        let name = entry.key.as_str()?.to_owned();
        let range = entry.range.intersect(front_matter.range)?;
        let selection = entry.key.range.intersect(range)?;
        let detail = String::new();
        Some(OutlineItem { name, kind: OutlineKind::Key, detail, range, selection, children: Vec::new() })
    });
    Some(OutlineItem {
        name: "Front matter".to_owned(),
        kind: OutlineKind::FrontMatter,
        detail: missing.in_front_matter(),
        range: front_matter.range,
        selection: front_matter.opening,
        children: keys.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;

    fn drawn(items: &[OutlineItem], depth: usize) -> String {
        let line = |item: &OutlineItem| {
            format!("{}{} {:?}\n{}", "  ".repeat(depth), item.name, item.range, drawn(&item.children, depth + 1))
        };
        items.iter().map(line).collect()
    }

    #[test]
    fn sections_lie_in_each_other() {
        let page =
            Page::parse("---\na: 1\nb: 2\n---\nlead\n# One\n### Deep\n## Two\nText\n# Three\n", Dialect::EXTENDED);
        expect_test::expect![[r#"
            Front matter 0..18
              a 4..8
              b 9..13
            One 23..50
              Deep 29..38
              Two 38..50
            Three 50..58
        "#]]
        .assert_eq(&drawn(&outline(&page), 0));
    }

    #[test]
    fn ten_thousand_headings() {
        let page = Page::parse(&"###### x\n# y\n".repeat(5000), Dialect::EXTENDED);
        assert!(outline(&page).len() <= 10_000);
    }
}
