//! `_config.yml`: what of it decides where pages are published. How it decides is in the other modules.

use super::defaults::DefaultSet;
use super::ruby::Value;
use docent_syntax::{TextSize, YamlEntry, YamlKind, YamlNode, YamlSchema, YamlTree};

/// What a `_config.yml` says. The default is what holds without one.
#[derive(Debug, Clone, PartialEq)]
pub struct JekyllConfig {
    /// The site's own address without path: `https://example.com`; empty where it is not given. Never ends with `/`.
    pub url: String,
    /// The path below which the site is published: `/docs`; empty for none. Never ends with `/`.
    pub base_url: String,
    /// The folder of the pages, from the folder of the configuration: `docs`; empty where they lie beside it.
    pub source: String,
    /// The folder that Jekyll writes to, from the folder of the configuration. Nothing in it is a page.
    pub destination: String,
    pub(super) permalink: String,
    /// The address of pages without a permalink as docent.yaml says it; Jekyll itself has no such setting.
    pub(super) page_pattern: Option<String>,
    /// Whether Markdown files without front matter are pages, too, as they are to other generators.
    pub(super) publishes_bare_pages: bool,
    pub(super) collections_dir: String,
    pub(super) collections: Vec<Collection>,
    pub(super) include: Vec<String>,
    pub(super) exclude: Vec<String>,
    pub(super) defaults: Vec<DefaultSet>,
    /// With the dot, in lower case.
    pub(super) markdown_endings: Vec<String>,
    pub(super) unpublished: bool,
    pub(super) show_drafts: bool,
}

/// An entry of `collections`.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Collection {
    pub(super) label: String,
    pub(super) output: bool,
    pub(super) permalink: Option<String>,
}

const ALWAYS_EXCLUDED: [&str; 10] = [
    ".sass-cache",
    ".jekyll-cache",
    "gemfiles",
    "Gemfile",
    "Gemfile.lock",
    "node_modules",
    "vendor/bundle/",
    "vendor/cache/",
    "vendor/gems/",
    "vendor/ruby/",
];

impl Default for JekyllConfig {
    fn default() -> JekyllConfig {
        JekyllConfig {
            url: String::new(),
            base_url: String::new(),
            source: String::new(),
            destination: "_site".to_owned(),
            permalink: "date".to_owned(),
            page_pattern: None,
            publishes_bare_pages: false,
            collections_dir: String::new(),
            collections: vec![posts()],
            include: vec![".htaccess".to_owned()],
            exclude: ALWAYS_EXCLUDED.map(str::to_owned).to_vec(),
            defaults: Vec::new(),
            markdown_endings: ["markdown", "mkdown", "mkdn", "mkd", "md"].map(|ending| format!(".{ending}")).to_vec(),
            unpublished: false,
            show_drafts: false,
        }
    }
}

fn posts() -> Collection {
    Collection { label: "posts".to_owned(), output: true, permalink: None }
}

impl JekyllConfig {
    /// Reads the text of a `_config.yml`; `None` where there is none. Never fails: what can be read counts.
    pub fn read(text: Option<&str>) -> JekyllConfig {
        let text = text.unwrap_or("");
        let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        let tree = YamlTree::parse(without_mark, TextSize::of(text) - TextSize::of(without_mark));
        let mut config = JekyllConfig::default();
        for found in tree.resolved(YamlSchema::Ruby) {
            config.entry(&found.name, found.entry);
        }
        config
    }

