//! The story of a page: an author copies the template, fills it in with what the editor offers, follows what is found, and
//! saves a page in which nothing is found any more. In each encoding and with each line ending.

#![allow(clippy::unwrap_used)]

use docent_tests::author::Author;
use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::{binary, workspace};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const PAGE: &str = "Documents/TeamTools/RosterAPI/overview.md";

/// The example site, to be written in.
fn copy_of_the_site(folder: &Path) -> PathBuf {
    let root = folder.canonicalize().unwrap();
    // The steps of every overview link to the guidelines.
    let guidelines = workspace::files("examples/liveperson-site/Documents/Guidelines", ".md");
    let guidelines = guidelines.iter().filter_map(|path| path.strip_prefix("examples/liveperson-site/"));
    let files = ["docent.yaml", "_config.yml", "_template/overview.md", "_template/method.md"];
    for path in files.into_iter().chain(guidelines) {
        std::fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        std::fs::write(root.join(path), workspace::read(&format!("examples/liveperson-site/{path}"))).unwrap();
    }
    std::fs::create_dir_all(root.join(PAGE).parent().unwrap()).unwrap();
    root
}

fn editor(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["completion"] = json!({
        "completionItem": { "documentationFormat": ["markdown"], "snippetSupport": false },
        "contextSupport": true,
    });
    capabilities["textDocument"]["hover"] = json!({ "contentFormat": ["markdown"] });
    capabilities["textDocument"]["codeLens"] = json!({});
    capabilities["textDocument"]["formatting"] = json!({});
    capabilities
}

#[test]
fn an_overview_is_written() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let folder = tempfile::tempdir().unwrap();
            let root = copy_of_the_site(folder.path());
            write_an_overview(&root, encoding, ending);
        }
    }
}

fn write_an_overview(root: &Path, encoding: &str, ending: &'static str) {
    let client = LspClient::start(editor(encoding), root);
    let template = std::fs::read_to_string(root.join("_template/overview.md")).unwrap();
    let mut author = Author::opens(client, &file_uri(&root.join(PAGE)), &template, ending);
    let copied = author.found();
    assert!(copied.iter().filter(|(rule, _)| rule == "template-placeholder").count() >= 15, "{copied:#?}");
    assert_eq!(lens(&mut author), "API overview: nothing missing, 15 problems");

    // The front matter, key by key.
    author.replaces("Your page title here", "");
    author.completes_after("pagename: ", "Overview");
    author.replaces("The sidebar category the document will appear under", "\"Tëam & 😀 Tools\"");
    author
        .replaces("If this page appears under a sub-title, this is where you put that sub-title", "😀 Dienstplän API");
    author.acts_at("subfoldername: If", "Remove the key 'subfoldername'");
    author.acts_at("a-link-which", "Remove the key 'redirect_from'");
    author.replaces("see-readme-for-link-structure.html", "");
    author.completes_after("permalink: ", "😀-dienstplän-api-overview.html");
    author.replaces(" accepts \"messaging\" \"chat\" or \"both\"", "c");
    author.completes_after("indicator:c", "chat");
    let front_matter = "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Tëam & 😀 Tools\"\ndocumentname: 😀 Dienstplän API\npermalink: 😀-dienstplän-api-overview.html\nindicator: chat\n---\n";
    assert_eq!(author.text().split_inclusive("---\n").take(2).collect::<String>(), front_matter);

    // Instructions go, text comes.
    author.replaces("* Add any relevant service names for the API here.", "* röster😀");
    for _ in 0..7 {
        author.fixes("template-placeholder", "Remove the template's instruction");
    }
    author.sees(&["empty-section", "changed-step", "empty-section"]);
    author.types_after("### Introduction\n\n", "Dienstpläne 😀 for whole téams.\n\n");

    // Steps: one in the template's words, one lost and found again, one with a wrong number.
    author.fixes("changed-step", "Restore the template's wording");
    author.deletes("3. Note the", Some("4. When"));
    author.sees(&["missing-step", "step-number", "empty-section"]);
    author.fixes("missing-step", "Insert missing step 3");
    author.replaces("4. When", "7. When");
    author.fixes("step-number", "Renumber the steps");
    author.sees(&["empty-section"]);
    let steps = author.text();
    assert!(steps.contains("\n3. Note the [API terms of use]") && steps.contains("\n4. When using"), "{steps}");

    // A section is deleted with its heading, and taken back as an offer.
    author.deletes("### Use cases", None);
    author.sees(&["missing-section"]);
    assert_eq!(lens(&mut author), "API overview: 1 section missing");
    author.types_after("guides-retry-policy.html)\n\n", "### U");
    author.completes_after("### U", "Use cases");
    author.types_after("### Use cases\n", "\n* Nürses 😀 change shifts.\n");

    // One use case is enough here, and the page says why.
    author.sees(&["section-content"]);
    author.fixes("section-content", "Ignore 'section-content' here");
    author.replaces("section-content: reason", "section-content: nobody 😀 else uses it");
    author.sees(&[]);
    author.types_after("guides-retry-policy.html)\n\n", "<!-- docent-ignore missing-step: it was -->\n");
    author.sees(&["unused-suppression"]);
    author.deletes("<!-- docent-ignore missing-step", Some("<!-- docent-ignore section"));
    assert!(author.text().contains("<!-- docent-ignore section-content: nobody 😀 else uses it -->\n"));

    // Formatted, saved, and clean: in the editor, in the report, and for the command line.
    author.formats();
    author.saves(&root.join(PAGE));
    author.sees(&[]);
    assert_eq!(lens(&mut author), "API overview ✓");
    let counts = &author.asks("docent/pageReport", json!({}))["counts"];
    assert_eq!((&counts["missing"], &counts["different"], &counts["otherFindings"]), (&json!(0), &json!(0), &json!(0)));
    let checked = binary::docent().arg("check").arg(root.join(PAGE)).output().unwrap();
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
    let bytes = author.page.text.clone();
    assert_eq!(bytes.matches('\n').count(), bytes.matches(ending).count(), "every line ends as the first");
    assert_eq!(author.client.shut_down(), Some(0));
}

fn lens(author: &mut Author) -> String {
    author.asks("textDocument/codeLens", json!({}))[0]["command"]["title"].as_str().unwrap().to_owned()
}
