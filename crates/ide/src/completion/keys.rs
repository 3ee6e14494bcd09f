//! Front-matter keys that are not there yet, each with the beginning of its value. Required ones come first, in the order
//! of the schema.

use super::context::Context;
use super::derived_value::derived_value;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::place::Place;
use super::schema_view::{allowed_values, is_boolean, is_mapping, keys_of, prefers_list, schema_at, types_of};
use super::suppressions;
use super::template_schema::template_schema;
use super::yaml_cursor::{Position, Step, YamlCursor};
use docent_rules::edits::keys::shown;
use docent_syntax::text::apply_edits;
use docent_syntax::yaml::write::{scalar_in_style, scalar_to_yaml, value_to_flow};
use docent_syntax::{TextEdit, TextRange};
use docent_template::{Contract, KeySpec};
use serde_json::Value;

/// More values than this do not fit into a snippet's choice.
const MAX_CHOICES: usize = 20;

/// A schema that speaks about the document's front matter.
#[derive(Clone, Copy)]
pub(super) struct Root<'a> {
    pub(super) json: &'a Value,
    /// Whose schema it is; `None` for that of templates themselves.
    pub(super) contract: Option<&'a Contract>,
}

/// The schemas to ask, in order; the first that knows a key speaks for it.
pub(super) fn roots<'a>(context: &Context<'a>, cursor: &YamlCursor) -> Vec<Root<'a>> {
    if context.options.document == DocumentRole::Template {
        return vec![Root { json: template_schema(), contract: None }];
    }
    if cursor.path.first() == Some(&Step::Key(suppressions::KEY.to_owned())) {
        return vec![Root { json: suppressions::schema(), contract: None }];
    }
    let contracts = context.contracts();
    // A page of no template that has a key unknown to every template here belongs to another tool.
    let is_ours = |contract: &&Contract| {
        context.contract.is_some() || cursor.top_keys.iter().all(|key| contract.front_matter.key(key).is_some())
    };
    let roots = contracts.into_iter().filter(is_ours);
    roots.map(|contract| Root { json: &contract.front_matter.json, contract: Some(contract) }).collect()
}

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::FrontMatter(cursor) = &context.place else { return };
    let Position::Key { typed, replace, colon_follows, quotes, blank_before, .. } = &cursor.position else { return };
    // A blank that indents a line is no question.
    if context.options.typed == Some(' ') && typed.is_empty() && cursor.path.last() != Some(&Step::Item) {
        return;
    }
    let mut found: Vec<(bool, Completion)> = Vec::new();
    for root in roots(context, cursor) {
        let Some(schema) = schema_at(root.json, &cursor.path).filter(|schema| is_mapping(schema)) else { continue };
        for (name, schema, required) in keys_of(root.json, schema) {
            let known = found.iter().any(|(_, item)| item.label == name);
            let deprecated = schema.get("deprecated") == Some(&Value::Bool(true));
            if known || deprecated || cursor.siblings.iter().any(|sibling| sibling == name) {
                continue;
            }
            let spec =
                root.contract.filter(|_| cursor.path.is_empty()).and_then(|contract| contract.front_matter.key(name));
            let key = Key { schema, contract: root.contract, spec, cursor };
            let mut text = InsertText::plain(if *blank_before { " " } else { "" });
            text.push_text(&scalar_in_style(name, *quotes));
            match (colon_follows, cursor.goes_on_below) {
                (true, _) => {}
                // The value is there already.
                (false, true) => text.push_text(":"),
                (false, false) => text.append(key.value(context)),
            }
            let mut item = Completion::new(CompletionKind::Key, name, *replace, text.with_ending(context.ending));
            item.filter = match typed.chars().next() {
                Some(quote @ ('"' | '\'')) => format!("{quote}{name}"),
                _ => name.to_owned(),
            };
            item.note = required.then(|| "required".to_owned());
            item.detail = Some(key.detail(context));
            item.about = key_about(context, cursor, name);
            found.push((required, item));
        }
    }
    // Stable: the order of the schema is kept.
    found.sort_by_key(|(required, _)| !required);
    let found_any = !found.is_empty();
    found.into_iter().for_each(|(_, item)| offers.add(item));
    if cursor.unclosed
        && cursor.path.is_empty()
        && cursor.column == 0
        && typed.chars().all(|c| c == '-')
        && is_whole_line(context, *replace)
        && (found_any || !cursor.top_keys.is_empty())
        && closes_all_keys(context, cursor, *replace)
    {
        let mut item = Completion::new(CompletionKind::Text, "---", *replace, InsertText::plain("---"));
        item.detail = Some("the closing line of the front matter".to_owned());
        offers.add(item);
    }
}

