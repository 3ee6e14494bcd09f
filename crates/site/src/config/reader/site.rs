//! The part `site` of `docent.yaml`: what the site's generator does, where that cannot be seen.

use super::super::{NavigationSetting, SiteEntry};
use super::Reader;
use docent_generators::{
    GENERATORS, GeneratorKind, IN_HTML, LinkStyle, LinkStyles, address_pattern_mistake, by_id, link_style, link_styles,
};
use docent_syntax::{TextRange, YamlKind, YamlNode};
use docent_template::PathPatterns;
use docent_template::settings::{did_you_mean, first_line_of, is_empty, resolve};

pub(crate) const SITE_KEYS: &[&str] = &[
    "kind",
    "url",
    "base-path",
    "permalink-key",
    "default-permalink",
    "redirect-key",
    "navigation",
    "ignore-links",
    "link-styles",
    "assets",
];
pub(crate) const NAVIGATION_KEYS: &[&str] = &["file", "address-key", "optional"];

impl Reader<'_> {
    pub(super) fn site(&mut self, value: &YamlNode) {
        let mut site = SiteEntry::default();
        let mut default_permalink = None;
        for (name, entry) in self.settings.keys(value, SITE_KEYS, "'site'") {
            let value = &entry.value;
            match name {
                "kind" => site.kind = self.kind(value),
                "url" => site.urls = self.settings.items(value).into_iter().filter_map(|item| self.url(item)).collect(),
                "base-path" => site.base_path = self.base_path(value),
                "permalink-key" => {
                    site.permalink_key = self.settings.string(value, "A key of the front matter").map(str::to_owned)
                }
                "default-permalink" => {
                    site.default_permalink = self.default_permalink(value);
                    default_permalink = site.default_permalink.as_ref().map(|_| value.range);
                }
                "redirect-key" => {
                    site.redirect_key = self.settings.string(value, "A key of the front matter").map(str::to_owned)
                }
                "navigation" => site.navigation = self.navigation(value),
                "ignore-links" => site.ignore_links = self.settings.patterns(value),
                "link-styles" => (site.link_styles, site.own_url_style) = self.link_styles(value),
                _ => site.assets = self.settings.patterns(value),
            }
        }
        let takes_no_pattern = site.kind.is_some_and(|kind| kind.address_patterns.is_none());
        if let Some(range) = default_permalink.filter(|_| takes_no_pattern) {
            let kinds = GENERATORS.into_iter().filter(|kind| kind.address_patterns.is_some()).map(|kind| kind.id);
            let kinds: Vec<&str> = kinds.collect();
            let message = format!(
                "'default-permalink' is for sites of the kind {}; on a plain one pages have no addresses",
                kinds.join(", ")
            );
            self.settings.problem(range, message);
        }
        self.config.site = site;
    }

    fn kind(&mut self, value: &YamlNode) -> Option<&'static GeneratorKind> {
        let ids: Vec<&str> = GENERATORS.into_iter().map(|kind| kind.id).collect();
        let known = ids.join(" and ");
        let word = self.settings.string(value, &format!("One of {known}"))?;
        let kind = by_id(word);
        if kind.is_none() {
            self.settings.problem(value.range, format!("'{word}' is not one of {known}{}", did_you_mean(word, &ids)));
        }
        kind
    }

    fn url(&mut self, value: &YamlNode) -> Option<String> {
        let url = self.settings.string(value, "The site's own address")?.trim_end_matches('/');
        let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
        if rest.is_none_or(str::is_empty) {
            self.settings
                .problem(value.range, format!("'{url}' is no address of a site: it begins with https:// or http://"));
            return None;
        }
        Some(url.to_owned())
    }

    fn default_permalink(&mut self, value: &YamlNode) -> Option<String> {
        let setting = self.settings.string(value, "A style of permalinks, or a pattern,")?.trim();
        if let Some(mistake) = address_pattern_mistake(setting, &did_you_mean) {
            self.settings.problem(value.range, mistake);
            return None;
        }
        Some(setting.to_owned())
    }

    fn base_path(&mut self, value: &YamlNode) -> Option<String> {
        let path = value.as_str().filter(|_| !is_empty(value))?.trim_matches('/');
        Some(if path.is_empty() { String::new() } else { format!("/{path}") })
    }

    /// The styles, and where `own-url` stands among them.
    fn link_styles(&mut self, value: &YamlNode) -> (LinkStyles, Option<TextRange>) {
        let known: Vec<&str> = link_styles().map(LinkStyle::word).chain([IN_HTML]).collect();
        let (mut styles, mut own_url) = (LinkStyles::default(), None);
        for item in self.settings.items(value) {
            let Some(word) = self.settings.string(item, "A style of links") else { continue };
            match link_style(word) {
                Some(style) if styles.accepted.contains(&style) => {}
                Some(style) => {
                    styles.accepted.push(style);
                    own_url = own_url.or((style == LinkStyle::OwnUrl).then_some(item.range));
                }
                None if word == IN_HTML => styles.in_html = true,
                None => {
                    let mut hint = did_you_mean(word, &known);
                    if hint.is_empty() {
                        hint = format!("; they are {}", known.join(", "));
                    }
                    self.settings.problem(item.range, format!("'{word}' is no style of links{hint}"));
                }
            }
        }
        if styles.in_html && !styles.are_configured() {
            let message = "'html' says where links may stand, not how they are written: name a style as well";
            self.settings.problem(value.range, message);
        }
        (styles, own_url)
    }

    /// The file alone, or a mapping.
    fn navigation(&mut self, value: &YamlNode) -> Option<NavigationSetting> {
        if !matches!(resolve(value).kind, YamlKind::Mapping(_)) {
            let file = self.settings.string(value, "A navigation file")?.trim_start_matches("./").to_owned();
            return Some(NavigationSetting {
                file,
                file_range: value.range,
                address_key: None,
                optional: PathPatterns::default(),
            });
        }
        let (mut file, mut address_key, mut optional) = (None, None, PathPatterns::default());
        for (name, entry) in self.settings.keys(value, NAVIGATION_KEYS, "'navigation'") {
            match name {
                "file" => {
                    let text = self.settings.string(&entry.value, "A navigation file");
                    file = Some(text.map(|text| (text.trim_start_matches("./").to_owned(), entry.value.range)));
                }
                "address-key" => {
                    address_key =
                        self.settings.string(&entry.value, "A key of the navigation's entries").map(str::to_owned);
                }
                _ => optional = self.settings.patterns(&entry.value),
            }
        }
        if file.is_none() {
            self.settings.problem(first_line_of(value), "'navigation' has no 'file'");
        }
        let (file, file_range) = file??;
        Some(NavigationSetting { file, file_range, address_key, optional })
    }
}
