//! Rules about docent's own files and comments.

pub mod invalid_configuration;
pub mod template_syntax;
pub mod unknown_suppression;
pub mod unreachable_section;
pub mod unused_suppression;
