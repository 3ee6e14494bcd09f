//! Where a page is published: by its `permalink`, else by its path. Knows no other page, so not who wins an address.

use super::address::{Address, address_of_url, output_ending, redirect_address, sanitized};
use super::config::{Collection, JekyllConfig};
use super::date::{Date, dated};
use super::defaults::default_value;
use super::permalink::{self, DocumentParts};
use super::place::{Place, place_of};
use super::ruby::{Value, extension};
use docent_syntax::{FrontMatter, FrontMatterState, TextRange, YamlKind, YamlNode, YamlSchema, YamlTree};

/// Where Jekyll publishes the page; `None` where it publishes no page there: no front matter (the file is copied as it
/// is), a folder with `_` that is no collection, an excluded path, `published: false`.
///
/// `relative_path` is the file's path from the folder of `_config.yml`, with `/` and without one at its start.
///
/// There is no clock here: a post with a date in the future is taken for published, and a document whose address has the
/// day of the build in it, because it has no date, for not published.
pub fn page_address(config: &JekyllConfig, relative_path: &str, front_matter: &FrontMatter) -> Option<Address> {
    let place = place_of(config, relative_path)?;
    let data = Data { config, front_matter, place: &place };
    match &place {
        Place::Page { path } if front_matter.opens_page || is_bare_page(config, path, front_matter) => {
            page(&data, path)
        }
        Place::Document { collection, .. } if front_matter.opens_page && collection.output => document(&data),
        Place::Post { .. } => document(&data),
        _ => None,
    }
}

/// Where front matter was meant and cannot be read, the page is none all the same.
fn is_bare_page(config: &JekyllConfig, path: &str, front_matter: &FrontMatter) -> bool {
    config.publishes_bare_pages
        && front_matter.state == FrontMatterState::Absent
        && config.markdown_endings.contains(&extension(path).to_lowercase())
}

/// The redirects of a page: where each leads from, and where it is written; `None` for one that comes from `defaults` of the
/// configuration. A page that is not published has none.
pub fn redirects(
    config: &JekyllConfig,
    relative_path: &str,
    front_matter: &FrontMatter,
) -> Vec<(Address, Option<TextRange>)> {
    let Some(place) = place_of(config, relative_path) else { return Vec::new() };
    if page_address(config, relative_path, front_matter).is_none() {
        return Vec::new();
    }
    let data = Data { config, front_matter, place: &place };
    let own = data.tree().and_then(|tree| tree.find("redirect_from", YamlSchema::Ruby)).map(|found| &found.entry.value);
    match own.map(|node| (node, Value::of(node))) {
        None | Some((_, Value::Null)) => {
            data.default("redirect_from").texts().map(|text| (redirect_address(text), None)).collect()
        }
        Some((node, _)) => texts(node).map(|(text, range)| (redirect_address(&text), Some(range))).collect(),
    }
}

/// Where `redirect_to` sends a reader, who then sees nothing of the page; and where that is written.
pub fn redirect_to(front_matter: &FrontMatter) -> Option<(String, TextRange)> {
    let found = tree(front_matter, false)?.find("redirect_to", YamlSchema::Ruby)?;
    texts(&found.entry.value).next()
}

/// The texts of a list, or the one text, each with its range.
fn texts(node: &YamlNode) -> impl Iterator<Item = (String, TextRange)> {
    let items = match &node.target().kind {
        YamlKind::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    items.iter().filter_map(|item| Some((Value::of(item).as_text()?.to_owned(), item.range)))
}

/// The front matter as Jekyll reads it, or nothing where it cannot: a page is then published as if it had none. For posts
/// a byte order mark does not matter.
fn tree(front_matter: &FrontMatter, is_post: bool) -> Option<&YamlTree> {
    let split = match front_matter.state {
        FrontMatterState::Closed => front_matter.opens_page,
        FrontMatterState::AfterByteOrderMark => is_post && front_matter.closing.is_some(),
        _ => false,
    };
    let tree = &front_matter.yaml;
    let readable = split && tree.error.is_none() && tree.refusal(YamlSchema::Ruby).is_none();
    readable.then_some(tree)
}

/// A page's values: its own, then those of the configuration.
struct Data<'d> {
    config: &'d JekyllConfig,
    front_matter: &'d FrontMatter,
    place: &'d Place<'d>,
}

