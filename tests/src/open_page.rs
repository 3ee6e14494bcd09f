//! A page open in an editor, and its author: types, deletes, applies what the server offers, and keeps the text as the
//! editor would, so that it can be compared with what the server makes of it.

use crate::lsp_client::LspClient;
use serde_json::{Value, json};
use std::ops::Range;

pub struct OpenPage {
    pub uri: String,
    pub version: i64,
    pub text: String,
    /// `utf-8`, `utf-16` or `utf-32`, as the server chose.
    encoding: String,
}

impl OpenPage {
    pub fn open(client: &mut LspClient, uri: &str, text: &str) -> OpenPage {
        let encoding = client.server["capabilities"]["positionEncoding"].as_str().unwrap_or("utf-16").to_owned();
        client.notify(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
        );
        OpenPage { uri: uri.to_owned(), version: 1, text: text.to_owned(), encoding }
    }

    pub fn close(self, client: &mut LspClient) {
        client.notify("textDocument/didClose", json!({ "textDocument": { "uri": self.uri } }));
    }

    /// Replaces bytes of the text, as one change.
    pub fn replace(&mut self, client: &mut LspClient, range: Range<usize>, new_text: &str) {
        let change = json!({ "range": self.range(range.clone()), "text": new_text });
        self.text.replace_range(range, new_text);
        self.send_changes(client, json!([change]));
    }

    /// Types directly after the first `place`, a change for each character.
    pub fn type_after(&mut self, client: &mut LspClient, place: &str, typed: &str) {
        let mut at = self.text.find(place).unwrap_or_else(|| panic!("the page holds {place:?}")) + place.len();
        for character in typed.chars() {
            self.replace(client, at..at, character.encode_utf8(&mut [0; 4]));
            at += character.len_utf8();
        }
    }

    /// Replaces the first `old`.
    pub fn replace_text(&mut self, client: &mut LspClient, old: &str, new: &str) {
        let at = self.text.find(old).unwrap_or_else(|| panic!("the page holds {old:?}"));
        self.replace(client, at..at + old.len(), new);
    }

    /// Sends changes as they are; `text` is left to the caller.
    pub fn send_changes(&mut self, client: &mut LspClient, changes: Value) {
        self.version += 1;
        let document = json!({ "uri": self.uri, "version": self.version });
        client.notify("textDocument/didChange", json!({ "textDocument": document, "contentChanges": changes }));
    }

    /// The findings at the present version.
    pub fn findings(&self, client: &mut LspClient) -> Vec<Value> {
        client.findings(&self.uri, Some(self.version))
    }

    /// What the server offers to do about bytes of the text, of these kinds (none: of all).
    pub fn actions(&self, client: &mut LspClient, range: Range<usize>, only: &[&str]) -> Vec<Value> {
        let mut context = json!({ "diagnostics": [] });
        if !only.is_empty() {
            context["only"] = json!(only);
        }
        let params = json!({
            "textDocument": { "uri": self.uri }, "range": self.range(range), "context": context,
        });
        let answer = client.request("textDocument/codeAction", params).expect("code actions are answered");
        answer.as_array().cloned().unwrap_or_default()
    }

    /// What the server offers to insert at a byte of the text; `typed` is the character that was just typed, if any.
    pub fn completions(&self, client: &mut LspClient, at: usize, typed: Option<&str>) -> Vec<Value> {
        let context = match typed {
            Some(character) => json!({ "triggerKind": 2, "triggerCharacter": character }),
            None => json!({ "triggerKind": 1 }),
        };
        let params = json!({
            "textDocument": { "uri": self.uri }, "position": self.position(at), "context": context,
        });
        let answer = client.request("textDocument/completion", params).expect("completions are answered");
        let items = answer.get("items").cloned().unwrap_or(answer);
        items.as_array().cloned().unwrap_or_default()
    }

