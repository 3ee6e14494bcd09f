//! The tests of the crate as one binary: actions, fixes over whole pages, renames.

mod actions_on_real_pages;
mod fix_properties;
mod ignore_actions;
mod link_styles;
mod organize;
mod reading_properties;
mod refactor;
mod rename;
mod rename_properties;
mod site_in_memory;
