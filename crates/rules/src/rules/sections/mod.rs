//! Rules about headings and the text below them.

pub mod duplicate_section;
pub mod empty_section;
pub mod missing_section;
pub mod section_content;
pub mod section_level;
pub mod section_order;
pub mod section_title;
pub mod unexpected_section;
