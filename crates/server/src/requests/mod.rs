//! What a client requests. A file for each request: convert the parameters, call `docent-ide` or `docent-site`, convert the result.

pub(crate) mod actions;
pub(crate) mod capabilities;
pub(crate) mod check_site;
pub(crate) mod completion;
pub(crate) mod document_diagnostic;
pub(crate) mod new_page;
pub(crate) mod page_report;
pub(crate) mod reading;
pub(crate) mod rename;
pub(crate) mod site_pages;
mod template_pages;
pub(crate) mod workspace_diagnostic;
