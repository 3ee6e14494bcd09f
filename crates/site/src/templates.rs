//! The template pages that a configuration names: found, read, and compiled after the templates they extend.

use crate::config::{ConfigProblem, TemplateEntry, did_you_mean};
use crate::discover::files_matching;
use crate::read::{ReadError, read_site_file, resolve_inside};
use docent_syntax::{Dialect, Page, TextRange, YamlKind};
use docent_template::{Contract, PathPatterns, TemplateSet, TemplateSource};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Templates may extend templates that extend templates; further than this, the base counts as unknown.
const DEEPEST_BASE: usize = 32;

/// What the entries of `templates` came to.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// The configuration's own templates, then the embedded ones it names.
    pub(crate) sets: Vec<Arc<TemplateSet>>,
    /// The files among them, as absolute paths.
    pub(crate) files: Vec<PathBuf>,
    pub(crate) problems: Vec<ConfigProblem>,
}

/// The sets that are compiled in.
pub(crate) fn embedded_sets() -> Vec<Arc<TemplateSet>> {
    docent_template::embedded::sets()
}

/// Loads what `entries` name; paths start at `root`.
pub(crate) fn load(root: &Path, entries: &[TemplateEntry]) -> Loaded {
    let mut loaded = Loaded::default();
    let mut sources = Vec::new();
    let mut named = Vec::new();
    for entry in entries {
        if let Some(set) = embedded(&entry.name) {
            named.push(set);
            continue;
        }
        match files_of(root, &entry.name) {
            Ok(files) => sources.extend(files.into_iter().map(|file| (file, entry.range))),
            Err(message) => loaded.problems.push(ConfigProblem::new(entry.range, message)),
        }
    }
    let templates = compile_files(root, sources, &mut loaded);
    if !templates.is_empty() {
        loaded.sets.push(Arc::new(TemplateSet { name: "".into(), templates }));
    }
    loaded.sets.extend(named);
    loaded
}

/// The template with this id among `sets`, else among the embedded ones.
pub(crate) fn by_id(sets: &[Arc<TemplateSet>], id: &str) -> Option<Arc<Contract>> {
    sets.iter().chain(&embedded_sets()).find_map(|set| set.get(id)).cloned()
}

/// Compiles one template page; its bases are looked for among `sets` and the embedded ones.
pub(crate) fn compile_with(sets: &[Arc<TemplateSet>], source: TemplateSource) -> Contract {
    docent_template::compile(source, |id| by_id(sets, id))
}

/// An embedded set by its name, or one template of it by its full id, as a set of its own.
fn embedded(name: &str) -> Option<Arc<TemplateSet>> {
    for set in embedded_sets() {
        if &*set.name == name {
            return Some(set);
        }
        if let Some(template) = set.templates.iter().find(|template| &*template.id == name) {
            return Some(Arc::new(TemplateSet { name: set.name.clone(), templates: vec![template.clone()] }));
        }
    }
    None
}

/// The files an entry stands for; never none.
fn files_of(root: &Path, name: &str) -> Result<Vec<PathBuf>, String> {
    let file = crate::root::absolute(&root.join(name));
    let is_pattern = name.contains(['*', '?', '[', '{']);
    match resolve_inside(root, &file) {
        Ok(resolved) if resolved.is_dir() => {}
        Ok(_) => return Ok(vec![file]),
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
        return if files.is_empty() { Err(format!("No file matches '{name}'")) } else { Ok(files) };
    }
    let sets = embedded_sets();
    let ids = sets.iter().flat_map(|set| set.templates.iter().map(|template| &*template.id).chain([&*set.name]));
    let hint = did_you_mean(name, &ids.collect::<Vec<_>>());
    Err(format!("There is no file '{name}', and no embedded template of this name{hint}"))
}

struct Compiling<'a> {
    /// Sources by id, as far as the id can be told before compiling.
    by_id: HashMap<String, usize>,
    sources: Vec<TemplateSource>,
    done: Vec<Option<Arc<Contract>>>,
    /// Being compiled now: a template that extends itself in the end has no base.
    open: Vec<usize>,
    embedded: &'a [Arc<TemplateSet>],
}

impl Compiling<'_> {
    fn template(&mut self, index: usize) -> Option<Arc<Contract>> {
        if let Some(done) = &self.done[index] {
            return Some(done.clone());
        }
        if self.open.contains(&index) || self.open.len() >= DEEPEST_BASE {
            return None;
        }
        self.open.push(index);
        let source = self.sources[index].clone();
        let contract = Arc::new(docent_template::compile(source, |id| match self.by_id.get(id).copied() {
            Some(base) => self.template(base),
            None => by_id(self.embedded, id),
        }));
        self.open.pop();
        self.done[index] = Some(contract.clone());
        Some(contract)
    }
}

fn compile_files(root: &Path, files: Vec<(PathBuf, TextRange)>, loaded: &mut Loaded) -> Vec<Arc<Contract>> {
    let mut ranges = Vec::new();
    let mut compiling =
        Compiling { by_id: HashMap::new(), sources: Vec::new(), done: Vec::new(), open: Vec::new(), embedded: &[] };
    for (file, range) in files {
        if loaded.files.contains(&file) {
            continue;
        }
        let name = crate::site::slashed(file.strip_prefix(root).unwrap_or(&file));
        match read_site_file(root, &file) {
            Ok(text) => {
                if let Some(id) = declared_id(&text) {
                    compiling.by_id.entry(id).or_insert(compiling.sources.len());
                }
                compiling.sources.push(TemplateSource { name: name.into(), is_file: true, text: text.into() });
                compiling.done.push(None);
                ranges.push(range);
            }
            Err(error) => {
                let message = format!("The template '{name}' cannot be read: {error}");
                loaded.problems.push(ConfigProblem::new(range, message));
            }
        }
        loaded.files.push(file);
    }
    let mut templates: Vec<Arc<Contract>> = Vec::new();
    for (index, range) in ranges.into_iter().enumerate() {
        let Some(contract) = compiling.template(index) else { continue };
        if let Some(first) = templates.iter().find(|other| other.id == contract.id) {
            let message = format!(
                "'{}' and '{}' are both the template '{}'; the first one counts",
                first.source.name, contract.source.name, contract.id
            );
            loaded.problems.push(ConfigProblem::new(range, message));
        }
        templates.push(contract);
    }
    templates
}

/// The id that a template page gives itself.
fn declared_id(text: &str) -> Option<String> {
    let page = Page::parse(text, Dialect::EXTENDED);
    let YamlKind::Mapping(entries) = &page.front_matter().yaml.get("docent")?.value.kind else { return None };
    let entry = entries.iter().find(|entry| entry.key.as_str() == Some("template"))?;
    entry.value.as_str().map(str::to_owned)
}
