//! From a keystroke to the published findings, as an editor measures it: the real binary over its pipes, one change at a
//! time, the next one when the findings of the last one have come. Beside it the floor: a process that answers every
//! change with an empty list and does nothing else.
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
            report(&format!("{size}: echo"), &of_echo, echo.findings);
            report(&format!("{size}: docent"), &of_docent, docent.findings);
        }
    }
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
    let mut sorted = times[WARM_UP..].to_vec();
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
        session.send(&json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "capabilities": {} } }));
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
        let is_typed = self.version % 2 == 1;
        self.version += 1;
        let position = |column: usize| json!({ "line": self.line, "character": column });
        let end = if is_typed { self.column + 1 } else { self.column };
        let change = json!({
            "range": { "start": position(self.column), "end": position(end) }, "text": if is_typed { "" } else { "x" },
        });
        let message = frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": { "uri": URI, "version": self.version }, "contentChanges": [change],
        } }));
        let start = Instant::now();
        self.input.write_all(&message).unwrap();
        self.wait();
        start.elapsed()
    }

    /// Reads until the findings of the present version are there.
    fn wait(&mut self) {
        let wanted = format!("\"version\":{}}}", self.version);
        loop {
            let body = read_frame(&mut self.output).expect("the server lives");
            let tail = String::from_utf8_lossy(&body[body.len().saturating_sub(200)..]).into_owned();
            if tail.contains(&wanted) {
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

/// A name to which the overview template applies.
const URI: &str = "untitled:overview.md";

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
