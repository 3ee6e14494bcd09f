//! What a reader of a page asks: hover, folding, selection, highlights, lens, hints, tokens; and formatting.
//!
//! An adapter for each request: convert in, ask `docent-ide`, convert out.

pub(crate) mod capabilities;
mod hover;

pub(crate) use hover::hover;
