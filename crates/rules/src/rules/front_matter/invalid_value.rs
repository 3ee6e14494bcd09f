//! `invalid-value`: a value is not one that the template's schema accepts.

use crate::analysis::{Analysis, TemplateAnalysis};
use crate::edits::keys::{
    is_broken, is_empty_value, is_placeholder, one_of, replace_scalar, shortened, shown, text_of_value,
};
use crate::finding::{Finding, Fix, Related, Safety, Severity};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::{FrontMatter, TextEdit, TextRange, TextSize, YamlKind, YamlNode, YamlSchema, YamlStyle};
use docent_template::schema::PathStep;
use docent_template::{SchemaViolation, ViolationKind};
use serde_json::Value;

pub(crate) const RULE: Rule = Rule {
    id: "invalid-value",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "A value is not one that the template's schema accepts.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# invalid-value

The template says which values the key may have (JSON Schema: `enum`, `type`, `pattern`, `maxLength` and so on), and this
one is none of them.

Where a few values are allowed, the fixes replace it, the nearest one first. A value that differs in upper and lower case
only is set right by a safe fix.

~~~markdown template
---
docent: { template: recipe }
front-matter:
  properties:
    kind: { enum: [bread, soup, salad] }
---
~~~

~~~markdown bad
---
kind: Soup # of the day
      ^^^^ invalid-value
---

Text.
~~~

~~~markdown fixed
---
kind: soup # of the day
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let Some(template) = &analysis.template else { return };
    let front_matter = analysis.page.front_matter();
    for violation in template.violations.iter() {
        findings.extend(finding(template, front_matter, violation));
    }
}

fn finding(
    template: &TemplateAnalysis<'_>,
    front_matter: &FrontMatter,
    violation: &SchemaViolation,
) -> Option<Finding> {
    let name = violation.path.iter().find_map(|step| match step {
        PathStep::Key(name) => Some(name.as_str()),
        PathStep::Index(_) => None,
    });
    let key = name.and_then(|name| template.contract.front_matter.key(name));
    let yaml = template.yaml;
    let node = node_at(front_matter, &violation.path, yaml)?;
    // What is not filled in, or cannot be read, is reported as that.
    let is_open = name.and_then(|name| front_matter.yaml.find(name, yaml)).is_some_and(|found| {
        let entry = found.entry;
        let is_placeholder = key.is_some_and(|key| is_placeholder(key, &entry.value));
        is_empty_value(&entry.value) || is_placeholder || is_broken(front_matter, entry)
    });
    if is_open || is_empty_value(node) {
        return None;
    }
    let path = path_in_words(&violation.path);
    let (message, fixes) = match &violation.kind {
        ViolationKind::NotAllowed { allowed } => {
            let found = node.as_str().map_or_else(|| shown(&node.to_json_as(yaml)), shortened);
            let reads = reads_as(node, yaml).map(|read| format!(", which {read}")).unwrap_or_default();
            (
                format!("{path} is '{found}'{reads}; it must be {}", one_of(allowed)),
                replacements(front_matter, node, allowed),
            )
        }
        ViolationKind::WrongType { expected } => {
            let reads = match (reads_as(node, yaml), node.as_str()) {
                (Some(read), Some(text)) => format!(": '{}' {read}", shortened(text)),
                _ => String::new(),
            };
            (format!("{path} must be {}{reads}", types_in_words(expected)), type_fix(front_matter, node, expected))
        }
        ViolationKind::Other(message) => (format!("{path} {message}"), Vec::new()),
        ViolationKind::MissingKey(missing) if !violation.path.is_empty() => {
            (format!("{path} lacks the key '{missing}'"), Vec::new())
        }
        ViolationKind::MissingKey(_) | ViolationKind::UnexpectedKey(_) => return None,
    };
    Some(
        RULE.finding(first_line_of_node(front_matter, node), message)
            .related(key.and_then(|key| Related::key(template.contract, key)))
            .fixes(fixes),
    )
}

/// The node a violation is about, where it is written: at the anchor of an alias and in what `<<` merges in. The deepest one of
/// its path that there is.
pub(crate) fn node_at<'f>(front_matter: &'f FrontMatter, path: &[PathStep], yaml: YamlSchema) -> Option<&'f YamlNode> {
    let mut node = front_matter.yaml.root.as_ref()?;
    for step in path {
        match node.target().child(step.in_yaml(), yaml) {
            Some(next) => node = next,
            None => break,
        }
    }
    Some(node)
}

