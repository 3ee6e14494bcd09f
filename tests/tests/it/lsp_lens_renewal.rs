//! The numbers of links in a page's lenses stay right while other pages change, in the editor or behind its back: the editor is told to
//! ask again, and not more often than there is something new.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

const REFRESH: &str = "workspace/codeLens/refresh";

fn capabilities() -> Value {
    let mut capabilities = rich_client(&["utf-8"]);
    capabilities["workspace"]["codeLens"] = json!({ "refreshSupport": true });
    capabilities["textDocument"]["codeLens"] = json!({});
    capabilities
}

struct Site {
    root: PathBuf,
    _folder: tempfile::TempDir,
    client: LspClient,
    /// The page whose lenses are looked at.
    target: OpenPage,
}

impl Site {
    /// A site with the page `target.md` open in it, its index built, and all that follows from that said.
    fn start(capabilities: Value) -> Site {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        std::fs::write(root.join("docent.yaml"), "").unwrap();
        let text = "# Target\n\n## Part\n";
        std::fs::write(root.join("target.md"), text).unwrap();
        std::fs::write(root.join("first.md"), "[target](target.md)\n").unwrap();
        let mut client = LspClient::start(capabilities, &root);
        let target = OpenPage::open(&mut client, &file_uri(&root.join("target.md")), text);
        let mut site = Site { root, _folder: folder, client, target };
        while site.lenses().is_empty() {}
        site.client.expect(REFRESH);
        site.take_refreshes();
        site
    }

    fn lenses(&mut self) -> Vec<String> {
        let params = json!({ "textDocument": { "uri": self.target.uri } });
        let answer = self.client.request("textDocument/codeLens", params).unwrap();
        let lenses = answer.as_array().unwrap().iter();
        let shown = |lens: &Value| {
            let title = lens["command"]["title"].as_str().unwrap();
            format!("{}: {title}", lens["range"]["start"]["line"])
        };
        lenses.map(shown).collect()
    }

    /// What an editor shows that asks again when it is told to, and only then: `change` leads to these lenses.
    fn expect(&mut self, what: &str, expected: &[&str], change: impl FnOnce(&mut LspClient, &Path)) {
        assert_ne!(self.lenses(), expected, "{what}: before");
        change(&mut self.client, &self.root);
        loop {
            self.client.expect(REFRESH);
            if self.lenses() == expected {
                break;
            }
        }
        self.take_refreshes();
    }

    fn take_refreshes(&mut self) -> usize {
        self.client.take_unread().iter().filter(|message| message["method"] == REFRESH).count()
    }
}

fn told(client: &mut LspClient, files: &[(&Path, u8)]) {
    let changes: Vec<Value> = files.iter().map(|(path, kind)| json!({ "uri": file_uri(path), "type": kind })).collect();
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": changes }));
}

#[test]
fn whoever_adds_or_takes_away_a_link() {
    let mut site = Site::start(capabilities());
    let mut other = None;
    site.expect(
        "a page is opened with more in it than on disk",
        &["0: 2 links here", "2: 1 link here"],
        |client, root| {
            other = Some(OpenPage::open(client, &file_uri(&root.join("other.md")), "Text. [t](target.md#part)\n"));
        },
    );
    let mut other = other.unwrap();
    site.expect("another heading", &["0: 2 links here", "0: 1 link here"], |client, _| {
        other.replace_text(client, "#part", "#target");
    });
    site.expect("closed without being saved", &["0: 1 link here"], |client, _| other.close(client));
    site.expect("a file on disk gains one", &["0: 2 links here"], |client, root| {
        std::fs::write(root.join("first.md"), "[target](target.md) [again](target.md)\n").unwrap();
        told(client, &[(&root.join("first.md"), 2)]);
    });
    site.expect("a file comes", &["0: 3 links here", "2: 1 link here"], |client, root| {
        std::fs::write(root.join("second.md"), "[target](target.md#part)\n").unwrap();
        told(client, &[(&root.join("second.md"), 1)]);
    });
    site.expect("a file goes", &["0: 1 link here", "2: 1 link here"], |client, root| {
        std::fs::remove_file(root.join("first.md")).unwrap();
        told(client, &[(&root.join("first.md"), 3)]);
    });
    site.expect("a file is moved to where its links lead elsewhere", &[], |client, root| {
        std::fs::create_dir(root.join("deep")).unwrap();
        std::fs::rename(root.join("second.md"), root.join("deep/second.md")).unwrap();
        told(client, &[(&root.join("second.md"), 3), (&root.join("deep/second.md"), 1)]);
    });
    assert_eq!(site.client.shut_down(), Some(0));
}

/// Every letter of a fragment makes another link; the editor is told a few times at most, and at last of the right numbers.
#[test]
fn a_burst_is_told_once_or_twice() {
    for pulls in [false, true] {
        let mut capabilities = capabilities();
        if pulls {
            capabilities["textDocument"]["diagnostic"] = json!({});
        }
        let mut site = Site::start(capabilities);
        let mut other = OpenPage::open(&mut site.client, &file_uri(&site.root.join("other.md")), "[t](target.md#)\n");
        let mut refreshes = 0;
        for _ in 0..40 {
            other.replace_text(&mut site.client, "#)", "#part)");
            other.replace_text(&mut site.client, "#part)", "#)");
        }
        other.replace_text(&mut site.client, "#)", "#part)");
        if pulls {
            let params = json!({ "textDocument": { "uri": other.uri } });
            site.client.request("textDocument/diagnostic", params).unwrap();
        }
        while site.lenses() != ["0: 2 links here", "2: 1 link here"] {
            site.client.expect(REFRESH);
            refreshes += 1;
        }
        // At the least one more follows where the lens was looked at before it was asked for.
        site.expect("afterwards", &["0: 1 link here"], |client, _| {
            other.replace_text(client, "[t](target.md#part)", "");
            if pulls {
                let params = json!({ "textDocument": { "uri": other.uri } });
                client.request("textDocument/diagnostic", params).unwrap();
            }
        });
        refreshes += site.take_refreshes();
        assert!(refreshes <= 4, "{refreshes} times for 81 edits");
        assert_eq!(site.client.shut_down(), Some(0));
    }
}

/// A client that cannot be asked is left alone, which the harness makes sure of; one that never answers is not asked without end.
#[test]
fn clients_that_cannot_and_clients_that_do_not_answer() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::write(root.join("docent.yaml"), "").unwrap();
    for can in [false, true] {
        let mut capabilities = rich_client(&["utf-8"]);
        capabilities["textDocument"]["codeLens"] = json!({});
        if can {
            capabilities["workspace"]["codeLens"] = json!({ "refreshSupport": true });
        }
        let mut client = LspClient::spawn();
        client.never_answers = can;
        client.initialize(json!({ "processId": null, "capabilities": capabilities }));
        let target = OpenPage::open(&mut client, &file_uri(&root.join("target.md")), "# Target\n");
        let mut other = OpenPage::open(&mut client, &file_uri(&root.join("other.md")), "Text.\n");
        if can {
            client.expect(REFRESH);
        }
        for _ in 0..20 {
            other.replace_text(&mut client, "Text.", "[t](target.md)");
            other.replace_text(&mut client, "[t](target.md)", "Text.");
        }
        other.findings(&mut client);
        target.findings(&mut client);
        let refreshes = client.take_unread().iter().filter(|message| message["method"] == REFRESH).count();
        assert_eq!(refreshes, 0, "the first was not answered");
        assert_eq!(client.shut_down(), Some(0));
    }
}
