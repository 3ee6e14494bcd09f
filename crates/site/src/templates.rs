//! The template pages and folders that a configuration names: found, read and compiled.

use crate::config::{ConfigProblem, SetupFile, TemplateEntry};
use crate::paths::{absolute, slashed};
use crate::read::{ReadError, read_site_file, resolve_inside};
use crate::walk::{files_matching, markdown_files};
use docent_generators::GENERATORS;
use docent_syntax::{TextRange, front_matter};
use docent_template::set::{MANIFEST_FILE, UncompiledTemplate, compile_together};
use docent_template::settings::did_you_mean;
use docent_template::{Contract, PathPatterns, SetManifest, TemplateSet, TemplateSource, embedded, is_template_page};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the entries of `templates` came to.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The configuration's own templates, then the embedded ones it names.
    pub(crate) sets: Vec<Arc<TemplateSet>>,
    /// The files among them, as absolute paths.
    pub(crate) files: Vec<PathBuf>,
    /// Manifests with problems.
    pub(crate) setup_files: Vec<SetupFile>,
    pub(crate) problems: Vec<ConfigProblem>,
}

/// Loads what `entries` name; paths start at `root`.
pub(crate) fn load(root: &Path, entries: &[TemplateEntry]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut pages = NamedPages::default();
    let mut named = Vec::new();
    for entry in entries {
        if let Some(set) = embedded_set(&entry.name) {
            named.push(set);
            continue;
        }
        match files_of(root, &entry.name) {
            Ok(Files::Folder(folder)) => pages.add_folder(root, &folder, entry, &mut loaded),
            Ok(Files::Pages(files)) => {
                let page = |file| NamedPage { file, range: entry.range, folder: None };
                pages.pages.extend(files.into_iter().map(page));
            }
            Err(message) => loaded.problems.push(ConfigProblem::new(entry.range, message)),
        }
    }
    loaded.sets = pages.compile(root, &mut loaded);
    loaded.sets.extend(named);
    loaded
}

/// The template with this id among `sets`, else among the embedded ones.
pub(crate) fn by_id(sets: &[Arc<TemplateSet>], id: &str) -> Option<Arc<Contract>> {
    sets.iter().chain(embedded::sets()).find_map(|set| set.get(id)).cloned()
}

/// Compiles one template page; its bases are looked for among `sets` and the embedded ones.
pub(crate) fn compile_with(sets: &[Arc<TemplateSet>], source: TemplateSource) -> Contract {
    docent_template::compile(source, |id| by_id(sets, id))
}

/// An embedded set by its name, or one template of it by its full id, as a set of its own.
fn embedded_set(name: &str) -> Option<Arc<TemplateSet>> {
    let set = embedded::sets().iter().find(|set| names(name, set))?;
    match set.templates.iter().any(|template| &*template.id == name) {
        true => Some(Arc::new(set.only(|template| &*template.id == name))),
        false => (&*set.name == name).then(|| set.clone()),
    }
}

