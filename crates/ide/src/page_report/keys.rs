//! The front matter's part of the report.

use super::{Context, ItemKind, ItemState, ReportItem, absent, place_children, present};
use docent_rules::edits::keys::{is_broken, is_set, is_written};
use docent_rules::finding::{Fix, Subject};
use docent_rules::rules::front_matter::missing_key;
use docent_syntax::TextRange;
use docent_template::KeySpec;

/// The block with a child for each key; `None` where the template says nothing about front matter.
pub(super) fn front_matter(context: &Context<'_>) -> Option<ReportItem> {
    let page = context.analysis.page;
    let front_matter = page.front_matter();
    let schema = &context.template.contract.front_matter;
    if schema.keys.is_empty() {
        return None;
    }
    let found = context.about.findings(&Subject::FrontMatter);
    let name = "Front matter".to_owned();
    let mut item = match front_matter.is_present() {
        true => present(context, ItemKind::FrontMatter, name, front_matter.range, found),
        false => absent(context, ItemKind::FrontMatter, name, found, || None),
    };
    // A key that is deprecated and not there is nothing to ask for.
    let listed = schema.keys.iter().filter(|key| !key.deprecated || is_set(front_matter, &key.name));
    item.children = listed.map(|key| key_item(context, key, &item)).collect();
    let mut further: Vec<&str> = context.about.keys().filter(|name| schema.key(name).is_none()).collect();
    further.sort_unstable();
    item.children.extend(further.into_iter().map(|name| {
        let found = context.about.findings(&Subject::Key(name.into()));
        absent(context, ItemKind::Key, name.to_owned(), found, || None)
    }));
    place_children(&mut item);
    Some(item)
}

fn key_item(context: &Context<'_>, key: &KeySpec, block: &ReportItem) -> ReportItem {
    let front_matter = context.analysis.page.front_matter();
    let found = context.about.findings(&Subject::Key(key.name.clone()));
    let name = key.name.to_string();
    if let Some(resolved) = front_matter.yaml.find(&key.name, context.analysis.yaml) {
        let entry = resolved.entry;
        let item = present(context, ItemKind::Key, name, entry.range, found);
        return if is_broken(front_matter, entry) { unreadable(item) } else { item };
    }
    // Under a name that is nearly the right one.
    if let Some(other) = found.iter().find(|finding| finding.rule == "unknown-key") {
        return present(context, ItemKind::Key, name, other.range, found);
    }
    if is_written(front_matter, &key.name) {
        let range = TextRange::empty(front_matter.opening.start());
        return unreadable(present(context, ItemKind::Key, name, range, found));
    }
    let mut item = absent(context, ItemKind::Key, name, found, || insertion(context, key));
    // Where the whole block is missing, one finding speaks for all its keys.
    if block.state == ItemState::Missing && key.required {
        item.state = ItemState::Missing;
    }
    item
}

/// The finding about the block speaks for it.
fn unreadable(mut item: ReportItem) -> ReportItem {
    item.state = ItemState::Different;
    item.note.get_or_insert_with(|| "cannot be read".to_owned());
    item
}

fn insertion(context: &Context<'_>, key: &KeySpec) -> Option<Fix> {
    let front_matter = context.analysis.page.front_matter();
    let title = format!("Insert the key '{}'", key.name);
    let can_insert = front_matter.is_present() && front_matter.yaml.error.is_none();
    let fix =
        can_insert.then(|| missing_key::insertion(&title, context.template, front_matter, &[key.name.to_string()]));
    // A block that is no mapping takes no key.
    fix.filter(|fix| !fix.edits.is_empty())
}
