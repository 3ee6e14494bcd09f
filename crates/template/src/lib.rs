//! What a page should be: a template page compiled into a contract, and a page aligned with it.
//!
//! Knows no file system, no configuration and no LSP. A template with errors is still a contract, with its problems beside it.

pub mod align;
pub mod applies;
pub mod canned;
pub mod compile;
pub mod contract;
pub mod derive;
pub mod export;
pub mod normalize;
pub mod path_patterns;
pub mod problem;
pub mod schema;
pub mod set;
pub mod settings;
pub mod slug;

pub use align::{
    MissingSection, OutlineAlignment, PageHeading, SectionMatch, SpecState, StepAlignment, StepMatch, TitleMatch,
    align_outline, align_steps, are_headings_alike, nested_items, top_level_items,
};
pub use applies::AppliesTo;
pub use canned::{canned_block_source, canned_source, with_number};
pub use compile::is_template_page;
pub use contract::{
    CannedBlock, CannedKind, CannedList, CannedStep, CannedText, Contract, Count, SectionSpec, TemplateSource,
};
pub use derive::Derivation;
pub use export::{export, export_with_bases};
pub use path_patterns::PathPatterns;
pub use problem::TemplateProblem;
pub use schema::{FrontMatterSchema, KeyRole, KeySpec, SchemaViolation, ViolationKind};
pub use set::{SetManifest, TemplateSet, compile, embedded};
pub use slug::SlugRule;
