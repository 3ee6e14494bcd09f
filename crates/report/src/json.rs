//! Findings as JSON. The shape is part of docent's interface: version 1 never changes its meaning.

use crate::places::Places;
use crate::{FileReport, Reporter, Summary};
use docent_rules::{Finding, Place, Related, Safety};
use docent_syntax::{Encoding, Position, TextRange};
use serde::Serialize;
use std::io::{self, Write};

/// One JSON object. The findings are kept as bytes until the end, since the number of files stands before them.
#[derive(Debug, Default)]
pub(crate) struct Json {
    /// The findings with commas between them.
    findings: Vec<u8>,
}

impl Reporter for Json {
    fn file(&mut self, _out: &mut dyn Write, file: &FileReport<'_>) -> io::Result<()> {
        let mut places = Places::new(file.text, Encoding::Utf16);
        for finding in file.findings {
            if !self.findings.is_empty() {
                self.findings.push(b',');
            }
            serde_json::to_writer(&mut self.findings, &finding_json(file, finding, &mut places))?;
        }
        Ok(())
    }

    /// The object and a line ending.
    fn finish(&mut self, out: &mut dyn Write, summary: &Summary) -> io::Result<()> {
        let Summary { files_checked, sites, left_out } = summary;
        write!(out, "{{\"version\":1,\"filesChecked\":{files_checked},\"findings\":[")?;
        out.write_all(&self.findings)?;
        writeln!(out, "],\"sites\":{sites},\"leftOut\":{left_out}}}")
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

fn finding_json<'a>(file: &FileReport<'a>, finding: &'a Finding, places: &mut Places<'_>) -> FindingJson<'a> {
    let fix = |fix: &'a docent_rules::Fix| FixJson { title: &fix.title, safe: fix.safety == Safety::Safe };
    FindingJson {
        path: file.path,
        rule: finding.rule,
        severity: finding.severity.as_str(),
        message: &finding.message,
        range: range_json(places, finding.range),
        related: finding.related.iter().map(|related| related_json(file, related, places)).collect(),
        fixes: finding.fixes.iter().map(fix).collect(),
    }
}

fn related_json<'a>(file: &FileReport<'a>, related: &'a Related, places: &mut Places<'_>) -> RelatedJson<'a> {
    let message = &*related.message;
    match &related.place {
        Place::Page(range) => {
            RelatedJson { path: Some(file.path.to_owned()), template: None, message, range: range_json(places, *range) }
        }
        Place::Template { source, range } => RelatedJson {
            path: source.is_file.then(|| file.others.shown(&source.name)),
            template: (!source.is_file).then_some(&*source.name),
            message,
            range: range_json(&mut Places::new(&source.text, Encoding::Utf16), *range),
        },
        Place::File { path, range } => {
            let text = file.others.text(path);
            let range = range_json(&mut Places::new(&text, Encoding::Utf16), *range);
            RelatedJson { path: Some(file.others.shown(path)), template: None, message, range }
        }
    }
}

fn range_json(places: &mut Places<'_>, range: TextRange) -> RangeJson {
    let json = |position: Position| PositionJson { line: position.line, character: position.column };
    let (start, end) = places.range(range);
    RangeJson { start: json(start), end: json(end) }
}
