//! What an author does with the editor's menu of actions: fixes, ignores, moves, puts in order. Each edit is applied as an
//! editor would, and the server must then see the same text as `docent check` does.

#![allow(clippy::unwrap_used)]

use docent_tests::lsp_client::{LspClient, file_uri, rich_client};
use docent_tests::open_page::OpenPage;
use docent_tests::workspace;
use serde_json::{Value, json};

/// Sections in the wrong order, one too deep, the steps as bullets, the keys out of order.
const OVERVIEW: &str = "---\nsitesection: Documents\n# what it is called\npagename: Overview\n\
    categoryname: \"Team Tools\"\ndocumentname: 😀 Grüße API\npermalink: grusse-api-overview.html\nindicator: both\n---\n\n\
    ### Introduction\n\nÄ 😀.\n\n#### Limits\n\nNone.\n\n### Getting started\n\n\
    A few things you'll need to get started with this API:\n\n\
    * 😀 Use the [LivePerson Domain API](agent-domain-domain-api.html).\n\
    * Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).\n* Mine, ü.\n\n\
    #### Use cases\n\n* one\n* two\n";

const CASES: [(&str, &str); 4] = [("utf-8", "\n"), ("utf-16", "\n"), ("utf-8", "\r\n"), ("utf-16", "\r\n")];

fn capabilities(encoding: &str, with: Value) -> Value {
    let mut capabilities = rich_client(&[encoding]);
    let actions = capabilities["textDocument"]["codeAction"].as_object_mut().unwrap();
    actions.extend(with.as_object().unwrap().clone());
    capabilities
}

fn open(encoding: &str, ending: &str, with: Value) -> (LspClient, OpenPage) {
    let folder = workspace::root().join("examples/liveperson-site");
    let mut client = LspClient::start(capabilities(encoding, with), &folder);
    let uri = file_uri(&folder.join("Documents/TeamTools/NewAPI/overview.md"));
    let page = OpenPage::open(&mut client, &uri, &OVERVIEW.replace('\n', ending));
    (client, page)
}

fn at(page: &OpenPage, place: &str) -> std::ops::Range<usize> {
    let at = page.text.find(place).unwrap_or_else(|| panic!("{place:?} is in {}", page.text));
    at..at
}

fn titled<'a>(actions: &'a [Value], title: &str) -> &'a Value {
    let found = actions.iter().find(|action| action["title"].as_str().unwrap().contains(title));
    found.unwrap_or_else(|| panic!("{title} is in {:#?}", titles(actions)))
}

fn titles(actions: &[Value]) -> Vec<&str> {
    actions.iter().map(|action| action["title"].as_str().unwrap()).collect()
}

fn kinds(actions: &[Value]) -> Vec<&str> {
    let mut kinds: Vec<_> = actions.iter().map(|action| action["kind"].as_str().unwrap()).collect();
    kinds.dedup();
    kinds
}

