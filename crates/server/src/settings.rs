//! What an author sets in the editor: `docent.…`, as initialization options or as configuration; `docs/editor.md` lists it.
//!
//! Nothing here changes what is found in a page: that is the matter of `docent.yaml`, which all who work on a site share.

use serde_json::Value;
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

/// The section of the editor's configuration that is ours.
pub(crate) const SECTION: &str = "docent";

/// Stands for a rule's id in the address of its page.
const RULE: &str = "{rule}";

/// Where the project is to be found, if the manifest says so; its pages about rules are in `docs/rules`.
const REPOSITORY: Option<&str> = option_env!("CARGO_PKG_REPOSITORY");

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `docent.inlayHints`: off unless it is switched on.
    pub(crate) inlay_hints: bool,
    /// `docent.codeLens`: on unless it is switched off.
    pub(crate) code_lens: bool,
    /// `docent.rulePages`: the address of a rule's page, with `{rule}` for its id.
    rule_pages: Option<Arc<str>>,
}

impl Default for Settings {
    fn default() -> Settings {
        let repository = REPOSITORY.filter(|address| !address.is_empty());
        let rule_pages = repository.map(|address| format!("{address}/blob/main/docs/rules/{RULE}.md").into());
        Settings { inlay_hints: false, code_lens: true, rule_pages }
    }
}

impl Settings {
    /// These, but for what `given` says: `{ "inlayHints": true }`, with or without `docent` around it. What cannot be read
    /// counts as not given.
    pub(crate) fn with(&self, given: Option<&Value>) -> Settings {
        let given = given.map(|given| given.get(SECTION).unwrap_or(given));
        let value = |name: &str| given.and_then(|given| given.get(name));
        let is_on = |name: &str, otherwise: bool| value(name).and_then(Value::as_bool).unwrap_or(otherwise);
        Settings {
            inlay_hints: is_on("inlayHints", self.inlay_hints),
            code_lens: is_on("codeLens", self.code_lens),
            rule_pages: match value("rulePages").and_then(Value::as_str) {
                Some("") => None,
                Some(pattern) if pattern.contains(RULE) => Some(pattern.into()),
                _ => self.rule_pages.clone(),
            },
        }
    }

    /// The address of a rule's page, where one is known.
    pub(crate) fn rule_page(&self, rule: &str) -> Option<Uri> {
        self.rule_pages.as_ref()?.replace(RULE, rule).parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hints_are_off_unless_switched_on() {
        for (given, expected) in [
            (json!(null), false),
            (json!({}), false),
            (json!([{ "inlayHints": true }]), false),
            (json!({ "inlayHints": "yes" }), false),
            (json!({ "docent": [] }), false),
            (json!({ "inlayHints": true }), true),
            (json!({ "docent": { "inlayHints": true } }), true),
        ] {
            assert_eq!(Settings::default().with(Some(&given)).inlay_hints, expected, "{given}");
        }
    }

    #[test]
    fn what_is_not_given_stays() {
        let first = Settings::default().with(Some(&json!({ "codeLens": false, "inlayHints": true })));
        assert_eq!(first.with(None), first);
        assert_eq!(first.with(Some(&json!({ "codeLens": null, "inlayHints": 7, "more": 1 }))), first);
        assert_eq!(first.with(Some(&json!({ "codeLens": true }))), Settings { code_lens: true, ..first });
    }

    #[test]
    fn addresses_of_rules() {
        let page = |given: &str| {
            let settings = Settings::default().with(Some(&json!({ "rulePages": given })));
            settings.rule_page("missing-step").map(|page| page.as_str().to_owned())
        };
        let expected = "https://example.com/rules/missing-step.html";
        assert_eq!(page("https://example.com/rules/{rule}.html").as_deref(), Some(expected));
        assert_eq!(page(""), None);
        assert_eq!(page("no address {rule}"), None);
    }
}
