//! `docent/checkSite`, a request of our own: the findings of all pages of a site, open or not, as `docent check` has them.
//! Its form is described in `docs/requests.md`.

use crate::convert;
use crate::document::{Document, DocumentKind, Identity};
use crate::sites::LazySite;
use crate::state::World;
use docent_site::Site;
use docent_site::discover::{is_markdown, markdown_files, read_text};
use docent_site::root::RootFinder;
use serde::{Deserialize, Serialize};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
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

/// Reads and checks every page of the site, those that are open as they are in the editor. `None` outside of every site.
pub(crate) fn check(world: &World, site: &Arc<LazySite>) -> Option<SiteFindings> {
    let root = site.get().root.clone()?;
    have_index(site);
    let features = world.lock().features.clone();
    let all = for_each_page(world, site, |page| {
        Some(PageFindings {
            diagnostics: convert::diagnostics(&page.document, &page.uri, &features),
            uri: page.uri.clone(),
        })
    });
    let checked = all.len();
    let pages: Vec<PageFindings> = all.into_iter().filter(|page| !page.diagnostics.is_empty()).collect();
    let summary = summary(&pages, checked);
    Some(SiteFindings { root: Uri::from_file_path(&root), checked, summary, pages })
}

/// The site's index, built where nobody has begun to.
fn have_index(site: &LazySite) {
    if !docent_site::root::may_be_indexed(site.get()) {
        return;
    }
    match site.index().begin() {
        Some(cancelled) => site.index().build(site.get(), &|_| {}, &cancelled),
        None => site.index().wait(),
    }
}

/// A file of a site, as a document that is open or might be.
pub(crate) struct SitePage {
    pub(crate) uri: Uri,
    pub(crate) document: Arc<Document>,
    pub(crate) is_open: bool,
}

/// Asks something of every file that `docent check` would check, on all cores; sorted by path.
pub(crate) fn for_each_page<T: Send>(
    world: &World,
    site: &Arc<LazySite>,
    ask: impl Fn(&SitePage) -> Option<T> + Sync,
) -> Vec<T> {
    let Some(root) = site.get().root.clone() else { return Vec::new() };
    let files = files_of(site.get(), &root);
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(2, |cores| cores.get());
    let work = || {
        let mut found = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(file) = files.get(number) else { return found };
            // A mistake of ours costs one page, not the answer.
            let asked = catch_unwind(AssertUnwindSafe(|| ask(&page_of(world, site, file)?)));
            found.extend(asked.ok().flatten().map(|answer| (number, answer)));
        }
    };
    let mut all: Vec<(usize, T)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        workers.into_iter().filter_map(|worker| worker.join().ok()).flatten().collect()
    });
    all.sort_by_key(|(number, _)| *number);
    all.into_iter().map(|(_, answer)| answer).collect()
}

/// The pages of the site, its templates and its configuration. A folder with a configuration of its own is another site.
fn files_of(site: &Arc<Site>, root: &Path) -> Vec<PathBuf> {
    let excluding = site.clone();
    let found = markdown_files(root, move |path| excluding.config.excludes(&excluding.relative(path)));
    let mut roots = RootFinder::default();
    let mut files = found.files;
    files.retain(|file| file.parent().and_then(|folder| roots.find(folder)).as_deref() == Some(root));
    files.extend(site.template_files.iter().cloned());
    files.extend(site.config_file());
    let navigation = site.model.navigation.iter().map(|model| root.join(&*model.file));
    files.extend(navigation.filter(|file| file.is_file()));
    files.sort();
    files.dedup();
    files
}

/// `None` for a file that cannot be read.
fn page_of(world: &World, site: &Arc<LazySite>, file: &Path) -> Option<SitePage> {
    if let Some((uri, document)) = world.lock().open_at(file) {
        return Some(SitePage { uri, document, is_open: true });
    }
    let is_page = is_markdown(file) || site.get().template_files.iter().any(|template| template == file);
    let kind = match is_page {
        true => DocumentKind::Page,
        false if site.get().config_file().as_deref() == Some(file) => DocumentKind::Configuration,
        false => DocumentKind::Data,
    };
    let text = read_text(file).ok()?;
    let document = Document::open(Identity { path: file.to_owned(), kind }, 0, 0, &text, site.clone());
    Some(SitePage { uri: Uri::from_file_path(file)?, document: Arc::new(document), is_open: false })
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
    match parts.is_empty() {
        true => format!("{} checked: nothing found", counted(checked, "file")),
        false => format!("{} in {} ({checked} checked)", parts.join(", "), counted(pages.len(), "file")),
    }
}
