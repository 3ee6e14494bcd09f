//! What a completion item is about, at length, in Markdown: resolved when an author selects an item.

use super::directives::{directive_meaning, find};
use super::item::{CompletionOptions, DocumentRole};
use super::schema_view::{allowed_values, description, schema_at};
use super::start::page_title;
use super::template_schema::template_schema;
use super::yaml_cursor::Step;
use crate::new_page::new_page;
use docent_rules::edits::keys::shown;
use docent_rules::edits::outline_source::{section_body, section_source};
use docent_rules::input::CheckInput;
use docent_template::{CannedKind, Contract, canned_block_source};
use serde_json::Value;

/// The documentation of an item, by its [`super::Completion::about`]. Markdown with LF; `None` where there is no more to
/// say than the item says itself.
pub fn documentation(input: &CheckInput<'_>, options: &CompletionOptions<'_>, about: &str) -> Option<String> {
    let (kind, rest) = about.split_once('/').unwrap_or((about, ""));
    match kind {
        "key" => {
            let contracts = input.contract.into_iter().chain(options.templates.iter().map(|template| &**template));
            let path = path_of(rest);
            contracts.into_iter().find_map(|contract| key(&contract.front_matter.json, &path, Some(contract)))
        }
        "template-key" if options.document == DocumentRole::Template => key(template_schema(), &path_of(rest), None),
        "attribute" => find(rest).map(|attribute| attribute.description.to_owned()),
        "rule" => docent_rules::rules::rule(rest).map(rule_text),
        "directive" => Some(format!("{}.", capitalized(directive_meaning(rest)))),
        "page" | "block" => {
            let template = options.templates.iter().map(|template| &**template).chain(input.contract);
            let template = template.into_iter().find(|template| &*template.id == rest)?;
            Some(if kind == "page" { page(template) } else { fenced("yaml", &front_matter_of(template)) })
        }
        "section" | "body" | "list" | "step" | "text" => canned(input.contract?, kind, rest),
        _ => None,
    }
}

/// The rule's page without its examples.
fn rule_text(rule: &docent_rules::Rule) -> String {
    rule.docs.split("~~~").next().unwrap_or_default().trim().to_owned()
}

fn path_of(rest: &str) -> Vec<Step> {
    rest.split('/').map(|part| if part == "[]" { Step::Item } else { Step::Key(part.to_owned()) }).collect()
}

fn key(root: &Value, path: &[Step], contract: Option<&Contract>) -> Option<String> {
    let schema = schema_at(root, path)?;
    let mut parts: Vec<String> = description(schema).map(one_line).into_iter().collect();
    let allowed = allowed_values(schema);
    if allowed.iter().any(|named| named.meaning.is_some()) {
        let line = |value: &str, meaning: &str| format!("- `{value}`: {meaning}");
        let lines = allowed.iter().map(|named| line(&shown(&named.value), named.meaning.as_deref().unwrap_or("")));
        parts.push(lines.collect::<Vec<_>>().join("\n"));
    } else if !allowed.is_empty() {
        let values: Vec<String> = allowed.iter().map(|named| format!("`{}`", shown(&named.value))).collect();
        parts.push(format!("One of {}.", values.join(", ")));
    }
    let spec = match path {
        [Step::Key(name)] => contract.and_then(|contract| contract.front_matter.key(name)),
        _ => None,
    };
    if let Some(derivation) = spec.and_then(|spec| spec.derive.as_ref()) {
        parts.push(format!("Made of `{}`.", derivation.pattern));
    }
    if let Some(default) = schema.get("default") {
        parts.push(format!("Default: `{}`", shown(default)));
    }
    if let Some(examples) = schema.get("examples").and_then(Value::as_array).filter(|examples| !examples.is_empty()) {
        let shown: Vec<String> = examples.iter().take(5).map(|value| format!("`{}`", shown(value))).collect();
        parts.push(format!("For example {}", shown.join(", ")));
    }
    if spec.is_some_and(|spec| spec.required) {
        parts.push("Required.".to_owned());
    }
    (!parts.is_empty()).then(|| parts.join("\n\n"))
}

fn page(contract: &Contract) -> String {
    format!(
        "A new page as the template *{}* has it.\n\n{}",
        page_title(contract),
        fenced("markdown", &new_page(contract, &[]))
    )
}

fn front_matter_of(contract: &Contract) -> String {
    let page = new_page(contract, &[]);
    page.split("\n---\n").next().map(|block| format!("{block}\n---")).unwrap_or_default()
}

/// `section/2`, `body/2`, `list/2`, `step/2/0`
fn canned(contract: &Contract, kind: &str, rest: &str) -> Option<String> {
    let (index, step) = rest.split_once('/').unwrap_or((rest, ""));
    let index: usize = index.parse().ok()?;
    let spec = contract.sections.get(index)?;
    let lists = || spec.blocks.iter().filter(|block| matches!(block.kind, CannedKind::Steps(_)));
    let source = match kind {
        "section" => section_source(contract, index),
        "body" => section_body(contract, index),
        "list" => canned_block_source(lists().next()?),
        "text" => canned_block_source(spec.blocks.get(step.parse::<usize>().ok()?)?),
        _ => {
            let CannedKind::Steps(list) = &lists().next()?.kind else { return None };
            list.steps.get(step.parse::<usize>().ok()?)?.source.to_string()
        }
    };
    let mut parts: Vec<String> = Vec::new();
    if matches!(kind, "section" | "body") {
        parts.extend(spec.guidance.as_deref().map(|text| text.trim().to_owned()));
        parts.extend(spec.items.map(|count| format!("Items: {count}.")));
        parts.extend(spec.words.map(|count| format!("Words: {count}.")));
        parts.extend(spec.code.as_deref().map(|language| format!("Shows {language} code.")));
    }
    parts.push(fenced("markdown", source.trim_end()));
    Some(parts.join("\n\n"))
}

/// A fence with marks enough for what is in it.
fn fenced(language: &str, source: &str) -> String {
    let longest = source.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest.max(2) + 1);
    format!("{marks}{language}\n{}\n{marks}", source.trim_end())
}

fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