    /// Does what an editor does with a chosen completion (it replaces rather than inserts), and tells the server.
    /// Snippets are inserted as they are sent.
    pub fn accept(&mut self, client: &mut LspClient, item: &Value) {
        let edit = &item["textEdit"];
        let range = edit.get("range").unwrap_or(&edit["replace"]);
        let mut edits = vec![json!({ "range": range, "newText": edit["newText"] })];
        edits.extend(item["additionalTextEdits"].as_array().into_iter().flatten().cloned());
        let mut changes = serde_json::Map::new();
        changes.insert(self.uri.clone(), json!(edits));
        self.apply(client, &json!({ "changes": changes }));
    }

    /// Does what an editor does with a workspace edit about this page, and tells the server.
    pub fn apply(&mut self, client: &mut LspClient, edit: &Value) {
        for (range, new_text) in self.edits(edit) {
            self.replace(client, range, &new_text);
        }
    }

    /// The text as a workspace edit would make it.
    pub fn edited(&self, edit: &Value) -> String {
        let mut text = self.text.clone();
        for (range, new_text) in self.edits(edit) {
            text.replace_range(range, &new_text);
        }
        text
    }

    /// The edits of a workspace edit about this page, the last one first.
    fn edits(&self, edit: &Value) -> Vec<(Range<usize>, String)> {
        let edits = match edit.get("documentChanges") {
            Some(changes) => {
                assert_eq!(changes[0]["textDocument"]["version"], self.version, "an edit of another version");
                changes[0]["edits"].clone()
            }
            None => edit["changes"][&self.uri].clone(),
        };
        let mut edits: Vec<(Range<usize>, String)> = edits
            .as_array()
            .expect("an edit has edits")
            .iter()
            .map(|edit| (self.bytes(&edit["range"]), edit["newText"].as_str().expect("a new text").to_owned()))
            .collect();
        // From the end to the start, so that no edit moves the next one; of two at one place the last one first.
        edits.sort_by_key(|(range, _)| range.start);
        edits.reverse();
        edits
    }

    /// Bytes of the text as a range in the client's encoding.
    pub fn range(&self, range: Range<usize>) -> Value {
        json!({ "start": self.position(range.start), "end": self.position(range.end) })
    }

    pub fn position(&self, offset: usize) -> Value {
        let before = &self.text[..offset];
        let line_start = last_line_start(before);
        // A CR at the end and a LF after it are one line ending: there is no position between them.
        json!({ "line": line_count(before), "character": self.width(&before[line_start..]) })
    }

    /// A range in the client's encoding as bytes of the text.
    pub fn bytes(&self, range: &Value) -> Range<usize> {
        self.offset(&range["start"])..self.offset(&range["end"])
    }

    fn offset(&self, position: &Value) -> usize {
        let mut start = 0;
        for _ in 0..position["line"].as_u64().expect("a line") {
            let rest = &self.text[start..];
            let end = rest.find(['\n', '\r']).expect("a position inside the text");
            start += end + if rest[end..].starts_with("\r\n") { 2 } else { 1 };
        }
        let column = position["character"].as_u64().expect("a column") as usize;
        let offsets = self.text[start..].char_indices().map(|(at, _)| start + at).chain([self.text.len()]);
        let mut offsets = offsets.skip_while(|&at| self.width(&self.text[start..at]) < column);
        offsets.next().expect("a position inside the line")
    }

    fn width(&self, text: &str) -> usize {
        match &*self.encoding {
            "utf-8" => text.len(),
            "utf-16" => text.encode_utf16().count(),
            _ => text.chars().count(),
        }
    }
}

/// A text that is open nowhere, as a list of the protocol's text edits would make it.
pub fn applied(text: &str, edits: &[Value], encoding: &str) -> String {
    let page = OpenPage { uri: String::new(), version: 0, text: text.to_owned(), encoding: encoding.to_owned() };
    page.edited(&json!({ "changes": { "": edits } }))
}

fn line_count(text: &str) -> usize {
    text.matches(['\n', '\r']).count() - text.matches("\r\n").count()
}

fn last_line_start(text: &str) -> usize {
    text.rfind(['\n', '\r']).map_or(0, |at| at + 1)
}
