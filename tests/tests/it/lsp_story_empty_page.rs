//! The story of a page that begins empty, in an editor with snippets that asks for findings, as Neovim does: the whole page
//! is offered, steps come one by one, sections and keys are put in their places.

#![allow(clippy::unwrap_used)]

use docent_tests::author::Author;
use docent_tests::editors;
use docent_tests::lsp_client::{LspClient, file_uri};
use docent_tests::workspace;
use serde_json::{Value, json};

#[test]
fn a_page_begins_empty() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut editor = editors::neovim();
            editor["general"]["positionEncodings"] = json!([encoding]);
            write_a_page(editor, ending);
        }
    }
}

fn write_a_page(editor: Value, ending: &'static str) {
    let site = workspace::root().join("examples/liveperson-site");
    let client = LspClient::start(editor, &site);
    let uri = file_uri(&site.join("Documents/Rosters/RosterAPI/overview.md"));
    let mut author = Author::opens(client, &uri, "\n", ending);
    let values =
        ["Übersicht 😀", "Documents", "\"Tëam & Tools\"", "Röster API", "Shifts", "shifts.html", "chat", "röster😀"];
    author.completes_and_fills("", "API overview page", &values);
    author.sees(&["permalink-convention", "empty-section", "empty-section"]);
    author.fixes("permalink-convention", "Set the permalink to röster-api-shifts-übersicht-😀.html");
    author.types_after("### Introduction\n", "\nRöster 😀.\n");
    author.types_after("### Use cases\n", "\n* 😀 one\n* two\n");
    author.sees(&[]);

    // The steps go, and come back: one as an offer where it is typed, the others as one.
    author.deletes("1. **Retrieve", Some("\n### Use cases"));
    author.sees(&["missing-step"]);
    author.completes_after("with this API:\n\n", "1. Note the API terms of use.");
    author.sees(&["missing-step", "missing-step", "missing-step"]);
    author.fixes("missing-step", "Insert all 3 missing steps");
    author.replaces("{{service name}}", "röster😀");
    author.sees(&[]);
    assert!(author.text().contains("\n3. Note the [API terms of use]"), "{}", author.text());

    // A section is moved away, and back; made smaller, and right again.
    author.acts_at("### Use cases", "Move section 'Use cases' up");
    author.sees(&["section-order"]);
    author.fixes("section-order", "Move the section");
    author.sees(&[]);
    author.acts_at("### Introduction", "Demote section 'Introduction'");
    author.sees(&["section-level"]);
    author.fixes("section-level", "Make 'Introduction' a heading of level 3");

    // Keys and numbers in disorder are put in order without a look at each.
    author.replaces("indicator: chat\n", "");
    author.types_after("---\n", "indicator: chat # 😀 both later\n");
    author.replaces("4. When using", "9. When using");
    author.sees(&["key-order", "step-number"]);
    author.acts_on_the_page("source.organizeFrontMatter");
    author.sees(&["step-number"]);
    author.formats();
    author.sees(&[]);
    assert!(author.text().contains("indicator: chat # 😀 both later\n---\n"), "{}", author.text());
    author.acts_on_the_page("source.fixAll");

    // The list of what is left is empty; the editor is told the same whichever way it asks.
    let report = author.asks("docent/pageReport", json!({}));
    assert_eq!((&report["counts"]["missing"], &report["counts"]["different"]), (&json!(0), &json!(0)), "{report:#}");
    let hover = author.asks("textDocument/hover", json!({ "position": { "line": 1, "character": 1 } }));
    assert!(hover["contents"]["value"].as_str().unwrap().contains("pagename"), "{hover:#}");
    let text = &author.page.text;
    assert_eq!(text.matches('\n').count(), text.matches(ending).count(), "every line ends as the first");
    assert_eq!(author.client.shut_down(), Some(0));
}
