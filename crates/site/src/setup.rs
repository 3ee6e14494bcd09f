//! A first `docent.yaml`, composed from what a survey has found; and what it has found, in words. Text only: no file is read or written.

use docent_generators::{GeneratorKind, config_files_in_words};
use docent_syntax::yaml::write::scalar_to_yaml;
use docent_template::embedded;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

/// What was found in a folder. Paths are from it, with `/`.
#[derive(Debug, Clone)]
pub struct Survey {
    pub kind: &'static GeneratorKind,
    /// Whether a configuration of the generator is there; without one, permalinks in the pages tell that they have addresses.
    pub is_configured: bool,
    /// Markdown files that are pages: no templates, nothing made by tools.
    pub pages: usize,
    /// Templates that hold for pages, each with their number: built-in ones by their ids, template pages of this folder by their files.
    pub holding: BTreeMap<TemplateName, usize>,
    /// Template pages that hold for no page, and why they are not to be named. A reason of `None`: they are.
    pub idle: Vec<(String, Option<String>)>,
    /// Pages without a template.
    pub free: usize,
    pub navigation: Option<String>,
    /// Folders whose pages tools have made.
    pub made: Vec<String>,
    /// Folders below with a generator's configuration: sites of their own until now.
    pub inner_sites: Vec<String>,
    /// A folder above that has a configuration already.
    pub outer: Option<PathBuf>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TemplateName {
    /// `set/template`
    BuiltIn(String),
    /// The file of a template page, and its id.
    File(String, String),
}

/// The text of a `docent.yaml`, LF line endings. What was found stands there, what else there is stands in comments.
pub fn configuration(survey: &Survey) -> String {
    let mut text = String::from("# What docent knows of this site. All of it may be changed or left out.\n\n");
    templates(&mut text, survey);
    pages(&mut text, survey);
    excluded(&mut text, survey);
    text.push_str(
        "# How severe a rule is: off, hint, info, warning or error. `docent explain` lists the rules.\n\
         # rules:\n#   section-title: off\n",
    );
    text
}

/// What was found, a line each, for people.
pub fn words(survey: &Survey) -> Vec<String> {
    let kind = match survey.kind.config_files.first() {
        Some(_) if survey.is_configured => format!("a {} site", survey.kind.name),
        Some(file) => format!("pages that have permalinks (no {file})"),
        None => format!("a folder of pages (no {}, so links go by file)", config_files_in_words()),
    };
    let mut lines = vec![format!("{kind}: {}", count(survey.pages, "page"))];
    for (name, pages) in &survey.holding {
        let (name, source) = match name {
            TemplateName::BuiltIn(id) => (id, "built in"),
            TemplateName::File(file, _) => (file, "a template page of yours"),
        };
        lines.push(format!("{name} ({source}) holds for {}", count(*pages, "page")));
    }
    for (file, reason) in &survey.idle {
        let reason = reason.as_deref().unwrap_or("holds for no page yet");
        lines.push(format!("{file}, a template page: {reason}"));
    }
    match (survey.free, survey.holding.is_empty()) {
        (0, _) => {}
        (_, true) => {
            lines.push("no page has a template yet; they get only the checks that hold for any page".to_owned())
        }
        (free, false) => {
            lines.push(format!(
                "{} without a template; there only what holds for any page is checked",
                count(free, "page")
            ));
        }
    }
    if let Some(file) = &survey.navigation {
        lines.push(format!("{file}, the navigation"));
    }
    for folder in &survey.made {
        lines.push(format!("{folder}/ looks like made by a tool, and is left out"));
    }
    for folder in &survey.inner_sites {
        lines.push(format!(
            "{folder}/ has a {} of its own: if that is the site, run docent init there instead",
            config_files_in_words()
        ));
    }
    if let Some(outer) = &survey.outer {
        lines.push(format!("{} has a docent.yaml already; this folder becomes a site of its own", outer.display()));
    }
    lines
}

fn templates(text: &mut String, survey: &Survey) {
    text.push_str(
        "# Page templates: built-in sets, and template pages of this site. Where no template holds, a page gets only the\n\
         # checks that hold for any page.\n",
    );
    let mut entries: Vec<(String, String)> = Vec::new();
    for (set, templates) in built_in(survey) {
        let counts: Vec<String> =
            templates.iter().map(|(id, pages)| format!("{id} {}", count(*pages, "page"))).collect();
        entries.push((set, counts.join(", ")));
    }
    for (name, pages) in &survey.holding {
        if let TemplateName::File(file, _) = name {
            entries.push((file.clone(), count(*pages, "page")));
        }
    }
    let (left_out, named): (Vec<_>, Vec<_>) = survey.idle.iter().partition(|(_, reason)| reason.is_some());
    entries.extend(named.into_iter().map(|(file, _)| (file.clone(), "no page yet".to_owned())));
    if entries.is_empty() {
        text.push_str("# templates:\n");
        for set in embedded::sets() {
            let _ = writeln!(text, "#   - {}", set.name);
        }
        text.push_str("#   - _template/*.md\n");
    } else {
        text.push_str("templates:\n");
    }
    for (entry, comment) in &entries {
        let _ = writeln!(text, "  - {} # {comment}", scalar_to_yaml(entry));
    }
    for (file, reason) in left_out {
        let reason = reason.as_deref().unwrap_or_default();
        let _ = writeln!(
            text,
            "{}- {} # {}",
            if entries.is_empty() { "#   " } else { "  # " },
            scalar_to_yaml(file),
            one_line(reason)
        );
    }
    text.push('\n');
}

/// Sets with their templates that hold, each with the number of pages.
fn built_in(survey: &Survey) -> BTreeMap<String, Vec<(&str, usize)>> {
    let mut sets: BTreeMap<String, Vec<(&str, usize)>> = BTreeMap::new();
    for (name, pages) in &survey.holding {
        if let TemplateName::BuiltIn(id) = name {
            let set = id.split('/').next().unwrap_or(id);
            sets.entry(set.to_owned()).or_default().push((id, *pages));
        }
    }
    sets
}

fn pages(text: &mut String, survey: &Survey) {
    let example = survey.holding.keys().next().map_or("overview", |name| match name {
        TemplateName::BuiltIn(id) | TemplateName::File(_, id) => id,
    });
    let _ = write!(
        text,
        "# Which pages have which template, by path, where the templates themselves do not say it. The first entry that\n\
         # matches wins; `template: none` leaves pages without one.\n\
         # pages:\n#   - path: \"guides/**/overview.md\"\n#     template: {}\n\n",
        scalar_to_yaml(example)
    );
}

fn excluded(text: &mut String, survey: &Survey) {
    if survey.made.is_empty() {
        text.push_str("# Pages that are left alone.\n# exclude:\n#   - \"archive/**\"\n\n");
        return;
    }
    text.push_str("# Pages that are left alone. These folders look like made by a tool.\nexclude:\n");
    for folder in &survey.made {
        let _ = writeln!(text, "  - {}", scalar_to_yaml(&format!("/{}/**", as_pattern(folder))));
    }
    text.push('\n');
}

/// A path with what has a meaning in patterns made to stand for itself.
fn as_pattern(path: &str) -> String {
    let mut pattern = String::new();
    for c in path.chars() {
        if matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\' | '!') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `1 page`, `2 pages`.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
