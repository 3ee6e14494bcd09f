//! What stands in comments: a template's attributes and guidance.

use super::context::Context;
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, DocumentRole, Offers};
use super::line::Line;
use super::place::{InComment, Place};
use super::values::first_sentence;
use docent_syntax::TextRange;
use docent_template::compile::{BLOCK_ATTRIBUTES, SECTION_ATTRIBUTES, STEP_ATTRIBUTES, Word};

/// Values to offer for an attribute besides its example.
const MORE_VALUES: &[(&str, &[&str])] = &[
    ("repeat", &["0..", "2..3"]),
    ("items", &["1..", "..3"]),
    ("words", &["..300"]),
    ("code", &["javascript", "html", "xml", "yaml", "bash"]),
];

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    if context.options.document != DocumentRole::Template {
        return;
    }
    match &context.place {
        Place::Comment(comment) => in_comment(context, comment, offers),
        Place::Placeholder { line, name_start } => placeholders(context, line, *name_start, offers),
        Place::Blank(line) => ["docent", "guidance"].iter().for_each(|kind| offers.add(whole(context, line, kind))),
        _ => {}
    }
}

fn in_comment(context: &Context<'_>, comment: &InComment<'_>, offers: &mut Offers) {
    let content = comment.content.trim_start();
    match content.strip_prefix("docent:") {
        Some(attributes) => in_attributes(context, comment, attributes, offers),
        None if content.chars().all(char::is_alphanumeric) && comment.line.before().contains("<!--") => {
            let start = comment.line.cursor - content.len();
            for kind in ["docent", "guidance"] {
                let mut item = Completion::new(
                    CompletionKind::Directive,
                    kind,
                    comment.line.range(start, comment.line.cursor),
                    comment_body(kind, comment.content.is_empty(), comment.closed).with_ending(context.ending),
                );
                item.detail = Some(directive_meaning(kind).to_owned());
                item.about = format!("directive/{kind}");
                offers.add(item);
            }
        }
        None => {}
    }
}

pub(super) fn directive_meaning(kind: &str) -> &'static str {
    match kind {
        "docent" => "attributes of the section or block before it",
        _ => "advice for the author; never inserted into a page",
    }
}

fn comment_body(kind: &str, blank_before: bool, closed: bool) -> InsertText {
    let mut text = InsertText::plain(if blank_before { " " } else { "" });
    text.push_text(if kind == "docent" { "docent: " } else { "guidance\n" });
    text.push(Piece::Stop { hint: String::new(), plain: String::new() });
    if !closed {
        text.push_text(if kind == "docent" { " -->" } else { "\n-->" });
    }
    text
}

/// A comment on a blank line.
fn whole(context: &Context<'_>, line: &Line<'_>, kind: &str) -> Completion {
    let mut text = InsertText::plain("<!--");
    text.append(comment_body(kind, true, false));
    let label = if kind == "docent" { "<!-- docent: … -->" } else { "<!-- guidance … -->" };
    let range = line.range(line.cursor, line.cursor);
    let mut item = Completion::new(CompletionKind::Directive, label, range, text.with_ending(context.ending));
    item.filter = format!("<!-- {kind}");
    item.detail = Some(directive_meaning(kind).to_owned());
    item.about = format!("directive/{kind}");
    item
}

fn in_attributes(context: &Context<'_>, comment: &InComment<'_>, attributes: &str, offers: &mut Offers) {
    let Some(word) = last_word(attributes) else { return };
    let line = &comment.line;
    let word_start = line.cursor.saturating_sub(word.len());
    // The word may have begun on an earlier line only in quotes, which are not completed.
    let rest = line.rest();
    let word_end = line.cursor + rest.find(|c: char| c.is_whitespace() || c == ',').unwrap_or(rest.len());
    let replace = |start: usize| line.range(start, if rest.starts_with("-->") { line.cursor } else { word_end });
    if let Some((name, value)) = word.split_once('=') {
        let start = line.cursor.saturating_sub(value.len());
        let example = find(name).and_then(|attribute| attribute.example);
        let more = MORE_VALUES.iter().find(|(attribute, _)| *attribute == name).map_or(&[][..], |(_, values)| *values);
        for value in example.into_iter().chain(more.iter().copied()) {
            let mut item = value_item(value, replace(start));
            item.about = format!("attribute/{name}");
            offers.add(item);
        }
        return;
    }
    let set = |name: &str| attributes.split([' ', ',', '\t']).any(|word| word.split('=').next() == Some(name));
    let blank_before = if attributes.is_empty() { " " } else { "" };
    for attribute in target_attributes(comment.before) {
        if set(attribute.name) && attribute.name != word {
            continue;
        }
        let mut text = InsertText::plain(format!("{blank_before}{}", attribute.name));
        if let Some(example) = attribute.example {
            text.push_text("=");
            text.append(value_text(example));
        }
        let range = replace(word_start);
        let mut item =
            Completion::new(CompletionKind::Directive, attribute.name, range, text.with_ending(context.ending));
        item.detail = Some(first_sentence(attribute.description));
        item.about = format!("attribute/{}", attribute.name);
        offers.add(item);
    }
}

