//! What a reader does not let in although it is valid YAML: to Ruby a symbol, an object, a number that is none. The whole block is
//! lost then.

use super::ruby::{self, Refusal, TagName};
use super::{YamlKind, YamlNode, YamlSchema, YamlTree};
use text_size::TextRange;

/// The first node that the reader does not let in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlRefusal {
    pub range: TextRange,
    /// In words that follow "the generator" ("reads `:a` as a symbol").
    pub message: String,
    /// Whether quotes make it text.
    pub can_be_quoted: bool,
}

impl YamlTree {
    /// Whether libyaml gives up this block, which is valid YAML 1.2: many generators read front matter with it.
    pub fn is_refused_by_libyaml(&self) -> bool {
        self.libyaml.is_some()
    }

    /// Why the reader gives up this block, which is valid YAML. `None` where it reads it.
    pub fn refusal(&self, schema: YamlSchema) -> Option<YamlRefusal> {
        match schema {
            YamlSchema::Ruby => self.libyaml.clone().or_else(|| refusal_in(self.root.as_ref()?)),
            YamlSchema::Core | YamlSchema::Unknown => None,
        }
    }
}

/// What an alias stands for has been looked at where it is written.
fn refusal_in(node: &YamlNode) -> Option<YamlRefusal> {
    if let Some(refusal) = of_collection(node) {
        return Some(refusal);
    }
    match &node.kind {
        YamlKind::Scalar { value, .. } => Some(refused(node, ruby::scalar(node, value).err()?)),
        YamlKind::Sequence(items) => items.iter().find_map(refusal_in),
        YamlKind::Mapping(entries) => {
            entries.iter().find_map(|entry| refusal_in(&entry.key).or_else(|| refusal_in(&entry.value)))
        }
        YamlKind::Alias(_) => None,
    }
}

fn of_collection(node: &YamlNode) -> Option<YamlRefusal> {
    let tag = node.tag.as_deref()?;
    let is_mapping = matches!(node.kind, YamlKind::Mapping(_));
    let is_sequence = matches!(node.kind, YamlKind::Sequence(_));
    let is_refused = match ruby::tag_name(tag) {
        TagName::Core("set" | "omap") | TagName::Local("set" | "omap") => is_mapping,
        TagName::Local(name) => {
            let object =
                name.strip_prefix("ruby/").filter(|kind| !matches!(*kind, "object:Hash" | "hash" | "array" | "string"));
            (is_mapping || is_sequence) && object.is_some()
                || is_mapping && name.starts_with("map:")
                || is_sequence && name.starts_with("seq:")
        }
        _ => false,
    };
    is_refused.then(|| refused(node, Refusal::Class))
}

fn refused(node: &YamlNode, refusal: Refusal) -> YamlRefusal {
    let text = node.as_str().unwrap_or_default();
    let short: String = text.chars().take(40).collect();
    let tag = node.tag.as_deref().unwrap_or_default();
    let message = match refusal {
        Refusal::Symbol if tag.is_empty() => format!("reads `{short}` as a symbol of Ruby, which it does not accept"),
        Refusal::Symbol | Refusal::Class => format!("does not accept the tag `{tag}`"),
        Refusal::NoNumber => format!("takes `{short}` for a number, and fails to read it"),
    };
    YamlRefusal { range: node.range, message, can_be_quoted: tag.is_empty() }
}
