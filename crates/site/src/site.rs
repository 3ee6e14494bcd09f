//! A site: its root, its configuration, its template sets, and what each Markdown file is to it.

use crate::config::{CONFIG_FILE, Config, ConfigProblem, SetupFile};
use crate::model::SiteModel;
use crate::model_reader::read_model;
use crate::paths::{absolute, slashed};
use crate::read::{ReadError, read_site_file};
use crate::root::{RootFinder, reason_not_to_index};
use crate::templates;
use docent_generators::config_files_in_words;
use docent_syntax::{Dialect, FrontMatter, Page, TextRange};
use docent_template::settings::did_you_mean;
use docent_template::{Contract, TemplateSet, TemplateSource, embedded, is_template_page};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A site as the checks see it. Cheap to clone; never changes.
#[derive(Debug, Clone)]
pub struct Site {
    /// The folder of `docent.yaml`, `_config.yml` or `.git`, or one that stands in for it (see [`RootFinder`]); `None` for a document that
    /// is in no folder.
    pub root: Option<PathBuf>,
    pub config: Config,
    /// The text of `docent.yaml`; `None` where there is none.
    pub config_text: Option<Arc<str>>,
    /// What is wrong with `docent.yaml`, sorted by place. Wrong names and options of rules are not among them: this crate knows no rule.
    pub config_problems: Vec<ConfigProblem>,
    /// The configuration's own templates first (a set without a name), then the embedded sets that hold here.
    pub sets: Vec<Arc<TemplateSet>>,
    /// The files of the configuration's own templates, as absolute paths.
    pub template_files: Vec<PathBuf>,
    /// How its pages are addressed and linked.
    pub model: SiteModel,
    /// Files besides `docent.yaml` that say what the site is, and have problems.
    pub setup_files: Vec<SetupFile>,
}

/// What a Markdown file is to the site.
#[derive(Debug, Clone)]
pub enum PageRole {
    /// A page with this template.
    Page(Arc<Contract>),
    /// A page without one: only what holds for any page is checked.
    Free,
    /// A template page: never checked as a page.
    Template,
    /// Excluded by the configuration.
    Excluded,
}

/// Without root and configuration: the embedded sets claim their pages.
impl Default for Site {
    fn default() -> Site {
        Site {
            root: None,
            config: Config::default(),
            config_text: None,
            config_problems: Vec::new(),
            sets: embedded::sets().to_vec(),
            template_files: Vec::new(),
            model: SiteModel::default(),
            setup_files: Vec::new(),
        }
    }
}

impl Site {
    /// The site of `start`, a file or a folder (which need not exist). Where nothing marks a root, it is the folder, or that of the file.
    pub fn load(start: &Path) -> Site {
        let start = absolute(start);
        let folder = start.parent().filter(|_| !start.is_dir()).unwrap_or(&start);
        Site::load_root(RootFinder::default().find(folder))
    }

    /// The site whose root is known. What is wrong with its configuration is in [`Site::config_problems`]; all that can
    /// be read counts.
    pub fn load_root(root: PathBuf) -> Site {
        let file = root.join(CONFIG_FILE);
        match read_site_file(&root, &file) {
            Ok(text) => Site::with_config(root, &text),
            Err(ReadError::Missing) => {
                let (model, setup_files) = read_model(&root, &Config::default(), embedded::sets());
                Site { root: Some(root), model, setup_files, ..Site::default() }
            }
            Err(error) => {
                let message = format!("{CONFIG_FILE} cannot be read: {error}");
                let config_problems = vec![ConfigProblem::new(TextRange::default(), message)];
                Site { root: Some(root), config_text: Some("".into()), config_problems, ..Site::default() }
            }
        }
    }

