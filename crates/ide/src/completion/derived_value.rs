//! The value that a template derives for a key from other keys of the page.

use super::context::Context;
use docent_rules::edits::keys::is_placeholder;
use docent_template::{Contract, KeySpec};

/// What `x-docent-derive` gives; `None` as long as one of its parts is still the template's.
///
/// The line that is typed breaks the YAML beside it; unlike in a fix, a part counts as far as it can be read.
pub(super) fn derived_value(context: &Context<'_>, contract: &Contract, key: &KeySpec) -> Option<String> {
    let derivation = key.derive.as_ref()?;
    let yaml = &context.page.front_matter().yaml;
    let is_open = |part: &str| {
        let key = contract.front_matter.key(part);
        yaml.find(part, context.input.yaml).zip(key).is_some_and(|(found, key)| is_placeholder(key, &found.entry.value))
    };
    if derivation.keys().into_iter().any(is_open) {
        return None;
    }
    derivation.value(yaml, context.input.yaml)
}
