//! The language server: open documents, their order, their encodings, and what is published about them.
//!
//! The only crate that knows LSP types. It decides nothing about pages: findings and fixes come from `docent-ide`.
//! Logs through `tracing`; where the log goes is the binary's business (never stdout, which belongs to the protocol).

mod actions;
mod address;
mod ask_client;
mod client_process;
mod completion;
mod configuration_trouble;
mod convert;
mod document;
mod features;
mod folders;
mod frame;
mod lens_renewal;
mod new_page;
mod page_report;
mod publish;
mod pull;
mod reading;
mod renaming;
mod rope_text;
mod server;
mod settings;
mod site_findings;
mod site_index;
mod site_pages;
mod site_places;
mod site_publish;
mod site_renewal;
mod site_texts;
mod sites;
mod state;
mod template_pages;
mod trace;
mod transport;
mod workspace_pull;

pub use settings::{SETTINGS, SettingDescription};

use server::Server;
use state::World;
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

/// Our name in an editor: the source of findings, and what `initialize` says.
const SOURCE: &str = "docent";

/// Serves one client over stdin and stdout until it says `exit`, closes its end, or is gone.
///
/// The exit code is 0 after `shutdown`, else 1, as the protocol has it.
pub fn run_stdio(options: ServerOptions) -> ExitCode {
    run(options, std::io::stdin(), unbuffered_stdout())
}

fn run(options: ServerOptions, input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> ExitCode {
    // This thread takes messages in, in order; the work is done on the blocking pool; two more write long answers as JSON.
    let workers = std::thread::available_parallelism().map_or(4, |cores| cores.get() * 2);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_time().max_blocking_threads(workers).build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            tracing::error!("no runtime: {error}");
            return ExitCode::FAILURE;
        }
    };
    let world = Arc::new(World::default());
    runtime.block_on(serve(options, world.clone(), input, output));
    // Work that is still under way is of no use to anyone; do not wait for it.
    runtime.shutdown_background();
    let shut_down = world.lock().shut_down;
    if shut_down { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

async fn serve(
    options: ServerOptions,
    world: Arc<World>,
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
) {
    let client_gone = Arc::new(Notify::new());
    if let Some(process) = options.client_process_id {
        client_process::watch(process, client_gone.clone());
    }
    let (outgoing, frames) = transport::outgoing();
    let server = |client| Server { client, world, outgoing: outgoing.clone(), client_gone: client_gone.clone() };
    let (service, socket) = LspService::build(server)
        .custom_method(page_report::METHOD, Server::page_report)
        .custom_method(new_page::TEMPLATES, Server::templates)
        .custom_method(new_page::NEW_PAGE, Server::new_page)
        .custom_method(site_findings::METHOD, Server::check_site)
        .custom_method("$/setTrace", Server::set_trace)
        .finish();
    tokio::select! {
        () = transport::serve(service, socket, input, output, (outgoing, frames)) => {}
        () = client_gone.notified() => {}
    }
}

/// Frames are written whole; the line buffer of the standard library would cut each in two.
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
