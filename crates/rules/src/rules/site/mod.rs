//! Rules about addresses, links and values of several pages.

pub mod broken_anchor;
pub mod broken_link;
pub mod duplicate_permalink;
pub mod link_case;
pub mod link_style;
pub mod links;
pub mod missing_image;
pub mod missing_navigation;
pub mod near_miss_value;
pub mod permalink_convention;
pub mod redirect_conflict;
pub mod redirect_loop;
pub mod redirected_link;