    /// Whether a folder or file (a path from the folder of the configuration) is Jekyll's own output.
    pub fn is_output(&self, relative_path: &str) -> bool {
        let inside = relative_path.strip_prefix(self.destination.as_str());
        !self.destination.is_empty() && inside.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    fn entry(&mut self, key: &str, entry: &YamlEntry) {
        let value = Value::of(&entry.value);
        // A key without a value leaves what holds without it.
        if value == Value::Null {
            return;
        }
        match key {
            "url" => self.url = text(&entry.value).trim_end_matches('/').to_owned(),
            "baseurl" => self.base_url = base_url(&text(&entry.value)),
            "source" => self.source = folder(&text(&entry.value)),
            "destination" => self.destination = folder(&text(&entry.value)),
            "permalink" => self.permalink = text(&entry.value),
            "collections_dir" => self.collections_dir = folder(&text(&entry.value)),
            "collections" => self.collections(&entry.value),
            "include" => self.include = texts(&value),
            "exclude" => self.exclude.splice(0..0, texts(&value)).for_each(drop),
            "defaults" => self.defaults = default_sets(&entry.value),
            "markdown_ext" => {
                let endings = text(&entry.value);
                self.markdown_endings =
                    endings.split(',').map(|ending| format!(".{}", ending.trim().to_lowercase())).collect();
            }
            "unpublished" => self.unpublished = value.is_truthy(),
            "show_drafts" => self.show_drafts = value.is_truthy(),
            _ => {}
        }
    }

    fn collections(&mut self, node: &YamlNode) {
        let labels: Vec<Collection> = match &node.kind {
            YamlKind::Mapping(entries) => entries.iter().filter_map(collection).collect(),
            _ => {
                let value = Value::of(node);
                let named = |label: &str| Collection { label: label.to_owned(), ..Collection::default() };
                value.texts().map(named).collect()
            }
        };
        self.collections = vec![posts()];
        for collection in labels {
            if collection.label == "posts" {
                self.collections[0].permalink = collection.permalink;
            } else {
                self.collections.push(collection);
            }
        }
    }
}

fn collection(entry: &YamlEntry) -> Option<Collection> {
    let label = entry.key.as_str()?.to_owned();
    let mut collection = Collection { label, ..Collection::default() };
    if let YamlKind::Mapping(entries) = &entry.value.kind {
        for entry in entries {
            let value = Value::of(&entry.value);
            match entry.key.as_str() {
                Some("output") => collection.output = value.is_truthy(),
                Some("permalink") => collection.permalink = value.as_text().map(str::to_owned),
                _ => {}
            }
        }
    }
    Some(collection)
}

fn default_sets(node: &YamlNode) -> Vec<DefaultSet> {
    let YamlKind::Sequence(items) = &node.kind else { return Vec::new() };
    items.iter().filter_map(DefaultSet::read).collect()
}

fn text(node: &YamlNode) -> String {
    match Value::of(node) {
        Value::Text(text) => text,
        _ => node.as_str().unwrap_or("").to_owned(),
    }
}

fn texts(value: &Value) -> Vec<String> {
    value.texts().map(str::to_owned).collect()
}

/// `/docs`, from `docs`, `/docs/` or `/docs`.
fn base_url(written: &str) -> String {
    match written.trim_matches('/') {
        "" => String::new(),
        path => format!("/{path}"),
    }
}

/// A path from the configuration's folder without `./` and slashes at its ends.
fn folder(written: &str) -> String {
    let parts = written.split('/').filter(|part| !part.is_empty() && *part != ".");
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_counts() {
        let text = "baseurl: docs/\nurl: https://example.com/\nsource: ./src\npermalink:\nexclude: [drafts]\n\
            collections:\n  apis:\n    output: yes\n  notes:\nmarkdown_ext: MD, text\ndefaults:\n  - 5\n";
        let config = JekyllConfig::read(Some(text));
        assert_eq!((&*config.base_url, &*config.url, &*config.source), ("/docs", "https://example.com", "src"));
        assert_eq!(config.permalink, "date");
        assert_eq!(config.exclude.first().map(String::as_str), Some("drafts"));
        let labels: Vec<_> = config.collections.iter().map(|c| (c.label.as_str(), c.output)).collect();
        assert_eq!(labels, [("posts", true), ("apis", true), ("notes", false)]);
        assert_eq!(config.markdown_endings, [".md", ".text"]);
        assert!(config.is_output("_site/a.html") && !config.is_output("_sites"));
    }

    #[test]
    fn a_broken_configuration_counts_up_to_its_error() {
        let config = JekyllConfig::read(Some("baseurl: /docs\nurl: [\n"));
        assert_eq!(config.base_url, "/docs");
        assert_eq!(JekyllConfig::read(Some("just a text")), JekyllConfig::read(None));
    }
}
