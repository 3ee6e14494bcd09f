//! From a keystroke to the published findings, as an editor measures it: the real binary over its pipes, one change at a
//! time, the next one when the findings of the last one have come. Beside it the floor: a process that answers every
//! change with an empty list and does nothing else. Then the answers to what an editor asks directly after a keystroke, and
//! the first findings after a start.
//!
//! `cargo bench -p docent-tests --bench keystroke`

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use docent_tests::binary;
use docent_tests::lsp_client::frame;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

const WARM_UP: usize = 100;
const KEYSTROKES: usize = 1000;
const STARTS: usize = 60;

fn main() {
    if std::env::args().nth(1).as_deref() == Some(ECHO) {
        return echo();
    }
    println!(
        "{:<34} {:>9} {:>9} {:>9} {:>9}",
        "change to published findings", "p50 µs", "p99 µs", "max µs", "findings"
    );
    for (size, sections) in [("6 kB", 38), ("1 MB", 5500)] {
        let page = page(sections);
        let places = [("start", "Introduction\n\n"), ("middle", MIDDLE), ("end", END)];
        for (place, after) in places {
            let at = page.find(after).unwrap() + after.len();
            let (mut echo, mut docent) = (Session::echo(), Session::docent());
            // Side by side, so that whatever else the machine does hits both.
            let (mut of_echo, mut of_docent) = (echo.open(&page, at), docent.open(&page, at));
            for _ in 0..(WARM_UP + KEYSTROKES) / BLOCK {
                of_echo.extend(echo.keystrokes(BLOCK));
                of_docent.extend(docent.keystrokes(BLOCK));
            }
            let size = format!("{size} ({} bytes), {place}", page.len());
            report(&format!("{size}: echo"), &of_echo[WARM_UP..], echo.findings);
            report(&format!("{size}: docent"), &of_docent[WARM_UP..], docent.findings);
        }
    }
    println!(
        "\n{:<34} {:>9} {:>9} {:>9} {:>9}",
        "keystroke and request to answer", "p50 µs", "p99 µs", "max µs", "bytes"
    );
    for (size, sections) in [("6 kB", 38), ("1 MB", 5500)] {
        let page = page(sections);
        for (name, method, typed_after, asked_at) in REQUESTS {
            let offset = |place: &str| page.find(place).unwrap() + place.len();
            let mut docent = Session::docent();
            docent.open(&page, offset(typed_after));
            let asked_at = position(&page, offset(asked_at));
            let times: Vec<_> = (0..WARM_UP + KEYSTROKES).map(|_| docent.request(method, &asked_at)).collect();
            report(&format!("{size}: {name}"), &times[WARM_UP..], docent.findings);
        }
    }
    println!("\n{:<34} {:>9} {:>9} {:>9} {:>9}", "other", "p50 µs", "p99 µs", "max µs", "findings");
    for (size, sections) in [("6 kB", 38), ("1 MB", 5500)] {
        let page = page(sections);
        let burst = |_| {
            let mut docent = Session::docent();
            docent.open(&page, page.find(VALUE).unwrap() + VALUE.len());
            (0..300).for_each(|_| docent.type_or_take_back());
            docent.request("textDocument/completion", &position(&page, page.find(VALUE).unwrap() + VALUE.len()))
        };
        report(&format!("{size}: completion after 300 edits"), &(0..STARTS).map(burst).collect::<Vec<_>>(), 0);
        let mut findings = 0;
        let start = |_| {
            let start = Instant::now();
            let mut docent = Session::docent();
            docent.open(&page, 0);
            findings = docent.findings;
            start.elapsed()
        };
        let times: Vec<_> = (0..STARTS).map(start).collect();
        report(&format!("{size}: start to first findings"), &times, findings);
    }
}

const VALUE: &str = "indicator: ";