pub(super) fn find(name: &str) -> Option<&'static Word> {
    SECTION_ATTRIBUTES.iter().chain(STEP_ATTRIBUTES).find(|attribute| attribute.name == name)
}

fn value_item(value: &str, range: TextRange) -> Completion {
    let text = if value.starts_with('"') { value_text(value) } else { InsertText::plain(value) };
    Completion::new(CompletionKind::Value, value, range, text)
}

/// A value to be changed by the author; its quotes stay.
fn value_text(example: &str) -> InsertText {
    let quoted = example.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let quote = if quoted.is_some() { "\"" } else { "" };
    let mut text = InsertText::plain(quote);
    text.push(Piece::Stop { hint: quoted.unwrap_or(example).to_owned(), plain: String::new() });
    text.push_text(quote);
    text
}

/// The word at the end; `None` inside of quotes.
fn last_word(attributes: &str) -> Option<&str> {
    let mut quote = None;
    for character in attributes.chars() {
        match quote {
            Some(open) if open == character => quote = None,
            None if matches!(character, '"' | '\'') => quote = Some(character),
            _ => {}
        }
    }
    quote.is_none().then(|| attributes.rsplit([' ', ',', '\t', '\n', '\r']).next().unwrap_or_default())
}

/// The attributes of what a comment follows: a heading, a step, or another block.
fn target_attributes(before: &str) -> &'static [Word] {
    let own_line = before.rsplit(['\n', '\r']).next().unwrap_or_default();
    let in_item = own_line.starts_with([' ', '\t']) || starts_item(own_line.trim_start());
    if in_item {
        return STEP_ATTRIBUTES;
    }
    let earlier = before
        .lines()
        .rev()
        .map(str::trim_end)
        .find(|line| !line.trim().is_empty() && !line.starts_with("<!--") && !line.ends_with("-->"));
    match earlier {
        Some(line) if line.starts_with('#') => SECTION_ATTRIBUTES,
        _ => BLOCK_ATTRIBUTES,
    }
}

fn starts_item(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_numbered = rest.len() < line.len() && rest.starts_with(['.', ')']);
    is_numbered || ["* ", "- ", "+ "].iter().any(|bullet| line.starts_with(bullet))
}

/// The most names that are gathered from one template.
const MAX_NAMES: usize = 200;

/// The placeholders that the template has elsewhere.
fn placeholders(context: &Context<'_>, line: &Line<'_>, name_start: usize, offers: &mut Offers) {
    let rest = line.rest();
    let name_end = line.cursor + rest.find("}}").filter(|end| !rest[..*end].contains('{')).map_or(0, |end| end);
    let closed = rest.get(name_end - line.cursor..).is_some_and(|rest| rest.starts_with("}}"));
    let mut names: Vec<&str> = Vec::new();
    for section in context.page.sections() {
        for found in section.segment.text.split("{{").skip(1) {
            let name = found.split("}}").next().unwrap_or_default();
            let fits = name.len() < found.len() && !name.trim().is_empty() && !name.contains(['\n', '{', '\r']);
            if fits && names.len() < MAX_NAMES && !names.contains(&name.trim()) {
                names.push(name.trim());
            }
        }
    }
    let typed = line.text.get(name_start..name_end).unwrap_or_default().trim();
    for name in names.into_iter().filter(|name| *name != typed) {
        let text = if closed { name.to_owned() } else { format!("{name}}}}}") };
        let range = line.range(name_start, name_end);
        let mut item = Completion::new(CompletionKind::Value, name, range, InsertText::plain(text));
        item.detail = Some("a placeholder of this template".to_owned());
        item.about = "placeholder".to_owned();
        offers.add(item);
    }
}