/// Whether `---` at `range` ends the front matter below its last key.
fn closes_all_keys(context: &Context<'_>, cursor: &YamlCursor, range: TextRange) -> bool {
    let edit = TextEdit::replace(range, "---");
    let Some(after) = apply_edits(&context.page.text(), &[edit]) else { return false };
    let front_matter = docent_syntax::front_matter::split(&after);
    let has_key = |key: &String| front_matter.yaml.entries().iter().any(|entry| entry.key.as_str() == Some(key));
    front_matter.closing.is_some() && cursor.top_keys.iter().all(has_key)
}

/// Whether nothing else stands on the line.
fn is_whole_line(context: &Context<'_>, range: TextRange) -> bool {
    let text = context.page.text();
    let (start, end) = (usize::from(range.start()), usize::from(range.end()));
    let ends = |rest: &str| rest.is_empty() || rest.starts_with(['\n', '\r']);
    text[..start].ends_with(['\n', '\r']) && ends(&text[end..]) && text[start..end].chars().all(|c| c == '-')
}

/// What the documentation of a key is found by: the keys on the way to it.
pub(super) fn key_about(context: &Context<'_>, cursor: &YamlCursor, name: &str) -> String {
    let template = context.options.document == DocumentRole::Template;
    let mut about = String::from(if template { "template-key" } else { "key" });
    for step in &cursor.path {
        about.push('/');
        about.push_str(step.key().unwrap_or("[]"));
    }
    format!("{about}/{name}")
}

struct Key<'a> {
    schema: &'a Value,
    contract: Option<&'a Contract>,
    /// A top-level key of a page.
    spec: Option<&'a KeySpec>,
    cursor: &'a YamlCursor,
}

impl Key<'_> {
    /// What follows the key, from its `:` on, without a line ending.
    fn value(&self, context: &Context<'_>) -> InsertText {
        let mut text = InsertText::plain(":");
        let known = self.derived(context).map(|value| scalar_to_yaml(&value));
        if let Some(value) = known {
            text.push_text(&format!(" {value}"));
        } else if prefers_list(self.schema) {
            text.push_text(&format!("\n{}- ", " ".repeat(self.cursor.column + self.cursor.list_indent)));
            text.push(self.stop(self.schema.get("items").unwrap_or(&Value::Null)));
        } else if is_mapping(self.schema) || types_of(self.schema).first() == Some(&"object") {
            text.push_text(&format!("\n{}", " ".repeat(self.cursor.column + 2)));
            text.push(Piece::Stop { hint: String::new(), plain: String::new() });
        } else {
            text.push_text(" ");
            text.push(self.stop(self.schema));
        }
        text
    }

    fn derived(&self, context: &Context<'_>) -> Option<String> {
        derived_value(context, self.contract?, self.spec?)
    }

    fn stop(&self, schema: &Value) -> Piece {
        value_stop(schema, self.spec.filter(|_| !prefers_list(self.schema)))
    }

    /// What goes into it, in one line.
    fn detail(&self, context: &Context<'_>) -> String {
        if let Some(value) = self.derived(context) {
            return value;
        }
        let allowed = allowed_values(self.schema);
        if !allowed.is_empty() {
            return allowed.iter().map(|named| shown(&named.value)).collect::<Vec<_>>().join(" | ");
        }
        let types = types_of(self.schema);
        let words: Vec<&str> = types.iter().filter_map(|name| in_words(name)).collect();
        if words.is_empty() { "text".to_owned() } else { words.join(" or ") }
    }
}

fn in_words(json_type: &str) -> Option<&'static str> {
    Some(match json_type {
        "string" => "text",
        "array" => "list",
        "boolean" => "true | false",
        "number" => "number",
        "integer" => "whole number",
        "object" => "mapping",
        _ => return None,
    })
}

/// What an author fills in for a value of the schema: a choice, a default, or nothing but a hint.
pub(super) fn value_stop(schema: &Value, spec: Option<&KeySpec>) -> Piece {
    let text = |value: &Value| match value {
        Value::String(text) => scalar_to_yaml(text),
        other => value_to_flow(other),
    };
    let allowed = allowed_values(schema);
    let default = schema.get("default").filter(|value| !value.is_null()).map(text);
    match (allowed.as_slice(), default) {
        ([only], _) => Piece::Text(text(&only.value)),
        ([], Some(default)) => Piece::Stop { hint: default.clone(), plain: default },
        ([], None) if is_boolean(schema) => choice(vec!["true".to_owned(), "false".to_owned()]),
        ([], None) => {
            let hint = spec.and_then(|spec| spec.placeholders.first()).map(|hint| scalar_to_yaml(hint));
            Piece::Stop { hint: hint.unwrap_or_default(), plain: String::new() }
        }
        (values, default) if values.len() <= MAX_CHOICES => {
            let mut values: Vec<String> = values.iter().map(|named| text(&named.value)).collect();
            values.sort_by_key(|value| Some(value) != default.as_ref());
            choice(values)
        }
        (_, default) => {
            let default = default.unwrap_or_default();
            Piece::Stop { hint: default.clone(), plain: default }
        }
    }
}

fn choice(values: Vec<String>) -> Piece {
    Piece::Choice { values, plain: String::new() }
}