/// What the generator makes of a scalar, where that is something else than it looks like.
fn reads_as(node: &YamlNode, yaml: YamlSchema) -> Option<String> {
    let node = node.target();
    let by_generator = yaml.scalar(node).filter(|_| yaml == YamlSchema::Ruby)?;
    let differs = by_generator != node.to_json();
    differs.then(|| format!("is read as {} by the site's generator", shown(&by_generator)))
}

fn first_line_of_node(front_matter: &FrontMatter, node: &YamlNode) -> TextRange {
    crate::analysis::first_line(&front_matter.text, node.range)
}

/// `range` without the blanks at its end.
pub(crate) fn trimmed(text: &str, range: TextRange) -> TextRange {
    let source = text.get(std::ops::Range::<usize>::from(range)).unwrap_or("");
    TextRange::at(range.start(), TextSize::of(source.trim_end()))
}

fn path_in_words(path: &[PathStep]) -> String {
    let mut words = String::new();
    for step in path {
        match step {
            PathStep::Key(name) if words.is_empty() => words.push_str(name),
            PathStep::Key(name) => words.push_str(&format!(".{name}")),
            PathStep::Index(index) => words.push_str(&format!("[{index}]")),
        }
    }
    if words.is_empty() { "The front matter".to_owned() } else { format!("The value of '{words}'") }
}

/// The allowed values, the nearest first. Safe where only upper and lower case differ.
fn replacements(front_matter: &FrontMatter, node: &YamlNode, allowed: &[Value]) -> Vec<Fix> {
    // Only a scalar can be replaced where it is written.
    if front_matter.text.get(std::ops::Range::<usize>::from(node.range)).is_none() {
        return Vec::new();
    }
    let Some(found) = node.as_str().map(|found| found.trim().to_lowercase()) else { return Vec::new() };
    let mut nearest: Vec<(usize, &Value)> = allowed
        .iter()
        .map(|value| (strsim::damerau_levenshtein(&text_of_value(value).to_lowercase(), &found), value))
        .collect();
    nearest.sort_by_key(|(distance, _)| *distance);
    nearest
        .into_iter()
        .take(8)
        .map(|(distance, value)| {
            let safety = if distance == 0 { Safety::Safe } else { Safety::Unsafe };
            let edit = replace_scalar(node, value);
            Fix::with_safety(safety, format!("Replace by '{}'", shown(value)), vec![edit])
        })
        .collect()
}

fn types_in_words(types: &[String]) -> String {
    let words: Vec<&str> = types
        .iter()
        .map(|name| match name.as_str() {
            "string" => "text",
            "array" => "a list",
            "object" => "a mapping",
            "integer" => "a whole number",
            "number" => "a number",
            "boolean" => "true or false",
            "null" => "empty",
            other => other,
        })
        .collect();
    match words.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} or {last}", first.join(", ")),
        words => words.concat(),
    }
}

/// A number or date gets quotes where the schema expects text; a single value becomes a list of one where it expects a list.
fn type_fix(front_matter: &FrontMatter, node: &YamlNode, expected: &[String]) -> Vec<Fix> {
    let wants = |name: &str| expected.iter().any(|expected| expected == name);
    let Some(source) = front_matter.text.get(std::ops::Range::<usize>::from(node.range)) else { return Vec::new() };
    // A tag says what the value is, whatever its quotes.
    let is_scalar = matches!(node.kind, YamlKind::Scalar { .. }) && node.tag.is_none();
    if is_scalar && node.style == YamlStyle::Plain && wants("string") && !source.contains(['"', '\\', '\n', '\r']) {
        return vec![Fix::safe(
            "Put the value in quotes",
            vec![TextEdit::replace(node.range, format!("\"{source}\""))],
        )];
    }
    // `-Alpha` or `"- alpha"` is an item of a list that is written in another way.
    let is_item = node.as_str().is_some_and(|text| text.starts_with('-'));
    if is_scalar && !is_item && wants("array") && !source.contains([',', '[', ']', '{', '}', '\n', '\r']) {
        return vec![Fix::safe("Make it a list of one", vec![TextEdit::replace(node.range, format!("[{source}]"))])];
    }
    Vec::new()
}
