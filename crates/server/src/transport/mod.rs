//! The wire: frames in, frames out, and the order in which messages are handled. Knows nothing of pages.
//!
//! It drives the library's service in place of the library's own transport, which ends at the first message it cannot
//! read, and takes the whole process down when a handler panics. Here a handler is polled for the first time when its
//! message arrives, before the next message is read: what it does before its first `.await` happens in order.

pub(crate) mod client_process;
pub(crate) mod frame;

use frame::{Incoming, encode, notification, read_message};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::StreamExt;
use futures_util::{SinkExt, future};
use std::collections::VecDeque;
use std::io::{BufReader, Read, Write};
use std::panic::AssertUnwindSafe;
use std::time::Duration;
use tokio::sync::mpsc::OwnedPermit;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;
use tower_lsp::jsonrpc::{Error, Id, Request, Response};
use tower_lsp::{ClientSocket, LanguageServer, LspService};
use tower_service::Service;

/// Requests in flight at a time. Far more than an editor sends: cancellations are read only while there is room.
const IN_FLIGHT: usize = 4096;

/// Frames that wait for a client that does not read; beyond it answers stay where they are computed.
const BACKLOG: usize = 64;

/// Bytes of answers that are ready while the client does not read. Beyond it the next message is not taken in: a client that goes on
/// writing then waits in its own `write`. It must be far more than a client requests before it reads.
const MAX_READY_BYTES: usize = 16 << 20;

/// Ends the writer: handles to send with live on in the background tasks.
const LAST_FRAME: Vec<u8> = Vec::new();

/// How long the last frames may take to be written after the client has said `exit`.
const LAST_WRITES: Duration = Duration::from_secs(1);

/// Sends frames to the writer. Cheap to clone; a sender waits while the client does not read.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    frames: mpsc::Sender<Vec<u8>>,
}

impl Outgoing {
    /// Sends a notification once there is room for it.
    pub(crate) async fn notify(&self, method: &str, params: &impl serde::Serialize) {
        // Without a receiver the client is gone.
        let _ = self.frames.send(notification(method, params)).await;
    }

    /// Room for a frame, if there is some now.
    pub(crate) fn try_reserve(&self) -> Option<OwnedPermit<Vec<u8>>> {
        self.frames.clone().try_reserve_owned().ok()
    }

    /// Waits for room for a frame; `None` when the client is gone.
    pub(crate) async fn reserve(&self) -> Option<OwnedPermit<Vec<u8>>> {
        self.frames.clone().reserve_owned().await.ok()
    }
}

/// A handle to send frames with, and the frames, for [`serve`].
pub(crate) fn outgoing() -> (Outgoing, mpsc::Receiver<Vec<u8>>) {
    let (frames, receiver) = mpsc::channel(BACKLOG);
    (Outgoing { frames }, receiver)
}

/// Serves until `exit`, the end of `input`, or until `output` is closed.
pub(crate) async fn serve<S: LanguageServer>(
    mut service: LspService<S>,
    socket: ClientSocket,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    (outgoing, frames): (Outgoing, mpsc::Receiver<Vec<u8>>),
) {
    let mut incoming = spawn_reader(input);
    let written = spawn_writer(output, frames);
    let (mut client_requests, mut client_responses) = socket.split();
    // A long answer is written as JSON in a task of its own, while the next messages are taken in.
    let mut running: JoinSet<()> = JoinSet::new();
    let mut ready = ReadyFrames::default();
    loop {
        tokio::select! {
            message = incoming.recv(), if running.len() < IN_FLIGHT && ready.bytes < MAX_READY_BYTES => match message {
                None => break,
                Some(Incoming::Request(request)) => {
                    let is_exit = request.method() == "exit";
                    let mut call = call(&mut service, request).await;
                    match (&mut call).now_or_never() {
                        Some(response) => response.iter().for_each(|response| ready.push(encode(response))),
                        None => {
                            running.spawn(send_when_done(call, outgoing.frames.clone()));
                        }
                    }
                    if is_exit {
                        running.abort_all();
                        break;
                    }
                }
                Some(Incoming::Response(response)) => {
                    let _ = client_responses.send(response).await;
                }
                Some(Incoming::Unreadable(error)) => {
                    tracing::warn!("cannot read a message: {error}");
                    ready.push(encode(&Response::from_error(Id::Null, error)));
                }
            },
            permit = outgoing.frames.reserve(), if !ready.frames.is_empty() => match permit {
                Ok(permit) => {
                    if let Some(frame) = ready.pop() {
                        permit.send(frame);
                    }
                }
                Err(_) => break,
            },
            Some(_) = running.join_next() => {}
            Some(request) = client_requests.next(), if ready.frames.len() < BACKLOG => ready.push(encode(&request)),
            () = outgoing.frames.closed() => break,
        }
    }
    // A client that closed its end, but never said `exit`, may still read: a script does.
    let last_frames = async {
        while running.join_next().await.is_some() {}
        for frame in ready.frames {
            if outgoing.frames.send(frame).await.is_err() {
                return;
            }
        }
        let _ = outgoing.frames.send(LAST_FRAME).await;
        let _ = written.await;
    };
    let _ = tokio::time::timeout(LAST_WRITES, last_frames).await;
}

