//! Somebody who writes a page in an editor: types, takes what is offered, follows what is found. Each deed is one line of
//! a story; what it is made of are [`OpenPage`] and [`LspClient`].

use crate::lsp_client::LspClient;
use crate::open_page::OpenPage;
use crate::snippet::filled;
use serde_json::{Value, json};
use std::ops::Range;

pub struct Author {
    pub client: LspClient,
    pub page: OpenPage,
    /// The editor asks for findings; otherwise they come by themselves.
    pulls: bool,
    /// The findings that came last, and the version they are about.
    published: Option<(i64, Vec<Value>)>,
    /// How the page's lines end.
    ending: &'static str,
}

impl Author {
    /// Opens a page in an editor that is running; `text` has LF, and gets the endings asked for.
    pub fn opens(mut client: LspClient, uri: &str, text: &str, ending: &'static str) -> Author {
        let pulls = !client.server["capabilities"]["diagnosticProvider"].is_null();
        let page = OpenPage::open(&mut client, uri, &text.replace('\n', ending));
        Author { client, page, pulls, published: None, ending }
    }

    /// The text with LF.
    pub fn text(&self) -> String {
        self.page.text.replace("\r\n", "\n")
    }

    /// All that is found in the page as it is now.
    pub fn findings(&mut self) -> Vec<Value> {
        if !self.pulls {
            // They are published once a version.
            let version = self.page.version;
            if self.published.as_ref().is_none_or(|(of, _)| *of != version) {
                self.published = Some((version, self.page.findings(&mut self.client)));
            }
            return self.published.clone().map(|(_, findings)| findings).unwrap_or_default();
        }
        let params = json!({ "textDocument": { "uri": self.page.uri } });
        let report = self.client.request("textDocument/diagnostic", params).expect("findings are answered");
        report["items"].as_array().cloned().expect("a full report")
    }

    /// What is found, as (rule, the text it is about).
    pub fn found(&mut self) -> Vec<(String, String)> {
        let findings = self.findings();
        let shown = |finding: &Value| {
            let rule = finding["code"].as_str().expect("a rule").to_owned();
            (rule, self.page.text[self.page.bytes(&finding["range"])].to_owned())
        };
        findings.iter().map(shown).collect()
    }

    /// Fails unless exactly these rules find something, in the order of the page.
    pub fn sees(&mut self, rules: &[&str]) {
        let found = self.found();
        let seen: Vec<&str> = found.iter().map(|(rule, _)| rule.as_str()).collect();
        assert_eq!(seen, rules, "{found:#?}\n{}", self.page.text);
    }

    /// Types after the first `place`, character by character. `\n` is the return key.
    pub fn types_after(&mut self, place: &str, typed: &str) {
        let place = self.with_endings(place);
        let mut at = self.place(&place).end;
        for key in typed.chars() {
            let key = if key == '\n' { self.ending.to_owned() } else { key.to_string() };
            self.page.replace(&mut self.client, at..at, &key);
            at += key.len();
        }
    }

    /// Selects the first `old` and types over it.
    pub fn replaces(&mut self, old: &str, new: &str) {
        let place = self.place(&self.with_endings(old));
        let new = self.with_endings(new);
        self.page.replace(&mut self.client, place, &new);
    }

    /// Deletes from the first `from` up to (not with) the next `to`; without `to`, to the end of the page.
    pub fn deletes(&mut self, from: &str, to: Option<&str>) {
        let start = self.place(&self.with_endings(from)).start;
        let end = to.map(|to| self.with_endings(to)).map(|to| {
            let after = &self.page.text[start..];
            start + after.find(&to).unwrap_or_else(|| panic!("{to:?} stands after {from:?}"))
        });
        let end = end.unwrap_or(self.page.text.len());
        self.page.replace(&mut self.client, start..end, "");
    }

    /// What is offered with the cursor after the first `place`.
    pub fn is_offered_after(&mut self, place: &str) -> Vec<Value> {
        let at = self.place(&self.with_endings(place)).end;
        self.page.completions(&mut self.client, at, None)
    }

