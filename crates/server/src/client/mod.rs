//! What the client says of itself: its capabilities, its settings, its folders, and how much it traces.

mod action_features;
pub(crate) mod address;
mod completion_features;
mod features;
mod reading_features;
mod settings;
mod token_types;
pub(crate) mod trace;
pub(crate) mod workspace_folders;

pub(crate) use action_features::ActionFeatures;
pub(crate) use completion_features::CompletionFeatures;
pub(crate) use features::{Features, Refreshes};
pub(crate) use settings::{SECTION, Settings};
pub use settings::{SETTINGS, SettingDescription};
pub(crate) use token_types::token_type;
pub(crate) use trace::Trace;
