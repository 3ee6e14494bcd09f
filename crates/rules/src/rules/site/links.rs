//! The rules about links: each link of the page is resolved once, for all of them.

use super::{broken_anchor, broken_link, link_case, link_style, missing_image, redirected_link};
use crate::analysis::links::{LinkContext, PageLink, links_of};
use crate::finding::{Finding, Fix};
use docent_syntax::{SectionRef, TextEdit};

type LinkRule = fn(&LinkContext<'_>, &PageLink<'_>) -> Option<Finding>;

/// The first that finds something has the word: what is said of a link that leads nowhere leaves nothing to say about the way.
const LINK_RULES: &[LinkRule] =
    &[broken_link::check, missing_image::check, broken_anchor::check, link_case::check, redirected_link::check];

/// The rules that tell of a page's ids, and suggest others of them.
pub(crate) const ABOUT_ANCHORS: [&str; 2] = [broken_anchor::RULE.id, link_case::RULE.id];

/// The findings of one section's links.
pub(crate) fn check(context: &LinkContext<'_>, section: SectionRef<'_>, findings: &mut Vec<Finding>) {
    context.begin_section();
    for link in links_of(section, context.site) {
        findings.extend(LINK_RULES.iter().find_map(|rule| rule(context, &link)));
        // How a link is written is another matter than where it leads.
        findings.extend(link_style::check(context, &link));
    }
}

/// The edit that puts another destination in the place of the link's.
pub(crate) fn set_destination(link: &PageLink<'_>, new: String) -> Vec<TextEdit> {
    vec![TextEdit::replace(link.range, new)]
}

/// The fix that leads the link to a place that was probably meant.
pub(crate) fn link_instead(link: &PageLink<'_>, new: String) -> Fix {
    Fix::unsafe_(format!("Link to '{new}'"), set_destination(link, new))
}
