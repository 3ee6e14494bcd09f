//! Rules about the keys and values of the front matter.

pub mod deprecated_key;
pub mod duplicate_key;
pub mod empty_value;
pub mod front_matter_syntax;
pub mod invalid_value;
pub mod key_order;
pub mod missing_front_matter;
pub mod missing_key;
pub mod template_placeholder;
pub mod unknown_key;
