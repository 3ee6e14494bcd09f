//! Which schema turns plain scalars into values and merges mappings: the one place that knows that readers differ.
//!
//! Knows no site. Who knows the generator chooses the schema and passes it along.

use super::{YamlKind, YamlNode, resolve, ruby};
use serde_json::Value;
use std::borrow::Cow;

/// How a reader turns YAML into data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum YamlSchema {
    /// The core schema of YAML 1.2. A key of the mapping itself wins over one that `<<` merges in.
    #[default]
    Core,
    /// Psych, the reader of Ruby: YAML 1.1 with deviations. `<<` assigns at the place where it is written, so a
    /// later merge overrides an earlier key.
    Ruby,
    /// The reader is not known: [`YamlSchema::Core`] where one answer is needed, and both where a value is judged.
    Unknown,
}

impl YamlSchema {
    /// The schemas to judge a value by: it is wrong if it is wrong by all of them.
    pub fn candidates(self) -> &'static [YamlSchema] {
        match self {
            YamlSchema::Core => &[YamlSchema::Core],
            YamlSchema::Ruby => &[YamlSchema::Ruby],
            YamlSchema::Unknown => &[YamlSchema::Core, YamlSchema::Ruby],
        }
    }

    /// What a scalar stands for. A date or a time is its text, because JSON has neither; so is what the reader refuses (see
    /// [`super::YamlTree::refusal`]). `None` for what is no scalar.
    pub fn scalar(self, node: &YamlNode) -> Option<Value> {
        let YamlKind::Scalar { value, json } = &node.kind else { return None };
        Some(match self {
            YamlSchema::Core | YamlSchema::Unknown => json.clone(),
            YamlSchema::Ruby => ruby::scalar(node, value).unwrap_or_else(|_| Value::String(value.to_string())),
        })
    }

    /// Whether this node, as a key, merges the mappings of its value.
    pub(super) fn is_merge_key(self, key: &YamlNode) -> bool {
        if key.as_str() != Some("<<") {
            return false;
        }
        match self {
            YamlSchema::Ruby => {
                !key.tag.as_deref().is_some_and(|tag| matches!(ruby::tag_name(tag), ruby::TagName::Core("str")))
            }
            YamlSchema::Core | YamlSchema::Unknown => {
                key.style == super::YamlStyle::Plain
                    && key.tag.as_deref().is_none_or(|tag| matches!(ruby::tag_name(tag), ruby::TagName::Core("merge")))
            }
        }
    }
}

/// The name of a key as the reader has it: `010` is 8 to Ruby, and 8 is printed "8".
pub(super) fn key_name(schema: YamlSchema, node: &YamlNode) -> Option<Cow<'_, str>> {
    let text = node.as_str()?;
    if schema != YamlSchema::Ruby {
        return Some(text.into());
    }
    Some(match schema.scalar(node.target())? {
        Value::Bool(value) => value.to_string().into(),
        Value::Number(number) => number.to_string().into(),
        Value::Null if resolve::is_infinite(text) => infinite(text).into(),
        Value::Null => "".into(),
        _ => text.into(),
    })
}

/// How Ruby prints a number that is infinite, or none.
fn infinite(text: &str) -> &'static str {
    match text.as_bytes() {
        [b'-', ..] => "-Infinity",
        [.., b'n' | b'N'] => "NaN",
        _ => "Infinity",
    }
}
