//! What kramdown reads otherwise than CommonMark: attribute lists, headings, blocks of HTML, typography.

pub(super) mod attributes;
pub(super) mod heading;
pub(super) mod html;
pub(super) mod typography;
