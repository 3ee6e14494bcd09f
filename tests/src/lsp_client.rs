//! A client of the real server over its pipes. It waits for what it expects, never for a time: the limit below only keeps
//! a broken server from hanging the tests.

use crate::binary;
use crate::offers::Offers;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// No test comes near it unless the server is broken.
const SAFETY_NET: Duration = Duration::from_secs(60);

pub struct LspClient {
    child: Child,
    input: Option<ChildStdin>,
    messages: Receiver<Value>,
    /// Messages that came while something else was waited for.
    unread: VecDeque<Value>,
    next_id: i64,
    /// What this client can do; the server must not send anything else.
    offers: Offers,
    /// Requests of the server are left without an answer.
    pub never_answers: bool,
    /// What the server said in `initialize`.
    pub server: Value,
}

impl LspClient {
    /// The server, running, and not yet spoken to.
    pub fn spawn() -> LspClient {
        let mut command = binary::docent();
        command.arg("lsp");
        LspClient::spawn_command(command)
    }

    /// Any server that talks over its pipes.
    pub fn spawn_command(mut command: Command) -> LspClient {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the server starts");
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take().expect("the server has an output"));
        let (sender, messages) = channel();
        std::thread::spawn(move || {
            while let Some(message) = read_message(&mut output) {
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let unread = VecDeque::new();
        LspClient {
            child,
            input,
            messages,
            unread,
            next_id: 0,
            offers: Offers::default(),
            never_answers: false,
            server: Value::Null,
        }
    }

    /// The server, initialized by a client with these capabilities and one folder.
    pub fn start(capabilities: Value, folder: &Path) -> LspClient {
        let mut client = LspClient::spawn();
        client.initialize(json!({
            "processId": std::process::id(),
            "capabilities": capabilities,
            "workspaceFolders": [{ "uri": file_uri(folder), "name": "site" }],
        }));
        client
    }

    pub fn initialize(&mut self, params: Value) {
        self.offers = Offers::of(&params);
        self.server = self.request("initialize", params).expect("the server initializes");
        self.notify("initialized", json!({}));
    }

    pub fn process_id(&self) -> u32 {
        self.child.id()
    }

    /// Bytes as they are, well-formed or not.
    pub fn send_raw(&mut self, bytes: &[u8]) {
        let input = self.input.as_mut().expect("the input is open");
        input.write_all(bytes).and_then(|()| input.flush()).expect("the server reads");
    }

    pub fn send(&mut self, message: &Value) {
        self.send_raw(&frame(message));
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "method": method, "params": params }));
    }

    /// Sends a request without waiting; the answer is had by [`LspClient::answer`].
    pub fn start_request(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        self.offers.asked(self.next_id, method);
        self.send(&json!({ "jsonrpc": "2.0", "id": self.next_id, "method": method, "params": params }));
        self.next_id
    }

    /// Answers a request of the server; for clients that set `never_answers` and answer when they like.
    pub fn reply(&mut self, request: &Value, result: Value) {
        self.send(&json!({ "jsonrpc": "2.0", "id": request["id"], "result": result }));
    }

    /// The result, or the error, of a request.
    pub fn answer(&mut self, id: i64) -> Result<Value, Value> {
        let message = self.wait_for(&format!("the answer to request {id}"), |message| {
            message["id"] == id && message.get("method").is_none()
        });
        match message.get("error") {
            Some(error) => Err(error.clone()),
            None => Ok(message["result"].clone()),
        }
    }

    pub fn request(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.start_request(method, params);
        self.answer(id)
    }

    /// The next findings published for a document at `version` (`None`: without a version). Older ones are read away.
    pub fn findings(&mut self, uri: &str, version: Option<i64>) -> Vec<Value> {
        let published = self.wait_for(&format!("the findings of {uri} at version {version:?}"), |message| {
            is_published(message, uri) && message["params"]["version"].as_i64() == version
        });
        self.unread.retain(|message| !is_published(message, uri) || message["params"]["version"].as_i64() > version);
        published["params"]["diagnostics"].as_array().cloned().expect("published findings are a list")
    }

    /// The next request or notification of the server with this method. Requests were answered with `null` already.
    pub fn expect(&mut self, method: &str) -> Value {
        self.wait_for(method, |message| message["method"] == method)
    }

    /// Waits for the first message that `is_wanted`; others are kept for later.
    pub fn wait_for(&mut self, what: &str, is_wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.unread.iter().position(&is_wanted) {
            return self.unread.remove(index).expect("it was found there");
        }
        let until = Instant::now() + SAFETY_NET;
        loop {
            let message = match self.messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) => message,
                Err(RecvTimeoutError::Timeout) => panic!("{what} did not come; unread: {:#?}", self.unread),
                Err(RecvTimeoutError::Disconnected) => panic!("the server left before {what}"),
            };
            self.offers.check(&message);
            if !self.never_answers && message.get("id").is_some() && message.get("method").is_some() {
                self.send(&json!({ "jsonrpc": "2.0", "id": message["id"], "result": null }));
            }
            if is_wanted(&message) {
                return message;
            }
            self.unread.push_back(message);
        }
    }

    /// Everything that the server has sent and nobody has looked at yet; what it was asked before has come by then.
    pub fn take_unread(&mut self) -> Vec<Value> {
        let _ = self.request("docent/nothing", Value::Null);
        self.unread.drain(..).collect()
    }

    /// Fails if the server has sent anything that the test did not look at. What it was asked before has come by then.
    pub fn assert_all_read(&mut self) {
        let _ = self.request("docent/nothing", Value::Null);
        assert!(self.unread.is_empty(), "unread messages: {:#?}", self.unread);
    }

    /// `shutdown`, `exit`, and the exit code; the input stays open.
    pub fn shut_down(&mut self) -> Option<i32> {
        self.request("shutdown", Value::Null).expect("the server shuts down");
        self.notify("exit", Value::Null);
        self.wait_for_exit().code()
    }

    pub fn close_input(&mut self) {
        self.input = None;
    }

    pub fn wait_for_exit(&mut self) -> ExitStatus {
        let until = Instant::now() + SAFETY_NET;
        loop {
            match self.child.try_wait().expect("the server can be waited for") {
                Some(status) => return status,
                None if Instant::now() > until => panic!("the server does not leave"),
                None => std::thread::sleep(Duration::from_millis(2)),
            }
        }
    }
}

