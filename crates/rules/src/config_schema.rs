//! The JSON Schema of `docent.yaml` with the rules: their severities and options.

use crate::rule::Rule;
use crate::rules::RULES;
use docent_site::config_schema::CONFIG_SCHEMA;
use serde_json::{Map, Value, json};

/// The schema (draft 2020-12) as JSON text, with a line ending.
pub fn config_schema() -> String {
    let mut schema: Value = serde_json::from_str(CONFIG_SCHEMA).unwrap_or_default();
    let rules: Map<String, Value> = RULES.iter().map(|rule| (rule.id.to_owned(), rule_schema(rule))).collect();
    schema["$defs"]["rules"] =
        json!({ "type": ["object", "null"], "additionalProperties": false, "properties": rules });
    schema["$defs"]["rule"]["anyOf"][1]["additionalProperties"] = json!(false);
    format!("{schema:#}\n")
}

fn rule_schema(rule: &Rule) -> Value {
    let description = format!("{} Default: {}.", rule.summary, rule.severity.as_str());
    if rule.options.is_empty() {
        return json!({ "description": description, "$ref": "#/$defs/rule" });
    }
    let severity = json!({ "$ref": "#/$defs/severity" });
    let options = rule.options.iter().map(|option| (option.name().to_owned(), option.schema()));
    let properties: Map<String, Value> =
        [("severity".to_owned(), severity.clone())].into_iter().chain(options).collect();
    json!({
        "description": description,
        "anyOf": [severity, { "type": "object", "additionalProperties": false, "properties": properties }]
    })
}