    /// The site with this text as its `docent.yaml`, whatever the one on disk says.
    pub fn with_config(root: PathBuf, text: &str) -> Site {
        let (config, mut config_problems) = Config::read(text);
        let mut site = Site { root: Some(root.clone()), config_text: Some(text.into()), ..Site::default() };
        if let Some(entries) = &config.templates {
            let loaded = templates::load(&root, entries);
            site.sets = loaded.sets;
            site.template_files = loaded.files;
            site.setup_files = loaded.setup_files;
            config_problems.extend(loaded.problems);
        }
        let (model, setup_files) = read_model(&root, &config, &site.sets);
        site.model = model;
        site.setup_files.extend(setup_files);
        if let Some(said) = &config.site.navigation
            && let Err(error) = read_site_file(&root, &root.join(&said.file))
        {
            let message = match &error {
                ReadError::Missing => format!("There is no file '{}'", said.file),
                error => format!("The navigation '{}' cannot be read: {error}", said.file),
            };
            config_problems.push(ConfigProblem::new(said.file_range, message));
            site.model.navigation = site.model.navigation.filter(|_| error == ReadError::Missing);
        }
        let own_url = config.site.own_url_style.filter(|_| site.model.own_urls.is_empty());
        config_problems.extend(own_url.map(|range| {
            ConfigProblem::new(
                range,
                format!(
                    "No link is of the style own-url: neither 'url' here nor {} says the site's own address",
                    config_files_in_words()
                ),
            )
        }));
        site.config = config;
        config_problems.extend(site.unknown_templates());
        config_problems.sort_by_key(|problem| (problem.range.start(), problem.range.end()));
        site.config_problems = config_problems;
        site
    }

    /// Whether the site would be another one if it were read now: its configuration or a template has changed, or something that tells
    /// what it is where no configuration does, as its pages' permalinks may, and its navigation file. Blocking: reads the site.
    pub fn is_outdated(&self) -> bool {
        self.root.as_ref().is_some_and(|root| !self.is_same_as(&Site::load_root(root.clone())))
    }

    /// Whether another reading of the same root gives the same answers about its pages.
    pub fn is_same_as(&self, other: &Site) -> bool {
        self.root == other.root
            && self.config_text == other.config_text
            && self.config_problems == other.config_problems
            && self.model == other.model
            && self.setup_files == other.setup_files
            && self.own_sets().map(|it| &it.manifest).eq(other.own_sets().map(|it| &it.manifest))
            && self.own_templates().map(|it| &it.source).eq(other.own_templates().map(|it| &it.source))
    }

    /// Whether all pages below the root may be read, so that rules between pages run; see [`reason_not_to_index`].
    pub fn may_be_indexed(&self) -> bool {
        self.root.as_deref().is_some_and(|root| reason_not_to_index(root).is_none())
    }

    /// The path of the configuration file, where there is one.
    pub fn config_file(&self) -> Option<PathBuf> {
        self.config_text.as_ref().and(self.root.as_ref()).map(|root| root.join(CONFIG_FILE))
    }

    /// The path of the navigation file, where the model knows of one.
    pub fn navigation_file(&self) -> Option<PathBuf> {
        Some(self.root.as_ref()?.join(&*self.model.navigation.as_ref()?.file))
    }

    /// The template with this id: of the configuration, else an embedded one.
    pub fn template(&self, id: &str) -> Option<Arc<Contract>> {
        templates::by_id(&self.sets, id)
    }

    /// The configuration's own templates.
    pub fn own_templates(&self) -> impl Iterator<Item = &Arc<Contract>> {
        self.own_sets().flat_map(|set| &set.templates)
    }

    fn own_sets(&self) -> impl Iterator<Item = &Arc<TemplateSet>> {
        self.sets.iter().filter(|set| !set.is_embedded())
    }

    /// All templates that can be named here: the site's sets, then the other embedded ones.
    pub fn all_templates(&self) -> Vec<Arc<Contract>> {
        let mut all: Vec<Arc<Contract>> = Vec::new();
        for template in self.sets.iter().chain(embedded::sets()).flat_map(|set| &set.templates) {
            if !all.iter().any(|known| known.id == template.id) {
                all.push(template.clone());
            }
        }
        all
    }

    /// Compiles a template page's text, which may differ from what is on disk; its base may be any template of the site.
    pub fn compile_template(&self, path: &Path, text: &str) -> Contract {
        let name = self.relative(path);
        templates::compile_with(&self.sets, TemplateSource { name: name.into(), is_file: true, text: text.into() })
    }

    /// `path` from the site's root, with `/`; outside of the root, and without one, as it is.
    pub fn relative(&self, path: &Path) -> String {
        slashed(self.root.as_deref().and_then(|root| path.strip_prefix(root).ok()).unwrap_or(path))
    }

    /// Whether the file at `path` (absolute, or relative to the root) is a page by its name.
    pub fn is_page(&self, path: &Path) -> bool {
        self.model.generator.is_page(&self.relative(path))
    }

    /// Parses the page at `path` (absolute, or relative to the root) in the dialect that the site's generator reads there.
    pub fn parse(&self, path: &Path, text: &str) -> Page {
        Page::parse(text, self.dialect(path))
    }

