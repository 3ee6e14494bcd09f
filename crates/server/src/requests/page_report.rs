//! `docent/pageReport`, a request of our own: the page's contract as a checklist. Its form is described in
//! `docs/page-report.md` and does not change without notice there.

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use docent_ide::{ReportCounts, ReportItem};
use docent_rules::{Fix, Safety};
use serde::{Deserialize, Serialize};
use tower_lsp::ls_types::{Range, TextDocumentIdentifier, Uri, WorkspaceEdit};

pub(crate) const METHOD: &str = "docent/pageReport";

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PageReportParams {
    pub(crate) text_document: TextDocumentIdentifier,
}

#[derive(Debug, Serialize)]
pub(crate) struct PageReport {
    /// Of the document that the report is about.
    version: i32,
    template: Template,
    summary: String,
    counts: Counts,
    items: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct Template {
    id: String,
    title: String,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Counts {
    done: usize,
    missing: usize,
    different: usize,
    optional: usize,
    other_findings: usize,
}

#[derive(Debug, Serialize)]
struct Item {
    kind: &'static str,
    name: String,
    state: &'static str,
    range: Range,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rules: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<ItemFix>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<Item>,
}

#[derive(Debug, Serialize)]
struct ItemFix {
    title: String,
    safe: bool,
    edit: WorkspaceEdit,
}

/// The report of an open page; `None` for a document without a template.
pub(crate) fn page_report(document: &View, uri: &Uri, features: &Features) -> Option<PageReport> {
    let findings = document.findings();
    let report = document.ask(|input| docent_ide::page_report(input, findings))??;
    let ReportCounts { done, missing, different, optional, other_findings } = report.counts;
    Some(PageReport {
        version: document.version,
        template: Template { id: report.template.into(), title: report.title.into() },
        summary: report.summary,
        counts: Counts { done, missing, different, optional, other_findings },
        items: report.items.into_iter().map(|it| item(document, uri, it, features)).collect(),
    })
}

/// The depth is bounded: sections have six levels.
fn item(document: &View, uri: &Uri, item: ReportItem, features: &Features) -> Item {
    let children = item.children.into_iter().map(|child| self::item(document, uri, child, features));
    Item {
        kind: item.kind.as_str(),
        name: item.name,
        state: item.state.as_str(),
        range: convert::range(&document.text, item.range, features.encoding),
        note: item.note,
        rules: item.rules,
        fix: item.fix.map(|fix| item_fix(document, uri, fix, features)),
        children: children.collect(),
    }
}

fn item_fix(document: &View, uri: &Uri, fix: Fix, features: &Features) -> ItemFix {
    ItemFix {
        safe: fix.safety == Safety::Safe,
        edit: convert::workspace_edit(document, uri, &fix.edits, features),
        title: fix.title,
    }
}
