//! Which site an open document belongs to. A site is read from disk when somebody needs it first, on that one's thread,
//! never while a message is taken in.

use docent_site::Site;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// A site that is read when it is needed.
#[derive(Debug, Default)]
pub(crate) struct LazySite {
    /// The folder to look from; `None` for a document without a place.
    folder: Option<PathBuf>,
    site: OnceLock<Arc<Site>>,
}

impl LazySite {
    pub(crate) fn get(&self) -> &Arc<Site> {
        self.site.get_or_init(|| Arc::new(Site::load(self.folder.as_deref().unwrap_or(Path::new("/")))))
    }
}

/// The sites of the open documents, by the folder of the document.
#[derive(Debug, Default)]
pub(crate) struct Sites {
    by_folder: HashMap<Option<PathBuf>, Arc<LazySite>>,
}

impl Sites {
    /// The site for a file, or for a document that is no file.
    pub(crate) fn for_path(&mut self, path: Option<&Path>) -> Arc<LazySite> {
        let folder = path.and_then(Path::parent).map(Path::to_owned);
        let site = || Arc::new(LazySite { folder: folder.clone(), site: OnceLock::new() });
        self.by_folder.entry(folder.clone()).or_insert_with(site).clone()
    }

    /// Reads everything anew for whoever asks from now on.
    pub(crate) fn forget_all(&mut self) {
        self.by_folder.clear();
    }

    /// Whether a change of this file changes what pages are checked against.
    pub(crate) fn is_affected_by(&self, path: &Path) -> bool {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        CONFIGURATION_FILES.contains(&name) || self.loaded().any(|site| is_template_of(site, path))
    }

    fn loaded(&self) -> impl Iterator<Item = &Arc<Site>> {
        self.by_folder.values().filter_map(|site| site.site.get())
    }
}

/// Files by which a site is recognised or configured.
pub(crate) const CONFIGURATION_FILES: [&str; 4] = ["docent.yaml", "docent.yml", "_config.yml", "_config.yaml"];

fn is_template_of(site: &Site, path: &Path) -> bool {
    let in_template_folder = path.components().any(|part| part.as_os_str() == "_template");
    let relative = site.relative(path);
    let templates = site.sets.iter().flat_map(|set| &set.templates);
    in_template_folder
        || templates.into_iter().any(|t| t.source.is_file && path_ends_with(path, &relative, &t.source.name))
}

/// A template's name is a path from the site's root, or an absolute one.
fn path_ends_with(path: &Path, relative: &str, name: &str) -> bool {
    relative == name || path == Path::new(name)
}
