//! What is offered at one place, in an editor's words. Ranges are bytes of the page.

use super::insert_text::InsertText;
use docent_syntax::{TextEdit, TextRange};
use docent_template::Contract;
use std::sync::Arc;

/// What the caller knows of the document besides its text.
#[derive(Debug, Clone, Copy, Default)]
pub struct CompletionOptions<'a> {
    pub document: DocumentRole,
    /// The templates that a page here may have: an empty page has nothing yet that would tell which.
    pub templates: &'a [Arc<Contract>],
    /// The typed character that triggered the request; `None` for an explicit request.
    pub typed: Option<char>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DocumentRole {
    #[default]
    Page,
    /// A template page: it is offered what templates are made of.
    Template,
}

/// All that is offered, best first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Completions {
    pub items: Vec<Completion>,
    /// There are more items than these: clients must request the list anew when more is typed. Otherwise they may filter it themselves.
    pub incomplete: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Completion {
    pub label: String,
    /// A word beside the label: "required".
    pub note: Option<String>,
    /// One line on what it is.
    pub detail: Option<String>,
    pub kind: CompletionKind,
    /// What is replaced: on one line, with the cursor in it, and the whole of a word, value or destination. There is no
    /// second range that ends at the cursor: the rest of a value after another value means nothing.
    pub replace: TextRange,
    pub text: InsertText,
    /// What the replaced text up to the cursor is compared with.
    pub filter: String,
    /// Orders the items; all of one list have the same length.
    pub sort: String,
    /// Edits elsewhere, such as the numbers of the steps that follow.
    pub more: Vec<TextEdit>,
    /// The one to select first.
    pub preselect: bool,
    /// What [`super::documentation()`] explains; stays right when the page changes.
    pub about: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompletionKind {
    Key,
    Value,
    /// One of a fixed set of values.
    EnumValue,
    Section,
    /// Canned text: a step, a list, a front-matter block.
    Text,
    Page,
    Language,
    Directive,
    /// A page or a picture, by the address that leads there.
    File,
    /// A place on a page.
    Anchor,
}

/// Collects what the providers find, in the order in which they find it.
#[derive(Debug, Default)]
pub(super) struct Offers {
    pub(super) items: Vec<Completion>,
    pub(super) incomplete: bool,
}

impl Offers {
    pub(super) fn add(&mut self, item: Completion) {
        self.items.push(item);
    }

    pub(super) fn finish(mut self) -> Completions {
        let digits = self.items.len().to_string().len();
        let mut preselected = false;
        for (number, item) in self.items.iter_mut().enumerate() {
            // One item can be selected.
            item.preselect &= !preselected;
            preselected |= item.preselect;
            item.sort = format!("{number:0digits$}");
        }
        Completions { items: self.items, incomplete: self.incomplete }
    }
}

impl Completion {
    /// An item that replaces `range` and has nothing besides its label.
    pub(super) fn new(
        kind: CompletionKind,
        label: impl Into<String>,
        range: TextRange,
        text: InsertText,
    ) -> Completion {
        let label = label.into();
        Completion {
            filter: label.clone(),
            label,
            note: None,
            detail: None,
            kind,
            replace: range,
            text,
            sort: String::new(),
            more: Vec::new(),
            preselect: false,
            about: String::new(),
        }
    }
}
