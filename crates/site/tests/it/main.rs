//! The tests of the crate as one binary: configuration, discovery, the index.

mod another_generator;
mod config;
mod index_edits;
mod roles;
mod setup;
