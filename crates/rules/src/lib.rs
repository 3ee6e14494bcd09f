//! What is wrong with a page: the rules, the engine that runs them, findings, and fixes as small edits.
//!
//! Pure: no file system, no clock, no LSP type. Ranges are bytes from the start of the page.

pub mod analysis;
pub mod config_schema;
pub mod edits;
pub mod engine;
pub mod finding;
pub mod fix;
pub mod in_section;
pub mod input;
pub mod link_destination;
pub mod ordered_finding;
pub mod rule;
pub mod rule_filter;
pub mod rule_option;
pub mod rules;
#[doc(hidden)]
pub mod site_fixture;
pub mod suppression;

pub use config_schema::config_schema;
pub use engine::check::{check_page, check_template, recheck_page};
pub use engine::facts_check::FactsCheck;
pub use engine::memo::CheckMemo;
pub use engine::rule_settings::rule_settings;
pub use engine::site_check::{
    check_as, check_configuration, check_in_site, check_navigation, check_setup_file, check_with_memo, contract_for,
    is_clean_alone, settings_for,
};
pub use finding::{Finding, Fix, Place, Related, Safety, Severity, Subject};
pub use fix::{AppliedFix, FixSelection, FixedPage, fix_all};
pub use input::{CheckInput, RuleSettings, SiteView};
pub use rule::{Rule, RuleGroup};
pub use rule_filter::RuleFilter;
pub use rule_option::{NumberOption, OptionValue, PatternSubject, PatternsOption, RuleOption};
pub use rules::{RULES, rule};
