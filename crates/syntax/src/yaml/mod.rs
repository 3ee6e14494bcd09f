//! A YAML tree with a byte range for everything in it, partial where the YAML is broken.
//!
//! Nothing outside this module knows the YAML library. Ranges are relative to what the caller says (see
//! [`YamlTree::parse`]).

mod build;
mod json;
mod libyaml;
mod message;
mod recover;
mod refusal;
mod resolve;
mod resolved;
mod ruby;
mod schema;
mod simple;
pub mod write;

pub use refusal::YamlRefusal;
pub use resolved::{ResolvedEntry, YamlStep};
pub use schema::YamlSchema;

use serde_json::Value;
use text_size::{TextRange, TextSize};

/// A parsed YAML document (one; a page's front matter has no second).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct YamlTree {
    /// `None` where there is nothing but blanks and comments.
    pub root: Option<YamlNode>,
    /// All comments, in order.
    pub comments: Vec<YamlComment>,
    /// The first error; the tree holds what can be read all the same.
    pub error: Option<YamlError>,
    /// Where libyaml refuses what is valid all the same.
    libyaml: Option<YamlRefusal>,
}

/// `# …` up to the end of its line, without the line ending.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlComment {
    pub range: TextRange,
    /// Whether nothing but blanks stands before it on its line.
    pub own_line: bool,
}

/// Why the YAML could not be read to its end. The range is never empty unless it lies at the end of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    pub range: TextRange,
    /// In words an author understands, with what to do where that is known ("a tab cannot indent").
    pub message: String,
    /// A quoted scalar is never closed: all text from its quote on is part of it.
    pub leaves_quote_open: bool,
}

/// How a node is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlStyle {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,
    /// `[a, b]` or `{a: b}`.
    Flow,
    /// A collection of one line each entry.
    Block,
    /// Nothing is written: the value of `key:`.
    Empty,
}

#[derive(Debug, Clone, PartialEq)]
pub struct YamlNode {
    /// The node without tag, anchor and surrounding blanks; with the quotes of a quoted scalar. An empty node has an
    /// empty range, directly after the `:` or `-` it belongs to.
    pub range: TextRange,
    pub style: YamlStyle,
    /// As written: `!!str`.
    pub tag: Option<Box<str>>,
    pub kind: YamlKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum YamlKind {
    /// `value` is what the scalar says (unescaped, folded); `json` what the core schema makes of it (null, bool, number, string).
    Scalar {
        value: Box<str>,
        json: Value,
    },
    Sequence(Vec<YamlNode>),
    /// In order of writing, duplicate keys included.
    Mapping(Vec<YamlEntry>),
    /// `*name`, with a copy of what it stands for (`None` where that is unknown or part of itself).
    Alias(Option<Box<YamlNode>>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct YamlEntry {
    pub key: YamlNode,
    pub value: YamlNode,
    /// From the key's start to the value's end (for an empty value: to the end of the `:`).
    pub range: TextRange,
}

impl YamlTree {
    /// Parses `text`. Where an entry of the top mapping is broken, the entries after it are read all the same, and of the
    /// broken one what can be: a value that cannot be read is its text as a plain scalar. All ranges are moved by `base`: where `text` begins in what the ranges shall be relative to.
    pub fn parse(text: &str, base: TextSize) -> YamlTree {
        simple::parse(text, base).unwrap_or_else(|| recover::parse(text, base))
    }

    /// The entries of the top mapping; empty where the root is not a mapping.
    pub fn entries(&self) -> &[YamlEntry] {
        match &self.root {
            Some(YamlNode { kind: YamlKind::Mapping(entries), .. }) => entries,
            _ => &[],
        }
    }

    /// The entry of the top mapping itself with this key, to edit it; the last one of several. What `<<` merges in is not
    /// among them: to read a value, use [`YamlTree::find`].
    pub fn get(&self, key: &str) -> Option<&YamlEntry> {
        self.entries().iter().rev().find(|entry| entry.key.as_str() == Some(key))
    }

    /// The whole as JSON by the core schema; see [`YamlTree::to_json_as`].
    pub fn to_json(&self) -> Value {
        self.to_json_as(YamlSchema::Core)
    }

    /// The whole as JSON: the last of duplicate keys wins, aliases are resolved, keys that are not strings become the
    /// string of their scalar, merge keys (`<<`) are merged.
    pub fn to_json_as(&self, schema: YamlSchema) -> Value {
        self.root.as_ref().map_or(Value::Null, |root| json::to_json(root, schema))
    }
}

impl YamlNode {
    /// The scalar's value as a string, whatever type it resolves to.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            YamlKind::Scalar { value, .. } => Some(value),
            YamlKind::Alias(Some(target)) => target.as_str(),
            _ => None,
        }
    }

    /// The node as JSON by the core schema; see [`YamlTree::to_json`].
    pub fn to_json(&self) -> Value {
        self.to_json_as(YamlSchema::Core)
    }

    /// The node as JSON; see [`YamlTree::to_json_as`].
    pub fn to_json_as(&self, schema: YamlSchema) -> Value {
        json::to_json(self, schema)
    }
}
