//! `workspace/diagnostic`: the findings of all pages of the workspace that take part, open or not, for clients that ask for them.

use crate::convert;
use crate::features::Features;
use crate::site_pages::{self, SitePage};
use crate::sites::LazySite;
use crate::state::World;
use crate::transport::Outgoing;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use tower_lsp::ls_types::*;

/// Reports sent at once to a client that takes partial results.
const PART: usize = 100;

/// What was answered last, by the site's root: while nothing changes, nothing is computed.
#[derive(Debug, Default)]
pub(crate) struct Answered(Mutex<HashMap<PathBuf, Answer>>);

type Answer = (Stamp, Arc<Vec<PageResult>>);

/// Everything that findings depend on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    index: u64,
    /// The newest revision of an open document.
    documents: u64,
    site: usize,
}

#[derive(Debug)]
struct PageResult {
    uri: Uri,
    /// `None` for a document that is not open.
    version: Option<i64>,
    id: String,
    findings: Vec<Diagnostic>,
}

/// The findings of these sites. With a token for partial results all but the first part goes out as progress, as the protocol
/// has it, and the answer itself is empty.
pub(crate) fn report(
    world: &World,
    outgoing: &Outgoing,
    sites: &[Arc<LazySite>],
    params: &WorkspaceDiagnosticParams,
) -> WorkspaceDiagnosticReportResult {
    let known: HashMap<&str, &str> =
        params.previous_result_ids.iter().map(|previous| (previous.uri.as_str(), &*previous.value)).collect();
    let mut items: Vec<WorkspaceDocumentDiagnosticReport> = Vec::new();
    for site in sites {
        let results = results(world, site);
        items.extend(results.iter().map(|result| item(result, known.get(result.uri.as_str()).copied())));
    }
    items.extend(gone(&items, params));
    let Some(token) = &params.partial_result_params.partial_result_token else {
        return WorkspaceDiagnosticReportResult::Report(WorkspaceDiagnosticReport { items });
    };
    while !items.is_empty() {
        let rest = items.split_off(items.len().min(PART));
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

fn results(world: &World, site: &Arc<LazySite>) -> Arc<Vec<PageResult>> {
    let Some(root) = site.get().root.clone() else { return Arc::default() };
    let stamp = Stamp {
        index: site.index().read().get().map_or(0, |index| index.revision()),
        documents: world.lock().newest_revision(),
        site: Arc::as_ptr(site.get()) as usize,
    };
    let answered = &world.answered.0;
    let known = answered.lock().unwrap_or_else(std::sync::PoisonError::into_inner).get(&root).cloned();
    if let Some((_, results)) = known.filter(|(known, _)| *known == stamp) {
        return results;
    }
    let features = world.lock().features.clone();
    let results =
        site_pages::for_each_page(world, site, |page| page.takes_part().then(|| result_of(page, &features, world)));
    let results = Arc::new(results);
    answered.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(root, (stamp, results.clone()));
    results
}

fn result_of(page: &SitePage, features: &Features, world: &World) -> PageResult {
    let findings = convert::diagnostics(&page.document, &page.uri, features, world);
    let (version, id) = match page.is_open {
        true => (Some(i64::from(page.document.version)), page.document.revision.to_string()),
        false => (None, format!("{:016x}", page.hash_of(&findings))),
    };
    PageResult { uri: page.uri.clone(), version, id, findings }
}