/// Frames that wait for room in the channel to the writer.
#[derive(Default)]
struct ReadyFrames {
    frames: VecDeque<Vec<u8>>,
    bytes: usize,
}

impl ReadyFrames {
    fn push(&mut self, frame: Vec<u8>) {
        self.bytes += frame.len();
        self.frames.push_back(frame);
    }

    fn pop(&mut self) -> Option<Vec<u8>> {
        let frame = self.frames.pop_front()?;
        self.bytes -= frame.len();
        Some(frame)
    }
}

async fn send_when_done(call: BoxFuture<'static, Option<Response>>, frames: mpsc::Sender<Vec<u8>>) {
    if let Some(response) = call.await {
        // Without a receiver the client is gone.
        let _ = frames.send(encode(&response)).await;
    }
}

/// The answer to one message; a panic of its handler is the answer "internal error", and a line in the log.
async fn call<S: LanguageServer>(
    service: &mut LspService<S>,
    request: Request,
) -> BoxFuture<'static, Option<Response>> {
    let id = request.id().cloned();
    let method = request.method().to_owned();
    if future::poll_fn(|context| service.poll_ready(context)).await.is_err() {
        return future::ready(None).boxed();
    }
    let answer = AssertUnwindSafe(service.call(request)).catch_unwind();
    async move {
        match answer.await {
            // The library leaves unknown requests without an answer where their names begin with `$/`.
            Ok(answer) => {
                answer.unwrap_or_default().or_else(|| id.map(|id| Response::from_error(id, Error::method_not_found())))
            }
            Err(_) => {
                tracing::error!("{method} panicked");
                id.map(|id| Response::from_error(id, Error::internal_error()))
            }
        }
    }
    .boxed()
}

/// Reads and parses on a thread of its own, since a read from a pipe cannot be broken off when the server leaves.
fn spawn_reader(input: impl Read + Send + 'static) -> mpsc::Receiver<Incoming> {
    let (sender, receiver) = mpsc::channel(BACKLOG);
    std::thread::spawn(move || {
        let mut input = BufReader::with_capacity(1 << 16, input);
        while let Some(message) = read_message(&mut input) {
            if sender.blocking_send(message).is_err() {
                return;
            }
        }
    });
    receiver
}

