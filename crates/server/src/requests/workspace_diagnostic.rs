//! `workspace/diagnostic`: the findings of all pages of the workspace that take part, open or not, for clients that ask for them.

use crate::client::Features;
use crate::convert;
use crate::documents::Snapshot;
use crate::requests::site_pages::{SitePage, for_each_page};
use crate::step::{Found, Needs, Place, Step};
use crate::transport::Outgoing;
use std::collections::{HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// Reports sent at once to a client that takes partial results.
const REPORTS_PER_PART: usize = 100;

#[derive(Debug)]
pub(crate) struct PageResult {
    uri: Uri,
    /// `None` for a document that is not open.
    version: Option<i64>,
    id: String,
    findings: Vec<Diagnostic>,
}

/// The findings of all sites of the workspace, one after the other. With a token for partial results all but the first part goes out as
/// progress, as the protocol has it, and the answer itself is empty.
pub(crate) fn report(
    params: WorkspaceDiagnosticParams,
    outgoing: Outgoing,
    answer: impl FnOnce(WorkspaceDiagnosticReportResult) + Send + 'static,
) -> Step {
    let run = move |found: Found| {
        next_site(
            found.roots.into(),
            Vec::new(),
            Box::new(move |results| answer(report_of(&results, &params, &outgoing))),
        )
    };
    Step { place: Place::Workspace, needs: Needs::ExactIndex, run: Box::new(run) }
}

type Finish = Box<dyn FnOnce(Vec<PageResult>) + Send>;

fn next_site(mut roots: VecDeque<PathBuf>, mut results: Vec<PageResult>, finish: Finish) -> Option<Step> {
    let Some(root) = roots.pop_front() else {
        finish(results);
        return None;
    };
    let place = Place::Folder(root.clone());
    let run = move |Found { snapshot, .. }: Found| {
        let result =
            |snapshot: &Snapshot, page: &SitePage| page.takes_part().then(|| result_of(page, &snapshot.features));
        for_each_page(root, &snapshot, Arc::new(result), move |of_site| {
            results.extend(of_site);
            next_site(roots, results, finish)
        })
    };
    Some(Step { place, needs: Needs::Site, run: Box::new(run) })
}

fn report_of(
    results: &[PageResult],
    params: &WorkspaceDiagnosticParams,
    outgoing: &Outgoing,
) -> WorkspaceDiagnosticReportResult {
    let known: HashMap<&str, &str> =
        params.previous_result_ids.iter().map(|previous| (previous.uri.as_str(), &*previous.value)).collect();
    let mut items: Vec<WorkspaceDocumentDiagnosticReport> =
        results.iter().map(|result| item(result, known.get(result.uri.as_str()).copied())).collect();
    items.extend(gone(&items, params));
    let Some(token) = &params.partial_result_params.partial_result_token else {
        return WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items });
    };
    while !items.is_empty() {
        let rest = items.split_off(items.len().min(REPORTS_PER_PART));
        let value = serde_json::json!({ "items": items });
        outgoing.notify_blocking("$/progress", &serde_json::json!({ "token": token, "value": value }));
        items = rest;
    }
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items })
}

/// A page that the client has findings of and that is there no longer has none.
fn gone(
    items: &[WorkspaceDocumentDiagnosticReport],
    params: &WorkspaceDiagnosticParams,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let there: std::collections::HashSet<&str> = items
        .iter()
        .map(|item| match item {
            WorkspaceDocumentDiagnosticReport::Full(full) => full.uri.as_str(),
            WorkspaceDocumentDiagnosticReport::Unchanged(unchanged) => unchanged.uri.as_str(),
        })
        .collect();
    let gone = params.previous_result_ids.iter().filter(|previous| !there.contains(previous.uri.as_str()));
    gone.map(|previous| full(previous.uri.clone(), None, None, Vec::new())).collect()
}

fn item(result: &PageResult, known: Option<&str>) -> WorkspaceDocumentDiagnosticReport {
    if known == Some(&*result.id) {
        return WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
            uri: result.uri.clone(),
            version: result.version,
            unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id: result.id.clone() },
        });
    }
    full(result.uri.clone(), result.version, Some(result.id.clone()), result.findings.clone())
}

fn full(
    uri: Uri,
    version: Option<i64>,
    result_id: Option<String>,
    items: Vec<Diagnostic>,
) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Full(WorkspaceFullDocumentDiagnosticReport {
        uri,
        version,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    })
}

fn result_of(page: &SitePage, features: &Features) -> PageResult {
    let findings = convert::diagnostics(&page.view, &page.uri, features);
    let (version, id) = match page.is_open {
        true => (Some(i64::from(page.view.version)), page.view.generation.to_string()),
        false => (None, format!("{:016x}", page.hash_of(&findings))),
    };
    PageResult { uri: page.uri.clone(), version, id, findings }
}