/// Name, method, where a character is typed, and where the request is about.
const REQUESTS: [(&str, &str, &str, &str); 4] = [
    ("completion of a value", "textDocument/completion", VALUE, VALUE),
    ("hover on a key", "textDocument/hover", END, "indica"),
    ("hover on a heading", "textDocument/hover", END, "### Getting St"),
    ("code actions on a heading", "textDocument/codeAction", END, "### Getting St"),
];

fn position(text: &str, offset: usize) -> Value {
    let line_start = text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
    json!({ "line": text[..offset].matches('\n').count(), "character": offset - line_start })
}

const BLOCK: usize = 50;
const ECHO: &str = "echo";
const MIDDLE: &str = "#### Detail in the middle\n\n";
const END: &str = "The end";

/// An overview with the usual small departures from its template, and many sections of about 180 bytes.
fn page(sections: usize) -> String {
    let section = |number: usize| {
        format!(
            "#### Detail {number}\n\nSome *text* about it with [a link](agent-detail-{number}.html), `code`, and a list:\n\n\
             * one **item** of the list\n* another item, number {number}\n\n"
        )
    };
    let details: Vec<String> = (0..sections).map(section).collect();
    let (first, second) = details.split_at(sections / 2);
    format!(
        "---\npagename: Overview\nsitesection: Documents\ncategoryname: \"Client Side Configuration\"\n\
         documentname: Bench API\npermalink: bench-api-overview.html\nindicator: both\nKeywords: bench\n---\n\n\
         ### Introduction\n\nText.\n\n{}{MIDDLE}{}### Getting Started\n\n1. **Retrieve your domain**.\n\n\
         ### Use Cases\n\n{END}.\n",
        first.concat(),
        second.concat()
    )
}

fn report(what: &str, times: &[Duration], findings: usize) {
    let mut sorted = times.to_vec();
    sorted.sort();
    let at = |share: f64| sorted[((sorted.len() - 1) as f64 * share) as usize].as_secs_f64() * 1e6;
    println!("{what:<34} {:>9.0} {:>9.0} {:>9.0} {findings:>9}", at(0.5), at(0.99), at(1.0));
}

struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    version: usize,
    /// Where the cursor is, counted in UTF-8: all pages here are ASCII.
    line: usize,
    column: usize,
    findings: usize,
}

impl Session {
    fn docent() -> Session {
        let mut command = binary::docent();
        command.arg("lsp");
        Session::spawn(command)
    }

    fn echo() -> Session {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.arg(ECHO);
        Session::spawn(command)
    }

    fn spawn(mut command: Command) -> Session {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::with_capacity(1 << 16, child.stdout.take().unwrap());
        let mut session = Session { child, input, output, version: 0, line: 0, column: 0, findings: 0 };
        session.send(
            &json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": capabilities() } }),
        );
        read_frame(&mut session.output).unwrap();
        session.send(&json!({ "jsonrpc": "2.0", "method": "initialized", "params": {} }));
        session
    }

    fn send(&mut self, message: &Value) {
        self.input.write_all(&frame(message)).unwrap();
    }

    /// Opens the page and puts the cursor at an offset. No times yet.
    fn open(&mut self, text: &str, at: usize) -> Vec<Duration> {
        self.line = text[..at].matches('\n').count();
        self.column = at - text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let document = json!({ "uri": URI, "languageId": "markdown", "version": 0, "text": text });
        self.send(
            &json!({ "jsonrpc": "2.0", "method": "textDocument/didOpen", "params": { "textDocument": document } }),
        );
        self.wait();
        Vec::new()
    }

    /// Types a character and takes it back, in turns.
    fn keystrokes(&mut self, count: usize) -> Vec<Duration> {
        (0..count).map(|_| self.keystroke()).collect()
    }

    fn keystroke(&mut self) -> Duration {
        let message = self.next_change();
        let start = Instant::now();
        self.input.write_all(&message).unwrap();
        self.wait();
        start.elapsed()
    }

    fn type_or_take_back(&mut self) {
        let message = self.next_change();
        self.input.write_all(&message).unwrap();
    }

