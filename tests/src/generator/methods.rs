//! Pages of methods, which have the site's own template; and most of the faults that links can have.

use super::body::Body;
use super::faults::Fault;
use super::links::{SITE, Style, target};

pub(super) fn write(body: &mut Body<'_>) {
    body.paragraph();
    faulty_links(body);
    body.push("### Request\n\n| Method | URL |\n| :--- | :--- |\n| GET | https://{host}/accounts/{accountId}/");
    let part = body.plan.address.trim_end_matches(".html").to_owned();
    body.push(&format!("{part}?v=2.0 |\n\n"));
    let half = body.size / 2;
    body.fill(half);
    if body.fault == Some(Fault::UnknownSuppression) {
        body.push("<!-- docent-ignore ");
        body.page.push_marked("unknown-suppression", "empty-sections");
        body.push(": they are on a video -->\n\n");
    }
    if body.fault == Some(Fault::UnusedSuppression) {
        body.page.push_marked("unused-suppression", "<!-- docent-ignore empty-section: there was nothing here -->");
        body.push("\n\n");
    }
    body.push("### Response\n\n```json\n{ \"id\": 7, \"see\": \"[this](gone.html)\", \"name\": \"Zoë\" }\n```\n\n");
    let size = body.size;
    body.fill(size);
    if body.fault == Some(Fault::UnexpectedSection) {
        body.page.push_marked("unexpected-section", "### Background");
        body.push("\n\n");
        body.paragraph();
    }
    if body.random.once_in(2) {
        body.push("### Error codes\n\n");
        body.paragraph();
    }
}

/// All faults of one kind in a paragraph each.
fn faulty_links(body: &mut Body<'_>) {
    let targets = match body.fault {
        Some(Fault::BrokenLinks) => broken(body),
        Some(Fault::NearLinks) => near(body),
        Some(Fault::BrokenAnchors) => anchors(body),
        Some(Fault::LinkCase) => other_case(body),
        Some(Fault::RedirectedLinks) => redirected(body),
        Some(Fault::LinkStyles) => other_styles(body),
        Some(Fault::MissingImages) => images(),
        _ => return,
    };
    for (before, target, after, rule) in targets {
        body.push(before);
        body.page.push_marked(rule, &target);
        body.push(after);
        body.push("\n\n");
    }
}

