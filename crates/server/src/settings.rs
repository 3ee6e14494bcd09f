//! What an author sets in the editor: `docent.…`, as initialization options or as configuration.

use serde_json::Value;

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    /// `docent.inlayHints`: off unless it is switched on.
    pub(crate) inlay_hints: bool,
}

impl Settings {
    /// From `{ "inlayHints": true }`, with or without `docent` around it. What cannot be read counts as not set.
    pub(crate) fn of(options: Option<&Value>) -> Settings {
        let Some(options) = options else { return Settings::default() };
        let options = options.get("docent").unwrap_or(options);
        Settings { inlay_hints: options.get("inlayHints").and_then(Value::as_bool).unwrap_or(false) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn hints_are_off_unless_switched_on() {
        for (options, expected) in [
            (json!(null), false),
            (json!({}), false),
            (json!({ "inlayHints": "yes" }), false),
            (json!({ "docent": [] }), false),
            (json!({ "inlayHints": true }), true),
            (json!({ "docent": { "inlayHints": true } }), true),
        ] {
            assert_eq!(Settings::of(Some(&options)).inlay_hints, expected, "{options}");
        }
    }
}
