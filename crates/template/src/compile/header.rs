//! `docent:` in a template's front matter: its id, title, base, and the pages it applies to.

use super::vocabulary::{HEADER_KEYS, names};
use crate::applies::AppliesTo;
use crate::contract::{Contract, TemplateSource};
use crate::path_patterns::PathPatterns;
use crate::problem::TemplateProblem;
use crate::schema::repeated_keys;
use crate::settings::nearest;
use docent_syntax::{FrontMatter, TextRange, YamlEntry, YamlKind, YamlNode};
use serde_json::Value;
use std::sync::Arc;

pub(super) struct Header {
    /// With the set's name where the template is of one.
    pub(super) id: Box<str>,
    pub(super) title: Box<str>,
    extends: Option<(Box<str>, TextRange)>,
    pub(super) applies_to: Vec<AppliesTo>,
    pub(super) closed: bool,
    pub(super) unordered: bool,
    /// The `docent` key; where to report what has no place of its own.
    pub(super) range: TextRange,
}

/// `set` is what the id begins with; empty for none.
pub(super) fn read(
    source: &TemplateSource,
    set: &str,
    front_matter: &FrontMatter,
    problems: &mut Vec<TemplateProblem>,
) -> Header {
    let mut header = Header {
        id: "".into(),
        title: "".into(),
        extends: None,
        applies_to: Vec::new(),
        closed: false,
        unordered: false,
        range: front_matter.opening,
    };
    misspelled_keys(front_matter, problems);
    let mut id = None;
    if let Some(entry) = front_matter.yaml.get("docent") {
        header.range = entry.key.range;
        let entries = entries_of(entry, problems);
        problems.extend(repeated_keys(entries));
        for entry in entries {
            read_entry(entry, &mut header, &mut id, problems);
        }
    }
    let own = id.unwrap_or_else(|| id_from_name(&source.name));
    if header.title.is_empty() {
        header.title = title_from_id(&own).into();
    }
    header.id = if set.is_empty() { own.into() } else { format!("{set}/{own}").into() };
    header
}

fn misspelled_keys(front_matter: &FrontMatter, problems: &mut Vec<TemplateProblem>) {
    for entry in front_matter.yaml.entries() {
        let Some(key) = entry.key.as_str() else { continue };
        let plain: String = key.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        if plain == "frontmatter" && key != "front-matter" {
            problems.push(TemplateProblem::syntax(entry.key.range, format!("`{key}` should be `front-matter`")));
        } else if plain == "docent" && key != "docent" {
            problems.push(TemplateProblem::syntax(entry.key.range, format!("`{key}` should be `docent`")));
        }
    }
}

fn entries_of<'y>(entry: &'y YamlEntry, problems: &mut Vec<TemplateProblem>) -> &'y [YamlEntry] {
    match &entry.value.kind {
        YamlKind::Mapping(entries) => entries,
        YamlKind::Scalar { json: Value::Null, .. } => &[],
        _ => {
            problems.push(TemplateProblem::syntax(
                entry.value.range,
                "`docent` must be a mapping: `template`, `title`, `extends`, `applies-to`",
            ));
            &[]
        }
    }
}

fn read_entry(entry: &YamlEntry, header: &mut Header, id: &mut Option<String>, problems: &mut Vec<TemplateProblem>) {
    let Some(key) = entry.key.as_str() else { return };
    match key {
        "template" => match text(entry, problems) {
            Some(text) if text.contains(|c: char| c.is_whitespace() || c == '/') => {
                let message = "a template's id has no blanks and no `/`; its set's name is put before it";
                problems.push(TemplateProblem::syntax(entry.value.range, message));
            }
            Some(text) => *id = Some(text.to_owned()),
            None => {}
        },
        "title" => {
            if let Some(text) = text(entry, problems) {
                header.title = text.into();
            }
        }
        "extends" => header.extends = text(entry, problems).map(|base| (base.into(), entry.value.range)),
        "applies-to" => header.applies_to = applies_to(entry, problems),
        "closed" => header.closed = flag(entry, problems),
        "unordered" => header.unordered = flag(entry, problems),
        _ => {
            let known = match nearest(key, &names(HEADER_KEYS).collect::<Vec<_>>()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => {
                    format!(
                        "known are {}",
                        names(HEADER_KEYS).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ")
                    )
                }
            };
            problems.push(TemplateProblem::syntax(entry.key.range, format!("`{key}` is unknown here; {known}")));
        }
    }
}

fn text<'y>(entry: &'y YamlEntry, problems: &mut Vec<TemplateProblem>) -> Option<&'y str> {
    let value = entry.value.as_str().map(str::trim).filter(|value| !value.is_empty());
    if value.is_none() {
        problems.push(TemplateProblem::syntax(
            place(entry),
            format!("`{}` takes a text", entry.key.as_str().unwrap_or_default()),
        ));
    }
    value
}

fn flag(entry: &YamlEntry, problems: &mut Vec<TemplateProblem>) -> bool {
    match entry.value.to_json() {
        Value::Bool(flag) => flag,
        _ => {
            let message = format!("`{}` is `true` or `false`", entry.key.as_str().unwrap_or_default());
            problems.push(TemplateProblem::syntax(place(entry), message));
            false
        }
    }
}

/// An empty value has no text to underline; its key has.
fn place(entry: &YamlEntry) -> TextRange {
    if entry.value.range.is_empty() { entry.key.range } else { entry.value.range }
}

