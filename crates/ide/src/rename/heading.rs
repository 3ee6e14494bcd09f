//! A heading gets another title or id: the links that name its anchor follow, in all pages. Counted ids (`use-cases-1`) of other
//! headings may change with it; their links follow, too.

use super::{ReadPage, Renamable, RenameKind, SiteEdits};
use docent_rules::analysis::text_of;
use docent_rules::input::{CheckInput, SiteView};
use docent_rules::link_destination::with_fragment;
use docent_site::SiteModel;
use docent_site::index::{LinkPlace, facts_of};
use docent_syntax::dialect::HeadingIds;
use docent_syntax::text::apply_edits;
use docent_syntax::{Page, TextEdit, TextRange, TextSize, anchors};
use std::collections::HashMap;

pub(super) fn renamable(input: &CheckInput<'_>, offset: TextSize) -> Option<Renamable> {
    let section = input.page.section_at(offset)?;
    let heading = section.segment.heading.as_ref()?;
    let at = offset - section.start;
    if !heading.range.contains_inclusive(at) {
        return None;
    }
    let of = |range: TextRange, kind| {
        let range = section.absolute(range);
        Renamable { range, name: text_of(input.page, range).unwrap_or_default().to_owned(), kind }
    };
    if let Some((_, id)) = heading.id.as_ref().filter(|(_, range)| range.contains_inclusive(at)) {
        return Some(of(*id, RenameKind::HeadingId(section.index)));
    }
    Some(of(heading.content, RenameKind::Heading(section.index)))
}

pub(super) fn rename_title(
    input: &CheckInput<'_>,
    section: usize,
    title: &str,
    read: ReadPage<'_>,
) -> Result<SiteEdits, String> {
    let section = input.page.section(section);
    let Some(heading) = &section.segment.heading else { return Err("There is no heading here".to_owned()) };
    // After a bare `###` the title needs a blank.
    let is_bare = heading.content.is_empty()
        && !section
            .segment
            .text
            .get(..heading.content.start().into())
            .is_some_and(|before| before.ends_with([' ', '\t']));
    let new_text = if is_bare { format!(" {title}") } else { title.to_owned() };
    follow(input, TextEdit::replace(section.absolute(heading.content), new_text), read)
}

pub(super) fn rename_id(
    input: &CheckInput<'_>,
    section: usize,
    id: &str,
    read: ReadPage<'_>,
) -> Result<SiteEdits, String> {
    let section = input.page.section(section);
    let written = section.segment.heading.as_ref().and_then(|heading| heading.id.as_ref());
    let Some((_, range)) = written else { return Err("The heading has no id of its own".to_owned()) };
    let id = id.trim_start_matches('#');
    let fits = id.starts_with(|c: char| c.is_alphabetic())
        && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ':' | '.'));
    if !fits {
        return Err(format!(
            "'{id}' is no id: it begins with a letter and has letters, digits, '-', '_', ':' and '.' only"
        ));
    }
    follow(input, TextEdit::replace(section.absolute(*range), id), read)
}

/// The edit, and those of the links to every anchor that is called otherwise after it.
fn follow(input: &CheckInput<'_>, edit: TextEdit, read: ReadPage<'_>) -> Result<SiteEdits, String> {
    let after = apply_edits(&input.page.text(), std::slice::from_ref(&edit));
    let after = Page::parse(&after.ok_or("The page has changed meanwhile")?, input.page.dialect());
    let renamed = renamed_ids(input.page, &after);
    let mut edits = SiteEdits::default();
    edits.add(input.path, [edit]);
    if renamed.is_empty() {
        return Ok(edits);
    }
    match input.site {
        Some(site) => {
            for from in site.index.referring_pages(site.page).into_iter().chain([site.page]) {
                let path = site.index.path(from);
                let text = if from == site.page { Some(input.page.text()) } else { read(path) };
                let Some(text) = text else { continue };
                edits.add(path, link_edits(site, from, &text, &renamed));
            }
        }
        None => edits.add(input.path, own_links(input.page, &renamed)),
    }
    Ok(edits)
}

/// The ids that are others now, of headings at the same place in the row. None where there are more or fewer headings than before.
fn renamed_ids(before: &Page, after: &Page) -> HashMap<String, String> {
    let (before, after) = (anchors::heading_ids(before), anchors::heading_ids(after));
    if before.len() != after.len() {
        return HashMap::new();
    }
    let pairs = before.into_iter().zip(after).filter(|(old, new)| old.id != new.id);
    let mut renamed = HashMap::new();
    for (old, new) in pairs {
        // A browser goes to the first of several with one id.
        renamed.entry(old.id.to_string()).or_insert(new.id.to_string());
    }
    renamed
}

/// The new id of the heading that a fragment finds.
fn new_id<'r>(renamed: &'r HashMap<String, String>, scheme: HeadingIds, fragment: &str) -> Option<&'r String> {
    let folded = fragment.to_lowercase();
    renamed.get(fragment).or_else(|| renamed.get(&folded).filter(|_| scheme.finds_folded(&folded, &folded)))
}

fn link_edits(
    site: SiteView<'_>,
    from: docent_site::PageId,
    text: &str,
    renamed: &HashMap<String, String>,
) -> Vec<TextEdit> {
    let (path, model) = (site.index.path(from), site.index.model());
    let page = Page::parse(text, model.dialect(path));
    let facts = facts_of(&page, path, None, model);
    let mut edits = Vec::new();
    for link in facts.links.iter().filter(|link| link.place != LinkPlace::Reference) {
        let resolution = site.index.resolve(from, &link.url);
        if resolution.target.page() != Some(site.page) {
            continue;
        }
        let Some(new) = resolution.fragment.and_then(|fragment| new_id(renamed, page.dialect().heading_ids, &fragment))
        else {
            continue;
        };
        let Some(old) = text.get(std::ops::Range::<usize>::from(link.range)) else { continue };
        edits.push(TextEdit::replace(link.range, with_fragment(model, old, new)));
    }
    edits
}

/// The links of the page to itself, where nothing is known of a site.
fn own_links(page: &Page, renamed: &HashMap<String, String>) -> Vec<TextEdit> {
    let model = SiteModel::default();
    let mut edits = Vec::new();
    for section in page.sections() {
        let links = section.segment.links.iter().filter(|link| link.kind != docent_syntax::LinkKind::Reference);
        let links = links.map(|link| (&link.url, link.destination));
        let all = links.chain(section.segment.definitions.iter().map(|link| (&link.url, link.destination)));
        for (url, range) in all {
            let Some(new) = renamed.iter().find(|(old, _)| anchors::leads_to(url, old)).map(|(_, new)| new) else {
                continue;
            };
            let range = section.absolute(range);
            edits.extend(text_of(page, range).map(|old| TextEdit::replace(range, with_fragment(&model, old, new))));
        }
    }
    edits
}
