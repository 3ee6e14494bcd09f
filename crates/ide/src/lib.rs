//! What an author asks: findings and fixes, as plain data over a snapshot.
//!
//! Pure: no file system, no clock, no LSP type. Ranges are bytes from the start of the page.

mod address_safety;
mod aligned_outline;
mod analysis;
pub mod check;
pub mod completion;
mod compose;
pub mod finding;
pub mod fix;
pub mod folding;
pub mod formatting;
mod front_matter_safety;
mod fuzzy;
pub mod highlights;
pub mod hover;
pub mod ignore;
pub mod inlay_hints;
mod item_number;
mod key_order;
mod keys;
pub mod lens;
pub mod link_edits;
pub mod links;
pub mod memo;
mod missing;
pub mod new_page;
pub mod new_page_form;
pub mod organize;
pub mod outline;
mod outline_source;
mod own_anchors;
mod page_claims;
mod page_links;
pub mod page_report;
mod placeholders;
pub mod refactor;
pub mod rename;
pub mod rule_filter;
pub mod rules;
mod section_edits;
mod section_findings;
pub mod selection;
mod settled;
pub mod site_check;
#[cfg(test)]
mod site_fixture;
mod step_edits;
mod suppression;
pub mod template_lens;
pub mod tokens;
pub mod workspace_symbols;

pub use check::{CheckInput, RuleSeverities, SiteView, check_page, check_page_again, check_template};
pub use finding::{Finding, Fix, Place, Related, Safety, Severity, Subject};
pub use fix::{AppliedFix, FixSelection, FixedPage, fix_all};
pub use folding::{Fold, FoldKind, folds};
pub use formatting::format_page;
pub use highlights::{Highlight, HighlightKind, highlights};
pub use hover::{Hover, hover, hover_again, template_hover};
pub use inlay_hints::{InlayHint, inlay_hints};
pub use lens::{Lens, lens, lenses};
pub use links::{Definition, DocumentLink, SiteLocation, definition, document_links, references};
pub use memo::CheckMemo;
pub use outline::{OutlineItem, OutlineKind, outline, outline_with_details};
pub use page_report::{ItemKind, ItemState, PageReport, ReportCounts, ReportItem, page_report};
pub use rule_filter::RuleFilter;
pub use rules::{RULES, Rule, RuleGroup, pages_with_near_misses, rule};
pub use selection::selection_ranges;
pub use site_check::{
    check_again_as, check_as, check_configuration, check_in_site, check_navigation, check_unreadable, contract_for,
    severities_for,
};
pub use template_lens::{TemplateUse, template_lens};
pub use tokens::{Coloring, Token, TokenKind, tokens};
pub use workspace_symbols::{FoundSymbols, SiteSymbol, SiteSymbolKind, SymbolQuery};
