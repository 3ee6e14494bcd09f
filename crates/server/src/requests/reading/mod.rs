//! What a reader of a page asks: hover, outline, folding, selection, highlights, lens, hints, tokens, where links lead and who
//! links here; and formatting.
//!
//! An adapter for each request: convert in, ask `docent-ide`, convert out.

mod code_lens;
mod definition;
mod document_links;
mod folding;
mod formatting;
mod highlights;
mod hover;
mod inlay_hints;
mod references;
mod selection;
mod symbols;
mod tokens;
mod workspace_symbols;

pub(crate) use code_lens::code_lenses;
pub(crate) use definition::definition;
pub(crate) use document_links::document_links;
pub(crate) use folding::folding_ranges;
pub(crate) use formatting::{format_page, format_range};
pub(crate) use highlights::highlights;
pub(crate) use hover::hover;
pub(crate) use inlay_hints::inlay_hints;
pub(crate) use references::references;
pub(crate) use selection::selection_ranges;
pub(crate) use symbols::symbols;
pub(crate) use tokens::{tokens, tokens_in_range};
pub(crate) use workspace_symbols::workspace_symbols;
