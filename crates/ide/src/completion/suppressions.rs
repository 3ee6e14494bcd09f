//! Names of rules where a page says which ones to ignore: `<!-- docent-ignore rule: reason -->`, and the key of the same
//! name in the front matter.

use super::context::Context;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::place::{InComment, Place};
use docent_rules::rules::RULES;
use docent_rules::{Rule, RuleGroup};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;

pub(super) const KEY: &str = "docent-ignore";

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::Comment(comment) = &context.place else { return };
    if context.options.document != DocumentRole::Page {
        return;
    }
    match comment.content.trim_start().strip_prefix(KEY) {
        Some(names) if names.starts_with([' ', ':']) => rule_names(context, comment, names, offers),
        _ => directive(context, comment, offers),
    }
}

/// The rules a page can ignore.
fn ignorable() -> impl Iterator<Item = &'static Rule> {
    RULES.iter().copied().filter(|rule| rule.group != RuleGroup::Docent)
}

fn rule_names(context: &Context<'_>, comment: &InComment<'_>, names: &str, offers: &mut Offers) {
    let names = names.trim_start().strip_prefix(':').unwrap_or(names);
    // After a colon, or after words without a comma between them, comes the reason.
    let (before, typed) = names.rsplit_once([' ', ',', '\n']).unwrap_or(("", names));
    let is_name = before.trim().is_empty() || names[..names.len() - typed.len()].trim_end().ends_with(',');
    if !is_name || names.contains(':') {
        return;
    }
    let line = &comment.line;
    let start = line.cursor.saturating_sub(typed.len());
    let rest = line.rest();
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '-').unwrap_or(rest.len());
    let word = if rest.starts_with("--") { 0 } else { word };
    let after = rest.get(word..).unwrap_or_default().trim_start();
    let goes_on = after.starts_with([':', ',']) || !comment.closed && !after.is_empty();
    for rule in ignorable().filter(|rule| !before.split([',', ' ']).any(|name| name == rule.id)) {
        let mut text = InsertText::plain(rule.id);
        if !goes_on {
            text.push_text(": ");
            text.push(Piece::Stop { hint: "reason".to_owned(), plain: String::new() });
            text.push_text(if comment.closed { "" } else { " -->" });
        }
        let range = line.range(start, line.cursor + word);
        let mut item = Completion::new(CompletionKind::Directive, rule.id, range, text.with_ending(context.ending));
        item.detail = Some(rule.summary.to_owned());
        item.about = format!("rule/{}", rule.id);
        offers.add(item);
    }
}

/// The directive itself, once its first letters are typed, or on request.
fn directive(context: &Context<'_>, comment: &InComment<'_>, offers: &mut Offers) {
    let typed = comment.content.trim_start();
    let begun = KEY.starts_with(typed) && (!typed.is_empty() || context.options.typed.is_none());
    if !begun || !comment.line.before().contains("<!--") {
        return;
    }
    let start = comment.line.cursor - typed.len();
    let mut text = InsertText::plain(if comment.content.is_empty() { " " } else { "" });
    text.push_text(KEY);
    text.push_text(" ");
    text.push(Piece::Stop { hint: "rule".to_owned(), plain: String::new() });
    text.push_text(": ");
    text.push(Piece::Stop { hint: "reason".to_owned(), plain: String::new() });
    text.push_text(if comment.closed { "" } else { " -->" });
    let range = comment.line.range(start, comment.line.cursor);
    let mut item = Completion::new(CompletionKind::Directive, KEY, range, text.with_ending(context.ending));
    item.detail = Some("a rule that does not hold for the next line".to_owned());
    offers.add(item);
}

/// The schema of the front-matter key: a mapping of rules to reasons, or a list of rules.
pub(super) fn schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(|| {
        let reasons: Map<String, Value> = ignorable()
            .map(|rule| (rule.id.to_owned(), json!({ "type": "string", "description": rule.summary })))
            .collect();
        let names: Vec<Value> =
            ignorable().map(|rule| json!({ "const": rule.id, "description": rule.summary })).collect();
        json!({ "properties": { KEY: { "type": "object", "properties": reasons, "items": { "oneOf": names } } } })
    });
    &SCHEMA
}
