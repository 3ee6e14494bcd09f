//! Links of every style that the site's pages have, all of them good.

use super::Options;
use super::headings::anchors;
use super::page_text::PageText;
use super::plan::Plan;
use super::random::Random;

/// The address of the generated site, as `_config.yml` has it.
pub(super) const SITE: &str = "https://docs.example.com";

/// How a link names its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Name,
    Rooted,
    Dotted,
    /// The path of the target's file from the page's.
    File,
    /// The path of the target's file from the root.
    RootedFile,
    Absolute,
    BaseUrl,
    LinkTag,
    Html,
    Reference,
    Autolink,
}

pub(super) const STYLES: [Style; 11] = [
    Style::Name,
    Style::Rooted,
    Style::Dotted,
    Style::File,
    Style::RootedFile,
    Style::Absolute,
    Style::BaseUrl,
    Style::LinkTag,
    Style::Html,
    Style::Reference,
    Style::Autolink,
];

/// Writes a link to another page and a sentence around it; the definitions that it needs go to `definitions`.
pub(super) fn write(
    page: &mut PageText,
    random: &mut Random,
    options: &Options,
    from: &Plan,
    definitions: &mut String,
) {
    if random.once_in(8) {
        let anchor = random.pick(&anchors(from));
        page.push(&format!("This is [told on this page](#{anchor}), too. "));
        return;
    }
    let to = from.target(options, random);
    let style = match random.below(20) {
        at if at < STYLES.len() => STYLES[at],
        // The usual one.
        _ => Style::Name,
    };
    let anchor = random.once_in(3).then(|| random.pick(&anchors(&to)));
    let tail = anchor.map(|anchor| format!("#{}", encoded_half_the_time(random, anchor))).unwrap_or_default();
    let query = if random.once_in(15) && style == Style::Name { "?tab=2" } else { "" };
    let target = format!("{}{query}{tail}", target(style, from, &to.path, &encoded_half_the_time(random, &to.address)));
    let title = to.pagename.replace(['*', '[', ']'], "");
    match style {
        Style::Html => page.push(&format!("See <a href=\"{target}\" target=\"_blank\">{title}</a> as well. ")),
        Style::Reference => {
            let label = format!("page {}", to.index);
            let link = match random.below(3) {
                0 => format!("[{title}][{label}]"),
                1 => format!("[{label}][]"),
                _ => format!("[{label}]"),
            };
            page.push(&format!("More about it: {link}. "));
            let definition = format!("[{label}]: {target} \"{title}\"\n");
            if !definitions.contains(&format!("[{label}]:")) {
                definitions.push_str(&definition);
            }
        }
        Style::Autolink => page.push(&format!("It is published at <{target}>. ")),
        _ => {
            let attributes = random.pick(&["", "", "", "{:target=\"_blank\"}"]);
            page.push(&format!("For more see [{title}]({target}){attributes}. "));
        }
    }
}

/// What stands in the link, for the page with this file and address.
pub(super) fn target(style: Style, from: &Plan, path: &str, address: &str) -> String {
    match style {
        Style::Name | Style::Html | Style::Reference => address.to_owned(),
        Style::Rooted => format!("/{address}"),
        Style::Dotted => format!("./{address}"),
        Style::File => relative(&from.path, path).replace(' ', "%20"),
        Style::RootedFile => format!("/{path}").replace(' ', "%20"),
        Style::Absolute | Style::Autolink => format!("{SITE}/{address}"),
        Style::BaseUrl => format!("{{{{ site.baseurl }}}}/{address}"),
        Style::LinkTag => format!("{{% link {path} %}}"),
    }
}

/// The path of a file from the folder of another.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let parts: Vec<&str> = to.split('/').collect();
    let folders = &folders[..folders.len() - 1];
    let common = folders.iter().zip(&parts).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(folders.len() - common);
    format!("{up}{}", parts[common..].join("/"))
}

fn encoded_half_the_time(random: &mut Random, text: &str) -> String {
    if text.is_ascii() || random.once_in(2) {
        return text.to_owned();
    }
    let mut encoded = String::new();
    for byte in text.bytes() {
        match byte.is_ascii() {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn from_folder_to_folder() {
        assert_eq!(relative("a/b/c.md", "a/d/e.md"), "../d/e.md");
        assert_eq!(relative("a/b/c.md", "a/b/e.md"), "e.md");
        assert_eq!(relative("index.md", "a/e.md"), "a/e.md");
        assert_eq!(relative("a/b/c.md", "index.md"), "../../index.md");
    }
}
