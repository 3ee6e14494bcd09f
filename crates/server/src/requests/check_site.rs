//! `docent/checkSite`, a request of our own: the findings of all pages of a site, open or not, as `docent check` has them.
//! Its form is described in `docs/requests.md`.

use crate::convert;
use crate::documents::Snapshot;
use crate::requests::site_pages::{SitePage, files_of, for_each_page};
use crate::step::Step;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use tower_lsp::ls_types::{Diagnostic, DiagnosticSeverity, Uri};

pub(crate) const METHOD: &str = "docent/checkSite";

/// A file or a folder of the site; without one, the first folder of the workspace.
#[derive(Debug, Default, Deserialize)]
pub(crate) struct SiteParams {
    #[serde(default)]
    pub(crate) uri: Option<Uri>,
}

#[derive(Debug, Serialize)]
pub(crate) struct SiteFindings {
    root: Option<Uri>,
    checked: usize,
    summary: String,
    /// Those with findings, sorted by path.
    pages: Vec<PageFindings>,
}

#[derive(Debug, Serialize)]
struct PageFindings {
    uri: Uri,
    diagnostics: Vec<Diagnostic>,
}

/// Checks every page of the site, those that are open as they are in the editor. `None` outside of every site.
pub(crate) fn check(snapshot: &Snapshot, answer: impl FnOnce(Option<SiteFindings>) + Send + 'static) -> Option<Step> {
    let Some(root) = snapshot.site.root.clone() else {
        answer(None);
        return None;
    };
    let findings_of = |snapshot: &Snapshot, page: &SitePage| {
        let diagnostics = convert::diagnostics(&page.view, &page.uri, &snapshot.features);
        Some(PageFindings { uri: page.uri.clone(), diagnostics })
    };
    let uri = Uri::from_file_path(&root);
    let files = files_of(&snapshot.site, &root);
    Some(for_each_page(root, files, Arc::new(findings_of), move |all| {
        let checked = all.len();
        let pages: Vec<PageFindings> = all.into_iter().filter(|page| !page.diagnostics.is_empty()).collect();
        let summary = summary(&pages, checked);
        answer(Some(SiteFindings { root: uri, checked, summary, pages }));
        None
    }))
}

/// "2 errors, 1 hint in 1 file (3 checked)", as the command line has it.
fn summary(pages: &[PageFindings], checked: usize) -> String {
    let counted = |count: usize, noun: &str| match count {
        1 => format!("1 {noun}"),
        count => format!("{count} {noun}s"),
    };
    let of = |severity| {
        let all = pages.iter().flat_map(|page| &page.diagnostics);
        all.filter(|diagnostic| diagnostic.severity == Some(severity)).count()
    };
    let kinds = [
        (DiagnosticSeverity::ERROR, "error"),
        (DiagnosticSeverity::WARNING, "warning"),
        (DiagnosticSeverity::INFORMATION, "note"),
        (DiagnosticSeverity::HINT, "hint"),
    ];
    let counts = kinds.map(|(severity, noun)| (of(severity), noun));
    let parts: Vec<String> =
        counts.iter().filter(|(count, _)| *count > 0).map(|(count, noun)| counted(*count, noun)).collect();
    if checked == 0 {
        return "No page to check here".to_owned();
    }
    match parts.is_empty() {
        true => format!("{} checked: nothing found", counted(checked, "file")),
        false => format!("{} in {} ({checked} checked)", parts.join(", "), counted(pages.len(), "file")),
    }
}