    /// Takes the offer with this label; fails where it is not among those at the cursor, which is after the first `place`.
    /// Tab stops keep what stands there.
    pub fn completes_after(&mut self, place: &str, label: &str) {
        self.completes_and_fills(place, label, &[]);
    }

    /// The same, and types a value at each tab stop.
    pub fn completes_and_fills(&mut self, place: &str, label: &str, values: &[&str]) {
        let items = self.is_offered_after(place);
        let item = items.iter().find(|item| item["label"] == label);
        let labels = || items.iter().map(|item| item["label"].clone()).collect::<Vec<_>>();
        let item = item.unwrap_or_else(|| panic!("{label:?} is offered after {place:?}, not {:?}", labels()));
        let mut item = item.clone();
        if item["insertTextFormat"] == 2 {
            let text = filled(item["textEdit"]["newText"].as_str().expect("a text"), values);
            item["textEdit"]["newText"] = Value::from(text);
        }
        self.page.accept(&mut self.client, &item);
    }

    /// Applies the action whose title begins so, at the first finding of `rule`.
    pub fn fixes(&mut self, rule: &str, title: &str) {
        let findings = self.findings();
        let finding = findings.iter().find(|finding| finding["code"] == rule);
        let finding = finding.unwrap_or_else(|| panic!("{rule} is found in\n{}", self.page.text));
        let place = self.page.bytes(&finding["range"]);
        self.acts(place, title);
    }

    /// Applies the action whose title begins so, of those at the first `place`.
    pub fn acts_at(&mut self, place: &str, title: &str) {
        let place = self.place(&self.with_endings(place));
        self.acts(place, title);
    }

    fn acts(&mut self, place: Range<usize>, title: &str) {
        let actions = self.page.actions(&mut self.client, place, &[]);
        let is_wanted = |action: &&Value| action["title"].as_str().is_some_and(|it| it.starts_with(title));
        let action = actions.iter().find(is_wanted).cloned().unwrap_or_else(|| {
            let titles: Vec<_> = actions.iter().map(|action| action["title"].clone()).collect();
            panic!("{title:?} is offered, not {titles:#?}")
        });
        self.applies(action);
    }

    fn applies(&mut self, action: Value) {
        let edit = match action.get("edit") {
            Some(edit) => edit.clone(),
            None => self.client.request("codeAction/resolve", action).expect("an action is resolved")["edit"].clone(),
        };
        self.page.apply(&mut self.client, &edit);
    }

    /// Applies the action of this kind for the whole page, as an editor does on save; none is fine.
    pub fn acts_on_the_page(&mut self, kind: &str) {
        let whole = 0..self.page.text.len();
        if let Some(action) = self.page.actions(&mut self.client, whole, &[kind]).into_iter().next() {
            self.applies(action);
        }
    }

    /// As an editor formats a page, with tabs of four.
    pub fn formats(&mut self) {
        let options = json!({ "tabSize": 4, "insertSpaces": true });
        let params = json!({ "textDocument": { "uri": self.page.uri }, "options": options });
        let edits = self.client.request("textDocument/formatting", params).expect("formatting is answered");
        let edits = if edits.is_null() { json!([]) } else { edits };
        let mut changes = serde_json::Map::new();
        changes.insert(self.page.uri.clone(), edits);
        self.page.apply(&mut self.client, &json!({ "changes": changes }));
    }

    /// Saves the page to `path`, and says so.
    pub fn saves(&mut self, path: &std::path::Path) {
        std::fs::write(path, &self.page.text).expect("the page can be written");
        self.client.notify("textDocument/didSave", json!({ "textDocument": { "uri": self.page.uri } }));
    }

    /// Any request about the page, with these further parameters.
    pub fn asks(&mut self, method: &str, mut params: Value) -> Value {
        params["textDocument"] = json!({ "uri": self.page.uri });
        self.client.request(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    fn with_endings(&self, text: &str) -> String {
        text.replace('\n', self.ending)
    }

    fn place(&self, text: &str) -> Range<usize> {
        let at = self.page.text.find(text);
        let at = at.unwrap_or_else(|| panic!("the page holds {text:?}:\n{}", self.page.text));
        at..at + text.len()
    }
}
