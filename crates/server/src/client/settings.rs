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

/// A setting as editors list it: the extensions' manifests are made of these.
#[derive(Debug, Clone, Copy)]
pub struct SettingDescription {
    /// Without `docent.` before it.
    pub name: &'static str,
    /// A type of JSON Schema.
    pub kind: &'static str,
    /// As JSON.
    pub default: &'static str,
    /// In Markdown.
    pub description: &'static str,
}

pub const SETTINGS: [SettingDescription; 5] = [
    SettingDescription {
        name: "codeLens",
        kind: "boolean",
        default: "true",
        description: "Shows on the first line of a page what is missing in it.",
    },
    SettingDescription {
        name: "fixAll.includeHints",
        kind: "boolean",
        default: "false",
        description: "Repairs hints as well when all findings of a page are fixed at once, such as links through a redirect. Without it, only errors, warnings and information are fixed; a hint is fixed where its own quick fix is chosen.",
    },
    SettingDescription {
        name: "inlayHints",
        kind: "boolean",
        default: "false",
        description: "Shows a page's template, and the address that a page should have where it has another one or none.",
    },
    SettingDescription {
        name: "rulePages",
        kind: "string",
        default: "\"\"",
        description: "Where the pages about rules are published, with `{rule}` for the rule's id, such as `https://docs.example.com/docent/{rule}.html`: findings then lead to the page of their rule.",
    },
    SettingDescription {
        name: "siteFindings",
        kind: "boolean",
        default: "false",
        description: "Shows the findings of all pages of the open folders, not only of the pages that are open. Makes no difference in an editor that asks for them by itself, as Visual Studio Code does.",
    },
];

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `docent.inlayHints`: off unless it is switched on.
    pub(crate) inlay_hints: bool,
    /// `docent.codeLens`: on unless it is switched off.
    pub(crate) code_lens: bool,
    /// `docent.fixAll.includeHints`: off unless it is switched on.
    pub(crate) fix_all_includes_hints: bool,
    /// `docent.rulePages`: the address of a rule's page, with `{rule}` for its id.
    rule_pages: Option<Arc<str>>,
    /// `docent.siteFindings`: off unless it is switched on.
    pub(crate) site_findings: bool,
}

impl Default for Settings {
    fn default() -> Settings {
        let repository = REPOSITORY.filter(|address| !address.is_empty());
        let rule_pages = repository.map(|address| format!("{address}/blob/main/docs/rules/{RULE}.md").into());
        Settings {
            inlay_hints: false,
            code_lens: true,
            fix_all_includes_hints: false,
            rule_pages,
            site_findings: false,
        }
    }
}

impl Settings {
    /// These, but for what `given` says: `{ "inlayHints": true }`, with or without `docent` around it. What cannot be read
    /// counts as not given.
    pub(crate) fn with(&self, given: Option<&Value>) -> Settings {
        let given = given.map(|given| given.get(SECTION).unwrap_or(given));
        let value = |name: &str| given.and_then(|given| setting(given, name));
        let is_on = |name: &str, otherwise: bool| value(name).and_then(Value::as_bool).unwrap_or(otherwise);
        Settings {
            inlay_hints: is_on("inlayHints", self.inlay_hints),
            code_lens: is_on("codeLens", self.code_lens),
            fix_all_includes_hints: is_on("fixAll.includeHints", self.fix_all_includes_hints),
            rule_pages: match value("rulePages").and_then(Value::as_str) {
                Some("") => None,
                Some(pattern) if pattern.contains(RULE) => Some(pattern.into()),
                _ => self.rule_pages.clone(),
            },
            site_findings: is_on("siteFindings", self.site_findings),
        }
    }

    /// The address of a rule's page, where one is known.
    pub(crate) fn rule_page(&self, rule: &str) -> Option<Uri> {
        self.rule_pages.as_ref()?.replace(RULE, rule).parse().ok()
    }
}

/// The value of a setting whose name may have dots in it: `{ "fixAll.includeHints": true }`, or an object in an object.
fn setting<'v>(given: &'v Value, name: &str) -> Option<&'v Value> {
    given.get(name).or_else(|| name.split('.').try_fold(given, |value, part| value.get(part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// The settings in the manifest of the VS Code extension, which `UPDATE_DOCS=1` writes anew.
    #[test]
    fn the_manifest_of_the_extension_lists_them() {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../editors/vscode/package.json");
        let manifest = std::fs::read_to_string(&path).expect("the manifest is there");
        const START: &str = "\"title\": \"Docent\",\n        \"properties\": {\n";
        const END: &str = "\n        }\n";
        let (before, rest) = manifest.split_once(START).expect("it has a place for them");
        let (present, after) = rest.split_once(END).expect("the place ends");
        let expected = SETTINGS.map(|setting| manifest_entry(&setting)).join(",\n");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&path, format!("{before}{START}{expected}{END}{after}")).expect("it can be written");
            return;
        }
        assert_eq!(present, expected, "UPDATE_DOCS=1 updates the manifest");
    }

    fn manifest_entry(setting: &SettingDescription) -> String {
        let SettingDescription { name, kind, default, description } = setting;
        let description = json!(description);
        let lines = [
            format!("          \"{SECTION}.{name}\": {{"),
            format!("            \"type\": \"{kind}\","),
            format!("            \"default\": {default},"),
            "            \"scope\": \"window\",".to_owned(),
            format!("            \"markdownDescription\": {description}"),
            "          }".to_owned(),
        ];
        lines.join("\n")
    }

    #[test]
    fn what_is_listed_is_what_counts_where_nothing_is_set() {
        let defaults: serde_json::Map<String, Value> = SETTINGS
            .iter()
            .map(|it| (it.name.to_owned(), serde_json::from_str(it.default).expect("defaults are JSON")))
            .collect();
        let none = Settings { rule_pages: None, ..Settings::default() };
        assert_eq!(none.with(Some(&Value::Object(defaults))), none);
    }

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
    fn a_name_with_a_dot_is_a_key_or_an_object_in_an_object() {
        for (given, expected) in [
            (json!({ "docent": { "fixAll": { "includeHints": true } } }), true),
            (json!({ "fixAll.includeHints": true }), true),
            (json!({ "fixAll": true }), false),
            (json!({ "fixAll": { "includeHints": 1 } }), false),
        ] {
            assert_eq!(Settings::default().with(Some(&given)).fix_all_includes_hints, expected, "{given}");
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
