//! One server under measurement, over its pipes. Nothing sleeps and nothing is parsed between a message and its answer: answers
//! are recognised by a few bytes. Knows the protocol, and no server in particular.

use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How to start a server.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) command: Vec<String>,
}

impl Program {
    pub(crate) fn new(name: &str, command: &[&str]) -> Program {
        Program { name: name.to_owned(), command: command.iter().map(|&word| word.to_owned()).collect() }
    }

    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.command[0]);
        command.args(&self.command[1..]);
        command
    }
}

pub(crate) struct Session {
    pub(crate) name: String,
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    next_id: u64,
    /// From the start of the process to the answer to `initialize`.
    pub(crate) initialized_after: Duration,
    pub(crate) started: Instant,
    done: Arc<AtomicBool>,
}

/// An open document, and a cursor in it.
#[derive(Debug, Clone)]
pub(crate) struct Document {
    pub(crate) uri: String,
    pub(crate) version: u64,
    line: usize,
    column: usize,
}

/// A server that does not answer for so long is given up.
const GIVEN_UP_AFTER: Duration = Duration::from_secs(240);

impl Session {
    /// Starts a server in `root`, and waits until it has initialized itself.
    pub(crate) fn start(program: &Program, root: &Path) -> Option<Session> {
        let started = Instant::now();
        let mut command = program.command();
        command.current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let input = child.stdin.take()?;
        let output = BufReader::with_capacity(1 << 16, child.stdout.take()?);
        let done = Arc::new(AtomicBool::new(false));
        watch(child.id(), done.clone());
        let initialized_after = Duration::ZERO;
        let mut session =
            Session { name: program.name.clone(), child, input, output, next_id: 1, initialized_after, started, done };
        let root = uri(root);
        let folder = json!({ "uri": root, "name": "site" });
        let id = session.request(
            "initialize",
            json!({ "processId": null, "rootUri": root, "workspaceFolders": [folder], "capabilities": capabilities() }),
        );
        session.answer(id)?;
        session.initialized_after = started.elapsed();
        session.notify("initialized", json!({}));
        Some(session)
    }

    pub(crate) fn notify(&mut self, method: &str, params: Value) {
        self.write(&frame(&json!({ "jsonrpc": "2.0", "method": method, "params": params })));
    }

    pub(crate) fn request(&mut self, method: &str, params: Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.write(&frame(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params })));
        id
    }

    /// A server that died is noticed when it is read from.
    pub(crate) fn write(&mut self, message: &[u8]) {
        let _ = self.input.write_all(message).and_then(|()| self.input.flush());
    }

    /// Waits for the answer to a request; other messages are taken in.
    pub(crate) fn answer(&mut self, id: u64) -> Option<Vec<u8>> {
        let wanted = [format!("\"id\":{id},"), format!("\"id\":{id}}}"), format!("\"id\": {id},")];
        self.wait(|body| {
            let ends = [head(body), tail(body)];
            !is_method(body) && ends.iter().any(|part| wanted.iter().any(|id| holds(part, id.as_bytes())))
        })
    }

    /// Waits for the findings of the version, from a server that does not send versions for the next findings.
    pub(crate) fn findings(&mut self, version: u64) -> Option<Vec<u8>> {
        let wanted = [format!("\"version\":{version}}}"), format!("\"version\":{version},")];
        self.wait(|body| {
            let ends = [head(body), tail(body)];
            holds(ends[0], b"publishDiagnostics")
                && (ends.iter().any(|part| wanted.iter().any(|version| holds(part, version.as_bytes())))
                    || !ends.iter().any(|part| holds(part, b"\"version\":")))
        })
    }

    /// Waits for findings that hold `what` as often as this.
    pub(crate) fn findings_with(&mut self, what: &str, times: std::ops::RangeInclusive<usize>) -> Option<Vec<u8>> {
        self.wait(|body| holds(head(body), b"publishDiagnostics") && times.contains(&count(body, what.as_bytes())))
    }

    /// Waits for findings of this document, whatever they are.
    pub(crate) fn findings_of(&mut self, uri: &str) -> Option<Vec<u8>> {
        self.wait(|body| {
            holds(head(body), b"publishDiagnostics")
                && (holds(head(body), uri.as_bytes()) || holds(tail(body), uri.as_bytes()))
        })
    }

    /// Waits for the answer to a request, and tells whether the findings of this version came before it.
    pub(crate) fn answer_and_whether_published(&mut self, id: u64, version: u64) -> Option<(Vec<u8>, bool)> {
        let is_published = std::cell::Cell::new(false);
        let wanted = [format!("\"id\":{id},"), format!("\"id\":{id}}}")];
        let answer = self.wait(|body| {
            let is_of_version = is_tail(body, version);
            is_published.set(is_published.get() || (holds(head(body), b"publishDiagnostics") && is_of_version));
            let ends = [head(body), tail(body)];
            !is_method(body) && ends.iter().any(|part| wanted.iter().any(|id| holds(part, id.as_bytes())))
        });
        answer.map(|answer| (answer, is_published.get()))
    }

    fn wait(&mut self, is_it: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
        loop {
            let body = read_frame(&mut self.output)?;
            if is_it(&body) {
                return Some(body);
            }
            self.reply(&body);
        }
    }

    /// What a server asks of its client is answered with nothing in particular.
    fn reply(&mut self, body: &[u8]) {
        if !is_method(body) || !holds(body, b"\"id\":") {
            return;
        }
        let Ok(message) = serde_json::from_slice::<Value>(body) else { return };
        let (Some(id), Some(method)) = (message.get("id"), message["method"].as_str()) else { return };
        let items = message["params"]["items"].as_array().map_or(0, Vec::len);
        let result = if method == "workspace/configuration" { json!(vec![Value::Null; items]) } else { Value::Null };
        self.write(&frame(&json!({ "jsonrpc": "2.0", "id": id, "result": result })));
    }

    /// Opens a document with the cursor at an offset of its text, which is ASCII.
    pub(crate) fn open(&mut self, path: &Path, text: &str, at: usize) -> Document {
        let (line, column) = line_and_column(text, at);
        let document = Document { uri: uri(path), version: 0, line, column };
        let item = json!({ "uri": document.uri, "languageId": "markdown", "version": 0, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": item }));
        document
    }

    /// Processor time used so far.
    pub(crate) fn cpu(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let after_name = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks = |field: usize| after_name.split_whitespace().nth(field).and_then(|it| it.parse::<u64>().ok());
        // User and system time, in hundredths of a second.
        Duration::from_millis((ticks(11).unwrap_or(0) + ticks(12).unwrap_or(0)) * 10)
    }

    /// The most memory it had at once, in kB.
    pub(crate) fn peak(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse().ok()
    }
}

impl Document {
    /// Types a character where the cursor is, or takes it back, in turns: the message that says so.
    pub(crate) fn next_change(&mut self) -> Vec<u8> {
        let is_typed = self.version % 2 == 1;
        self.version += 1;
        let position = |column: usize| json!({ "line": self.line, "character": column });
        let end = if is_typed { self.column + 1 } else { self.column };
        let range = json!({ "start": position(self.column), "end": position(end) });
        let change = json!({ "range": range, "text": if is_typed { "" } else { "x" } });
        frame(&json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
            "textDocument": { "uri": self.uri, "version": self.version }, "contentChanges": [change],
        } }))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.done.store(true, Ordering::Relaxed);
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Ends a server that hangs, so that the one who waits for it goes on.
fn watch(process: u32, done: Arc<AtomicBool>) {
    std::thread::spawn(move || {
        let started = Instant::now();
        while !done.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(500));
            if started.elapsed() > GIVEN_UP_AFTER {
                let _ = Command::new("kill").arg(process.to_string()).status();
                return;
            }
        }
    });
}

