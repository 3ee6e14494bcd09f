//! An error in a site's `docent.yaml`, in words: once, when a page of the site is open, and not while the file itself is open, where
//! the error is a finding.

use crate::documents::OpenDocuments;
use docent_rules::{Finding, Severity, check_configuration, check_setup_file};
use docent_site::Site;
use docent_site::config::CONFIG_FILE;
use docent_site::config::SetupFile;
use docent_syntax::{Encoding, LineIndex};
use std::collections::HashMap;
use std::path::PathBuf;

/// The last message about each site, by the site's root.
#[derive(Debug, Default)]
pub(crate) struct LastReported(HashMap<PathBuf, String>);

impl LastReported {
    /// The message to send now, if there is one. An error that was repaired is reported when it comes back.
    pub(crate) fn next(&mut self, site: &Site, error: Option<&String>, open: &OpenDocuments) -> Option<String> {
        let root = site.root.as_ref()?;
        let Some(error) = error else {
            self.0.remove(root);
            return None;
        };
        let configuration = root.join(CONFIG_FILE);
        let is_page_open = open.values().any(|document| document.site().root.as_ref() == Some(root));
        if !is_page_open || self.0.get(root) == Some(error) || open.at(&configuration).is_some() {
            return None;
        }
        self.0.insert(root.clone(), error.clone());
        Some(error.clone())
    }
}

/// "docent.yaml, line 3: There is no template 'overveiw' (and 2 more problems; /site/docent.yaml)". What matters comes first, because
/// editors truncate long messages.
pub(crate) fn error_in(site: &Site) -> Option<String> {
    let findings = check_configuration(site);
    let errors: Vec<&Finding> = findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    let Some(first) = errors.first() else {
        return site.setup_files.first().and_then(|file| error_in_setup_file(site, file));
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
fn error_in_setup_file(site: &Site, file: &SetupFile) -> Option<String> {
    let finding = check_setup_file(site, file).into_iter().find(|finding| finding.severity == Severity::Error)?;
    Some(format!("{} ({})", finding.message, site.root.as_ref()?.join(&*file.file).display()))
}
