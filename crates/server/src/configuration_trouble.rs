//! Reports an error in a site's `docent.yaml` when a page of the site is open: once, in words, and not while the file itself is open,
//! where the error is a finding.

use crate::address;
use crate::server::Server;
use crate::sites::LazySite;
use crate::state::State;
use docent_rules::{Finding, Severity, check_configuration, check_setup_file};
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_site::site::SetupFile;
use docent_syntax::{Encoding, LineIndex};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use tower_lsp::ls_types::{MessageType, Uri};

/// The last message about each site, by the site's root.
#[derive(Debug, Default)]
pub(crate) struct LastReported(HashMap<PathBuf, String>);

/// Reports what is new about the sites of these documents, in a task of its own: it may have to read a site.
pub(crate) fn report(server: &Server, uris: &[Uri]) {
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
        // One report at a time, so that messages are sent in the order in which they were decided on.
        let _turn = world.configuration_reports.lock().await;
        let look = {
            let world = world.clone();
            move || {
                let troubles: Vec<_> = sites.iter().map(|site| (site, trouble(site.get()))).collect();
                let mut state = world.lock();
                troubles.into_iter().filter_map(|(site, trouble)| news(&mut state, site, trouble)).collect::<Vec<_>>()
            }
        };
        let Ok(messages) = tokio::task::spawn_blocking(look).await else { return };
        for message in messages {
            server.client.show_message(MessageType::ERROR, docent_syntax::printable(&message)).await;
        }
    });
}

/// The message, unless it is the last one about its site or the site is stale: the newer reading has a report of its own. An error
/// that is gone is reported again when it comes back.
fn news(state: &mut State, site: &LazySite, trouble: Option<String>) -> Option<String> {
    if !state.is_newest(site) {
        return None;
    }
    let site = site.get();
    let root = site.root.as_deref()?;
    let Some(message) = trouble else {
        state.last_reported.0.remove(root);
        return None;
    };
    if state.last_reported.0.get(root) == Some(&message) || is_open(state, site.config_file().as_deref()) {
        return None;
    }
    state.last_reported.0.insert(root.to_owned(), message.clone());
    Some(message)
}

fn is_open(state: &State, file: Option<&Path>) -> bool {
    state.documents.keys().any(|uri| address::file_path(uri).as_deref() == file)
}

/// "docent.yaml, line 3: There is no template 'overveiw' (and 2 more problems; /site/docent.yaml)". What matters comes first, because
/// editors truncate long messages.
fn trouble(site: &Site) -> Option<String> {
    let findings = check_configuration(site);
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let Some(first) = errors.first() else {
        return site.setup_files.first().and_then(|file| setup_trouble(site, file));
    };
    let (file, text) = (site.config_file()?, site.config_text.as_deref()?);
    let line = LineIndex::new(text).position(text, first.range.start(), Encoding::Utf16).line + 1;
    let more = match errors.len() - 1 {
        0 => String::new(),
        1 => "and 1 more problem; ".to_owned(),
        count => format!("and {count} more problems; "),
    };
    Some(format!("{CONFIG_FILE}, line {line}: {} ({more}{})", first.message, file.display()))
}

/// "_config.yml cannot be read: it is a device, not a regular file (/site/_config.yml)"
fn setup_trouble(site: &Site, file: &SetupFile) -> Option<String> {
    let finding = check_setup_file(site, file).into_iter().find(|finding| finding.severity == Severity::Error)?;
    Some(format!("{} ({})", finding.message, site.root.as_ref()?.join(&*file.file).display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A late report of an older reading neither repeats an error that has been fixed since nor takes back a newer one.
    #[test]
    fn a_stale_site_is_not_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let configuration = folder.path().join(CONFIG_FILE);
        let write = |text: &str| std::fs::write(&configuration, text).expect("a file");
        let mut state = State::default();
        let read = |state: &mut State| {
            let site = state.site_of_folder(Some(folder.path()));
            (site.clone(), trouble(site.get()))
        };
        write("templates: gone.md\n");
        let (broken, error) = read(&mut state);
        assert!(news(&mut state, &broken, error.clone()).is_some_and(|message| message.contains("gone.md")));
        assert_eq!(news(&mut state, &broken, error.clone()), None, "reported once");

        write("exclude: drafts\n");
        state.reload();
        let (fixed, none) = read(&mut state);
        assert_eq!((none.clone(), news(&mut state, &fixed, none)), (None, None));
        assert_eq!(news(&mut state, &broken, error.clone()), None, "the fixed error is reported again");

        write("templates: gone.md\n");
        state.reload();
        let (again, error) = read(&mut state);
        assert!(news(&mut state, &again, error.clone()).is_some(), "the error is back");
        assert_eq!(news(&mut state, &fixed, None), None);
        assert_eq!(news(&mut state, &again, error), None, "the older reading took the report back");
    }
}