fn applies_to(entry: &YamlEntry, problems: &mut Vec<TemplateProblem>) -> Vec<AppliesTo> {
    match &entry.value.kind {
        YamlKind::Sequence(items) => items.iter().filter_map(|item| applies_to_one(item, problems)).collect(),
        YamlKind::Scalar { json: Value::Null, .. } => {
            let message = "`applies-to` takes a list of `path`, `front-matter` and `sections` conditions";
            problems.push(TemplateProblem::syntax(place(entry), message));
            Vec::new()
        }
        _ => applies_to_one(&entry.value, problems).into_iter().collect(),
    }
}

/// A mapping with `path`, `front-matter` and `sections`, or a path alone.
fn applies_to_one(node: &YamlNode, problems: &mut Vec<TemplateProblem>) -> Option<AppliesTo> {
    let mut one = AppliesTo { path: None, front_matter: Vec::new(), sections: Vec::new() };
    match &node.kind {
        YamlKind::Mapping(entries) => {
            for entry in entries {
                match (entry.key.as_str(), &entry.value.kind) {
                    (Some("path"), _) => one.path = Some(patterns(&entry.value, place(entry), problems)?),
                    (Some("front-matter"), YamlKind::Mapping(conditions)) => {
                        let condition = |entry: &YamlEntry| Some((entry.key.as_str()?.into(), entry.value.to_json()));
                        one.front_matter.extend(conditions.iter().filter_map(condition));
                    }
                    (Some("front-matter"), _) => {
                        let message = "`front-matter` here is a mapping of keys and the values they must have";
                        problems.push(TemplateProblem::syntax(place(entry), message));
                        return None;
                    }
                    (Some("sections"), _) => one.sections = section_titles(&entry.value, place(entry), problems)?,
                    _ => {
                        let message = "`applies-to` knows `path`, `front-matter` and `sections`";
                        problems.push(TemplateProblem::syntax(entry.key.range, message));
                    }
                }
            }
        }
        YamlKind::Scalar { .. } => one.path = Some(patterns(node, node.range, problems)?),
        _ => {
            problems.push(TemplateProblem::syntax(
                node.range,
                "an entry of `applies-to` is a mapping with `path`, `front-matter` and `sections`",
            ));
            return None;
        }
    }
    (one.path.is_some() || !one.front_matter.is_empty() || !one.sections.is_empty()).then_some(one)
}

/// A title, or a list of them.
fn section_titles(node: &YamlNode, range: TextRange, problems: &mut Vec<TemplateProblem>) -> Option<Vec<Box<str>>> {
    let nodes = match &node.kind {
        YamlKind::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let titles: Option<Vec<Box<str>>> = nodes.iter().map(|node| node.as_str().map(Box::from)).collect();
    let titles = titles.filter(|titles| titles.iter().any(|title| !title.trim().is_empty()));
    if titles.is_none() {
        problems.push(TemplateProblem::syntax(range, "`sections` takes the title of a section, or a list of them"));
    }
    titles
}

/// A pattern, or a list of which the last one that matches decides.
fn patterns(node: &YamlNode, range: TextRange, problems: &mut Vec<TemplateProblem>) -> Option<PathPatterns> {
    let nodes = match &node.kind {
        YamlKind::Sequence(items) if !items.is_empty() => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let mut texts = Vec::new();
    for item in nodes {
        let range = if item.range.is_empty() { range } else { item.range };
        match item.as_str().filter(|text| !text.trim().is_empty()) {
            Some(text) => texts.push((text, range)),
            None => problems.push(TemplateProblem::syntax(
                range,
                "`path` takes a path pattern such as `**/overview.md`, or a list of them",
            )),
        }
    }
    let (patterns, wrong) = PathPatterns::read(texts.iter().map(|(text, _)| *text));
    problems.extend(wrong.into_iter().filter_map(|(at, reason)| {
        let (text, range) = texts.get(at)?;
        Some(TemplateProblem::syntax(*range, format!("`{text}` is not a path pattern: {reason}")))
    }));
    (!patterns.is_empty()).then_some(patterns)
}

pub(super) fn resolve(
    header: &Header,
    mut resolve_base: impl FnMut(&str) -> Option<Arc<Contract>>,
    problems: &mut Vec<TemplateProblem>,
) -> Option<Arc<Contract>> {
    let (name, range) = header.extends.as_ref()?;
    if is_same_template(name, &header.id) {
        problems.push(TemplateProblem::syntax(*range, "a template cannot extend itself"));
        return None;
    }
    let Some(base) = resolve_base(name) else {
        let message = format!("there is no template `{name}` to extend, or it extends this one in turn");
        problems.push(TemplateProblem::syntax(*range, message));
        return None;
    };
    if base.extends.as_ref().is_some_and(|of_base| is_same_template(of_base, &header.id)) {
        problems.push(TemplateProblem::syntax(*range, format!("`{name}` extends this template in turn")));
        return None;
    }
    Some(base)
}

fn is_same_template(name: &str, id: &str) -> bool {
    name == id || id.rsplit_once('/').is_some_and(|(_, own)| own == name)
}

/// `docs/_template/overview-template.md` is the template `overview`.
pub(super) fn id_from_name(name: &str) -> String {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let words = crate::slug::SlugRule::default().apply(&stem.replace(['_', '/'], " "));
    let id = words.strip_suffix("-template").or_else(|| words.strip_prefix("template-")).unwrap_or(&words);
    if id.is_empty() { "template".to_owned() } else { id.to_owned() }
}

pub(super) fn title_from_id(id: &str) -> String {
    let words = id.replace(['-', '_'], " ");
    let mut characters = words.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => words,
    }
}
