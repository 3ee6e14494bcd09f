//! Front-matter values that other pages have for the same key: those of the same folder first, then the most used ones. Says nothing
//! where the schema names the values there are.

use super::context::Context;
use super::half_typed::matches;
use super::insert_text::InsertText;
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::keys::roots;
use super::place::Place;
use super::schema_view::{allowed_values, is_boolean, schema_at};
use super::values::spot_of;
use super::yaml_cursor::{Step, YamlCursor};
use docent_site::index::values::UsedValue;
use docent_syntax::YamlTree;
use serde_json::Value;

const MAX_OFFERS: usize = 50;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::FrontMatter(cursor) = &context.place else { return };
    let (Some(site), [Step::Key(key)]) = (context.input.site, cursor.path.as_slice()) else { return };
    let model = site.index.model();
    let is_address = **key == *model.permalink_key || **key == *model.redirect_key;
    if context.options.document == DocumentRole::Template || is_address || names_values(context, cursor) {
        return;
    }
    let Some(spot) = spot_of(context, cursor) else { return };
    let own = site.index.facts(site.page).and_then(|facts| facts.values.iter().find(|value| *value.key == **key));
    let without_own = |mut value: UsedValue<'_>| {
        if own.is_some_and(|own| *own.value == *value.value) {
            value.pages -= 1;
            value.in_folder = value.in_folder.saturating_sub(1);
        }
        (value.pages > 0).then_some((value.value.to_owned(), value.pages, value.in_folder))
    };
    let used: Vec<(String, u32, u32)> = site.index.values(key, context.path).filter_map(without_own).collect();
    let all: u32 = used.iter().map(|(_, pages, _)| pages).sum();
    // A key whose values are nearly all different is no vocabulary: what others wrote there is of no use here.
    let repeats = all as usize * 2 >= used.len() * 3 || used.len() <= 3;
    let typed = context.page.front_matter().text.get(std::ops::Range::<usize>::from(spot.typed)).unwrap_or_default();
    let typed = typed.trim_start_matches(['"', '\'']);
    let is_offered = |(value, pages, _): &(String, u32, u32)| (*pages > 1 || repeats) && matches(value, typed);
    let mut used: Vec<(String, u32, u32)> = used.into_iter().filter(is_offered).collect();
    used.sort_by(|a, b| (b.2 > 0, b.2, b.1).cmp(&(a.2 > 0, a.2, a.1)).then_with(|| a.0.cmp(&b.0)));
    offers.incomplete |= used.len() > MAX_OFFERS;
    for (value, pages, in_folder) in used.into_iter().take(MAX_OFFERS) {
        if offers.items.iter().any(|other| other.label == value) {
            continue;
        }
        let text = InsertText::plain(spot.written(&as_written(&value)));
        let mut item = Completion::new(CompletionKind::Value, &*value, spot.replace, text);
        item.filter = spot.filter(&value);
        item.note = Some(if pages == 1 { "1 page".to_owned() } else { format!("{pages} pages") });
        item.detail = match in_folder {
            0 => None,
            _ if in_folder == pages => Some("in this folder".to_owned()),
            _ => Some(format!("{in_folder} of them in this folder")),
        };
        offers.add(item);
    }
}

/// Whether the schema says which values there are, or that it is no text.
fn names_values(context: &Context<'_>, cursor: &YamlCursor) -> bool {
    let schemas = roots(context, cursor).into_iter().filter_map(|root| schema_at(root.json, &cursor.path));
    let mut schemas = schemas.peekable();
    schemas.peek().is_some_and(|schema| !allowed_values(schema).is_empty() || is_boolean(schema))
}

/// A number or a date is written as it is read, without quotes.
fn as_written(value: &str) -> Value {
    let read = YamlTree::parse(value, 0.into()).to_json();
    if read.is_number() || read.is_boolean() { read } else { Value::from(value) }
}
