//! What the end-to-end tests share: where the workspace lies, its manifests, the real binary, and an editor that plays.
//!
//! Knows no crate of the workspace but through its files and its program.

pub mod author;
pub mod binary;
pub mod editors;
pub mod generator;
pub mod held_findings;
pub mod lsp_client;
pub mod offers;
pub mod one_answer;
pub mod open_page;
pub mod small_site;
pub mod snippet;
pub mod workspace;
