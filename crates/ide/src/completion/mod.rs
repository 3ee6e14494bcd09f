//! What can be inserted at a place of a page: keys, values, sections, steps, a whole page, where a link leads.
//!
//! The place is decided first, by lines (a half-typed line breaks every parser); then each provider adds what it has for
//! that place. Works on any text, broken front matter included, and never offers anything in code or in mid-sentence.

mod body_place;
mod body_soundness;
mod bullets;
mod context;
mod derived_value;
mod directives;
mod documentation;
mod fences;
mod half_typed;
mod innermost;
mod insert_text;
mod item;
mod keys;
mod line;
mod link_place;
mod link_style;
mod links;
mod place;
mod redirects;
pub(crate) mod schema_view;
mod sections;
mod soundness;
pub(crate) mod start;
mod start_place;
mod steps;
mod suppressions;
mod template_schema;
#[cfg(test)]
mod tests;
mod used_values;
mod values;
mod yaml_block;
mod yaml_cursor;
mod yaml_value;

pub use documentation::documentation;
pub use insert_text::{InsertText, Piece};
pub use item::{Completion, CompletionKind, CompletionOptions, Completions, DocumentRole};

use context::Context;
use docent_rules::input::CheckInput;
use docent_syntax::TextSize;
use item::Offers;

/// Those that come first are offered first.
const PROVIDERS: &[fn(&Context<'_>, &mut Offers)] = &[
    start::provide,
    links::provide,
    redirects::provide,
    values::provide,
    used_values::provide,
    keys::provide,
    steps::provide,
    bullets::provide,
    sections::provide,
    fences::provide,
    directives::provide,
    suppressions::provide,
];

/// Typing one of these is a reason to ask.
pub const TRIGGERS: &[char] = &['#', '-', ':', ' ', '"', '`', '{', '.', '(', '/'];

/// What can be inserted at `offset` (bytes of the page; beyond its end counts as its end).
pub fn complete(input: &CheckInput<'_>, offset: TextSize, options: &CompletionOptions<'_>) -> Completions {
    let context = Context::new(input, offset, options);
    let mut offers = Offers::default();
    for provide in PROVIDERS {
        provide(&context, &mut offers);
    }
    soundness::retain_sound(&context, &mut offers);
    offers.finish()
}
