//! The files of a site that docent checks, open or not, as documents: what `docent/checkSite`, `workspace/diagnostic` and the findings of
//! pages that are not open have in common.

use crate::document::{Document, DocumentKind, Identity};
use crate::sites::LazySite;
use crate::state::World;
use docent_site::discover::{pages_in, read_text, site_files_among};
use docent_site::root::RootFinder;
use docent_site::{PageRole, Site};
use docent_syntax::is_page_path;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tower_lsp::ls_types::{Diagnostic, Uri};

/// A file of a site, as a document that is open or might be.
pub(crate) struct SitePage {
    pub(crate) uri: Uri,
    pub(crate) document: Arc<Document>,
    pub(crate) is_open: bool,
}

impl SitePage {
    /// A page takes part by its template, or by a `docent.yaml` at the root of its site; of a folder that only happens to hold
    /// Markdown nothing is said that nobody asked for.
    pub(crate) fn takes_part(&self) -> bool {
        let document = &self.document;
        match document.kind() {
            DocumentKind::Page => matches!(document.role(), PageRole::Page(_)) || document.site().config_text.is_some(),
            DocumentKind::Configuration | DocumentKind::Data => true,
            DocumentKind::Other => false,
        }
    }

    /// Equal for equal findings, while the server runs and beyond.
    pub(crate) fn hash_of(&self, findings: &[Diagnostic]) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.document.path().hash(&mut hasher);
        serde_json::to_string(findings).unwrap_or_default().hash(&mut hasher);
        hasher.finish()
    }
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

/// The pages of the site, its templates, its configuration and its navigation data. A folder with a configuration of its own is another site.
pub(crate) fn files_of(site: &Arc<Site>, root: &Path) -> Vec<PathBuf> {
    let mut roots = RootFinder::inside(site);
    let mut files = pages_in(root, site).files;
    files.retain(|file| file.parent().is_some_and(|folder| roots.find(folder) == *root));
    files.extend(site.template_files.iter().cloned());
    files.extend(site.config_file());
    let navigation = site.model.navigation.iter().map(|model| root.join(&*model.file));
    files.extend(navigation.filter(|file| file.is_file()));
    files.sort();
    files.dedup();
    files
}

/// Whether a file is one of [`files_of`], told without looking at the others.
pub(crate) fn is_file_of(site: &LazySite, file: &Path) -> bool {
    let relative = site.get().relative(file);
    let known = site.index().read().get().and_then(|index| index.page(&relative).map(|page| index.is_excluded(page)));
    if let Some(is_excluded) = known {
        return !is_excluded;
    }
    let site = site.get();
    if site.template_files.iter().any(|template| template == file)
        || site.config_file().as_deref() == Some(file)
        || site.navigation_file().as_deref() == Some(file)
    {
        return file.is_file();
    }
    let may_be = is_page_path(file) && !site.config.excludes(&relative);
    may_be && !site_files_among(site, &[file.to_owned()]).is_empty()
}

/// `None` for a file that cannot be read.
pub(crate) fn page_of(world: &World, site: &Arc<LazySite>, file: &Path) -> Option<SitePage> {
    if let Some((uri, document)) = world.lock().open_at(file) {
        return Some(SitePage { uri, document, is_open: true });
    }
    let is_page = is_page_path(file) || site.get().template_files.iter().any(|template| template == file);
    let kind = match is_page {
        true => DocumentKind::Page,
        false if site.get().config_file().as_deref() == Some(file) => DocumentKind::Configuration,
        false => DocumentKind::Data,
    };
    let text = read_text(file).ok()?;
    let document = Document::open(Identity { path: file.to_owned(), kind }, 0, 0, &text, site.clone());
    Some(SitePage { uri: Uri::from_file_path(file)?, document: Arc::new(document), is_open: false })
}