/// Whether an entry of `templates` is the embedded set, or one of its templates by its full id.
pub(crate) fn names(entry: &str, set: &TemplateSet) -> bool {
    entry.strip_prefix(&*set.name).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

enum Files {
    /// Never none.
    Pages(Vec<PathBuf>),
    Folder(PathBuf),
}

/// The files an entry stands for.
fn files_of(root: &Path, name: &str) -> Result<Files, String> {
    let file = absolute(&root.join(name));
    let is_pattern = name.contains(['*', '?', '[', '{']);
    match resolve_inside(root, &file) {
        Ok(resolved) if resolved.is_dir() => return Ok(Files::Folder(file)),
        Ok(_) => return Ok(Files::Pages(vec![file])),
        // A pattern says itself what is wrong with it.
        Err(ReadError::LeadsOut) if is_pattern => {}
        Err(ReadError::Missing) => {}
        Err(ReadError::LeadsOut) => {
            return Err(format!("The template '{name}' leads out of the site; templates lie inside the site's root"));
        }
        Err(error) => return Err(format!("The template '{name}' cannot be read: {error}")),
    }
    if is_pattern {
        let pattern = PathPatterns::one(name).map_err(|reason| format!("'{name}' is no path pattern: {reason}"))?;
        let files = files_matching(root, &pattern);
        return if files.is_empty() { Err(format!("No file matches '{name}'")) } else { Ok(Files::Pages(files)) };
    }
    let ids =
        embedded::sets().iter().flat_map(|set| set.templates.iter().map(|template| &*template.id).chain([&*set.name]));
    let hint = did_you_mean(name, &ids.collect::<Vec<_>>());
    Err(format!("There is no file '{name}', and no embedded template of this name{hint}"))
}

/// A template page that an entry of `templates` stands for.
struct NamedPage {
    file: PathBuf,
    /// The entry, in the text of the configuration.
    range: TextRange,
    /// The index of its set in [`NamedPages::folders`]; `None` for a page that is named by itself.
    folder: Option<usize>,
}

#[derive(Default)]
struct NamedPages {
    pages: Vec<NamedPage>,
    /// The folders that have a manifest.
    folders: Vec<Arc<SetManifest>>,
}

impl NamedPages {
    /// Adds the pages of a folder: those of a set, where it has a manifest, else each by itself.
    fn add_folder(&mut self, root: &Path, folder: &Path, entry: &TemplateEntry, loaded: &mut Loaded) {
        let mut files = markdown_files(folder, |_, _| false).files;
        files.retain(|file| !is_about_the_folder(root, file));
        if files.is_empty() {
            let message = format!("The folder '{}' has no template page", entry.name);
            loaded.problems.push(ConfigProblem::new(entry.range, message));
        }
        let manifest = read_manifest(root, &folder.join(MANIFEST_FILE), loaded);
        let folder = manifest.map(|manifest| {
            self.folders.push(Arc::new(manifest));
            self.folders.len() - 1
        });
        self.pages.extend(files.into_iter().map(|file| NamedPage { file, range: entry.range, folder }));
    }

    fn compile(self, root: &Path, loaded: &mut Loaded) -> Vec<Arc<TemplateSet>> {
        let mut read: Vec<NamedPage> = Vec::new();
        let mut uncompiled = Vec::new();
        for page in self.pages {
            if loaded.files.contains(&page.file) {
                continue;
            }
            let name = slashed(page.file.strip_prefix(root).unwrap_or(&page.file));
            loaded.files.push(page.file.clone());
            match read_site_file(root, &page.file) {
                Ok(text) => {
                    let source = TemplateSource { name: name.into(), is_file: true, text: text.into() };
                    let manifest = page.folder.and_then(|folder| self.folders.get(folder)).cloned().unwrap_or_default();
                    uncompiled.push(UncompiledTemplate { source, set: "".into(), manifest });
                    read.push(page);
                }
                Err(error) => {
                    let message = format!("The template '{name}' cannot be read: {error}");
                    loaded.problems.push(ConfigProblem::new(page.range, message));
                }
            }
        }
        let templates = compile_together(uncompiled, &embedded::bases(), |id| by_id(&[], id));
        for (index, template) in templates.iter().enumerate() {
            if let Some(first) = templates.iter().take(index).find(|other| other.id == template.id) {
                let message = format!(
                    "'{}' and '{}' are both the template '{}'; the first one counts",
                    first.source.name, template.source.name, template.id
                );
                loaded.problems.push(ConfigProblem::new(read[index].range, message));
            }
        }
        let of = |folder: Option<usize>| -> Vec<Arc<Contract>> {
            let pages = read.iter().zip(&templates).filter(|(page, _)| page.folder == folder);
            pages.map(|(_, template)| template.clone()).collect()
        };
        let by_themselves = Some(of(None)).filter(|templates| !templates.is_empty()).map(TemplateSet::of_pages);
        let folders = self.folders.iter().enumerate();
        let folders = folders.map(|(index, manifest)| TemplateSet::of_folder("", manifest.clone(), of(Some(index))));
        by_themselves.into_iter().chain(folders).map(Arc::new).collect()
    }
}

/// A README says what the folder is for, unless it says that it is a template itself.
fn is_about_the_folder(root: &Path, file: &Path) -> bool {
    let is_readme = file.file_stem().is_some_and(|stem| stem.eq_ignore_ascii_case("readme"));
    is_readme && !read_site_file(root, file).is_ok_and(|text| is_template_page(&front_matter::split(&text)))
}

/// The manifest of a folder, where it has one. One that cannot be read is as an empty one.
fn read_manifest(root: &Path, path: &Path, loaded: &mut Loaded) -> Option<SetManifest> {
    let file: Box<str> = slashed(path.strip_prefix(root).unwrap_or(path)).into();
    match read_site_file(root, path) {
        Ok(text) => {
            let (mut manifest, mut problems) = SetManifest::read(&text);
            if let Some((name, range)) =
                manifest.generator.take_if(|(name, _)| docent_generators::by_id(name).is_none())
            {
                let message =
                    format!("There is no generator '{name}'{}", did_you_mean(&name, &GENERATORS.map(|kind| kind.id)));
                problems.push(ConfigProblem::new(range, message));
            }
            if !problems.is_empty() {
                loaded.setup_files.push(SetupFile { file, text: text.into(), problems });
            }
            Some(manifest)
        }
        Err(ReadError::Missing) => None,
        Err(error) => {
            loaded.setup_files.push(SetupFile::unreadable(&file, &error));
            Some(SetManifest::default())
        }
    }
}
