//! `workspace/diagnostic`: the findings of all pages of the workspace that take part, open or not, for clients that pull them. A page that
//! is not open is checked where the client has other findings of it than the cache, or nothing is cached.

use crate::convert;
use crate::documents::{CheckedResult, DocumentKind, Snapshot};
use crate::requests::site_pages::{SitePage, files_of, for_each_page};
use crate::step::{Found, Needs, Place, Step};
use crate::transport::Outgoing;
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::ls_types::*;

/// Reports in one part for a client that takes partial results.
const REPORTS_PER_PART: usize = 100;

/// What one request needs in all of its steps.
struct Pull {
    previous: Arc<HashMap<String, String>>,
    /// Receives what was checked, for the cache.
    record: Box<dyn Fn(Vec<CheckedResult>) + Send>,
    answer: Box<dyn FnOnce(Vec<WorkspaceDocumentDiagnosticReport>) + Send>,
}

/// The result of one page.
struct PageResult {
    path: PathBuf,
    /// `None` for a page that does not take part.
    report: Option<WorkspaceDocumentDiagnosticReport>,
    /// For the cache; `None` for what is not cached.
    checked: Option<CheckedResult>,
}

/// The findings of all sites of the workspace, one after the other.
pub(crate) fn report(
    params: WorkspaceDiagnosticParams,
    record: impl Fn(Vec<CheckedResult>) + Send + 'static,
    answer: impl FnOnce(Vec<WorkspaceDocumentDiagnosticReport>) + Send + 'static,
) -> Step {
    let previous = params.previous_result_ids.into_iter().map(|id| (id.uri.as_str().to_owned(), id.value));
    let pull = Pull { previous: Arc::new(previous.collect()), record: Box::new(record), answer: Box::new(answer) };
    let run = move |found: Found| next_site(found.roots.into(), Vec::new(), pull);
    Step { place: Place::Workspace, needs: Needs::ExactIndex, run: Box::new(run) }
}

fn next_site(
    mut roots: VecDeque<PathBuf>,
    mut reports: Vec<WorkspaceDocumentDiagnosticReport>,
    pull: Pull,
) -> Option<Step> {
    let Some(root) = roots.pop_front() else {
        reports.extend(gone(&reports, &pull.previous));
        (pull.answer)(reports);
        return None;
    };
    let place = Place::CachedResults(root.clone());
    let run = move |found: Found| {
        let mut results = Vec::new();
        let mut files = files_of(&found.snapshot.site, &root);
        files.retain(|file| {
            let unchanged = cached_result(&found, file, &pull.previous);
            let is_cached = unchanged.is_some();
            results.extend(unchanged);
            !is_cached
        });
        let previous = pull.previous.clone();
        let each = move |snapshot: &Snapshot, page: &SitePage| Some(result_of(snapshot, page, &previous));
        Some(for_each_page(root, files, Arc::new(each), move |mut checked: Vec<PageResult>| {
            (pull.record)(checked.iter_mut().filter_map(|result| result.checked.take()).collect());
            results.extend(checked);
            results.sort_by(|one, other| one.path.cmp(&other.path));
            reports.extend(results.into_iter().filter_map(|result| result.report));
            next_site(roots, reports, pull)
        }))
    };
    Some(Step { place, needs: Needs::Site, run: Box::new(run) })
}

/// The result of a page that is not checked: the client has what is cached, or the page does not take part.
fn cached_result(found: &Found, file: &PathBuf, previous: &HashMap<String, String>) -> Option<PageResult> {
    let cached = found.results.get(file).filter(|_| found.snapshot.open.at(file).is_none())?;
    let report = match cached {
        None => None,
        Some(hash) => {
            let uri = Uri::from_file_path(file)?;
            let id = id_of(hash);
            Some(unchanged(uri.clone(), None, id.clone())).filter(|_| previous.get(uri.as_str()) == Some(&id))
        }
    };
    (report.is_some() || cached.is_none()).then(|| PageResult { path: file.clone(), report, checked: None })
}

fn result_of(snapshot: &Snapshot, page: &SitePage, previous: &HashMap<String, String>) -> PageResult {
    let path = page.view.path().to_owned();
    let is_cached = !page.is_open && page.view.kind() == DocumentKind::Page;
    let checked = |hash| CheckedResult { path: path.clone(), generation: snapshot.generation, hash };
    if !page.takes_part() {
        return PageResult { checked: is_cached.then(|| checked(None)), report: None, path };
    }
    let version = page.is_open.then(|| i64::from(page.view.version));
    let is_previous = |id: &String| previous.get(page.uri.as_str()) == Some(id);
    if page.is_open {
        let id = page.view.generation.to_string();
        let report = match is_previous(&id) {
            true => unchanged(page.uri.clone(), version, id),
            false => {
                let findings = convert::diagnostics(&page.view, &page.uri, &snapshot.features);
                full(page.uri.clone(), version, Some(id), findings)
            }
        };
        return PageResult { path, report: Some(report), checked: None };
    }
    let findings = convert::diagnostics(&page.view, &page.uri, &snapshot.features);
    let hash = page.hash_of(&findings);
    let id = id_of(hash);
    let report = match is_previous(&id) {
        true => unchanged(page.uri.clone(), None, id),
        false => full(page.uri.clone(), None, Some(id), findings),
    };
    PageResult { checked: is_cached.then(|| checked(Some(hash))), report: Some(report), path }
}

fn id_of(hash: u64) -> String {
    format!("{hash:016x}")
}

/// A page that the client has findings of and that is not there has none.
fn gone(
    reports: &[WorkspaceDocumentDiagnosticReport],
    previous: &HashMap<String, String>,
) -> Vec<WorkspaceDocumentDiagnosticReport> {
    let uri = |report: &WorkspaceDocumentDiagnosticReport| match report {
        WorkspaceDocumentDiagnosticReport::Full(full) => full.uri.as_str().to_owned(),
        WorkspaceDocumentDiagnosticReport::Unchanged(unchanged) => unchanged.uri.as_str().to_owned(),
    };
    let there: HashSet<String> = reports.iter().map(uri).collect();
    let mut gone: Vec<&String> = previous.keys().filter(|uri| !there.contains(*uri)).collect();
    gone.sort();
    gone.into_iter().filter_map(|uri| Some(full(uri.parse().ok()?, None, None, Vec::new()))).collect()
}

fn unchanged(uri: Uri, version: Option<i64>, result_id: String) -> WorkspaceDocumentDiagnosticReport {
    WorkspaceDocumentDiagnosticReport::Unchanged(WorkspaceUnchangedDocumentDiagnosticReport {
        uri,
        version,
        unchanged_document_diagnostic_report: UnchangedDocumentDiagnosticReport { result_id },
    })
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

/// The answer. With a token for partial results the reports go out as progress, as the protocol has it, and the answer itself is empty.
/// Waits for a client that does not read; a cancelled request sends no further part.
pub(crate) async fn send(
    mut reports: Vec<WorkspaceDocumentDiagnosticReport>,
    token: Option<ProgressToken>,
    outgoing: &Outgoing,
) -> WorkspaceDiagnosticReportResult {
    while let Some(token) = token.as_ref().filter(|_| !reports.is_empty()) {
        let rest = reports.split_off(reports.len().min(REPORTS_PER_PART));
        let value = serde_json::json!({ "items": reports });
        outgoing.notify("$/progress", &serde_json::json!({ "token": token, "value": value })).await;
        reports = rest;
    }
    WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items: reports })
}