    /// The dialect of the page at `path` (absolute, or relative to the root).
    pub fn dialect(&self, path: &Path) -> Dialect {
        self.model.dialect(&self.relative(path))
    }

    /// What the file at `path` (absolute, or relative to the root) is.
    pub fn role(&self, path: &Path, page: &Page) -> PageRole {
        match self.role_if_named(path, page) {
            PageRole::Template => PageRole::Template,
            _ if self.is_left_alone(&self.relative(path)) => PageRole::Excluded,
            role => role,
        }
    }

    fn is_left_alone(&self, path: &str) -> bool {
        self.config.excludes(path) || self.config.is_asset(path)
    }

    /// As [`Site::role`], for a file that is named on the command line: it is never excluded.
    pub fn role_if_named(&self, path: &Path, page: &Page) -> PageRole {
        let relative = self.relative(path);
        if self.is_template(path, &relative, page.front_matter()) {
            return PageRole::Template;
        }
        if let Some(entry) = self.config.page_entry(&relative) {
            // A template that is not there has been reported where the configuration names it.
            let template = entry.template.as_deref().and_then(|id| self.template(id));
            return template.map_or(PageRole::Free, PageRole::Page);
        }
        let template = self.applying_template(&relative, page).or_else(|| self.recognizing_template(&relative, page));
        template.cloned().map_or(PageRole::Free, PageRole::Page)
    }

    /// The template of the site's own that says itself that it applies to the page.
    fn applying_template(&self, path: &str, page: &Page) -> Option<&Arc<Contract>> {
        let schema = self.model.yaml_schema();
        let mut chosen = self.own_sets().filter_map(|set| set.choose(path, page, schema));
        chosen.find(|template| !template.applies_to.is_empty())
    }

    /// The template of the set that recognizes the page with the greatest score. Of equals, a set comes before a template that is
    /// named by itself, and the first of `templates` before the others.
    fn recognizing_template(&self, path: &str, page: &Page) -> Option<&Arc<Contract>> {
        let schema = self.model.yaml_schema();
        let of_sets = self.sets.iter().filter(|set| set.is_folder).filter_map(|set| {
            let score = set.score(path, page)?;
            Some((score, set.choose(path, page, schema)?))
        });
        let pages = self.sets.iter().filter(|set| !set.is_folder).flat_map(|set| &set.templates);
        let of_pages = pages.filter(|template| !self.is_bound(template)).filter_map(|template| {
            let score = TemplateSet::of_pages(vec![template.clone()]).score(path, page)?;
            Some((score, template))
        });
        let mut best: Option<(u32, &Arc<Contract>)> = None;
        for (score, template) in of_sets.chain(of_pages) {
            if best.is_none_or(|(so_far, _)| score > so_far) {
                best = Some((score, template));
            }
        }
        best.map(|(_, template)| template)
    }

    /// Whether something says which pages a template is for: its `applies-to`, an entry of `pages`, or a template that extends it.
    fn is_bound(&self, template: &Contract) -> bool {
        let names = |id: &str| self.template(id).is_some_and(|named| named.id == template.id);
        !template.applies_to.is_empty()
            || self.config.pages.iter().filter_map(|entry| entry.template.as_deref()).any(names)
            || self.own_templates().any(|other| other.extends.as_deref() == Some(&*template.id))
    }

    fn is_template(&self, path: &Path, relative: &str, front_matter: &FrontMatter) -> bool {
        let in_folder = relative.rsplit('/').skip(1).any(|folder| matches!(folder, "_template" | "_templates"));
        let is_file = |file: &PathBuf| file == path || self.relative(file) == relative;
        in_folder || is_template_page(front_matter) || self.template_files.iter().any(is_file)
    }

    fn unknown_templates(&self) -> Vec<ConfigProblem> {
        let named =
            self.config.pages.iter().filter_map(|entry| Some((entry.template.as_deref()?, entry.template_range)));
        let all = self.all_templates();
        // An id may be written with or without the name of its set.
        let short = |id: &str| id.rsplit('/').next().map(str::to_owned);
        let ids: Vec<String> = all.iter().flat_map(|t| [Some(t.id.to_string()), short(&t.id)]).flatten().collect();
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        named
            .filter(|(id, _)| self.template(id).is_none())
            .map(|(id, range)| {
                ConfigProblem::new(range, format!("There is no template '{id}'{}", did_you_mean(id, &ids)))
            })
            .collect()
    }
}
