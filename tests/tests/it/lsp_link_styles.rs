//! The styles of links that `docent.yaml` accepts, in an editor: what is said changes with the file.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{file_uri, rich_client};
use docent_tests::small_site::SmallSite;
use serde_json::{Value, json};

fn capabilities(encoding: &str) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    capabilities["textDocument"]["documentLink"] = json!({});
    capabilities
}

/// Changes the configuration, and waits until exactly these words of the page have a finding.
fn found_after(site: &mut SmallSite, configuration: &str, expected: &[&str]) {
    let file = site.folder.path().join("docent.yaml");
    std::fs::write(&file, configuration).unwrap();
    let changes = json!([{ "uri": file_uri(&file), "type": 2 }]);
    site.client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
    let at = |place: &&str| site.page.position(site.page.text.find(*place).unwrap());
    let starts: Vec<Value> = expected.iter().map(at).collect();
    let uri = json!(site.page.uri);
    site.client.wait_for(&format!("findings about {expected:?}"), |message| {
        let all = message["params"]["diagnostics"].as_array().into_iter().flatten();
        let found = all.filter(|finding| finding["code"] == "link-style").map(|finding| &finding["range"]["start"]);
        message["params"]["uri"] == uri && found.eq(&starts)
    });
}

#[test]
fn findings_follow_the_configuration() {
    for encoding in ["utf-8", "utf-16"] {
        for ending in ["\n", "\r\n"] {
            let mut site = SmallSite::start(capabilities(encoding), ending);
            // Both ways, and again: nothing of an older configuration is kept.
            for _ in 0..2 {
                found_after(&mut site, "site: { link-styles: [root-relative, html] }\n", &["users.html#"]);
                found_after(&mut site, "site: { link-styles: [relative, link-tag] }\n", &["/old-users.html"]);
                found_after(&mut site, "", &[]);
            }
        }
    }
}
