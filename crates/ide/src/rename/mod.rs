//! Giving a thing another name, everywhere: a heading, a permalink, a reference label; and pages that move. The answers are small
//! edits of whatever pages name it. Reads other pages through a function that the caller brings.

mod heading;
mod label;
mod move_files;
mod permalink;
mod relink;

pub use move_files::{FileMove, move_files};
pub use permalink::keep_old_address;

use docent_rules::input::CheckInput;
use docent_syntax::{TextEdit, TextRange, TextSize};
use std::collections::BTreeMap;

/// The text of a page or file of the site by its path from the root (the open document's, where it is open); `None` where it
/// cannot be read.
pub type ReadPage<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Edits of several files, by their path from the root before anything moves. None of them is empty, and no two edits of a file
/// overlap.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SiteEdits {
    pub files: BTreeMap<String, Vec<TextEdit>>,
}

impl SiteEdits {
    fn add(&mut self, path: &str, edits: impl IntoIterator<Item = TextEdit>) {
        let mut edits = edits.into_iter().peekable();
        if edits.peek().is_some() {
            self.files.entry(path.to_owned()).or_default().extend(edits);
        }
    }
}

/// What can be renamed at a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamable {
    /// What the new name takes the place of.
    pub range: TextRange,
    /// The name as it is.
    pub name: String,
    kind: RenameKind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum RenameKind {
    /// The title of a section, by its index.
    Heading(usize),
    /// The id written with a heading: `{#id}`.
    HeadingId(usize),
    Permalink,
    Label,
}

/// What can be renamed at `offset` (bytes of the page). The error says in words why nothing can.
pub fn renamable(input: &CheckInput<'_>, offset: TextSize) -> Result<Renamable, String> {
    heading::renamable(input, offset)
        .or_else(|| permalink::renamable(input, offset))
        .or_else(|| label::renamable(input, offset))
        .ok_or_else(|| "Headings, permalinks and labels of references can be renamed; there is none here".to_owned())
}

/// The edits that give it another name. The error says in words why it cannot have that name.
pub fn rename(
    input: &CheckInput<'_>,
    offset: TextSize,
    new_name: &str,
    read: ReadPage<'_>,
) -> Result<SiteEdits, String> {
    let what = renamable(input, offset)?;
    let new_name = new_name.trim();
    if new_name.is_empty() {
        return Err("The new name is empty".to_owned());
    }
    if new_name.contains(['\n', '\r']) {
        return Err("The new name has more than one line".to_owned());
    }
    match what.kind {
        RenameKind::Heading(section) => heading::rename_title(input, section, new_name, read),
        RenameKind::HeadingId(section) => heading::rename_id(input, section, new_name, read),
        RenameKind::Permalink => permalink::rename(input, new_name, read),
        RenameKind::Label => label::rename(input, &what.name, new_name),
    }
}
