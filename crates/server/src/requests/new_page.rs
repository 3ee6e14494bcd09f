//! `docent/templates` and `docent/newPage`, requests of our own: which templates there are at a place, what is worth asking
//! before a page is made of one, and the page. Their form is described in `docs/requests.md`.

use docent_ide::new_page::new_page as page_of;
use docent_ide::new_page_form::PageQuestion;
use docent_ide::new_page_form::new_page_snippet;
use docent_ide::new_page_form::page_places;
use docent_ide::new_page_form::page_questions;
use docent_site::Site;
use docent_template::Contract;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::Uri;

pub(crate) const TEMPLATES: &str = "docent/templates";
pub(crate) const NEW_PAGE: &str = "docent/newPage";

#[derive(Debug, Serialize)]
pub(crate) struct TemplateChoice {
    id: String,
    title: String,
    source: String,
    asks: Vec<Question>,
}

#[derive(Debug, Serialize)]
struct Question {
    key: String,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    values: Vec<QuestionValue>,
}

#[derive(Debug, Serialize)]
struct QuestionValue {
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewPageParams {
    template: String,
    /// The folder that the page is to lie in, or below.
    #[serde(default)]
    pub(crate) folder: Option<Uri>,
    #[serde(default)]
    values: BTreeMap<String, String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct NewPage {
    /// Where it might lie; `None` without a folder.
    uri: Option<Uri>,
    text: String,
    snippet: String,
}

/// The templates that pages of the site have.
pub(crate) fn templates(site: &Site) -> Vec<TemplateChoice> {
    let templates = site.sets.iter().flat_map(|set| &set.templates);
    templates.map(choice).collect()
}

fn choice(contract: &Arc<Contract>) -> TemplateChoice {
    let source = if contract.source.is_file { &*contract.source.name } else { "built in" };
    let title = if contract.title.trim().is_empty() { &contract.id } else { &contract.title };
    TemplateChoice {
        id: contract.id.to_string(),
        title: title.to_string(),
        source: source.to_owned(),
        asks: page_questions(contract).into_iter().map(question).collect(),
    }
}

fn question(from: PageQuestion) -> Question {
    let value = |(value, description)| QuestionValue { value, description };
    Question {
        key: from.key,
        required: from.required,
        description: from.description,
        values: from.values.into_iter().map(value).collect(),
    }
}

/// `None` where the site knows no such template.
pub(crate) fn new_page(site: &Site, folder: Option<&Path>, params: &NewPageParams) -> Option<NewPage> {
    let contract = site.template(&params.template)?;
    let values: Vec<(String, String)> = params.values.clone().into_iter().collect();
    let uri = folder.and_then(|folder| Uri::from_file_path(free_place(site, folder, &contract, &values)));
    Some(NewPage { uri, text: page_of(&contract, &values), snippet: new_page_snippet(&contract, &values) })
}

/// The first of the places where nothing lies yet; where none is free, the last one, for the author to change.
fn free_place(site: &Site, folder: &Path, contract: &Contract, values: &[(String, String)]) -> PathBuf {
    let root = site.root.as_deref().filter(|root| folder.starts_with(root));
    let (root, below) = match root {
        Some(root) => (root, site.relative(folder)),
        None => (folder, String::new()),
    };
    let places = page_places(contract, &below, values);
    let free = places.iter().find(|place| !root.join(place).exists()).or(places.last());
    free.map_or_else(|| folder.to_owned(), |place| root.join(place))
}
