//! Headings with the ids that Jekyll gives them: kramdown's, with its GFM parser.

use super::plan::{Kind, Plan};

/// A heading's line (or lines) and its id.
pub(super) type Heading = (&'static str, &'static str);

/// Of pages without an outline.
const FREE: [Heading; 16] = [
    ("### 1. First step", "1-first-step"),
    ("### Before - After", "before---after"),
    ("### Limits & quotas", "limits--quotas"),
    ("### What's new?", "whats-new"),
    ("### Größe ändern", "größe-ändern"),
    ("### `status` and *reason*", "status-and-reason"),
    ("### Version 2.0", "version-20"),
    ("### A title of its own {#own-title}", "own-title"),
    ("## Closed heading ##", "closed-heading"),
    ("### 日本語の例", "日本語の例"),
    ("Underlined\n==========", "underlined"),
    ("#### snake_case names", "snake_case-names"),
    ("Also underlined\n---------------", "also-underlined"),
    ("### Party 🎉 time", "party--time"),
    ("### **Bold** start", "bold-start"),
    ("### [Linked](https://www.example.org/) title", "linked-title"),
];

/// Stands on each such page twice; the second time Jekyll gives it a number.
const REPEATED: &str = "### Example";

/// The headings of a page without an outline, in order.
pub(super) fn of_guide(plan: &Plan) -> [Heading; 5] {
    let own = |at: usize| FREE[(plan.index / 10 + at + plan.slot) % FREE.len()];
    [own(0), (REPEATED, "example"), own(1), (REPEATED, "example-1"), own(2)]
}

/// The anchors of a page that others may link to.
pub(super) fn anchors(plan: &Plan) -> Vec<&'static str> {
    match plan.kind {
        Kind::Home => vec!["welcome"],
        Kind::Guideline => vec!["in-short", "in-full"],
        // The other sections are where faults are.
        Kind::Overview => vec!["introduction"],
        Kind::Method => vec!["request", "response"],
        Kind::Guide => of_guide(plan).iter().map(|heading| heading.1).chain(["by-hand", "by-name"]).collect(),
    }
}