    /// A keystroke, and a request directly after it; the findings are read before the next one.
    fn request(&mut self, method: &str, position: &Value) -> Duration {
        let params = json!({
            "textDocument": { "uri": URI }, "position": position, "range": { "start": position, "end": position },
            "context": { "diagnostics": [], "triggerKind": 1 },
        });
        let id = format!("\"request-{}\"", self.version);
        let mut message = self.next_change();
        message.extend(frame(
            &json!({ "jsonrpc": "2.0", "id": id.trim_matches('"'), "method": method, "params": params }),
        ));
        let start = Instant::now();
        self.input.write_all(&message).unwrap();
        let (mut answered, mut published) = (None, false);
        let version = self.published_version();
        while answered.is_none() || !published {
            let body = read_frame(&mut self.output).expect("the server lives");
            let is_answer = body.starts_with(b"{\"jsonrpc\":\"2.0\"") && count(&body, id.as_bytes()) > 0;
            if is_answer {
                answered = Some(start.elapsed());
                self.findings = body.len();
            }
            published |= is_tail(&body, &version);
        }
        answered.unwrap_or_default()
    }

    fn next_change(&mut self) -> Vec<u8> {
        let is_typed = self.version % 2 == 1;
        self.version += 1;
        let position = |column: usize| json!({ "line": self.line, "character": column });
        let end = if is_typed { self.column + 1 } else { self.column };
        let change = json!({
            "range": { "start": position(self.column), "end": position(end) }, "text": if is_typed { "" } else { "x" },
        });
        frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": { "uri": URI, "version": self.version }, "contentChanges": [change],
        } }))
    }

    fn published_version(&self) -> String {
        format!("\"version\":{}}}", self.version)
    }

    /// Reads until the findings of the present version are there.
    fn wait(&mut self) {
        let wanted = self.published_version();
        loop {
            let body = read_frame(&mut self.output).expect("the server lives");
            if is_tail(&body, &wanted) {
                self.findings = count(&body, b"\"source\":");
                return;
            }
        }
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An editor that asks for completion, hover and actions, and takes Markdown and snippets.
fn capabilities() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true } },
        "textDocument": {
            "hover": { "contentFormat": ["markdown"] },
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } },
                "resolveSupport": { "properties": ["edit"] }, "dataSupport": true,
            },
        },
    })
}

/// A name to which the overview template applies.
const URI: &str = "untitled:overview.md";

/// Whether a message ends with `what`, or nearly so.
fn is_tail(body: &[u8], what: &str) -> bool {
    String::from_utf8_lossy(&body[body.len().saturating_sub(200)..]).contains(what)
}

fn count(text: &[u8], what: &[u8]) -> usize {
    text.windows(what.len()).filter(|window| *window == what).count()
}

fn read_frame(input: &mut impl BufRead) -> Option<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if input.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").and_then(|it| it.parse().ok()).unwrap_or(length),
        }
    }
    let mut body = vec![0; length];
    input.read_exact(&mut body).ok()?;
    Some(body)
}

/// The floor: reads JSON, answers a change with an empty list.
fn echo() {
    let mut input = BufReader::with_capacity(1 << 16, std::io::stdin());
    let mut output = std::io::stdout().lock();
    while let Some(body) = read_frame(&mut input) {
        let message: Value = serde_json::from_slice(&body).unwrap();
        let answer = match message["method"].as_str() {
            Some("initialize") => json!({ "jsonrpc": "2.0", "id": 1, "result": { "capabilities": {} } }),
            Some("textDocument/didOpen" | "textDocument/didChange") => json!({
                "jsonrpc": "2.0", "method": "textDocument/publishDiagnostics",
                "params": { "uri": URI, "diagnostics": [], "version": message["params"]["textDocument"]["version"] },
            }),
            _ => continue,
        };
        output.write_all(&frame(&answer)).and_then(|()| output.flush()).unwrap();
    }
}
