//! Runs the rules over a page, and keeps between two checks what has not changed. Knows no single rule but `unused-suppression`,
//! which reads what the others found.

mod address_safety;
mod anchor_safety;
pub mod check;
pub mod facts_check;
mod front_matter_safety;
pub mod memo;
pub mod rule_settings;
mod run;
mod section_findings;
pub mod site_check;
