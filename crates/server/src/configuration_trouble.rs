//! What is wrong with a site's `docent.yaml`, told to whoever opens a page of it: once, in words, and not while the file
//! itself is open, where it shows as findings.

use crate::address;
use crate::server::Server;
use crate::state::State;
use docent_ide::{Finding, Severity, check_configuration};
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_syntax::{Encoding, LineIndex};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::{MessageType, Uri};

/// The last thing that was told of each site, by its root.
#[derive(Debug, Default)]
pub(crate) struct Told(HashMap<PathBuf, String>);

/// Looks at the sites of these documents, on a thread that may take its time, and says what is new about them.
pub(crate) fn tell(server: &Server, uris: &[Uri]) {
    let sites: Vec<_> = {
        let state = server.world.lock();
        uris.iter().filter_map(|uri| Some(state.documents.get(uri)?.lazy_site().clone())).collect()
    };
    if sites.is_empty() {
        return;
    }
    let server = server.clone();
    tokio::spawn(async move {
        let world = server.world.clone();
        let look = move || {
            let mut messages = Vec::new();
            for site in sites {
                let trouble = trouble(site.get());
                messages.extend(news(&mut world.lock(), site.get(), trouble));
            }
            messages
        };
        let Ok(messages) = tokio::task::spawn_blocking(look).await else { return };
        for message in messages {
            server.client.show_message(MessageType::ERROR, message).await;
        }
    });
}

/// The message, unless it was told already. What has gone is told again when it comes back.
fn news(state: &mut State, site: &Arc<Site>, trouble: Option<String>) -> Option<String> {
    let root = site.root.as_deref()?;
    let told = state.told.0.get(root);
    let Some(message) = trouble else {
        state.told.0.remove(root);
        return None;
    };
    if told == Some(&message) || is_open(state, site.config_file().as_deref()) {
        return None;
    }
    state.told.0.insert(root.to_owned(), message.clone());
    Some(message)
}

fn is_open(state: &State, file: Option<&Path>) -> bool {
    state.documents.keys().any(|uri| address::file_path(uri).as_deref() == file)
}

/// "docent.yaml, line 3: There is no template 'overveiw' (and 2 more problems; /site/docent.yaml)". What matters stands first:
/// editors cut long messages.
fn trouble(site: &Site) -> Option<String> {
    let findings = check_configuration(site);
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let first = errors.first()?;
    let (file, text) = (site.config_file()?, site.config_text.as_deref()?);
    let line = LineIndex::new(text).position(text, first.range.start(), Encoding::Utf16).line + 1;
    let more = match errors.len() - 1 {
        0 => String::new(),
        1 => "and 1 more problem; ".to_owned(),
        count => format!("and {count} more problems; "),
    };
    Some(format!("{CONFIG_FILE}, line {line}: {} ({more}{})", first.message, file.display()))
}
