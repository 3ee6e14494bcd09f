//! A whole front-matter block for a page without one, and a whole page for an empty one.

use super::context::Context;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::place::Place;
use super::schema_view::allowed_values;
use super::start_place::Start;
use crate::new_page::first_entries;
use docent_rules::edits::outline_source::outline_source;
use docent_syntax::TextEdit;
use docent_syntax::front_matter::edit::new_block;
use docent_template::Contract;
use serde_json::Value;

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let Place::Start(start) = &context.place else { return };
    if context.options.document == DocumentRole::Template {
        return template_block(context, start, offers);
    }
    let contracts = context.contracts();
    if start.is_empty {
        for contract in contracts.iter().filter(|contract| !contract.sections.is_empty()) {
            offers.add(page(context, start, contract));
        }
    }
    let is_word = !start.typed.is_empty() && !start.typed.starts_with('-');
    if is_word {
        let typed = start.typed.to_lowercase();
        offers.items.retain(|item| item.label.to_lowercase().split(' ').any(|word| word.starts_with(&typed)));
        return;
    }
    for contract in contracts.iter().filter(|contract| !first_entries(contract, &[]).is_empty()) {
        offers.add(block(context, start, contract));
    }
}

/// What authors call a page of the template: "API overview page".
pub(super) fn page_title(contract: &Contract) -> String {
    let ends_with_page = contract.title.to_lowercase().ends_with("page");
    if ends_with_page { contract.title.to_string() } else { format!("{} page", contract.title) }
}

/// A whole page with everything to fill in marked; `values` are front-matter values that are known. LF line endings.
pub(crate) fn page_text(contract: &Contract, values: &[(String, String)]) -> InsertText {
    let mut text = front_matter(contract, values);
    let body = outline_source(contract);
    if !text.pieces.is_empty() && !body.trim().is_empty() {
        text.push_text("\n");
    }
    text.append(InsertText::of_template(&body));
    text
}

fn page(context: &Context<'_>, start: &Start<'_>, contract: &Contract) -> Completion {
    let text = page_text(contract, &[]);
    let sections = contract.sections.iter().filter(|spec| spec.repeat.min > 0).count();
    let keys = first_entries(contract, &[]).len();
    let mut item = new_item(context, start, CompletionKind::Page, page_title(contract), text);
    item.note = Some("new page".to_owned());
    item.detail = Some(format!("{keys} keys, {sections} sections"));
    item.about = format!("page/{}", contract.id);
    item
}

fn block(context: &Context<'_>, start: &Start<'_>, contract: &Contract) -> Completion {
    let mut text = front_matter(contract, &[]);
    if let Some(Piece::Text(last)) = text.pieces.last_mut()
        && start.has_ending
    {
        // The line that is replaced has a line ending already.
        last.truncate(last.trim_end_matches('\n').len());
    }
    if start.text_follows {
        text.push_text("\n");
    }
    let title = format!("Front matter: {}", contract.title);
    let mut item = new_item(context, start, CompletionKind::Text, title, text);
    item.detail = Some(first_entries(contract, &[]).iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "));
    item.about = format!("block/{}", contract.id);
    item
}

fn new_item(
    context: &Context<'_>,
    start: &Start<'_>,
    kind: CompletionKind,
    label: String,
    text: InsertText,
) -> Completion {
    let mut item = Completion::new(kind, label, start.line, text.with_ending(context.ending));
    if start.typed.starts_with('-') {
        item.filter = format!("{} {}", start.typed, item.label);
    }
    item.more = start.blank_lines.map(TextEdit::delete).into_iter().collect();
    item
}

/// The block of a new page, each value that is not known something to fill in.
fn front_matter(contract: &Contract, values: &[(String, String)]) -> InsertText {
    let entries = first_entries(contract, values);
    let before = first_entries(contract, &[]);
    let is_known = |name: &str, value: &Value| before.iter().all(|(other, first)| *other != name || first != value);
    let mut text = InsertText::default();
    if entries.is_empty() {
        return text;
    }
    text.push_text("---\n");
    for (name, value) in &entries {
        let entry = new_block([(*name, value)]);
        let entry = entry.strip_prefix("---\n").and_then(|rest| rest.strip_suffix("---\n")).unwrap_or_default();
        match entry.split_once(": ") {
            Some((key, text_of)) if !text_of.trim_end().contains('\n') && !is_known(name, value) => {
                text.push_text(&format!("{key}: "));
                text.push(stop(contract, name, text_of.trim_end()));
                text.push_text("\n");
            }
            _ => text.push_text(entry),
        }
    }
    text.push_text("---\n");
    text
}

/// In plain text stands what a new page has there, which `template-placeholder` reports until it is replaced.
fn stop(contract: &Contract, name: &str, plain: &str) -> Piece {
    let key = contract.front_matter.key(name);
    let choice = key.map(|key| allowed_values(&key.schema)).filter(|values| values.len() > 1);
    let as_text =
        |value: &Value| value.as_str().map_or_else(|| value.to_string(), docent_syntax::yaml::write::scalar_to_yaml);
    match choice {
        Some(values) => Piece::Choice {
            values: values.iter().map(|named| as_text(&named.value)).collect(),
            plain: plain.to_owned(),
        },
        None => {
            let name_only = plain.trim_matches('"').strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"));
            Piece::Stop { hint: name_only.unwrap_or(plain).to_owned(), plain: plain.to_owned() }
        }
    }
}

/// What makes a page a template.
fn template_block(context: &Context<'_>, start: &Start<'_>, offers: &mut Offers) {
    let mut text = InsertText::of_template(
        "---\ndocent:\n  template: {{id}}\n  title: {{what authors call such a page}}\nfront-matter:\n  required: [{{key}}]\n  properties:\n    {{key}}:\n      description: {{what it is}}\n---",
    );
    if !start.has_ending {
        text.push_text("\n");
    }
    if start.text_follows {
        text.push_text("\n");
    }
    let mut item = new_item(context, start, CompletionKind::Text, "Front matter of a template".to_owned(), text);
    item.detail = Some("docent, front-matter".to_owned());
    offers.add(item);
}
