//! Requests to the client. Each is sent from a task of its own, never from a handler: a client may answer late, or never.

use super::event::{Event, Events};
use crate::client::SECTION;
use crate::client::{Features, Refreshes};
use docent_site::index::build::Progress;
use futures_util::future::{BoxFuture, FutureExt};
use std::path::Path;
use std::time::Duration;
use tokio::sync::oneshot;
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tower_lsp::ls_types::*;

/// The progress of reading a site is shown if it takes longer, as on a network drive.
const MIN_SHOWN_DURATION: Duration = Duration::from_millis(300);

/// Registers for notifications that the client sends on request only.
pub(crate) fn register(client: &Client, registrations: Vec<Registration>) {
    if registrations.is_empty() {
        return;
    }
    let client = client.clone();
    tokio::spawn(async move {
        if let Err(error) = client.register_capability(registrations).await {
            tracing::warn!("the client refuses a registration that it supports: {error}");
        }
    });
}

/// Requests the author's settings. Only the answer to the newest request counts, in whichever order the answers come.
pub(crate) fn settings(client: &Client, events: Events, question: u64) {
    let client = client.clone();
    tokio::spawn(async move {
        let item = ConfigurationItem { scope_uri: None, section: Some(SECTION.to_owned()) };
        match client.configuration(vec![item]).await {
            Ok(answers) => events.send(Event::Settings { question, given: answers.into_iter().next() }),
            Err(error) => tracing::info!("the client does not send its configuration: {error}"),
        }
    });
}

/// Requests a refresh of what the client shows; [`super::lens_refresh`] does that for lenses.
pub(crate) fn refresh(client: &Client, refreshes: Refreshes) {
    // A task for each: one after the other would stop at the first that is never answered.
    let spawn = |is_supported: bool, request: BoxFuture<'static, Result<()>>| {
        if is_supported {
            tokio::spawn(request);
        }
    };
    let [one, two, three] = std::array::from_fn(|_| client.clone());
    spawn(refreshes.diagnostics, async move { one.workspace_diagnostic_refresh().await }.boxed());
    spawn(refreshes.inlay_hints, async move { two.inlay_hint_refresh().await }.boxed());
    spawn(refreshes.tokens, async move { three.semantic_tokens_refresh().await }.boxed());
}

/// Reports the progress of reading the pages of a site.
pub(crate) struct SiteProgress {
    reports: Option<tokio::sync::mpsc::UnboundedSender<Progress>>,
}

impl SiteProgress {
    pub(crate) fn report(&self, now: Progress) {
        if let Some(reports) = &self.reports {
            // Without a receiver the client did not take the token.
            let _ = reports.send(now);
        }
    }
}

/// Shows the progress of reading a site, if it takes longer and the client can show it. Must be called inside the runtime.
pub(crate) fn site_progress(client: &Client, features: &Features, root: &Path) -> SiteProgress {
    if !features.shows_progress {
        return SiteProgress { reports: None };
    }
    let (reports, mut news) = tokio::sync::mpsc::unbounded_channel::<Progress>();
    let client = client.clone();
    let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
    tokio::spawn(async move {
        let deadline = tokio::time::Instant::now() + MIN_SHOWN_DURATION;
        loop {
            match tokio::time::timeout_at(deadline, news.recv()).await {
                Ok(Some(_)) => {}
                Ok(None) => return,
                Err(_) => break,
            }
        }
        let token = ProgressToken::String(format!("docent-index-{}", client.next_request_id()));
        if client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let progress = client.progress(token, format!("Reading the pages of {name}")).with_percentage(0).begin().await;
        while let Some(now) = news.recv().await {
            let percentage = (now.done * 100 / now.all.max(1)).min(100) as u32;
            progress.report_with_message(format!("{} of {}", now.done, now.all), percentage).await;
        }
        progress.finish().await;
    });
    SiteProgress { reports: Some(reports) }
}

/// Shows that sites are read, if it takes longer. Ends when the returned sender is dropped.
pub(crate) fn show_reading(client: &Client) -> oneshot::Sender<()> {
    let (done, mut ended) = oneshot::channel::<()>();
    let client = client.clone();
    tokio::spawn(async move {
        if tokio::time::timeout(MIN_SHOWN_DURATION, &mut ended).await.is_ok() {
            return;
        }
        let token = ProgressToken::String(format!("docent-reading-{}", client.next_request_id()));
        if client.create_work_done_progress(token.clone()).await.is_err() {
            return;
        }
        let progress = client.progress(token, "Reading the site's templates").begin().await;
        let _ = ended.await;
        progress.finish().await;
    });
    done
}