impl Data<'_> {
    fn tree(&self) -> Option<&YamlTree> {
        tree(self.front_matter, matches!(self.place, Place::Post { .. }))
    }

    fn own(&self, key: &str) -> Option<Value> {
        self.tree()?.find(key, YamlSchema::Ruby).map(|found| Value::of(&found.entry.value))
    }

    /// Whether there is a block that Jekyll fails to read. A document then has no title and no date either.
    fn is_broken(&self) -> bool {
        self.tree().is_none() && matches!(self.front_matter.state, FrontMatterState::Closed)
    }

    fn default(&self, key: &str) -> Value {
        let (path, kind) = match self.place {
            Place::Page { path } => (*path, "pages"),
            Place::Document { collection, path, .. } | Place::Post { collection, path, .. } => {
                (*path, &*collection.label)
            }
        };
        let config = self.config;
        let value = default_value(&config.defaults, path, kind, &config.collections_dir, key);
        value.cloned().unwrap_or(Value::Null)
    }

    /// Of a page `key:` without a value hides the default, of a document it does not.
    fn value(&self, key: &str) -> Value {
        match (self.own(key), self.place) {
            (Some(Value::Null) | None, Place::Document { .. } | Place::Post { .. }) | (None, _) => self.default(key),
            (Some(value), _) => value,
        }
    }

    /// An empty one stops the build; here it is none.
    fn permalink(&self) -> Option<String> {
        self.value("permalink").as_text().filter(|written| !written.is_empty()).map(str::to_owned)
    }

    /// The defaults say nothing about whether a page is published, but they do for documents.
    fn is_published(&self) -> bool {
        let value = match self.place {
            Place::Page { .. } => self.own("published"),
            _ => Some(self.value("published")).filter(|value| *value != Value::Null || self.own("published").is_some()),
        };
        self.config.unpublished || value.is_none_or(|value| value.is_truthy())
    }
}

fn page(data: &Data<'_>, path: &str) -> Option<Address> {
    if !data.is_published() {
        return None;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folder = if folder.is_empty() { String::new() } else { format!("/{folder}") };
    let ending = extension(name);
    let stem = name.strip_suffix(ending).unwrap_or(name).trim_end_matches('.');
    let default_ending = converted_ending(data.config, ending);
    let written = data.permalink();
    let output = written.as_deref().map_or(default_ending, |written| output_ending(written, default_ending)).to_owned();
    let template = match written {
        Some(written) => written,
        None if !matches!(&*output, ".html" | ".xhtml" | ".htm") => "/:path/:basename:output_ext".to_owned(),
        None if stem == "index" => "/:path/".to_owned(),
        None => match &data.config.page_pattern {
            Some(pattern) => pattern.clone(),
            None => format!("/:path/:basename{}", suffix(&data.config.permalink)),
        },
    };
    Some(address_of_url(&sanitized(&permalink::of_page(&template, &folder, stem, &output)), &output))
}

fn document(data: &Data<'_>) -> Option<Address> {
    let (Place::Document { collection, path, inside } | Place::Post { collection, path, inside }) = data.place else {
        return None;
    };
    if !data.is_published() {
        return None;
    }
    let ending = extension(inside);
    let name = inside.rsplit('/').next().unwrap_or(inside);
    let name = name.strip_suffix(ending).unwrap_or(name);
    let dated = dated(name).filter(|_| !data.is_broken());
    let (file_date, file_slug) = dated.map_or((None, name), |(date, slug)| (Some(date), slug));
    let written_date = data.value("date").as_text().map(str::to_owned);
    let date = written_date.as_deref().or(file_date).map(Date::parse);
    let slug = data.value("slug").as_text().map_or_else(|| file_slug.trim_end_matches('.').to_owned(), str::to_owned);
    let default_ending = converted_ending(data.config, ending);
    let written = data.permalink();
    let output = written.as_deref().map_or(default_ending, |written| output_ending(written, default_ending)).to_owned();
    let template = written.unwrap_or_else(|| collection_template(data.config, collection));
    let inner_path = format!("/{}", inside.strip_suffix(ending).unwrap_or(inside).trim_end_matches('.'));
    let parts = DocumentParts {
        collection: &collection.label,
        path: &inner_path,
        name,
        slug: &slug,
        categories: categories(data, path),
        date,
        output_ending: &output,
    };
    Some(address_of_url(&sanitized(&permalink::of_document(&template, &parts)?), &output))
}

/// The folders above `_posts`, then those of the configuration, then those of the front matter.
fn categories(data: &Data<'_>, path: &str) -> Vec<String> {
    let mut categories: Vec<String> = match data.place {
        Place::Post { .. } => {
            let above = path.split("_posts/").next().unwrap_or("");
            above.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect()
        }
        _ => Vec::new(),
    };
    for value in [data.default("categories"), data.own("categories").unwrap_or(Value::Null)] {
        match value {
            Value::Text(text) => categories.extend(text.split_whitespace().map(str::to_owned)),
            list => categories.extend(list.texts().map(str::to_owned)),
        }
    }
    categories.extend(data.value("category").texts().map(str::to_owned));
    categories
}

fn collection_template(config: &JekyllConfig, collection: &Collection) -> String {
    if let Some(template) = &collection.permalink {
        return template.clone();
    }
    if collection.label != "posts" {
        return format!("/:collection/:path{}", suffix(&config.permalink));
    }
    match &*config.permalink {
        "none" => "/:categories/:title:output_ext",
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        own => own,
    }
    .to_owned()
}

/// What the site's permalink style adds to the address of a page.
fn suffix(style: &str) -> &'static str {
    match style {
        "pretty" => "/",
        "date" | "ordinal" | "none" => ":output_ext",
        own if own.ends_with('/') => "/",
        own if own.ends_with(":output_ext") => ":output_ext",
        _ => "",
    }
}

/// The ending of what a file is converted into.
fn converted_ending<'e>(config: &JekyllConfig, ending: &'e str) -> &'e str {
    let lower = ending.to_lowercase();
    match lower.as_str() {
        _ if config.markdown_endings.contains(&lower) => ".html",
        ".sass" | ".scss" => ".css",
        _ => ending,
    }
}
