//! Addresses from templates with placeholders: `/:categories/:title:output_ext`. Knows no configuration.

use super::date::Date;
use std::collections::BTreeSet;

/// Fills in a template for a page, which knows three placeholders; any other text with a colon stays as it is.
pub(super) fn of_page(template: &str, folder: &str, name: &str, output_ending: &str) -> String {
    let values = [(":path", folder), (":basename", name), (":output_ext", output_ending)];
    values.into_iter().fold(template.to_owned(), |url, (placeholder, value)| url.replace(placeholder, &escaped(value)))
}

/// What a document knows, in the order in which one would list it.
pub(super) const POST_PLACEHOLDERS: [&str; 25] = [
    "path",
    "output_ext",
    "collection",
    "name",
    "title",
    "slug",
    "categories",
    "slugified_categories",
    "year",
    "short_year",
    "month",
    "i_month",
    "short_month",
    "long_month",
    "day",
    "i_day",
    "y_day",
    "week",
    "w_year",
    "w_day",
    "short_day",
    "long_day",
    "hour",
    "minute",
    "second",
];

/// The names behind the colons of a template, as far as they may reach.
pub(super) fn placeholder_names(template: &str) -> impl Iterator<Item = &str> {
    template.split(':').skip(1).map(name_at_start).filter(|name| !name.is_empty())
}

fn name_at_start(text: &str) -> &str {
    let length = text.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
    &text[..length]
}

/// What a document (a post, a page of a collection) fills in.
pub(super) struct DocumentParts<'d> {
    pub(super) collection: &'d str,
    /// The path in the collection's folder, without ending.
    pub(super) path: &'d str,
    /// The file's name without ending.
    pub(super) name: &'d str,
    pub(super) slug: &'d str,
    pub(super) categories: Vec<String>,
    /// `None` where the day of the build would stand in for it.
    pub(super) date: Option<Date>,
    pub(super) output_ending: &'d str,
}

/// Fills in a template for a document; `None` where it needs a date that is not known. Jekyll gives up where a placeholder is unknown; here it stays as it is written.
pub(super) fn of_document(template: &str, parts: &DocumentParts<'_>) -> Option<String> {
    let mut url = String::with_capacity(template.len());
    let mut rest = template;
    while let Some(colon) = rest.find(':') {
        url.push_str(&rest[..colon]);
        rest = &rest[colon + 1..];
        let name = name_at_start(rest);
        let shorter = name.strip_suffix('_').unwrap_or(name);
        match [name, shorter].into_iter().find_map(|name| Some((name, placeholder(name, parts)?))) {
            Some((_, Filling::NotKnown)) => return None,
            Some((name, Filling::Text(value))) => {
                url.push_str(&escaped(&value));
                rest = &rest[name.len()..];
            }
            None => url.push(':'),
        }
    }
    url.push_str(rest);
    Some(url)
}

enum Filling {
    Text(String),
    NotKnown,
}

fn placeholder(name: &str, parts: &DocumentParts<'_>) -> Option<Filling> {
    let own = match name {
        "collection" => parts.collection.to_owned(),
        "path" => parts.path.to_owned(),
        "output_ext" => parts.output_ending.to_owned(),
        "name" => slugified(parts.name).to_lowercase(),
        "title" => pretty_slug(parts.slug),
        "slug" => slugified(parts.slug).to_lowercase(),
        "categories" => unique(parts.categories.iter().map(|category| category.to_lowercase())),
        "slugified_categories" => unique(parts.categories.iter().map(|category| slugified(category).to_lowercase())),
        _ => {
            let of_date = parts.date.unwrap_or_default().part(name)?;
            return Some(parts.date.map_or(Filling::NotKnown, |_| Filling::Text(of_date)));
        }
    };
    Some(Filling::Text(own))
}

fn unique(parts: impl Iterator<Item = String>) -> String {
    let mut seen = BTreeSet::new();
    parts.filter(|part| seen.insert(part.clone())).collect::<Vec<_>>().join("/")
}

/// A value is not decoded when the address becomes a file.
fn escaped(value: &str) -> String {
    value.replace('%', "%25")
}

/// Runs of all but letters and digits as one hyphen, none at the ends.
fn slugified(text: &str) -> String {
    hyphenated(text, char::is_alphanumeric)
}

/// The same, but more of what an address can hold stays.
fn pretty_slug(text: &str) -> String {
    hyphenated(text, |c| c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c))
}

fn hyphenated(text: &str, keeps: impl Fn(char) -> bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut replaced = false;
    for c in text.chars() {
        if keeps(c) {
            slug.push(c);
        } else if !replaced {
            slug.push('-');
        }
        replaced = !keeps(c);
    }
    let slug = slug.strip_prefix('-').unwrap_or(&slug);
    slug.strip_suffix('-').unwrap_or(slug).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders() {
        let parts = DocumentParts {
            collection: "posts",
            path: "/x/a b",
            name: "2024-02-03-Ein Titel",
            slug: "Ein Titel: ä & 100%",
            categories: vec!["Web Dev".to_owned(), "web dev".to_owned(), "x".to_owned()],
            date: Some(Date::parse("2024-02-03 04:05:06")),
            output_ending: ".html",
        };
        for (template, url) in [
            ("/:categories/:year/:month/:day/:title:output_ext", "/web dev/x/2024/02/03/Ein-Titel-ä-&-100.html"),
            ("/:slugified_categories/:slug/", "/web-dev/x/ein-titel-ä-100/"),
            (":year_:month_:i_day", "2024_02_3"),
            ("/:name/:y_day/W:week/:short_day/:long_month", "/2024-02-03-ein-titel/034/W05/Sat/February"),
            ("/:nothing/:Big/a:", "/:nothing/:Big/a:"),
            ("/:collection/:path", "/posts//x/a b"),
        ] {
            assert_eq!(of_document(template, &parts).as_deref(), Some(url), "{template}");
        }
        for name in POST_PLACEHOLDERS {
            assert!(placeholder(name, &parts).is_some(), "{name}");
        }
        let undated = DocumentParts { date: None, categories: Vec::new(), ..parts };
        assert_eq!(of_document("/:year/:name", &undated), None);
        assert!(of_document("/:name", &undated).is_some());
        assert_eq!(of_page("/:path/:basename:output_ext/:title", "/a", "100%", ".html"), "//a/100%25.html/:title");
    }
}
