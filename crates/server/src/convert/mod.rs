//! Between LSP's types and docent's: the only place where the words of `docent-ide` become the protocol's. Decides nothing.

mod diagnostics;
mod edits;
mod positions;
mod site_places;
mod site_texts;
mod symbols;

pub(crate) use diagnostics::{OtherFiles, diagnostic, diagnostics};
pub(crate) use edits::{quick_fix, workspace_edit};
pub(crate) use positions::{change, offset, range, text_range};
pub(crate) use site_places::SitePlaces;
pub(crate) use site_texts::SiteTexts;
pub(crate) use symbols::symbols;
