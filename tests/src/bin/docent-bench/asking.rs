//! What an editor asks for directly after a keystroke, and what it asks about the whole site.

use super::measure::{Group, Samples};
use super::pages::{SIZES, VALUE, page, place, put};
use super::session::{Document, Program, Session, line_and_column};
use serde_json::{Value, json};
use std::path::Path;
use std::time::Instant;

/// Name, method, and the text that stands before the place it is about.
const REQUESTS: [(&str, &str, &str); 5] = [
    ("completion of a value", "textDocument/completion", VALUE),
    ("hover on a key", "textDocument/hover", "indica"),
    ("hover on a heading", "textDocument/hover", "### Getting St"),
    ("actions on a heading", "textDocument/codeAction", "### Getting St"),
    ("symbols of the page", "textDocument/documentSymbol", VALUE),
];

pub(crate) fn after_a_keystroke(site: &Path, programs: &[Program], count: usize) -> Group {
    let mut group = Group::new("Request directly after a keystroke, to its answer");
    for (size, length) in [SIZES[0], SIZES[2]] {
        let text = page(length);
        let path = put(site, "asking", &text);
        let typed_at = place(&text, "In the middle of the te");
        for (name, method, before) in REQUESTS {
            for program in programs {
                let Some(mut session) = Session::start(program, site) else { continue };
                let mut document = session.open(&path, &text, typed_at);
                if session.findings(0).is_none() {
                    continue;
                }
                let params = at(&document, &text, place(&text, before));
                let mut samples = Samples::default();
                let mut bytes = 0;
                for _ in 0..count + count / 10 {
                    let change = document.next_change();
                    let start = Instant::now();
                    session.write(&change);
                    let id = session.request(method, params.clone());
                    let Some((answer, is_published)) = session.answer_and_whether_published(id, document.version)
                    else {
                        break;
                    };
                    samples.push(start.elapsed());
                    bytes = answer.len();
                    if !is_published && session.findings(document.version).is_none() {
                        break;
                    }
                }
                let row = group.add(format!("{size}, {name}"), &program.name, samples.without_first(count / 10));
                row.note = format!("{bytes} bytes");
            }
        }
    }
    group
}

/// References, renaming and symbols, in a site whose index is ready.
pub(crate) fn of_the_site(site: &Path, pages: usize, programs: &[Program], count: usize) -> Group {
    let mut group = Group::new("Questions about the whole site");
    let text = page(6_000);
    let path = put(site, "asking", &text);
    let linked = super::outside::linking_page(site, 20);
    let linking = put(site, "linking", &linked);
    for program in programs {
        let Some(mut session) = Session::start(program, site) else { continue };
        let document = session.open(&path, &text, 0);
        session.open(&linking, &linked, 0);
        // The index is ready when a link is known to lead nowhere.
        if session.findings_with("broken-link", 1..=1).is_none() {
            continue;
        }
        let permalink = at(&document, &text, place(&text, "permalink: bench-"));
        let heading = at(&document, &text, place(&text, "#### Detail 1"));
        let with = |params: &Value, key: &str, value: Value| {
            let mut params = params.clone();
            params[key] = value;
            params
        };
        let questions = [
            ("rename of a permalink", "textDocument/rename", with(&permalink, "newName", json!("bench-new.html"))),
            ("rename of a heading", "textDocument/rename", with(&heading, "newName", json!("Another detail"))),
            (
                "references",
                "textDocument/references",
                with(&permalink, "context", json!({ "includeDeclaration": true })),
            ),
            (
                "definition of a link",
                "textDocument/definition",
                json!({
                    "textDocument": { "uri": super::session::uri(&linking) },
                    "position": position(&linked, place(&linked, "](") + 2),
                }),
            ),
            ("workspace symbols", "workspace/symbol", json!({ "query": "detail in the mid" })),
            ("workspace symbols, all that is called overview", "workspace/symbol", json!({ "query": "overview" })),
        ];
        for (name, method, params) in questions {
            let mut samples = Samples::default();
            let mut note = String::new();
            for _ in 0..count {
                let start = Instant::now();
                let id = session.request(method, params.clone());
                let Some(answer) = session.answer(id) else { break };
                samples.push(start.elapsed());
                note = format!("{} bytes", answer.len());
                if super::session::count(&answer, b"\"error\":{") > 0 {
                    (samples, note) = (Samples::default(), "no answer".to_owned());
                    break;
                }
            }
            group.add(format!("{pages} pages, {name}"), &program.name, samples).note = note;
        }
    }
    group
}

/// A place of the document, as every request about one takes it.
pub(crate) fn at(document: &Document, text: &str, offset: usize) -> Value {
    let position = position(text, offset);
    json!({
        "textDocument": { "uri": document.uri }, "position": position,
        "range": { "start": position, "end": position }, "context": { "diagnostics": [], "triggerKind": 1 },
    })
}

fn position(text: &str, offset: usize) -> Value {
    let (line, character) = line_and_column(text, offset);
    json!({ "line": line, "character": character })
}
