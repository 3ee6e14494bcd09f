//! Pages whose headings are their own: guides, guidelines, and the site's first page.

use super::body::Body;
use super::faults::Fault;
use super::headings::of_guide;
use super::plan::{FAULTY, PARTNER, Plan};

pub(super) fn write(body: &mut Body<'_>) {
    link_to_hidden_page(body);
    let headings = of_guide(body.plan);
    for (at, (heading, _)) in headings.iter().enumerate() {
        body.push(heading);
        body.push("\n\n");
        match at {
            0 => body.push("<a name=\"by-name\"></a>\n\n"),
            3 => body.push("<div id=\"by-hand\">Once more, by hand.</div>\n\n"),
            _ => {}
        }
        let share = body.size * (at + 1) / headings.len();
        body.fill(share);
    }
}

/// A page that has lost its address: what links to it is broken, and says why.
fn link_to_hidden_page(body: &mut Body<'_>) {
    if body.plan.slot != PARTNER || !body.fault.is_some_and(Fault::hides_page) {
        return;
    }
    let hidden = body.plan.neighbour(body.options, FAULTY);
    body.push("First read the [page before](");
    body.page.push_marked("broken-link", &hidden.address);
    body.push(").\n\n");
}

pub(super) fn write_guideline(body: &mut Body<'_>) {
    body.push("### In short\n\n");
    body.paragraph();
    body.push("### In full\n\n");
    let size = body.size;
    body.fill(size);
}

pub(super) fn write_home(body: &mut Body<'_>) {
    body.push("# Welcome\n\n");
    for index in [0, 2, 10, 11] {
        let page = Plan::new(body.options, index);
        body.push(&format!("* [{}]({})\n", page.pagename, page.address));
    }
    body.push("\n");
    let size = body.size;
    body.fill(size);
}
