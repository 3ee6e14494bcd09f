//! Hover in a template page: what docent's own words mean, and what they ask of pages as they are set there.

use super::Hover;
use super::words::{code, headline, joined};
use crate::tokens::{Coloring, Token, TokenKind, tokens};
use docent_rules::analysis::text_of;
use docent_syntax::{Page, SectionRef, TextRange, TextSize, YamlEntry, YamlKind, YamlNode};
use docent_template::compile::{HEADER_KEYS, SCHEMA_KEYWORDS, SECTION_ATTRIBUTES, STEP_ATTRIBUTES, Word, count};
use docent_template::contract::Count;

/// What stands at `offset` of a template page, if it is a word of the template format or a placeholder.
pub fn template_hover(page: &Page, offset: TextSize) -> Option<Hover> {
    let offset = offset.min(page.len());
    if let Some(hover) = header_key(page, offset) {
        return Some(hover);
    }
    let around = tokens(page, Coloring::Template, TextRange::empty(offset));
    let index = around.iter().rposition(|token| token.range.contains_inclusive(offset))?;
    let token = *around.get(index)?;
    let text = text_of(page, token.range)?;
    match token.kind {
        TokenKind::Placeholder => Some(placeholder(token.range, text)),
        TokenKind::Keyword => keyword(token.range, text),
        TokenKind::Attribute => {
            let value = tokens_of_line(page, offset).into_iter().find(|other| is_value_of(token, *other));
            attribute(page, token, text, value)
        }
        TokenKind::Value => {
            let name = tokens_of_line(page, offset).into_iter().find(|other| is_value_of(*other, token))?;
            attribute(page, name, text_of(page, name.range)?, Some(token))
        }
    }
}

/// The tokens around a place, with what they belong to.
fn tokens_of_line(page: &Page, offset: TextSize) -> Vec<Token> {
    let Some(section) = page.section_at(offset) else { return Vec::new() };
    let mut comments = section.segment.comments.iter().map(|comment| section.absolute(comment.range));
    let around = comments.rfind(|comment| comment.contains_inclusive(offset));
    tokens(page, Coloring::Template, around.unwrap_or(TextRange::empty(offset)))
}

/// `name=value`: nothing but the `=` is between them.
fn is_value_of(name: Token, value: Token) -> bool {
    name.kind == TokenKind::Attribute
        && value.kind == TokenKind::Value
        && name.range.end() + TextSize::new(1) == value.range.start()
}

/// A key of `docent:`, or its value.
fn header_key(page: &Page, offset: TextSize) -> Option<Hover> {
    let header = page.front_matter().yaml.get("docent")?;
    let YamlKind::Mapping(entries) = &header.value.kind else { return None };
    let entry = entries.iter().find(|entry| is_in_key(entry, offset))?;
    let word = HEADER_KEYS.iter().find(|word| Some(word.name) == entry.key.as_str())?;
    let range = if entry.key.range.contains_inclusive(offset) { entry.key.range } else { entry.value.range };
    Some(about(word, range, "key of `docent`", yaml_example(word)))
}

/// On the key, or on a value beside it; a list below it speaks for itself.
fn is_in_key(entry: &YamlEntry, offset: TextSize) -> bool {
    let is_scalar = |node: &YamlNode| matches!(node.kind, YamlKind::Scalar { .. });
    entry.key.range.contains_inclusive(offset)
        || (is_scalar(&entry.value) && entry.value.range.contains_inclusive(offset))
}

fn keyword(range: TextRange, text: &str) -> Option<Hover> {
    let own = |name: &str, text: &str| Some(Hover::new(range, [headline(&code(name), "template"), text.to_owned()]));
    let text = text.trim_matches(['"', '\'']);
    match text {
        "docent" => own("docent", "Makes the page a template, and says which one."),
        "front-matter" => own(
            "front-matter",
            "The keys of the pages' front matter: a JSON Schema (2020-12), written in YAML. Nothing is fetched.",
        ),
        "docent:" => {
            own("docent:", "Sets attributes of what stands before this comment: a heading, a block, or a step.")
        }
        "guidance" => own(
            "guidance",
            "Advice for authors about the section, on hover and in completions. It is never part of a page.",
        ),
        _ => {
            let word = SCHEMA_KEYWORDS.iter().find(|word| word.name == text)?;
            Some(about(word, range, "keyword of docent's own", yaml_example(word)))
        }
    }
}

fn placeholder(range: TextRange, text: &str) -> Hover {
    let meaning = "In a page any text may stand here. It is inserted as it is, for the author to fill in, and a page must not \
                keep it.";
    Hover::new(range, [headline(&code(text), "placeholder"), meaning.to_owned()])
}

fn attribute(page: &Page, name: Token, text: &str, value: Option<Token>) -> Option<Hover> {
    let section = page.section_at(name.range.start())?;
    let (words, what) = match is_below_heading(section, name.range.start()) {
        true => (SECTION_ATTRIBUTES, "attribute of a section"),
        false => (STEP_ATTRIBUTES, "attribute of a paragraph, a list or a step"),
    };
    let word = words.iter().find(|word| word.name == text)?;
    let here = value.and_then(|value| meaning(text, text_of(page, value.range)?));
    let range = value.map_or(name.range, |value| name.range.cover(value.range));
    Some(about(word, range, what, here.or_else(|| attribute_example(word))))
}

/// Whether nothing but comments stands between the heading and the comment at `offset`.
fn is_below_heading(section: SectionRef<'_>, offset: TextSize) -> bool {
    let Some(inside) = offset.checked_sub(section.start) else { return false };
    let comments = &section.segment.comments;
    let is_comment = |range: TextRange| {
        let text = section.segment.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default();
        text.trim_start().starts_with("<!--") && comments.iter().any(|comment| comment.range.start() >= range.start())
    };
    let before = section.segment.blocks.iter().take_while(|block| block.range.start() <= inside);
    section.segment.heading.is_some() && before.into_iter().all(|block| is_comment(block.range))
}

fn about(word: &Word, range: TextRange, what: &str, further: Option<String>) -> Hover {
    let blocks = [headline(&code(word.name), what), word.description.to_owned()];
    Hover::new(range, blocks.into_iter().chain(further))
}

fn yaml_example(word: &Word) -> Option<String> {
    word.example.map(|example| format!("Written {}", code(&format!("{}: {example}", word.name))))
}

fn attribute_example(word: &Word) -> Option<String> {
    word.example.map(|example| format!("Written {}", code(&format!("{}={example}", word.name))))
}

/// What an attribute's value asks for, in words; `None` where it is not one.
fn meaning(attribute: &str, value: &str) -> Option<String> {
    let value = value.trim_matches(['"', '\'']).trim();
    let noun = match attribute {
        "items" => "item",
        "words" => "word",
        "repeat" => "time",
        "aliases" => {
            let titles: Vec<String> = value.split('|').map(str::trim).filter(|it| !it.is_empty()).map(code).collect();
            return (!titles.is_empty()).then(|| format!("Here: also {}", joined(&titles, "or")));
        }
        "code" if !value.is_empty() => {
            return Some(format!("Here: a block that begins with {}", code(&format!("```{value}"))));
        }
        _ => return None,
    };
    let count: Count = count(value)?;
    let last = count.max.unwrap_or(count.min);
    Some(format!("Here: {count} {noun}{}", if last == 1 { "" } else { "s" }))
}
