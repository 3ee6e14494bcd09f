//! `docent.yaml`: what it can say, and what it says about a page. How its text is read is in `reader`.
//!
//! ```yaml
//! templates:                  # template pages: files, patterns, folders, or embedded ids; without it the embedded sets hold
//!   - _template/*.md
//! pages:                      # which pages have which template; the first match wins
//!   - path: "pages/**/overview.md"
//!     template: overview
//!   - path: "drafts/**"
//!     template: none          # only what holds for any page is checked
//! exclude:                    # never looked for; a file that is named on the command line is checked all the same
//!   - "archive/**"
//! rules:                      # off, hint, info, warning or error
//!   section-title: off
//!   near-miss-value: { severity: hint, min-pages: 10 }
//! overrides:                  # the same, for some paths; later entries win
//!   - path: "pages/legacy/**"
//!     rules:
//!       missing-step: info
//! site:                       # how pages are addressed and linked; without it what `_config.yml` and the pages show
//!   kind: plain
//!   navigation: _data/nav.yaml
//!   default-permalink: /:path/:basename/
//!   ignore-links: "api/**"
//!   link-styles: [relative, root-relative]
//! ```
//!
//! Paths and patterns start at the folder of `docent.yaml` and have the meaning they have in a `.gitignore`: in a list the last one that
//! matches decides. Where a list has one entry, the entry can stand alone.

pub(crate) mod reader;

use crate::read::ReadError;
use docent_generators::{GeneratorKind, LinkStyles};
use docent_syntax::{TextRange, YamlNode};
use docent_template::PathPatterns;
pub use docent_template::settings::SettingsProblem as ConfigProblem;
use std::sync::Arc;

/// The name of the configuration file.
pub const CONFIG_FILE: &str = "docent.yaml";

/// What `docent.yaml` says. The default is what holds without one.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The entries of `templates`; `None` where the configuration has no such key.
    pub templates: Option<Vec<TemplateEntry>>,
    pub pages: Vec<PageEntry>,
    pub exclude: PathPatterns,
    /// Those of `rules`, then those of `overrides`: a later one wins.
    pub rules: Vec<RuleSetting>,
    pub site: SiteEntry,
}

/// What `site` says; nothing of it needs to be said.
#[derive(Debug, Clone, Default)]
pub struct SiteEntry {
    pub kind: Option<&'static GeneratorKind>,
    /// The site's own addresses, without a slash at the end.
    pub urls: Vec<String>,
    /// `/docs`, without a slash at the end; empty for none.
    pub base_path: Option<String>,
    pub permalink_key: Option<String>,
    /// Where pages without a permalink are published: a style or a pattern, as the `permalink` of `_config.yml`.
    pub default_permalink: Option<String>,
    pub redirect_key: Option<String>,
    pub navigation: Option<NavigationSetting>,
    pub ignore_links: PathPatterns,
    pub link_styles: LinkStyles,
    /// Where `own-url` stands among them.
    pub own_url_style: Option<TextRange>,
    /// Folders and files that are copied as they are: what lies there is no page.
    pub assets: PathPatterns,
}

/// `navigation`.
#[derive(Debug, Clone)]
pub struct NavigationSetting {
    /// From the root, with `/`.
    pub file: String,
    /// Where the file's name stands in the text of the configuration.
    pub file_range: TextRange,
    pub address_key: Option<String>,
    pub optional: PathPatterns,
}

/// An entry of `templates`: an embedded set or template, a file, a pattern, or a folder.
#[derive(Debug, Clone)]
pub struct TemplateEntry {
    pub name: String,
    /// In the text of the configuration.
    pub range: TextRange,
}

/// An entry of `pages`.
#[derive(Debug, Clone)]
pub struct PageEntry {
    pub path: PathPatterns,
    /// A template's id; `None` for `none`.
    pub template: Option<String>,
    /// Where the template's id stands in the text of the configuration.
    pub template_range: TextRange,
}

/// The settings of a rule for the pages that a pattern matches.
#[derive(Debug, Clone)]
pub struct RuleSetting {
    pub rule: String,
    /// `off`, `hint`, `info`, `warning`, `error`; `None` where only options are set.
    pub severity: Option<String>,
    pub options: Vec<OptionSetting>,
    /// The pages it is for; `None`: all of them.
    pub path: Option<PathPatterns>,
    /// Where the rule's id stands in the text of the configuration.
    pub range: TextRange,
}

/// A file that says what the site is, with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupFile {
    /// From the root, with `/`.
    pub file: Box<str>,
    /// Empty where the file cannot be read.
    pub text: Arc<str>,
    /// Ranges are bytes of the text.
    pub problems: Vec<ConfigProblem>,
}

impl SetupFile {
    /// A file that has the same effect as none: "`_config.yml` cannot be read: it is a named pipe, not a regular file".
    pub(crate) fn unreadable(file: &str, error: &ReadError) -> SetupFile {
        let problem = ConfigProblem::new(TextRange::default(), format!("{file} cannot be read: {error}"));
        SetupFile { file: file.into(), text: "".into(), problems: vec![problem] }
    }
}

/// A rule's option as it is written. Only the rules know which options exist and what type their values have.
#[derive(Debug, Clone)]
pub struct OptionSetting {
    pub name: String,
    /// Where the name stands in the text of the configuration.
    pub name_range: TextRange,
    pub value: YamlNode,
}

impl Config {
    /// Reads the text of a `docent.yaml`. What can be read counts; the rest is in the problems, in order of their place.
    pub fn read(text: &str) -> (Config, Vec<ConfigProblem>) {
        reader::read(text)
    }

    /// The settings of rules for the page at `path` (from the root, with `/`). A later one wins.
    pub fn rule_settings_for<'c>(&'c self, path: &'c str) -> impl Iterator<Item = &'c RuleSetting> {
        self.rules.iter().filter(move |setting| setting.path.as_ref().is_none_or(|patterns| patterns.matches(path)))
    }

    /// Whether the configuration takes the file at `path` out of the site.
    pub fn excludes(&self, path: &str) -> bool {
        self.exclude.matches(path)
    }

    /// As [`Config::excludes`], for a folder, and so for all that is in it.
    pub fn excludes_folder(&self, path: &str) -> bool {
        self.exclude.matches_folder(path)
    }

    /// Whether a file at `path` is copied as it is, though it looks like a page.
    pub fn is_asset(&self, path: &str) -> bool {
        self.site.assets.matches(path)
    }

    /// The first entry of `pages` for `path`.
    pub fn page_entry(&self, path: &str) -> Option<&PageEntry> {
        self.pages.iter().find(|entry| entry.path.matches(path))
    }
}