impl Drop for LspClient {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_published(message: &Value, uri: &str) -> bool {
    message["method"] == "textDocument/publishDiagnostics" && message["params"]["uri"] == uri
}

pub fn frame(message: &Value) -> Vec<u8> {
    let body = message.to_string();
    format!("Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

fn read_message(output: &mut impl BufRead) -> Option<Value> {
    let mut length = None;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end() {
            "" => break,
            line => length = line.strip_prefix("Content-Length: ").and_then(|it| it.parse().ok()).or(length),
        }
    }
    let mut body = vec![0; length?];
    output.read_exact(&mut body).ok()?;
    Some(serde_json::from_slice(&body).expect("the server writes JSON"))
}

/// The URI of a file or folder, as VS Code writes it.
pub fn file_uri(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    let encoded = path.bytes().map(|byte| match byte {
        b'/' | b'-' | b'.' | b'_' | b'~' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => (byte as char).to_string(),
        other => format!("%{other:02X}"),
    });
    format!("file://{}{}", if path.starts_with('/') { "" } else { "/" }, encoded.collect::<String>())
}

/// What Visual Studio Code can do, as far as the server looks at it, with the given position encodings.
pub fn rich_client(encodings: &[&str]) -> Value {
    json!({
        "general": { "positionEncodings": encodings },
        "workspace": {
            "workspaceEdit": { "documentChanges": true },
            "didChangeWatchedFiles": { "dynamicRegistration": true },
            "workspaceFolders": true,
        },
        "textDocument": {
            "publishDiagnostics": {
                "relatedInformation": true, "versionSupport": true, "dataSupport": true,
                "codeDescriptionSupport": true, "tagSupport": { "valueSet": [1, 2] },
            },
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": ["", "quickfix", "source"] } },
                "isPreferredSupport": true, "dataSupport": true,
            },
            "documentSymbol": { "hierarchicalDocumentSymbolSupport": true },
        },
    })
}
