//! Template pages that may extend each other, compiled in an order that suits them.

use super::SetManifest;
use crate::compile::{SetContext, compile_in_set};
use crate::contract::{Contract, TemplateSource};
use docent_syntax::YamlKind;
use std::collections::HashMap;
use std::sync::Arc;

/// Templates may extend templates that extend templates; further than this, the base counts as unknown.
const MAX_BASES: usize = 32;

/// A template page and the set it is of.
#[derive(Debug, Clone)]
pub struct UncompiledTemplate {
    pub source: TemplateSource,
    /// What the template's id begins with, without the `/`; empty for none.
    pub set: Box<str>,
    pub manifest: Arc<SetManifest>,
}

/// Compiles all of `templates`, in their order. A base is one of them, else one that `outside` knows. An ordinary page may extend one of
/// `bases`, such as [`super::embedded::bases`].
pub fn compile_together(
    templates: Vec<UncompiledTemplate>,
    bases: &[Arc<Contract>],
    outside: impl Fn(&str) -> Option<Arc<Contract>>,
) -> Vec<Arc<Contract>> {
    let mut by_id = HashMap::new();
    for (index, template) in templates.iter().enumerate() {
        if let Some(id) = declared_id(&template.source.text) {
            if !template.set.is_empty() {
                by_id.entry(format!("{}/{id}", template.set)).or_insert(index);
            }
            by_id.entry(id).or_insert(index);
        }
    }
    let done = vec![None; templates.len()];
    let mut compiling = Compiling { by_id, templates: &templates, bases, done, open: Vec::new(), outside: &outside };
    (0..templates.len()).filter_map(|index| compiling.template(index)).collect()
}

struct Compiling<'a> {
    /// By the ids that the pages give themselves.
    by_id: HashMap<String, usize>,
    templates: &'a [UncompiledTemplate],
    bases: &'a [Arc<Contract>],
    done: Vec<Option<Arc<Contract>>>,
    /// Being compiled now: a template that extends itself in the end has no base.
    open: Vec<usize>,
    outside: &'a dyn Fn(&str) -> Option<Arc<Contract>>,
}

impl Compiling<'_> {
    fn template(&mut self, index: usize) -> Option<Arc<Contract>> {
        if let Some(done) = self.done.get(index)? {
            return Some(done.clone());
        }
        if self.open.contains(&index) || self.open.len() >= MAX_BASES {
            return None;
        }
        self.open.push(index);
        let UncompiledTemplate { source, set, manifest } = self.templates.get(index)?;
        let context = SetContext { name: set, slug: manifest.slug.as_ref() };
        let contract = compile_in_set(source.clone(), &context, self.bases, |id| match self.by_id.get(id).copied() {
            Some(base) => self.template(base),
            None => (self.outside)(id),
        });
        self.open.pop();
        let contract = Arc::new(contract);
        if let Some(done) = self.done.get_mut(index) {
            *done = Some(contract.clone());
        }
        Some(contract)
    }
}

/// The id that a template page gives itself.
fn declared_id(text: &str) -> Option<String> {
    let front_matter = docent_syntax::front_matter::split(text);
    let YamlKind::Mapping(entries) = &front_matter.yaml.get("docent")?.value.kind else { return None };
    let entry = entries.iter().find(|entry| entry.key.as_str() == Some("template"))?;
    entry.value.as_str().map(str::to_owned)
}
