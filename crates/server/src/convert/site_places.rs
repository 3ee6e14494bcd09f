//! Places in files of a site as the protocol's: in the text of the open document where there is one, else in the file's.
//! Decides nothing; reads each file once.

use super::positions;
use crate::documents::Document;
use crate::documents::{OpenDocuments, View};
use docent_ide::SiteLocation;
use docent_site::Site;
use docent_site::read::read_text;
use docent_syntax::{Encoding, LineIndex, TextRange};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

/// Places of one site.
pub(crate) struct SitePlaces {
    root: PathBuf,
    encoding: Encoding,
    /// By path, with the address under which the client opened them.
    open: HashMap<PathBuf, (lsp::Uri, Arc<Document>)>,
    /// The file read last: places come sorted by path.
    last: ReadFile,
}

struct ReadFile {
    path: PathBuf,
    text: String,
    index: LineIndex,
}

impl SitePlaces {
    /// For the site that `document` belongs to. A document without a site has no places but its own.
    pub(crate) fn new(document: &View, encoding: Encoding) -> SitePlaces {
        SitePlaces::of_site(document.site(), &document.open, encoding)
    }

    pub(crate) fn of_site(site: &Site, open: &OpenDocuments, encoding: Encoding) -> SitePlaces {
        let open =
            open.iter().map(|(uri, document)| (document.path().to_owned(), (uri.clone(), document.clone()))).collect();
        let root = site.root.clone().unwrap_or_default();
        let last = ReadFile { path: PathBuf::new(), text: String::new(), index: LineIndex::new("") };
        SitePlaces { root, encoding, open, last }
    }

    /// The address of a file, by its path from the root: the one under which it is open, else one made of the path.
    pub(crate) fn uri(&self, path: &str) -> Option<lsp::Uri> {
        let path = self.root.join(path);
        if let Some((uri, _)) = self.open.get(&path) {
            return Some(uri.clone());
        }
        path.is_absolute().then(|| lsp::Uri::from_file_path(&path)).flatten()
    }

    /// `None` for a file that cannot be named. A range that no longer fits the text is cut off at its end.
    pub(crate) fn location(&mut self, place: &SiteLocation) -> Option<lsp::Location> {
        self.location_of(&place.path, place.range)
    }

    /// As [`SitePlaces::location`], for a range of the file at this path from the root.
    pub(crate) fn location_of(&mut self, path: &str, range: TextRange) -> Option<lsp::Location> {
        Some(lsp::Location::new(self.uri(path)?, self.range(path, range)))
    }

    pub(crate) fn range(&mut self, path: &str, range: TextRange) -> lsp::Range {
        let path = self.root.join(path);
        if let Some((_, document)) = self.open.get(&path) {
            return positions::range(&document.text, range, self.encoding);
        }
        // The top of a file needs no text; pictures have none.
        if range.end() == 0.into() {
            return lsp::Range::default();
        }
        let encoding = self.encoding;
        let (text, index) = self.text_of(&path);
        let position = |offset| {
            let position = index.position(text, offset, encoding);
            lsp::Position::new(position.line, position.column)
        };
        lsp::Range::new(position(range.start()), position(range.end()))
    }

    /// What cannot be read is empty.
    fn text_of(&mut self, path: &Path) -> (&str, &LineIndex) {
        if self.last.path != path {
            let text = read_text(path).unwrap_or_default();
            self.last = ReadFile { path: path.to_owned(), index: LineIndex::new(&text), text };
        }
        (&self.last.text, &self.last.index)
    }
}
