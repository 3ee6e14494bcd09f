//! Findings as JSON. The shape is part of docent's interface: version 1 never changes its meaning.

use crate::checking::Checked;
use crate::output::shown;
use crate::places::Places;
use crate::scope::Scope;
use docent_rules::{Finding, Place, Related, Safety};
use docent_syntax::{Encoding, Position, TextRange};
use serde::Serialize;
use std::io::Write;

/// One JSON object. Only its bytes are kept until it is written: how many files were checked stands before the findings.
#[derive(Debug, Default)]
pub(crate) struct JsonReport {
    /// The findings with commas between them.
    findings: Vec<u8>,
}

impl JsonReport {
    /// Adds the findings of a file.
    pub(crate) fn add(&mut self, checked: &Checked) -> anyhow::Result<()> {
        let mut places = Places::new(&checked.text, Encoding::Utf16);
        for finding in &checked.findings {
            if !self.findings.is_empty() {
                self.findings.push(b',');
            }
            serde_json::to_writer(&mut self.findings, &finding_json(checked, finding, &mut places))?;
        }
        Ok(())
    }

    /// Writes the object and a line ending.
    pub(crate) fn write(&self, out: &mut impl Write, files_checked: usize, scope: &Scope) -> anyhow::Result<()> {
        write!(out, "{{\"version\":1,\"filesChecked\":{files_checked},\"findings\":[")?;
        out.write_all(&self.findings)?;
        let (sites, left_out) = scope.json();
        writeln!(out, "],\"sites\":{sites},\"leftOut\":{left_out}}}")?;
        Ok(())
    }
}

#[derive(Serialize)]
struct FindingJson<'a> {
    path: &'a str,
    rule: &'a str,
    severity: &'a str,
    message: &'a str,
    range: RangeJson,
    related: Vec<RelatedJson<'a>>,
    fixes: Vec<FixJson<'a>>,
}

/// `path` for a place in a file, `template` for one in a template that is compiled in.
#[derive(Serialize)]
struct RelatedJson<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    template: Option<&'a str>,
    message: &'a str,
    range: RangeJson,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    safe: bool,
}

#[derive(Serialize)]
struct RangeJson {
    start: PositionJson,
    end: PositionJson,
}

/// 0-based; `character` counts UTF-16 code units.
#[derive(Serialize)]
struct PositionJson {
    line: u32,
    character: u32,
}

fn finding_json<'a>(checked: &'a Checked, finding: &'a Finding, places: &mut Places<'_>) -> FindingJson<'a> {
    let fix = |fix: &'a docent_rules::Fix| FixJson { title: &fix.title, safe: fix.safety == Safety::Safe };
    FindingJson {
        path: &checked.shown,
        rule: finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        range: range_json(places, finding.range),
        related: finding.related.iter().map(|related| related_json(checked, related, places)).collect(),
        fixes: finding.fixes.iter().map(fix).collect(),
    }
}

fn related_json<'a>(checked: &'a Checked, related: &'a Related, places: &mut Places<'_>) -> RelatedJson<'a> {
    let message = &*related.message;
    match &related.place {
        Place::Page(range) => RelatedJson {
            path: Some(checked.shown.clone()),
            template: None,
            message,
            range: range_json(places, *range),
        },
        Place::Template { source, range } => RelatedJson {
            path: source.is_file.then(|| checked.template_path(&source.name)),
            template: (!source.is_file).then_some(&*source.name),
            message,
            range: range_json(&mut Places::new(&source.text, Encoding::Utf16), *range),
        },
        Place::File { path, range } => {
            let (name, text) = checked.other_file(path);
            let range = range_json(&mut Places::new(&text, Encoding::Utf16), *range);
            RelatedJson { path: Some(name), template: None, message, range }
        }
    }
}

impl Checked {
    /// How the path of a template file is shown.
    pub(crate) fn template_path(&self, name: &str) -> String {
        self.root.as_ref().map_or_else(|| name.to_owned(), |root| shown(&root.join(name)))
    }

    /// How another file of the site is shown, and its text; empty where it cannot be read any more.
    pub(crate) fn other_file(&self, path: &str) -> (String, String) {
        let text = self.root.as_ref().and_then(|root| docent_site::discover::read_text(&root.join(path)).ok());
        (self.template_path(path), text.unwrap_or_default())
    }
}

fn range_json(places: &mut Places<'_>, range: TextRange) -> RangeJson {
    let json = |position: Position| PositionJson { line: position.line, character: position.column };
    let (start, end) = places.range(range);
    RangeJson { start: json(start), end: json(end) }
}
