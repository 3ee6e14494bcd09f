//! What the server asks of its client. Always from a task of its own, never from inside a handler: a client may answer
//! late, or never, and nothing waits for it.

use crate::features::Refreshes;
use crate::server::Server;
use crate::settings::SECTION;
use crate::sites::LazySite;
use futures_util::future::{BoxFuture, FutureExt};
use std::sync::Arc;
use std::time::Duration;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

/// Reading a site that takes longer than this is told to the author. Nearly none does: a network drive may.
const NOT_WORTH_TELLING: Duration = Duration::from_millis(300);

/// Asks to be told of what happens in the editor.
pub(crate) fn register(client: &Client, registrations: Vec<Registration>) {
    if registrations.is_empty() {
        return;
    }
    let client = client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(registrations).await {
            tracing::warn!("the client does not register what it said it would: {error}");
        }
    });
}

/// Asks for the author's settings. Of several answers the one to the newest question counts, in whichever order they come.
pub(crate) fn settings(server: &Server) {
    let question = server.world.lock().next_question();
    let server = server.clone();
    tokio::spawn(async move {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match server.client.configuration(vec![item]).await {
            Ok(answers) => server.take_settings(question, answers.first()),
            Err(error) => tracing::info!("the client's answer about its configuration: {error}"),
        }
    });
}

/// Says that what the client asked for may be different now.
pub(crate) fn refresh(client: &Client, refreshes: Refreshes) {
    // A task for each: one after the other would stop at the first that is never answered.
    let spawn = |wanted: bool, request: BoxFuture<'static, Result<()>>| {
        if wanted {
            tokio::spawn(request);
        }
    };
    let [one, two, three, four] = std::array::from_fn(|_| client.clone());
    spawn(refreshes.diagnostics, async move { one.workspace_diagnostic_refresh().await }.boxed());
    spawn(refreshes.code_lens, async move { two.code_lens_refresh().await }.boxed());
    spawn(refreshes.inlay_hints, async move { three.inlay_hint_refresh().await }.boxed());
    spawn(refreshes.tokens, async move { four.semantic_tokens_refresh().await }.boxed());
}

/// Shows the author that a site is being read, where that takes its time.
pub(crate) fn show_reading(client: &Client, site: Arc<LazySite>) {
    let client = client.clone();
    tokio::spawn(async move {
        let mut reading = tokio::task::spawn_blocking(move || {
            site.get();
        });
        if tokio::time::timeout(NOT_WORTH_TELLING, &mut reading).await.is_ok() {
            return;
        }
        let token = ProgressToken::String(format!("docent-reading-{}", client.next_request_id()));
        if client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let progress = client.progress(token, "Reading the site's templates").begin().await;
        let _ = reading.await;
        progress.finish().await;
    });
}