pub(crate) fn uri(path: &Path) -> String {
    let mut uri = "file://".to_owned();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => uri.push(char::from(byte)),
            other => uri.push_str(&format!("%{other:02X}")),
        }
    }
    uri
}

pub(crate) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = &text.as_bytes()[..at];
    let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    (before.iter().filter(|&&byte| byte == b'\n').count(), at - line_start)
}

/// An editor that takes findings as they come, and asks for completion, hover and actions.
fn capabilities() -> Value {
    json!({
        "workspace": { "workspaceEdit": { "documentChanges": true }, "workspaceFolders": true },
        "textDocument": {
            "hover": { "contentFormat": ["markdown"] },
            "rename": { "prepareSupport": false },
            "completion": { "completionItem": { "snippetSupport": true, "documentationFormat": ["markdown"] } },
            "publishDiagnostics": { "versionSupport": true },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "refactor", "source"] } },
                "resolveSupport": { "properties": ["edit"] }, "dataSupport": true,
            },
        },
    })
}

pub(crate) fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

pub(crate) fn read_frame(input: &mut impl BufRead) -> Option<Vec<u8>> {
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

fn head(body: &[u8]) -> &[u8] {
    &body[..body.len().min(200)]
}

fn tail(body: &[u8]) -> &[u8] {
    &body[body.len().saturating_sub(200)..]
}

/// Whether the message ends with this version, or has none.
fn is_tail(body: &[u8], version: u64) -> bool {
    let wanted = [format!("\"version\":{version}}}"), format!("\"version\":{version},")];
    let ends = [head(body), tail(body)];
    ends.iter().any(|part| wanted.iter().any(|version| holds(part, version.as_bytes())))
        || !ends.iter().any(|part| holds(part, b"\"version\":"))
}

fn is_method(body: &[u8]) -> bool {
    holds(head(body), b"\"method\":")
}

fn holds(text: &[u8], what: &[u8]) -> bool {
    text.windows(what.len()).any(|window| window == what)
}

pub(crate) fn count(text: &[u8], what: &[u8]) -> usize {
    text.windows(what.len()).filter(|window| *window == what).count()
}

/// All Markdown files below a folder, sorted.
pub(crate) fn pages_below(folder: &Path) -> Vec<PathBuf> {
    let mut pages = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.extension().is_some_and(|ending| ending == "md") => pages.push(path),
                false => {}
            }
        }
    }
    pages.sort();
    pages
}
