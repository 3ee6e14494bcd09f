//! The offer to set docent up: for a page without a template, of a site without a `docent.yaml`. What is written is what `docent init`
//! writes; here it comes as an edit that the author can look at before it is saved.

use super::action_data::{Chosen, data};
use super::{Only, SET_UP};
use crate::client::Features;
use crate::documents::View;
use docent_site::PageRole;
use docent_site::config::CONFIG_FILE;
use docent_site::setup::configuration;
use docent_site::survey::survey;
use std::path::PathBuf;
use tower_lsp::ls_types::*;

/// Unless its kind is requested, it is offered on the page's first line only.
pub(super) fn set_up(
    document: &View,
    params: &CodeActionParams,
    features: &Features,
    only: Only<'_>,
) -> Option<CodeAction> {
    let is_requested = only.0.is_some();
    let on_first_line = params.range.start.line == 0;
    let has_no_site = matches!(document.role(), PageRole::Free) && document.site().config_text.is_none();
    if !features.actions.creates_files || !only.includes(&SET_UP) || !has_no_site || !(is_requested || on_first_line) {
        return None;
    }
    let folder = folder(document)?;
    let name = folder.file_name().map_or_else(|| folder.to_string_lossy(), |name| name.to_string_lossy());
    let mut action = CodeAction {
        title: format!("Set up docent for '{name}' ({CONFIG_FILE})"),
        kind: Some(SET_UP),
        ..CodeAction::default()
    };
    // Reads all pages: deferred to the resolve request if the client sends one, else done only if the kind is requested.
    match (features.actions.resolves_edits, is_requested) {
        (true, _) => action.data = data(document, &params.text_document.uri, Chosen::SetUp),
        (false, true) => action.edit = Some(set_up_edit(document)?),
        (false, false) => return None,
    }
    Some(action)
}

/// Creates the file. `None` where there is one by now.
pub(super) fn set_up_edit(document: &View) -> Option<WorkspaceEdit> {
    let folder = folder(document)?;
    let file = folder.join(CONFIG_FILE);
    if file.exists() {
        return None;
    }
    let uri = Uri::from_file_path(&file)?;
    let text = configuration(&survey(&folder));
    let create = CreateFile { uri: uri.clone(), options: None, annotation_id: None };
    let filled = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version: None },
        edits: vec![OneOf::Left(TextEdit::new(Range::default(), text))],
    };
    Some(WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(vec![
            DocumentChangeOperation::Op(ResourceOp::Create(create)),
            DocumentChangeOperation::Edit(filled),
        ])),
        ..WorkspaceEdit::default()
    })
}

/// The site's root, or the page's own folder where it belongs to no site.
fn folder(document: &View) -> Option<PathBuf> {
    let root = document.site().root.clone();
    root.or_else(|| document.path().parent().map(PathBuf::from)).filter(|folder| folder.is_dir())
}
