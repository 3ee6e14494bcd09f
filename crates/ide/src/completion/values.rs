//! Front-matter values: those the schema allows, one made of other keys, the default, examples.

use super::context::Context;
use super::derived_value::derived_value;
use super::insert_text::InsertText;
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::keys::{Root, roots};
use super::place::Place;
use super::schema_view::{
    NamedValue, ValueKind, description, is_mapping, named_values, prefers_list, resolved, schema_at, types_of,
};
use super::yaml_cursor::{Position, Step, YamlCursor};
use super::yaml_value::ValueSpot;
use docent_rules::edits::keys::shown;
use serde_json::Value;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::FrontMatter(cursor) = &context.place else { return };
    let Some(spot) = spot_of(context, cursor) else { return };
    for root in roots(context, cursor) {
        let Some(schema) = schema_at(root.json, &cursor.path) else { continue };
        if matches!(cursor.position, Position::Key { .. }) && is_mapping(schema) {
            continue;
        }
        provide_for(context, cursor, spot, root, schema, offers);
        return;
    }
}

/// Where a value is typed; `None` where none can stand.
pub(super) fn spot_of<'c>(context: &Context<'_>, cursor: &'c YamlCursor) -> Option<&'c ValueSpot> {
    let spot = match &cursor.position {
        Position::Value(spot) => spot,
        Position::Key { as_value: Some(spot), .. } if !cursor.path.is_empty() => spot,
        Position::Key { .. } => return None,
    };
    let below_its_key = matches!(cursor.position, Position::Key { .. }) && cursor.path.last() != Some(&Step::Item);
    (!below_its_key || context.options.typed != Some(' ')).then_some(spot)
}

fn provide_for(
    context: &Context<'_>,
    cursor: &YamlCursor,
    spot: &ValueSpot,
    root: Root<'_>,
    schema: &Value,
    offers: &mut Offers,
) {
    let on_its_line = matches!(cursor.position, Position::Value(_));
    let takes_item = spot.in_flow || cursor.path.last() == Some(&Step::Item);
    let items = schema.get("items").map(|items| resolved(root.json, items));
    // A scalar where the schema expects a list becomes a list of one.
    let as_list = on_its_line && !takes_item && prefers_list(schema) && !types_of(schema).contains(&"string");
    let values = match items {
        Some(items) if spot.in_flow => items,
        // Below its key, without a hyphen yet: nothing but keys and items can stand there.
        Some(_) if !on_its_line && !takes_item => return,
        Some(items) if prefers_list(schema) || named_values(schema).is_empty() => items,
        _ => schema,
    };
    if let Some(value) = derived(context, cursor, root).filter(|_| !takes_item) {
        let mut item = new_item(spot, CompletionKind::Value, &Value::from(value), as_list);
        item.note = Some("derived".to_owned());
        item.detail = Some(derived_from(cursor, root));
        item.preselect = true;
        item.about = about(context, cursor);
        offers.add(item);
    }
    let others = &spot.others;
    for named in all_values(context, cursor, values) {
        if others.contains(&shown(&named.value)) {
            continue;
        }
        let kind = if named.kind == ValueKind::Allowed { CompletionKind::EnumValue } else { CompletionKind::Value };
        let mut item = new_item(spot, kind, &named.value, as_list);
        item.note = match named.kind {
            ValueKind::Allowed => None,
            ValueKind::Default => Some("default".to_owned()),
            ValueKind::Example => Some("example".to_owned()),
        };
        item.detail = named.meaning.or_else(|| description(schema).map(first_sentence));
        item.about = about(context, cursor);
        if !offers.items.iter().any(|other| other.label == item.label) {
            offers.add(item);
        }
    }
}

/// What the schema names. In a template also the templates there are to extend, and the keys there are to require.
fn all_values(context: &Context<'_>, cursor: &YamlCursor, schema: &Value) -> Vec<NamedValue> {
    let keys: Vec<&str> = cursor.path.iter().filter_map(Step::key).collect();
    match (context.options.document, keys.as_slice()) {
        (DocumentRole::Template, ["docent", "extends"]) => {
            let templates = context.options.templates.iter();
            templates.map(|template| named(&template.id, Some(&template.title))).collect()
        }
        (DocumentRole::Template, ["front-matter", "required"]) => described_keys(context),
        _ => named_values(schema),
    }
}

fn named(value: &str, meaning: Option<&str>) -> NamedValue {
    NamedValue { value: Value::from(value), meaning: meaning.map(str::to_owned), kind: ValueKind::Allowed }
}

/// The keys that the template's own schema describes and does not require yet.
fn described_keys(context: &Context<'_>) -> Vec<NamedValue> {
    let schema = context.page.front_matter().yaml.get("front-matter").map(|entry| entry.value.to_json());
    let required = schema.as_ref().and_then(|schema| schema.get("required")?.as_array().cloned()).unwrap_or_default();
    let described = schema.as_ref().and_then(|schema| schema.get("properties")?.as_object());
    let missing = described.into_iter().flatten().filter(|(name, _)| !required.contains(&Value::from(name.as_str())));
    missing.map(|(name, schema)| named(name, description(schema))).collect()
}

fn new_item(spot: &ValueSpot, kind: CompletionKind, value: &Value, as_list: bool) -> Completion {
    let text = match as_list {
        true => spot.written(&Value::Array(vec![value.clone()])),
        false => spot.written(value),
    };
    let mut item = Completion::new(kind, shown(value), spot.replace, InsertText::plain(text));
    item.filter = spot.filter(&item.label);
    item
}

fn derived(context: &Context<'_>, cursor: &YamlCursor, root: Root<'_>) -> Option<String> {
    let [Step::Key(name)] = cursor.path.as_slice() else { return None };
    let contract = root.contract?;
    derived_value(context, contract, contract.front_matter.key(name)?)
}

fn derived_from(cursor: &YamlCursor, root: Root<'_>) -> String {
    let [Step::Key(name)] = cursor.path.as_slice() else { return String::new() };
    let spec = root.contract.and_then(|contract| contract.front_matter.key(name));
    let keys = spec.and_then(|spec| spec.derive.as_ref()).map(|derivation| derivation.keys().join(", "));
    format!("from {}", keys.unwrap_or_default())
}

/// The documentation of a value is that of its key.
fn about(context: &Context<'_>, cursor: &YamlCursor) -> String {
    let keys: Vec<&str> = cursor.path.iter().map(|step| step.key().unwrap_or("[]")).collect();
    let template = context.options.document == DocumentRole::Template;
    format!("{}/{}", if template { "template-key" } else { "key" }, keys.join("/"))
}

/// Up to the first full stop, on one line.
pub(super) fn first_sentence(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.find(". ") {
        Some(end) => text[..=end].to_owned(),
        None => text,
    }
}