/// Writes on a thread of its own: a client that does not read must not keep the server from listening. The returned
/// channel ends when all is written.
fn spawn_writer(mut output: impl Write + Send + 'static, mut frames: mpsc::Receiver<Vec<u8>>) -> oneshot::Receiver<()> {
    let (done, written) = oneshot::channel();
    std::thread::spawn(move || {
        while let Some(frame) = frames.blocking_recv().filter(|frame| *frame != LAST_FRAME) {
            if let Err(error) = output.write_all(&frame).and_then(|()| output.flush()) {
                tracing::info!("the client does not read any more: {error}");
                return;
            }
        }
        let _ = done.send(());
    });
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};
    use std::io::{BufRead, PipeReader, PipeWriter, pipe};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Mutex};
    use tower_lsp::jsonrpc::Result;
    use tower_lsp::ls_types::*;

    /// Hovers never end, symbols panic, folding returns the number of versions seen so far.
    #[derive(Default)]
    struct Mock {
        versions: Arc<Mutex<Vec<i32>>>,
    }

    impl LanguageServer for Mock {
        async fn initialize(&self, _: InitializeParams) -> Result<InitializeResult> {
            Ok(InitializeResult::default())
        }

        async fn shutdown(&self) -> Result<()> {
            Ok(())
        }

        async fn did_change(&self, params: DidChangeTextDocumentParams) {
            self.versions.lock().expect("no panic").push(params.text_document.version);
        }

        async fn hover(&self, _: HoverParams) -> Result<Option<Hover>> {
            future::pending().await
        }

        async fn document_symbol(&self, _: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
            tokio::task::yield_now().await;
            panic!("on purpose");
        }

        async fn folding_range(&self, _: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
            let seen = self.versions.lock().expect("no panic").len() as u32;
            tokio::task::yield_now().await;
            Ok(Some(vec![FoldingRange { start_line: seen, ..FoldingRange::default() }]))
        }
    }

    struct Peer {
        input: PipeWriter,
        output: BufReader<PipeReader>,
        server: std::thread::JoinHandle<()>,
    }

    impl Peer {
        fn start() -> Peer {
            let (server_input, input) = pipe().expect("a pipe");
            let (output, server_output) = pipe().expect("a pipe");
            let server = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
                let (service, socket) = LspService::new(|_| Mock::default());
                runtime.block_on(serve(service, socket, server_input, server_output, outgoing()));
            });
            let mut peer = Peer { input, output: BufReader::new(output), server };
            peer.send(json!({ "id": 0, "method": "initialize", "params": { "capabilities": {} } }));
            assert_eq!(peer.receive()["id"], 0);
            peer
        }

        fn send(&mut self, mut message: Value) {
            message["jsonrpc"] = json!("2.0");
            self.input.write_all(&encode(&message)).expect("the server reads");
        }

        fn request(&mut self, id: u32, method: &str) {
            let params = json!({ "textDocument": { "uri": "file:///a" }, "position": { "line": 0, "character": 0 } });
            self.send(json!({ "id": id, "method": method, "params": params }));
        }

        fn receive(&mut self) -> Value {
            let mut header = String::new();
            self.output.read_line(&mut header).expect("a header");
            let length = header.trim_end().rsplit(' ').next().and_then(|it| it.parse().ok()).expect("a length");
            self.output.read_line(&mut header).expect("an empty line");
            let mut body = vec![0; length];
            self.output.read_exact(&mut body).expect("a body");
            serde_json::from_slice(&body).expect("JSON")
        }

        fn exit(mut self) {
            self.send(json!({ "method": "exit" }));
            self.server.join().expect("the server ends, and the input is still open");
        }
    }

    #[test]
    fn a_panic_is_an_error_and_the_server_lives() {
        let mut peer = Peer::start();
        peer.request(1, "textDocument/documentSymbol");
        assert_eq!(peer.receive()["error"]["code"], -32603);
        peer.request(2, "textDocument/foldingRange");
        assert_eq!(peer.receive()["id"], 2);
        peer.exit();
    }

    #[test]
    fn cancelling_works_with_a_thousand_requests_in_flight() {
        let mut peer = Peer::start();
        for id in 1..=1000 {
            peer.request(id, "textDocument/hover");
        }
        peer.send(json!({ "method": "$/cancelRequest", "params": { "id": 700 } }));
        let answer = peer.receive();
        assert_eq!((&answer["id"], &answer["error"]["code"]), (&json!(700), &json!(-32800)));
        peer.request(1001, "textDocument/foldingRange");
        assert_eq!(peer.receive()["id"], 1001);
        peer.exit();
    }

    #[test]
    fn a_client_that_does_not_read_is_not_read_from_without_end() {
        let mut peer = Peer::start();
        let written = Arc::new(AtomicUsize::new(0));
        let mut input = peer.input.try_clone().expect("a second handle");
        let writer = std::thread::spawn({
            let written = written.clone();
            move || {
                let request = |id: usize| {
                    encode(&json!({ "jsonrpc": "2.0", "id": id, "method": "none", "params": "x".repeat(60) }))
                };
                // Ends with an error when the server is gone.
                while input.write_all(&request(written.load(Ordering::SeqCst))).is_ok() {
                    written.fetch_add(1, Ordering::SeqCst);
                }
            }
        });
        // Until the writer waits in its `write`: the number stands still.
        let mut last = 0;
        loop {
            std::thread::sleep(Duration::from_millis(500));
            let now = written.load(Ordering::SeqCst);
            if now == last && now > 0 {
                break;
            }
            last = now;
        }
        // An answer has about a hundred bytes; what is in the pipes and channels comes on top.
        let answer = encode(&Response::from_error(Id::Number(100_000), Error::method_not_found())).len();
        assert!(last * (answer - 5) < MAX_READY_BYTES + (1 << 20), "{last} requests");
        // Once it reads, all goes on, in order.
        for expected in 0..last {
            assert_eq!(peer.receive()["id"], expected);
        }
        drop(peer);
        writer.join().expect("the server is gone");
    }

    #[test]
    fn messages_are_taken_in_as_they_come() {
        let mut peer = Peer::start();
        let writer = std::thread::spawn({
            let mut input = peer.input.try_clone().expect("a second handle");
            move || {
                for number in 1..=2000 {
                    let change = json!({ "jsonrpc": "2.0", "method": "textDocument/didChange", "params": {
                        "textDocument": { "uri": "file:///a", "version": number }, "contentChanges": [] } });
                    let request = json!({ "jsonrpc": "2.0", "id": number, "method": "textDocument/foldingRange",
                        "params": { "textDocument": { "uri": "file:///a" } } });
                    input.write_all(&[encode(&change), encode(&request)].concat()).expect("the server reads");
                }
            }
        });
        for _ in 1..=2000 {
            let answer = peer.receive();
            assert_eq!(answer["id"], answer["result"][0]["startLine"]);
        }
        writer.join().expect("all was written");
        peer.exit();
    }
}
