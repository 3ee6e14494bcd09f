//! A look at a folder before it has a `docent.yaml`: what kind of site it is, which pages have which template, what should be left
//! alone. Reads pages as far as their front matter; knows nothing of what the configuration will look like (see `setup`).

use crate::config::CONFIG_FILE;
use crate::paths::slashed;
use crate::read::read_text;
use crate::root::RootFinder;
use crate::setup::{Survey, TemplateName, configuration};
use crate::site::{PageRole, Site};
use crate::walk::markdown_files;
use docent_generators::config_files;
use docent_syntax::{Dialect, Page};
use docent_template::is_template_page;
use docent_template::set::traits_of;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Folders of these names hold what tools have made, if none of their pages has a template.
const MADE: &[&str] = &[
    "build",
    "_build",
    "dist",
    "out",
    "output",
    "target",
    "public",
    "_book",
    "coverage",
    "vendor",
    "third_party",
    "bower_components",
];

struct PageFound {
    path: PathBuf,
    relative: String,
    /// Without its text, so that many pages can be held.
    page: Page,
}

/// Looks at `root` (absolute), whether or not it has a configuration.
pub fn survey(root: &Path) -> Survey {
    let found: Vec<PageFound> =
        markdown_files(root, |_, _| false).files.into_iter().filter_map(|it| read(root, it)).collect();
    let plain = Site::with_config(root.to_owned(), "");
    let (templates, pages): (Vec<PageFound>, Vec<PageFound>) =
        found.into_iter().partition(|page| is_template(&plain, page));
    let mut survey = Survey {
        kind: plain.model.generator.kind(),
        is_configured: config_files().any(|file| root.join(file).exists()),
        pages: 0,
        holding: BTreeMap::new(),
        idle: templates.iter().map(|page| (page.relative.clone(), None)).collect(),
        free: 0,
        navigation: plain.model.navigation.as_ref().map(|navigation| navigation.file.to_string()),
        made: Vec::new(),
        inner_sites: inner_sites(root, &pages),
        outer: root
            .parent()
            .and_then(|above| RootFinder::default().marked(above))
            .filter(|it| it.join(CONFIG_FILE).exists()),
    };
    // With all templates named, to see which of them hold for pages, and which cannot be named.
    survey.holding = holding(&plain, &pages);
    let all = Site::with_config(root.to_owned(), &configuration(&survey));
    survey.holding = holding(&all, &pages);
    survey.idle = idle(&all, &templates, &survey.holding);
    survey.made = made(&all, &pages);
    let remaining: Vec<&PageFound> =
        pages.iter().filter(|page| !survey.made.iter().any(|folder| is_below(&page.relative, folder))).collect();
    survey.pages = remaining.len();
    survey.free = survey.pages.saturating_sub(survey.holding.values().sum());
    survey
}

fn read(root: &Path, path: PathBuf) -> Option<PageFound> {
    let page = traits_of(&Page::parse(&read_text(&path).ok()?, Dialect::EXTENDED));
    let relative = slashed(path.strip_prefix(root).unwrap_or(&path));
    Some(PageFound { path, relative, page })
}

fn is_template(site: &Site, page: &PageFound) -> bool {
    matches!(site.role(&page.path, &page.page), PageRole::Template)
}

fn template_of(site: &Site, page: &PageFound) -> Option<TemplateName> {
    let PageRole::Page(contract) = site.role(&page.path, &page.page) else { return None };
    Some(match contract.source.is_file {
        true => TemplateName::File(contract.source.name.to_string(), contract.id.to_string()),
        false => TemplateName::BuiltIn(contract.id.to_string()),
    })
}

fn holding(site: &Site, pages: &[PageFound]) -> BTreeMap<TemplateName, usize> {
    let mut counts = BTreeMap::new();
    for name in pages.iter().filter_map(|page| template_of(site, page)) {
        *counts.entry(name).or_insert(0) += 1;
    }
    counts
}

/// A page that calls itself a template is meant as one; an ordinary page in a folder of templates only if some page needs it.
fn idle(
    site: &Site,
    templates: &[PageFound],
    holding: &BTreeMap<TemplateName, usize>,
) -> Vec<(String, Option<String>)> {
    let holds = |file: &str| holding.keys().any(|name| matches!(name, TemplateName::File(other, _) if other == file));
    let problem_of = |file: &str| {
        let entry = site.config.templates.iter().flatten().find(|entry| entry.name == file)?;
        site.config_problems.iter().find(|problem| problem.range == entry.range).map(|problem| problem.message.clone())
    };
    let mut idle = Vec::new();
    for template in templates.iter().filter(|template| !holds(&template.relative)) {
        let reason = problem_of(&template.relative);
        let ordinary =
            || (!is_template_page(template.page.front_matter())).then(|| "holds for no page here".to_owned());
        idle.push((template.relative.clone(), reason.or_else(ordinary)));
    }
    idle
}

/// The outermost folders that have a tool's name and no page with a template in them.
fn made(site: &Site, pages: &[PageFound]) -> Vec<String> {
    let mut folders = BTreeSet::new();
    for page in pages {
        let parts: Vec<&str> = page.relative.split('/').collect();
        let folder_parts = parts.len() - 1;
        if let Some(at) = parts.iter().take(folder_parts).position(|part| MADE.contains(part)) {
            folders.insert(parts[..=at].join("/"));
        }
    }
    let written: Vec<&PageFound> = pages.iter().filter(|page| template_of(site, page).is_some()).collect();
    folders.into_iter().filter(|folder| !written.iter().any(|page| is_below(&page.relative, folder))).collect()
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn inner_sites(root: &Path, pages: &[PageFound]) -> Vec<String> {
    let folders: BTreeSet<&str> = pages.iter().flat_map(|page| folders_above(&page.relative)).collect();
    let has_site = |folder: &&str| config_files().any(|file| root.join(folder).join(file).is_file());
    folders.into_iter().filter(has_site).map(str::to_owned).collect()
}

/// `a/b`, `a` of `a/b/c.md`.
fn folders_above(path: &str) -> impl Iterator<Item = &str> {
    path.char_indices().filter(|(_, c)| *c == '/').filter_map(|(at, _)| path.get(..at))
}