fn rules(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn an_author_works_through_a_page() {
    for (encoding, ending) in CASES {
        let (mut client, mut page) = open(encoding, ending, json!({}));
        let before = page.findings(&mut client);
        assert!(rules(&before).contains(&"key-order") && rules(&before).contains(&"section-level"), "{before:#?}");

        // The keys in order, with the comment that belongs to one of them.
        let actions = page.actions(&mut client, at(&page, "Overview"), &["source.organizeFrontMatter"]);
        assert_eq!(kinds(&actions), ["source.organizeFrontMatter.docent"]);
        page.apply(&mut client, &actions[0]["edit"]);
        assert!(page.text.starts_with(&format!("---{ending}# what it is called{ending}pagename")), "{}", page.text);
        let findings = page.findings(&mut client);
        assert!(!rules(&findings).contains(&"key-order"));
        assert_eq!(page.actions(&mut client, at(&page, "Overview"), &["source.organizeFrontMatter"]), [Value::Null; 0]);

        // The bullets as steps, with the author's own one.
        let actions = page.actions(&mut client, at(&page, "Mine"), &["refactor"]);
        let action = titled(&actions, "Make this list the template's");
        assert_eq!(action["kind"], "refactor.rewrite.docent");
        page.apply(&mut client, &action["edit"]);
        assert!(page.text.contains(&format!("{ending}5. Mine, ü.{ending}")), "{}", page.text);
        let findings = page.findings(&mut client);
        assert!(!rules(&findings).contains(&"missing-step"), "{findings:#?}");

        // A section down past the next one, with what is below it; and up again.
        let text = page.text.clone();
        let actions = page.actions(&mut client, at(&page, "Introduction"), &["refactor.move"]);
        assert_eq!(titles(&actions), ["Move section 'Introduction' down, after 'Getting started'"]);
        page.apply(&mut client, &actions[0]["edit"]);
        assert!(page.text.find("#### Limits") > page.text.find("5. Mine"));
        assert!(rules(&page.findings(&mut client)).contains(&"section-order"));
        let actions = page.actions(&mut client, at(&page, "Introduction"), &["refactor.move"]);
        page.apply(&mut client, &titled(&actions, "up, before 'Getting started'")["edit"]);
        assert_eq!(page.text, text);
        page.findings(&mut client);

        // What is right by the rule and wrong here.
        let place = at(&page, "#### Use cases");
        let actions = page.actions(&mut client, place, &["quickfix"]);
        let ignore = titled(&actions, "Ignore 'section-level' here");
        assert_eq!(ignore.get("isPreferred"), None);
        assert_eq!(ignore["diagnostics"][0]["code"], "section-level");
        page.apply(&mut client, &ignore["edit"]);
        let comment = format!("<!-- docent-ignore section-level: reason -->{ending}{ending}#### Use cases");
        assert!(page.text.contains(&comment), "{}", page.text);
        let findings = page.findings(&mut client);
        assert!(!rules(&findings).contains(&"section-level"));

        // Later it is put right; the comment is then one too many.
        let actions = page.actions(&mut client, at(&page, "Use cases"), &["refactor.rewrite"]);
        page.apply(&mut client, &titled(&actions, "Promote section 'Use cases' to ###")["edit"]);
        let findings = page.findings(&mut client);
        let unused = findings.iter().find(|finding| finding["code"] == "unused-suppression").unwrap();
        assert_eq!(unused["tags"], json!([1]));
        let range = page.bytes(&unused["range"]);
        let actions = page.actions(&mut client, range, &["quickfix"]);
        page.apply(&mut client, &titled(&actions, "Remove this suppression")["edit"]);
        let findings = page.findings(&mut client);
        assert!(!rules(&findings).contains(&"unused-suppression"));
        assert!(!page.text.contains("docent-ignore"));
        assert_eq!(page.text.matches('\n').count(), page.text.matches(ending).count(), "one kind of line ending");
        assert!(findings.len() < before.len());
        client.shut_down();
    }
}

#[test]
fn ignoring_in_the_whole_page() {
    for (encoding, ending) in CASES {
        let (mut client, mut page) = open(encoding, ending, json!({}));
        page.findings(&mut client);
        let actions = page.actions(&mut client, at(&page, "#### Use cases"), &["quickfix"]);
        page.apply(&mut client, &titled(&actions, "Ignore 'section-level' in this page")["edit"]);
        assert!(page.text.contains(&format!("{ending}docent-ignore: {{section-level: reason}}{ending}---")));
        let findings = page.findings(&mut client);
        assert!(!rules(&findings).contains(&"section-level"));
        // A name that is wrong is told, and put right.
        page.replace_text(&mut client, "section-level:", "sectionlevel:");
        let findings = page.findings(&mut client);
        assert!(rules(&findings).contains(&"section-level") && rules(&findings).contains(&"unknown-suppression"));
        let actions = page.actions(&mut client, at(&page, "sectionlevel"), &["quickfix"]);
        page.apply(&mut client, &titled(&actions, "Change it to 'section-level'")["edit"]);
        assert!(!rules(&page.findings(&mut client)).contains(&"section-level"));
    }
}

/// An HTML comment is an error in MDX: only the whole page can be ignored there.
#[test]
fn no_comments_in_mdx() {
    let folder = tempfile::tempdir().unwrap();
    let configuration = "templates: [liveperson]\npages:\n  - path: \"*.mdx\"\n    template: liveperson/overview\n";
    std::fs::write(folder.path().join("docent.yaml"), configuration).unwrap();
    let mut client = LspClient::start(capabilities("utf-8", json!({})), folder.path());
    let page = OpenPage::open(&mut client, &file_uri(&folder.path().join("overview.mdx")), OVERVIEW);
    let actions = page.actions(&mut client, at(&page, "#### Use cases"), &["quickfix"]);
    let ignoring: Vec<&str> = titles(&actions).into_iter().filter(|title| title.starts_with("Ignore")).collect();
    assert_eq!(ignoring, ["Ignore 'section-level' in this page"]);
}

#[test]
fn only_what_is_asked_for() {
    let (mut client, page) = open("utf-16", "\n", json!({ "disabledSupport": true }));
    let mut at_heading = |only: &[&str]| page.actions(&mut client, at(&page, "#### Use cases"), only);
    let moves = "refactor.move.docent";
    let rewrites = "refactor.rewrite.docent";
    assert_eq!(kinds(&at_heading(&["quickfix"])), ["quickfix"]);
    assert_eq!(kinds(&at_heading(&["refactor"])), [moves, rewrites]);
    assert_eq!(kinds(&at_heading(&["refactor.move"])), [moves]);
    assert_eq!(kinds(&at_heading(&["refactor.rewrite"])), [rewrites]);
    assert_eq!(kinds(&at_heading(&["refactor.extract", "refactor.mo", "sourcery"])), [""; 0]);
    let sources = ["source.organizeFrontMatter.docent", "source.fixAll.docent"];
    assert_eq!(kinds(&at_heading(&["source"])), sources);
    assert_eq!(kinds(&at_heading(&["source.fixAll", "quickfix"])), ["quickfix", sources[1]]);
    assert_eq!(kinds(&at_heading(&[""])), ["quickfix", moves, rewrites, sources[0], sources[1]]);
    // Without a filter, of the actions about the page those that are about this place.
    assert_eq!(kinds(&at_heading(&[])), ["quickfix", moves, rewrites, sources[1]]);
    let disabled: Vec<Value> = at_heading(&["refactor.move"])
        .into_iter()
        .filter(|action| {
            action.get("disabled").is_some_and(|it| it["reason"].is_string()) && action.get("edit").is_none()
        })
        .collect();
    assert_eq!(titles(&disabled), ["Move section 'Use cases' up", "Move section 'Use cases' down"]);
    // Who cannot show them does not get them.
    let (mut client, page) = open("utf-16", "\n", json!({ "isPreferredSupport": false }));
    assert_eq!(page.actions(&mut client, at(&page, "#### Use cases"), &["refactor.move"]), [Value::Null; 0]);
    let fixes = page.actions(&mut client, at(&page, "#### Use cases"), &["quickfix"]);
    assert!(!fixes.is_empty() && fixes.iter().all(|action| action.get("isPreferred").is_none()));
}

#[test]
fn edits_are_made_when_they_are_chosen() {
    let resolve = json!({ "resolveSupport": { "properties": ["edit"] } });
    for (encoding, ending) in CASES {
        let (mut client, mut page) = open(encoding, ending, resolve.clone());
        let offered = &client.server["capabilities"]["codeActionProvider"];
        assert_eq!(offered["resolveProvider"], true);
        let actions = page.actions(&mut client, at(&page, "Getting started"), &["refactor.move"]);
        let action = titled(&actions, "Move section 'Getting started' up").clone();
        assert_eq!(action.get("edit"), None);
        let resolved = client.request("codeAction/resolve", action.clone()).unwrap();
        assert_eq!(resolved["title"], action["title"]);
        page.apply(&mut client, &resolved["edit"]);
        assert!(page.text.find("#### Limits") > page.text.find("Mine"), "{}", page.text);
        // The page has changed since it was offered.
        let error = client.request("codeAction/resolve", action).unwrap_err();
        assert_eq!(error["code"], -32801);
        let actions = page.actions(&mut client, 0..0, &["source.fixAll"]);
        assert_eq!(actions[0].get("edit"), None);
        let resolved = client.request("codeAction/resolve", actions[0].clone()).unwrap();
        page.apply(&mut client, &resolved["edit"]);
        assert!(page.text.contains(&format!("{ending}### Use cases{ending}")), "{}", page.text);
        assert_eq!(page.actions(&mut client, 0..0, &["source.fixAll"]), [Value::Null; 0]);
        // What is not ours comes back as it was; nonsense is refused.
        let foreign = json!({ "title": "x", "data": { "of": "another server" } });
        assert_eq!(client.request("codeAction/resolve", foreign.clone()).unwrap(), foreign);
        let nonsense = json!({ "title": "x", "data": { "uri": page.uri, "version": page.version, "action": "?" } });
        assert!(client.request("codeAction/resolve", nonsense).is_err());
        let far = json!({ "uri": page.uri, "version": page.version, "action": "moveUp", "section": 4_000_000 });
        let resolved = client.request("codeAction/resolve", json!({ "title": "x", "data": far })).unwrap();
        assert_eq!(resolved["edit"]["documentChanges"][0]["edits"], json!([]));
    }
}

/// What the client shows may be older than what the server knows: its own copy is what it gets back, with a fix for the
/// text as it is now.
#[test]
fn stale_findings_are_bound_to_fresh_fixes() {
    let (mut client, mut page) = open("utf-16", "\n", json!({}));
    let stale = page.findings(&mut client);
    let stale: Vec<&Value> = stale.iter().filter(|finding| finding["code"] == "section-level").collect();
    page.type_after(&mut client, "Ä 😀.", "\n\nMore.\n");
    let params = json!({
        "textDocument": { "uri": page.uri }, "range": page.range(at(&page, "#### Use cases")),
        "context": { "diagnostics": [stale[0], { "range": stale[0]["range"], "message": "another's" }] },
    });
    let actions = client.request("textDocument/codeAction", params).unwrap();
    let fix = &actions.as_array().unwrap()[0];
    assert_eq!((&fix["kind"], &fix["isPreferred"]), (&json!("quickfix"), &json!(true)));
    assert_eq!(fix["diagnostics"], json!([stale[0]]));
    page.apply(&mut client, &fix["edit"]);
    assert!(page.text.contains("\n### Use cases\n"));
}

#[test]
fn a_client_that_knows_commands_only_gets_nothing() {
    let mut capabilities = rich_client(&["utf-16"]);
    capabilities["textDocument"]["codeAction"] = json!({});
    let mut client = LspClient::start(capabilities, &workspace::root().join("examples/liveperson-site"));
    assert_eq!(client.server["capabilities"].get("codeActionProvider"), None);
    let page = OpenPage::open(&mut client, "untitled:overview.md", OVERVIEW);
    assert_eq!(page.actions(&mut client, 0..OVERVIEW.len(), &[]), [Value::Null; 0]);
}

/// The command line knows suppressions, too.
#[test]
fn docent_check_is_silent_about_what_is_ignored() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("overview.md");
    let check = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let output = docent_tests::binary::docent().args(["check", "--format", "json"]).arg(&file).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(check(OVERVIEW).contains("\"section-level\""));
    let ignored = OVERVIEW.replace("#### Use cases", "<!-- docent-ignore section-level: so -->\n\n#### Use cases");
    assert!(!check(&ignored).contains("\"section-level\""));
}
