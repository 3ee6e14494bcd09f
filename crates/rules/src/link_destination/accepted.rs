//! Destinations in the styles that the site accepts (`site.link-styles` of `docent.yaml`): of which style one is, and the same one
//! written in another style. Knows no rule and no index.

use super::spot::LinkSpot;
use super::{Ending, LinkGoal, destination_to, page_ending};
use docent_generators::{Destination, LinkStyle};
use docent_site::SiteModel;
use docent_site::index::link_target::{LinkBase, link_target};

/// The style in which a destination names the page `goal`.
pub fn style_of(model: &SiteModel, text: &str, goal: LinkGoal<'_>) -> LinkStyle {
    let parts = model.read_destination(text);
    let is_markdown = |path: &str| page_ending(path) == Some(Ending::Markdown);
    // A permalink may end as a file does.
    parts.link_style(is_markdown(parts.path) && !goal.address.is_some_and(is_markdown))
}

/// As [`destination_to`] for a page, but in a style that the site accepts: that of `old` where it is one, else the first that can name
/// the page from here; that of `old` where none can.
pub fn accepted_destination_to(
    model: &SiteModel,
    from: LinkBase<'_>,
    old: &str,
    goal: LinkGoal<'_>,
    spot: LinkSpot,
) -> String {
    let kept = destination_to(model, from, old, goal);
    if model.link_styles.accept(style_of(model, &kept, goal)) {
        return kept;
    }
    in_accepted_style(model, from, old, goal, spot).unwrap_or(kept)
}

/// The destination in the first accepted style that can name the page from here; its query and its fragment are those of `old`. `None`
/// where no style can.
pub fn in_accepted_style(
    model: &SiteModel,
    from: LinkBase<'_>,
    old: &str,
    goal: LinkGoal<'_>,
    spot: LinkSpot,
) -> Option<String> {
    let fragment = link_target(old, from, model).fragment;
    let leads_there = |text: &str| {
        let target = link_target(text, from, model);
        target.fragment == fragment && target.names_page(goal.path, goal.address, model)
    };
    let parts = model.read_destination(old);
    // Entities and backslashes are read in Markdown, and in templating they are not.
    let is_read_alike = |style: LinkStyle| {
        !parts.fragment.contains(['&', '\\']) || style.is_templated() == style_of(model, old, goal).is_templated()
    };
    let styles = model.link_styles.accepted.iter();
    let styles = styles.filter(|style| is_read_alike(**style) && can_stand(**style, model, from, goal));
    let mut texts = styles.map(|style| {
        let text = destination_to(model, from, &example(*style, &parts, model, goal, spot)?, goal);
        (style_of(model, &text, goal) == *style).then_some(text)
    });
    texts.find_map(|text| text.filter(|text| spot.admits(text) && leads_there(text)))
}

/// Whether links of a style mean something on this page, to this page.
fn can_stand(style: LinkStyle, model: &SiteModel, from: LinkBase<'_>, goal: LinkGoal<'_>) -> bool {
    match style {
        LinkStyle::Relative | LinkStyle::RootRelative | LinkStyle::File | LinkStyle::RootFile => true,
        LinkStyle::OwnUrl => !model.own_urls.is_empty(),
        // Templating is for pages that the generator publishes.
        LinkStyle::Templated(style) => {
            let names = || goal.address.is_some() && model.generator.name_of_file(style, goal.path).is_some();
            from.address.is_some()
                && model.generator.kind().link_styles.contains(style)
                && (!style.names_file || names())
        }
    }
}

/// A destination to write the new one like: in the style, with the ending, the encoding, the query and the fragment of the old one.
fn example(
    style: LinkStyle,
    old: &Destination<'_>,
    model: &SiteModel,
    goal: LinkGoal<'_>,
    spot: LinkSpot,
) -> Option<String> {
    let name = example_name(style, old, goal);
    let base = &*model.base_path;
    let path = match style {
        LinkStyle::Relative | LinkStyle::File => name,
        LinkStyle::RootRelative => format!("{base}/{name}"),
        LinkStyle::RootFile => format!("/{name}"),
        LinkStyle::OwnUrl => format!("{}{base}/{name}", model.own_urls.first()?),
        LinkStyle::Templated(style) => {
            let quote = if spot == LinkSpot::Quoted('"') { '\'' } else { '"' };
            model.generator.write_templated(style, &name, quote)?
        }
    };
    Some(format!("{path}{}{}", old.query(), old.fragment))
}

/// The path of the old destination, so that its habits are seen, with an ending that fits the style.
fn example_name(style: LinkStyle, old: &Destination<'_>, goal: LinkGoal<'_>) -> String {
    let path = old.path.trim_start_matches('/');
    // Within a tag, and within quotes, blanks stand as they are.
    let path = if old.is_enclosed() { path.replace(' ', "%20") } else { path.to_owned() };
    let stem = || path.rsplit_once('.').map_or("", |(stem, _)| stem);
    match (style, page_ending(&path)) {
        (LinkStyle::Templated(style), _) if style.names_file => "page.md".to_owned(),
        (LinkStyle::File | LinkStyle::RootFile, Some(Ending::Markdown)) => path,
        (LinkStyle::File | LinkStyle::RootFile, Some(Ending::Html)) => format!("{}.md", stem()),
        (LinkStyle::File | LinkStyle::RootFile, None) => format!("{path}x.md"),
        (_, Some(Ending::Markdown)) if goal.address.is_some_and(|address| address.ends_with("/index.html")) => {
            stem().to_owned()
        }
        (_, Some(Ending::Markdown)) => format!("{}.html", stem()),
        _ => path,
    }
}
