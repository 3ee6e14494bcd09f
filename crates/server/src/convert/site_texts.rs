//! The texts of a site's files as the author sees them: of a document that is open, its newest version; of others, what is on disk.
//! And edits of several of them as one edit of the workspace.

use super::positions::range_in;
use crate::client::Features;
use crate::documents::Document;
use crate::documents::OpenDocuments;
use docent_ide::rename::SiteEdits;
use docent_site::read::read_text;
use docent_syntax::{LineIndex, TextEdit};
use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// Reads each file once, so that edits meet the text they were made for.
pub(crate) struct SiteTexts {
    root: PathBuf,
    open: HashMap<PathBuf, (lsp::Uri, Arc<Document>)>,
    read: RefCell<HashMap<String, Option<Arc<str>>>>,
}

impl SiteTexts {
    pub(crate) fn of(open: &OpenDocuments, root: PathBuf) -> SiteTexts {
        let open = open.iter();
        let open = open.map(|(uri, document)| (document.path().to_owned(), (uri.clone(), document.clone())));
        SiteTexts { root, open: open.collect(), read: RefCell::default() }
    }

    /// The text of a file by its path from the root.
    pub(crate) fn text(&self, path: &str) -> Option<Arc<str>> {
        if let Some(known) = self.read.borrow().get(path) {
            return known.clone();
        }
        let file = self.root.join(path);
        let text = match self.open.get(&file) {
            Some((_, document)) => Some(document.text.to_string().into()),
            None => read_text(&file).ok().map(Arc::from),
        };
        self.read.borrow_mut().insert(path.to_owned(), text.clone());
        text
    }

    /// As the client writes it, where it has it open.
    pub(crate) fn uri(&self, path: &str) -> Option<lsp::Uri> {
        let file = self.root.join(path);
        match self.open.get(&file) {
            Some((uri, _)) => Some(uri.clone()),
            None => lsp::Uri::from_file_path(&file),
        }
    }

    /// Edits of open documents go against the version they were made for, where the client takes such edits.
    pub(crate) fn workspace_edit(&self, edits: &SiteEdits, features: &Features) -> lsp::WorkspaceEdit {
        let files = edits.files.iter().filter_map(|(path, edits)| {
            let (uri, text) = (self.uri(path)?, self.text(path)?);
            let version = self.open.get(&self.root.join(path)).map(|(_, document)| document.version);
            Some((uri, version, text_edits(&text, edits, features)))
        });
        if !features.document_changes {
            let changes = files.map(|(uri, _, edits)| (uri, edits)).collect();
            return lsp::WorkspaceEdit { changes: Some(changes), ..lsp::WorkspaceEdit::default() };
        }
        let one = |(uri, version, edits): (lsp::Uri, Option<i32>, Vec<lsp::TextEdit>)| lsp::TextDocumentEdit {
            text_document: lsp::OptionalVersionedTextDocumentIdentifier { uri, version },
            edits: edits.into_iter().map(lsp::OneOf::Left).collect(),
        };
        let changes = lsp::DocumentChanges::Edits(files.map(one).collect());
        lsp::WorkspaceEdit { document_changes: Some(changes), ..lsp::WorkspaceEdit::default() }
    }
}

fn text_edits(text: &str, edits: &[TextEdit], features: &Features) -> Vec<lsp::TextEdit> {
    let index = LineIndex::new(text);
    let mut edits: Vec<&TextEdit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    let one = |edit: &TextEdit| {
        lsp::TextEdit::new(range_in(&index, text, edit.range, features.encoding), edit.new_text.clone())
    };
    edits.into_iter().map(one).collect()
}
