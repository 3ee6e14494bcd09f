//! The front matter of template pages, described by a JSON Schema, so that a template is completed as a page is.

use serde_json::{Value, json};
use std::sync::LazyLock;

/// The schema of `docent:` and `front-matter:`, docent's own keywords included.
pub(super) fn template_schema() -> &'static Value {
    static SCHEMA: LazyLock<Value> = LazyLock::new(schema);
    &SCHEMA
}

fn schema() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    let flag = |description: &str| json!({ "type": "boolean", "description": description });
    let of_one = |description: &str| json!({ "$ref": "#/$defs/schema", "description": description });
    json!({
        "required": ["docent"],
        "properties": {
            "docent": {
                "type": "object",
                "description": "Makes the page a template, and says which pages have it.",
                "required": ["template"],
                "properties": {
                    "template": text("The template's id, without blanks and without `/`."),
                    "title": text("What authors call a page of this kind; it appears in messages."),
                    "extends": text("The id of the template this one is built upon: its schema is taken over and added to."),
                    "applies-to": {
                        "type": "array",
                        "description": "The pages that have the template without being listed one by one: one entry that matches is enough.",
                        "items": { "properties": {
                            "path": {
                                "type": ["string", "array"],
                                "items": { "type": "string" },
                                "description": "A path pattern as .gitignore writes it, from the site's root.",
                                "examples": ["**/overview.md"],
                            },
                            "front-matter": { "type": "object", "description": "Keys and the values they must have." },
                            "sections": {
                                "type": ["string", "array"],
                                "items": { "type": "string" },
                                "description": "Titles of sections; the page must have at least one of them.",
                            },
                        } },
                    },
                    "closed": flag("No top-level sections besides those named."),
                    "unordered": flag("Top-level sections may come in any order."),
                },
            },
            "front-matter": of_one("A JSON Schema (2020-12): what the front matter of pages must be."),
        },
        "$defs": { "schema": keywords(text, flag) },
    })
}

fn keywords(text: impl Fn(&str) -> Value, flag: impl Fn(&str) -> Value) -> Value {
    let named = |description: &str| {
        json!({
            "type": "object",
            "description": description,
            "additionalProperties": { "$ref": "#/$defs/schema" },
        })
    };
    let texts = |description: &str| json!({ "type": "object", "description": description });
    let number = |description: &str| json!({ "type": "number", "description": description });
    let list = |description: &str| json!({ "type": "array", "description": description });
    json!({
        "type": "object",
        "properties": {
            "required": {
                "type": "array",
                "description": "The keys a page must have.",
                "items": { "type": "string" },
            },
            "properties": named("The keys, in the expected order, each with its own schema."),
            "description": text("What the author of a page reads about it."),
            "type": {
                "enum": ["string", "number", "integer", "boolean", "array", "object", "null"],
                "description": "The type of the value, or a list of types.",
            },
            "enum": list("All values that are allowed."),
            "const": text("The only value that is allowed."),
            "default": text("What the fix for a missing key inserts."),
            "examples": list("Values that show what is meant; they are offered while typing."),
            "deprecated": flag("The key should not be used any more."),
            "items": { "$ref": "#/$defs/schema", "description": "The schema of a list's items." },
            "pattern": text("A regular expression that the text must match."),
            "format": {
                "description": "What kind of text it is.",
                "examples": ["date", "date-time", "uri", "uri-reference", "email"],
            },
            "minLength": number("The fewest characters."),
            "maxLength": number("The most characters."),
            "minimum": number("The least number."),
            "maximum": number("The greatest number."),
            "minItems": number("The fewest items."),
            "maxItems": number("The most items."),
            "uniqueItems": flag("No item may stand in the list twice."),
            "additionalProperties": flag("`false`: every key that is not named is an error."),
            "oneOf": list("Exactly one of these schemas holds."),
            "anyOf": list("At least one of these schemas holds."),
            "x-docent-role": {
                "oneOf": [
                    { "const": "permalink", "description": "the value is the page's address" },
                    { "const": "redirect", "description": "the value, or an item of it, is an older address of the page" },
                ],
                "description": "What the value is to the site.",
            },
            "x-docent-derive": {
                "type": "string",
                "description": "The value is made of other keys: empty ones are left out with the separator after them, each is turned into a part of an address.",
                "examples": ["{chapter}-{title}.html"],
            },
            "x-docent-replaced-by": text("Beside `deprecated: true`: the key to use instead."),
            "x-docent-placeholder": text("A value, or a list of values, that a page must not keep: it only shows what is meant."),
            "x-docent-enum-descriptions": texts("What each value of `enum` means: a mapping of values to texts."),
            "x-docent-any-place": flag("The key may stand anywhere among the others."),
        },
    })
}
