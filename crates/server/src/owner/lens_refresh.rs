//! `workspace/codeLens/refresh`: a lens counts links, which other pages bring along and take away, and an editor asks again only for the
//! page that is typed in. One request for a burst of changes, none where no open page is concerned, and never two under way at a time.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};
use tower_lsp::Client;

/// While a link is typed it leads to one page after the other; the numbers of other pages follow after a pause.
const QUIET: Duration = Duration::from_millis(150);

/// Numbers follow after this time at the latest, however long the author types.
const MAX_DELAY: Duration = Duration::from_secs(1);

/// After this time without an answer the client is asked again.
const MAX_WAIT_FOR_ANSWER: Duration = Duration::from_secs(10);

/// Whether the client is to be asked. Several requests count as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct LensRefresh(Arc<Notify>);

impl LensRefresh {
    /// Lenses may be different now. Nothing comes of it where the client cannot be asked.
    pub(crate) fn request(&self) {
        self.0.notify_one();
    }

    /// Asks the client whenever that is requested, for as long as the server runs. For clients that can be asked.
    pub(crate) fn start(&self, client: &Client) {
        let (requests, client) = (self.0.clone(), client.clone());
        tokio::spawn(async move {
            loop {
                requests.notified().await;
                let latest = Instant::now() + MAX_DELAY;
                while timeout_at(latest.min(Instant::now() + QUIET), requests.notified()).await.is_ok() {}
                match timeout(MAX_WAIT_FOR_ANSWER, client.code_lens_refresh()).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::info!("the client's answer about its lenses: {error}"),
                    Err(_) => tracing::info!("the client does not answer about its lenses"),
                }
            }
        });
    }
}
