//! The implementation of [`Generator`] for a Jekyll site, and how such a site is recognized.

use super::address::redirect_address;
use super::config::JekyllConfig;
use super::place::{below, link_tag_file, link_tag_path};
use super::{links, page, setting};
use crate::destination::Destination;
use crate::generator::{Generator, KeyRoles, LinkRules};
use crate::kind::{AddressPatterns, AnyGenerator, GeneratorKind, Settings, SiteFiles};
use crate::link_style::TemplatedStyle;
use docent_syntax::{Dialect, FrontMatter, YamlSchema};

pub(crate) const KIND: GeneratorKind = GeneratorKind {
    id: "jekyll",
    name: "Jekyll",
    config_files: &[CONFIG_FILE],
    output_folders: &["_site"],
    tool_folders: &[".jekyll-cache"],
    link_styles: &links::STYLES,
    address_patterns: Some(AddressPatterns { styles: &setting::STYLES, mistake: setting::mistake }),
    read,
    guess,
};

const CONFIG_FILE: &str = "_config.yml";

const PERMALINK_KEY: &str = "permalink";

/// Sampled pages with a permalink that show that a site without a configuration has addresses.
const MIN_PERMALINKS: usize = 3;

#[derive(Debug, Clone, PartialEq)]
struct JekyllSite {
    config: JekyllConfig,
}

fn read(files: &dyn SiteFiles, settings: &Settings<'_>) -> AnyGenerator {
    let mut config = JekyllConfig::read(files.text(CONFIG_FILE).as_deref());
    if let Some(setting) = settings.default_permalink {
        config.set_permalink(setting);
    }
    AnyGenerator::new(&KIND, JekyllSite { config })
}

/// A site whose generator is unknown has addresses if `docent.yaml` says where pages are published, or if its pages have permalinks: the
/// folder is a part of a larger site.
fn guess(files: &dyn SiteFiles, settings: &Settings<'_>) -> Option<AnyGenerator> {
    let mut config = JekyllConfig::default();
    config.accept_every_page_ending();
    if let Some(setting) = settings.default_permalink {
        config.set_permalink(setting);
        config.publish_bare_pages();
        return Some(AnyGenerator::new(&KIND, JekyllSite { config }));
    }
    let key = settings.permalink_key.unwrap_or(PERMALINK_KEY);
    let pages = files.sample_pages();
    let has_permalink = |page: &&FrontMatter| page.yaml.find(key, YamlSchema::Ruby).is_some();
    let count = pages.iter().filter(has_permalink).count();
    let is_enough = count >= MIN_PERMALINKS || (count > 0 && count * 2 >= pages.len());
    is_enough.then(|| AnyGenerator::new(&KIND, JekyllSite { config }))
}

impl Generator for JekyllSite {
    fn dialect(&self, _path: &str) -> Dialect {
        Dialect::KRAMDOWN_LIQUID
    }

    fn yaml_schema(&self) -> YamlSchema {
        YamlSchema::Ruby
    }

    fn links(&self) -> LinkRules {
        LinkRules::Addresses
    }

    fn key_roles(&self) -> KeyRoles {
        KeyRoles { permalink: PERMALINK_KEY, redirects: "redirect_from" }
    }

    fn url(&self) -> Option<&str> {
        Some(&*self.config.url).filter(|url| !url.is_empty())
    }

    fn base_path(&self) -> &str {
        &self.config.base_url
    }

    fn published(&self, path: &str, front_matter: &FrontMatter) -> Option<String> {
        page::page_address(&self.config, path, front_matter).map(|address| address.to_string())
    }

    fn redirects(&self, path: &str, front_matter: &FrontMatter) -> Vec<String> {
        let redirects = page::redirects(&self.config, path, front_matter).into_iter();
        redirects.map(|(address, _)| address.to_string()).collect()
    }

    fn address_of(&self, written: &str) -> String {
        redirect_address(written).to_string()
    }

    fn is_replaced_by_redirect(&self, front_matter: &FrontMatter) -> bool {
        page::redirect_to(front_matter).is_some()
    }

    fn copied_to<'p>(&self, path: &'p str) -> Option<&'p str> {
        below(path, &self.config.source).filter(|_| !self.config.source.is_empty())
    }

    fn is_provided(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        matches!(name, "feed.xml" | "sitemap.xml" | "robots.txt") || matches!(ending, "css" | "js")
    }

    fn file_of_name(&self, name: &str, _from: &str) -> String {
        link_tag_file(&self.config, name)
    }

    fn name_of_file(&self, style: &TemplatedStyle, path: &str) -> Option<String> {
        link_tag_path(&self.config, path).filter(|_| style.names_file).map(str::to_owned)
    }

    fn read_templated<'d>(&self, text: &'d str) -> Option<Destination<'d>> {
        links::read(text)
    }

    fn write_templated(&self, style: &TemplatedStyle, name: &str, quote: char) -> Option<String> {
        links::write(style, name, quote)
    }
}
