//! `docent/checkSite`, a request of our own: the findings of all pages of a site, open or not, as `docent check` has them.
//! Its form is described in `docs/requests.md`.

use crate::convert;
use crate::site_pages::for_each_page;
use crate::sites::LazySite;
use crate::state::World;
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

/// Reads and checks every page of the site, those that are open as they are in the editor; the site's index is there. `None` outside of
/// every site.
pub(crate) fn check(world: &World, site: &Arc<LazySite>) -> Option<SiteFindings> {
    let root = site.get().root.clone()?;
    let features = world.lock().features.clone();
    let all = for_each_page(world, site, |page| {
        Some(PageFindings {
            diagnostics: convert::diagnostics(&page.document, &page.uri, &features, world),
            uri: page.uri.clone(),
        })
    });
    let checked = all.len();
    let pages: Vec<PageFindings> = all.into_iter().filter(|page| !page.diagnostics.is_empty()).collect();
    let summary = summary(&pages, checked);
    Some(SiteFindings { root: Uri::from_file_path(&root), checked, summary, pages })
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
