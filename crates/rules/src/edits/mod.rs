//! Edits that several rules and actions share: keys, sections, list items. Knows no rule.

pub mod item_number;
pub mod key_order;
pub mod keys;
pub mod outline_source;
pub mod placeholders;
pub mod sections;
pub mod steps;
