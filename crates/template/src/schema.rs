//! The front matter's JSON Schema (2020-12, nothing fetched) and what it says about each key.
//!
//! `build` reads it from a template, `violations` holds a page against it.

mod budget;
mod build;
mod keys;
mod pattern;
mod references;
#[cfg(test)]
mod tests;
mod violations;

pub(crate) use build::{build_schema, repeated_keys};

use crate::derive::Derivation;
use crate::slug::SlugRule;
use docent_syntax::{TextRange, YamlNode, YamlSchema, YamlStep, YamlTree};
use serde_json::{Map, Value};
use std::sync::Arc;

/// What a schema is made of.
pub(crate) struct SchemaSource<'a> {
    /// The value of `front-matter:`; `None` where the template has none.
    pub(crate) node: Option<&'a YamlNode>,
    /// Where to report what has no place of its own.
    pub(crate) range: TextRange,
    /// The template's id.
    pub(crate) origin: &'a str,
    pub(crate) base: Option<&'a FrontMatterSchema>,
    /// For the keys with `x-docent-derive`.
    pub(crate) slug: &'a Arc<SlugRule>,
}

/// A compiled schema. Keys keep the order of the template.
#[derive(Debug)]
pub struct FrontMatterSchema {
    pub keys: Vec<KeySpec>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// The whole schema, with what it took over from its bases.
    pub json: Value,
    /// Compiled once; `None` where the schema requires nothing.
    validator: Option<BoundedValidator>,
}

/// A schema as the library compiled it, and what evaluating it costs.
#[derive(Debug)]
struct BoundedValidator {
    validator: jsonschema::Validator,
    graph: budget::SchemaGraph,
}

/// What the schema says about one top-level key.
#[derive(Debug, Clone, PartialEq)]
pub struct KeySpec {
    pub name: Box<str>,
    pub required: bool,
    pub description: Option<Box<str>>,
    pub role: Option<KeyRole>,
    pub derive: Option<Derivation>,
    /// The values of `enum`, in order; empty where any value goes.
    pub allowed: Vec<Value>,
    pub default: Option<Value>,
    pub examples: Vec<Value>,
    /// `deprecated: true`, with what `x-docent-replaced-by` names.
    pub deprecated: bool,
    pub replaced_by: Option<Box<str>>,
    /// An empty value is accepted: the key's schema says something about values, and holds for null.
    pub nullable: bool,
    /// Values of the template page that must not survive in a page, compared without case and blanks.
    pub placeholders: Vec<Box<str>>,
    /// The key may stand anywhere among the others: `x-docent-any-place: true`.
    pub any_place: bool,
    /// The key's own schema.
    pub schema: Value,
    /// Where the template (or its base) says so, in that template's text.
    pub range: TextRange,
    /// The id of the template that says so.
    pub origin: Box<str>,
}

/// `x-docent-role`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyRole {
    Permalink,
    Redirect,
}

/// One thing the schema finds wrong, with the place in the JSON it is about.
#[derive(Debug, Clone, PartialEq)]
pub struct SchemaViolation {
    /// Path from the root: keys and indices.
    pub path: Vec<PathStep>,
    pub kind: ViolationKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathStep {
    Key(String),
    Index(usize),
}

impl PathStep {
    /// The same step in the YAML tree.
    pub fn in_yaml(&self) -> YamlStep<'_> {
        match self {
            PathStep::Key(key) => YamlStep::Key(key),
            PathStep::Index(index) => YamlStep::Index(*index),
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub enum ViolationKind {
    /// `required` names a key that is not there (at the top or deeper).
    MissingKey(String),
    /// `additionalProperties: false` and the like.
    UnexpectedKey(String),
    /// Not one of `enum` or `const`.
    NotAllowed { allowed: Vec<Value> },
    /// Wrong type; `expected` are JSON Schema type names.
    WrongType { expected: Vec<String> },
    /// Any other requirement of the schema, in words that follow the key ("is longer than 60 characters").
    Other(String),
}

impl Default for FrontMatterSchema {
    /// Requires nothing.
    fn default() -> Self {
        FrontMatterSchema { keys: Vec::new(), closed: false, json: Value::Object(Map::new()), validator: None }
    }
}

impl FrontMatterSchema {
    /// The key as the schema spells it.
    pub fn key(&self, name: &str) -> Option<&KeySpec> {
        self.keys.iter().find(|key| &*key.name == name)
    }

    /// The key with this role; the first of several.
    pub fn key_with_role(&self, role: KeyRole) -> Option<&KeySpec> {
        self.keys.iter().find(|key| key.role == Some(role))
    }

    /// All violations in `yaml`, in a fixed order, each once: first the keys that are missing at the top, in the order of
    /// the schema, then the others in the order of the page.
    ///
    /// Two things are left to the rules. A top-level key with nothing after its colon is not held against the schema (see
    /// [`KeySpec::nullable`]). And a number counts as text where its text is what the generator prints for it: `2020` is
    /// fine as a title, `1.10` is not (it becomes 1.1).
    /// `reading` says how the page's generator reads YAML. Where that is not known, only what is wrong by every reading is found.
    pub fn violations(&self, yaml: &YamlTree, reading: YamlSchema) -> Vec<SchemaViolation> {
        violations::violations(self, yaml, reading)
    }
}

impl KeySpec {
    /// Whether `value` is one that the template page holds for the author to replace.
    pub fn is_placeholder(&self, value: &str) -> bool {
        let value = without_case_and_blanks(value);
        self.placeholders.iter().any(|placeholder| without_case_and_blanks(placeholder) == value)
    }
}

fn without_case_and_blanks(value: &str) -> String {
    value.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}
