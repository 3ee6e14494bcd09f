//! The tests of the crate as one binary: checks, memo, suppressions, the examples in the documentation of rules.

mod facts_check;
mod rechecking;
mod rule_docs;
mod rule_settings;
mod suppressions;
#[cfg(debug_assertions)]
mod work;
