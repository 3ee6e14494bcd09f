//! `workspace/codeLens/refresh`: a lens counts links from other pages, and an editor requests lenses only for the page that is typed in. One
//! request for a burst of changes, none if no open page is affected, and never two at a time.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};
use tower_lsp::Client;

/// While a link is typed it leads to one page after the other; lenses are refreshed after a pause.
const QUIET: Duration = Duration::from_millis(150);

/// The longest delay of a refresh while the author types.
const MAX_DELAY: Duration = Duration::from_secs(1);

/// A refresh without an answer counts as failed after this time.
const MAX_WAIT_FOR_ANSWER: Duration = Duration::from_secs(10);

/// A pending refresh. Several requests count as one.
#[derive(Debug, Clone, Default)]
pub(crate) struct LensRefresh(Arc<Notify>);

impl LensRefresh {
    /// Lenses may have changed. Does nothing for a client that does not take refreshes.
    pub(crate) fn request(&self) {
        self.0.notify_one();
    }

    /// Sends refreshes to the client for as long as the server runs. Only for clients that take them.
    pub(crate) fn start(&self, client: &Client) {
        let (requests, client) = (self.0.clone(), client.clone());
        tokio::spawn(async move {
            loop {
                requests.notified().await;
                let latest = Instant::now() + MAX_DELAY;
                while timeout_at(latest.min(Instant::now() + QUIET), requests.notified()).await.is_ok() {}
                match timeout(MAX_WAIT_FOR_ANSWER, client.code_lens_refresh()).await {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => tracing::info!("the client refuses to refresh its lenses: {error}"),
                    Err(_) => tracing::info!("the client does not answer a refresh of its lenses"),
                }
            }
        });
    }
}
