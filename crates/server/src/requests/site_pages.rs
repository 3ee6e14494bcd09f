//! The files of a site that docent checks, open or not, as documents: what `docent/checkSite`, `workspace/diagnostic` and the findings of
//! pages that are not open have in common.

use crate::documents::{Document, DocumentKind, Identity, Snapshot, View};
use crate::step::{Found, Needs, Place, Step};
use docent_site::discover::{pages_in, retain_files_of_site, site_files_among};
use docent_site::read::read_text;
use docent_site::{PageRole, Site, SiteIndex};
use rayon::prelude::*;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use tower_lsp::ls_types::{Diagnostic, Uri};

/// A file of a site as a document, open or not.
pub(crate) struct SitePage {
    pub(crate) uri: Uri,
    pub(crate) view: View,
    pub(crate) is_open: bool,
}

impl SitePage {
    /// A page takes part by its template, or by a `docent.yaml` at the root of its site. A folder that only happens to hold Markdown gets no
    /// findings.
    pub(crate) fn takes_part(&self) -> bool {
        let document = &self.view;
        match document.kind() {
            DocumentKind::Page => matches!(document.role(), PageRole::Page(_)) || document.site().config_text.is_some(),
            DocumentKind::Configuration | DocumentKind::Data => true,
            DocumentKind::Other => false,
        }
    }

    /// Equal for equal findings, also in the next run of the server.
    pub(crate) fn hash_of(&self, findings: &[Diagnostic]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.view.path().hash(&mut hasher);
        serde_json::to_string(findings).unwrap_or_default().hash(&mut hasher);
        hasher.finish()
    }
}

/// Files that one step of a request checks.
const FILES_PER_STEP: usize = 32;

type Each<T> = Arc<dyn Fn(&Snapshot, &SitePage) -> Option<T> + Send + Sync>;

/// Calls `each` for these files of the site with this root, in steps. `finish` receives the results in the order of the files.
pub(crate) fn for_each_page<T: Send + 'static>(
    root: PathBuf,
    files: Vec<PathBuf>,
    each: Each<T>,
    finish: impl FnOnce(Vec<T>) -> Option<Step> + Send + 'static,
) -> Step {
    pages_step(root, files, Vec::new(), each, Box::new(finish))
}

fn pages_step<T: Send + 'static>(
    root: PathBuf,
    mut files: Vec<PathBuf>,
    mut results: Vec<T>,
    each: Each<T>,
    finish: Box<dyn FnOnce(Vec<T>) -> Option<Step> + Send>,
) -> Step {
    let place = Place::Folder(root.clone());
    let run = move |found: Found| {
        let later = files.split_off(files.len().min(FILES_PER_STEP));
        let one = |file: &PathBuf| {
            // A bug in docent costs one page, not the answer.
            let result = catch_unwind(AssertUnwindSafe(|| each(&found.snapshot, &page_of(&found.snapshot, file)?)));
            result.ok().flatten()
        };
        let check_all = || files.par_iter().map(one).collect::<Vec<_>>();
        let checked = match background_threads() {
            Some(threads) => threads.install(check_all),
            None => check_all(),
        };
        results.extend(checked.into_iter().flatten());
        match later.is_empty() {
            true => finish(results),
            false => Some(pages_step(root, later, results, each, finish)),
        }
    };
    Step { place, needs: Needs::Site, run: Box::new(run) }
}

/// The threads that check pages of a site: one core stays free for the page that is typed in. `None` where the system
/// gives no threads.
fn background_threads() -> Option<&'static rayon::ThreadPool> {
    static THREADS: OnceLock<Option<rayon::ThreadPool>> = OnceLock::new();
    let start = || {
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        rayon::ThreadPoolBuilder::new().num_threads(cores.saturating_sub(1).max(1)).build().ok()
    };
    THREADS.get_or_init(start).as_ref()
}

/// The pages of the site, its templates, its configuration and its navigation data. A folder with a configuration of its own is another site.
pub(crate) fn files_of(site: &Arc<Site>, root: &Path) -> Vec<PathBuf> {
    let mut files = pages_in(root, site).files;
    retain_files_of_site(root, &mut files);
    files.extend(site.template_files.iter().cloned());
    files.extend(site.config_file());
    let navigation = site.model.navigation.iter().map(|model| root.join(&*model.file));
    files.extend(navigation.filter(|file| file.is_file()));
    files.sort();
    files.dedup();
    files
}

/// Whether a file is one of [`files_of`], without a walk through the site. Blocking.
pub(crate) fn is_file_of(site: &Arc<Site>, index: &SiteIndex, file: &Path) -> bool {
    let relative = site.relative(file);
    if let Some(page) = index.page(&relative) {
        return !index.is_excluded(page);
    }
    if site.template_files.iter().any(|template| template == file)
        || site.config_file().as_deref() == Some(file)
        || site.navigation_file().as_deref() == Some(file)
    {
        return file.is_file();
    }
    let may_be = site.is_page(file) && !site.config.excludes(&relative);
    may_be && !site_files_among(site, &[file.to_owned()]).is_empty()
}

/// `None` for a file that cannot be read. Blocking.
pub(crate) fn page_of(snapshot: &Snapshot, file: &Path) -> Option<SitePage> {
    if let Some((uri, document)) = snapshot.open.at(file) {
        return Some(SitePage { uri: uri.clone(), view: snapshot.view(document.clone()), is_open: true });
    }
    let site = &snapshot.site;
    let is_page = site.is_page(file) || site.template_files.iter().any(|template| template == file);
    let kind = match is_page {
        true => DocumentKind::Page,
        false if site.config_file().as_deref() == Some(file) => DocumentKind::Configuration,
        false => DocumentKind::Data,
    };
    let text = read_text(file).ok()?;
    let document = Document::open(Identity { path: file.to_owned(), kind }, 0, 0, &text, site.clone());
    Some(SitePage { uri: Uri::from_file_path(file)?, view: snapshot.view(Arc::new(document)), is_open: false })
}
