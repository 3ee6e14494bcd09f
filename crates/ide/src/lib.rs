//! What an author asks for in an editor: completion, hover, actions, outline, navigation, renames. Plain data over a snapshot; findings come
//! from `docent_rules`.
//!
//! Pure: no file system, no clock, no LSP type. Ranges are bytes from the start of the page.

pub mod completion;
mod first_line;
pub mod folding;
pub mod formatting;
mod fuzzy;
pub mod highlights;
pub mod hover;
pub mod ignore;
pub mod inlay_hints;
pub mod lens;
pub mod links;
mod missing;
pub mod new_page;
pub mod new_page_form;
pub mod organize;
pub mod outline;
pub mod page_report;
pub mod refactor;
pub mod rename;
pub mod selection;
pub mod template_lens;
pub mod tokens;
pub mod workspace_symbols;

pub use folding::{Fold, FoldKind, folds};
pub use formatting::format_page;
pub use highlights::{Highlight, HighlightKind, highlights};
pub use hover::{Hover, hover, hover_with_memo, template_hover};
pub use inlay_hints::{InlayHint, inlay_hints};
pub use lens::{Lens, lens, lenses};
pub use links::{Definition, DocumentLink, SiteLocation, definition, document_links, references};
pub use outline::{OutlineItem, OutlineKind, outline, outline_with_details};
pub use page_report::{ItemKind, ItemState, PageReport, ReportCounts, ReportItem, page_report};
pub use selection::selection_ranges;
pub use template_lens::{TemplateUse, template_lens};
pub use tokens::{Coloring, Token, TokenKind, tokens};
pub use workspace_symbols::{FoundSymbols, SiteSymbol, SiteSymbolKind, SymbolQuery};
