//! What the end-to-end tests share: where the workspace lies, its manifests, and the real binary.
//!
//! Knows no crate of the workspace but through its files and its program.

pub mod binary;
pub mod workspace;