/// What stands before the fault, the fault, what stands after it, the rule.
type Faulty = (&'static str, String, &'static str, &'static str);

/// Targets that nothing is near to, in each style.
fn broken(body: &Body<'_>) -> Vec<Faulty> {
    let rule = "broken-link";
    let styles = [
        Style::Name,
        Style::Rooted,
        Style::Dotted,
        Style::File,
        Style::RootedFile,
        Style::Absolute,
        Style::BaseUrl,
        Style::LinkTag,
    ];
    let written = |style| target(style, body.plan, "Elsewhere/zzz-lost.md", "zzz-lost-for-good.html");
    let mut faulty: Vec<Faulty> =
        styles.into_iter().map(|style| ("[Lost](", written(style), ") it is.", rule)).collect();
    let html = written(Style::Html);
    faulty.push(("Lost: <a class=\"x\" href=\"", html.clone(), "\">here</a>.", rule));
    faulty.push(("Lost: <", written(Style::Autolink), ">.", rule));
    faulty.push(("Lost: [by reference][zzz].\n\n[zzz]: ", html, " \"Lost\"", rule));
    faulty.push(("With an anchor, too: [lost](", "zzz-lost-for-good.html#introduction".to_owned(), ").", rule));
    faulty
}

/// Slips of the pen.
fn near(body: &Body<'_>) -> Vec<Faulty> {
    let good = body.plan.neighbour(body.options, 1);
    let slip = good.address.replace("-methods-", "-metods-");
    let file = target(Style::File, body.plan, &good.path.replace("/get.md", "/gett.md"), "");
    vec![
        ("Near: [a letter less](", slip, ").", "broken-link"),
        ("Near: [a letter more](", file, ").", "broken-link"),
        ("Near: [another ending](", good.address.replace(".html", ".htlm"), ").", "broken-link"),
    ]
}

fn anchors(body: &Body<'_>) -> Vec<Faulty> {
    let rule = "broken-anchor";
    let other = body.plan.neighbour(body.options, 0);
    let guideline = |anchor: &str| format!("guides-retry-policy.html#{anchor}");
    vec![
        ("Own: [none](", "#no-such-heading".to_owned(), ").", rule),
        ("Own: [near](", "#reqest".to_owned(), ").", rule),
        ("Other: [none](", format!("{}#no-such-heading", other.address), ").", rule),
        ("Other: [by its whole address](", format!("{SITE}/{}#no-such-heading", other.address), ").", rule),
        (
            "Other: [by its file](",
            format!("{}#no-such-heading", target(Style::File, body.plan, &other.path, "")),
            ").",
            rule,
        ),
        ("Other: <a href=\"", format!("{}#no-such-heading", other.address), "\">in HTML</a>.", rule),
        ("Through a redirect: [none](", guideline("no-such-heading"), ").", rule),
    ]
}

fn other_case(body: &Body<'_>) -> Vec<Faulty> {
    let rule = "link-case";
    let other = body.plan.neighbour(body.options, 1);
    let mut name = other.address.clone();
    let first = name.remove(0).to_ascii_uppercase();
    name.insert(0, first);
    let file = target(Style::File, body.plan, &other.path.replace("get.md", "Get.md"), "");
    vec![
        ("In other letters: [a page](", name.clone(), ").", rule),
        ("In other letters: [with an anchor](", format!("/{name}#request"), ").", rule),
        ("In other letters: [a file](", file, ").", rule),
        ("In other letters: ![an image](", "assets/img/Diagram-1.png".to_owned(), ").", rule),
    ]
}

/// Links that work, through an older address.
fn redirected(body: &Body<'_>) -> Vec<Faulty> {
    let rule = "redirected-link";
    let neighbours = [1, 2, 3, 4, 5, 6, 9].map(|slot| body.plan.neighbour(body.options, slot));
    let older = neighbours.into_iter().flat_map(|page| page.redirects);
    let mut faulty: Vec<Faulty> =
        older.map(|redirect| ("Redirected: [a neighbour](", format!("/{}", redirect.address), ").", rule)).collect();
    faulty.extend([
        ("Redirected: [the name](", "guides-retry-policy.html".to_owned(), ").", rule),
        ("Redirected: [from the root](", "/guides-retry-policy.html".to_owned(), ").", rule),
        ("Redirected: [an anchor](", "guides-retry-policy.html#in-full".to_owned(), ").", rule),
        ("Redirected: [all of it](", format!("{SITE}/guides-gettingstarted.html"), ").", rule),
        ("Redirected: <a href=\"", "guides-gettingstarted.html".to_owned(), "\">in HTML</a>.", rule),
    ]);
    faulty
}

/// Links that work, in the one style that the site does not accept.
fn other_styles(body: &Body<'_>) -> Vec<Faulty> {
    let rule = "link-style";
    let address = body.plan.neighbour(body.options, 1).address;
    let filtered = |filter: &str, quote: char| format!("{{{{ {quote}/{address}{quote} | {filter} }}}}");
    vec![
        ("In another style: [a page](", filtered("relative_url", '"'), ").", rule),
        ("In another style: [all of it](", filtered("absolute_url", '\''), "){:target=\"_blank\"}.", rule),
        ("In another style: [an anchor](", format!("{}#request", filtered("relative_url", '\'')), " \"Title\").", rule),
        (
            "In another style: <a href=\"",
            format!("{}#request", filtered("relative_url", '\'')),
            "\">in HTML</a>.",
            rule,
        ),
        ("In another style: [by reference][zzz].\n\n[zzz]: ", filtered("relative_url", '"'), " \"Title\"", rule),
    ]
}

fn images() -> Vec<Faulty> {
    let rule = "missing-image";
    vec![
        ("![None](", "assets/img/diagram-99999.png".to_owned(), ")", rule),
        ("![None](", "/assets/img/none.png".to_owned(), " \"A title\")", rule),
        ("![None](", "{{ site.baseurl }}/assets/nowhere/none.png".to_owned(), ")", rule),
        ("<img alt=\"None\" src=\"", "assets/img/none.png".to_owned(), "\">", rule),
    ]
}
