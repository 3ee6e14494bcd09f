//! The language server: open documents, their order, their encodings, and what is published about them.
//!
//! The only crate that knows LSP types. It decides nothing about pages: findings and fixes come from `docent-ide`.
//! Logs through `tracing`; where the log goes is the binary's business (never stdout, which belongs to the protocol).

mod client;
mod convert;
mod documents;
mod handlers;
mod owner;
mod requests;
mod step;
mod transport;

pub use client::{SETTINGS, SettingDescription};

use handlers::Server;
use owner::{Event, OwnerThread};
use requests::{check_site, new_page, page_report};
use std::io::{Read, Write};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::sync::Notify;
use tower_lsp::LspService;

/// What the command line decides about the server.
#[derive(Debug, Clone, Default)]
pub struct ServerOptions {
    /// The process to leave with, as some clients pass it (`--clientProcessId`); `initialize` may name one as well.
    pub client_process_id: Option<u32>,
}

/// The source of findings in an editor, and the name in the answer to `initialize`.
const SOURCE: &str = "docent";

/// Serves one client over stdin and stdout until it sends `exit`, closes its end, or its process ends.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol has it.
pub fn run_stdio(options: ServerOptions) -> ExitCode {
    run(options, std::io::stdin(), unbuffered_stdout())
}

fn run(options: ServerOptions, input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> ExitCode {
    // This thread takes messages in, in order; two more write long answers as JSON. The owner and its pools have threads of their own.
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = match runtime.worker_threads(2).enable_time().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let is_shut_down = runtime.block_on(serve(options, input, output));
    // Does not wait for jobs that still run.
    runtime.shutdown_background();
    if is_shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Returns whether the client said `shutdown`.
async fn serve(options: ServerOptions, input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> bool {
    let client_gone = Arc::new(Notify::new());
    if let Some(process) = options.client_process_id {
        transport::client_process::watch(process, client_gone.clone());
    }
    let (outgoing, frames) = transport::outgoing();
    let owner = OwnerThread::new();
    let events = owner.events.clone();
    let mut thread = None;
    let server = |client: tower_lsp::Client| {
        thread = Some(owner.start(client, outgoing.clone(), tokio::runtime::Handle::current()));
        Server { events: events.clone(), outgoing: outgoing.clone(), client_gone: client_gone.clone() }
    };
    let (service, socket) = LspService::build(server)
        .custom_method(page_report::METHOD, Server::page_report)
        .custom_method(new_page::TEMPLATES, Server::templates)
        .custom_method(new_page::NEW_PAGE, Server::new_page)
        .custom_method(check_site::METHOD, Server::check_site)
        .custom_method("$/setTrace", Server::set_trace)
        .finish();
    tokio::select! {
        () = transport::serve(service, socket, input, output, (outgoing, frames)) => {}
        () = client_gone.notified() => {}
    }
    events.send(Event::Exit);
    match thread {
        Some(Ok(owner)) => owner.join().unwrap_or(false),
        _ => false,
    }
}

/// Frames are written whole; the line buffer of the standard library would split each of them.
#[cfg(unix)]
fn unbuffered_stdout() -> Box<dyn Write + Send> {
    use std::os::fd::AsFd;
    match std::io::stdout().as_fd().try_clone_to_owned() {
        Ok(descriptor) => Box::new(std::fs::File::from(descriptor)),
        Err(_) => Box::new(std::io::stdout()),
    }
}

#[cfg(not(unix))]
fn unbuffered_stdout() -> Box<dyn Write + Send> {
    Box::new(std::io::stdout())
}
