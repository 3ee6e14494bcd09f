//! The questions before a page is made from a template: the keys that its address is made of, and a path.
//! Looks at no file: whether a place is free is for the caller to say.

use crate::completion::schema_view::allowed_values;
use crate::completion::start::page_text;
use docent_template::{Contract, KeySpec, PathPatterns};

/// Something worth asking the author.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageQuestion {
    pub key: String,
    /// An empty answer leaves the key out where this is `false`.
    pub required: bool,
    pub description: Option<String>,
    /// The values there are, each with what it means; empty where any value goes.
    pub values: Vec<(String, Option<String>)>,
}

/// The keys that other keys are made of, each once, in the order of those that name them.
pub fn page_questions(contract: &Contract) -> Vec<PageQuestion> {
    let schema = &contract.front_matter;
    let mut questions: Vec<PageQuestion> = Vec::new();
    for part in schema.keys.iter().filter_map(|key| key.derive.as_ref()).flat_map(|derive| derive.keys()) {
        let is_new = questions.iter().all(|question| question.key != part);
        questions.extend(schema.key(part).filter(|_| is_new).map(question));
    }
    questions
}

fn question(key: &KeySpec) -> PageQuestion {
    let text = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let values = allowed_values(&key.schema);
    PageQuestion {
        key: key.name.to_string(),
        required: key.required,
        description: key.description.as_deref().map(str::to_owned),
        values: values.into_iter().map(|named| (text(&named.value), named.meaning)).collect(),
    }
}

/// The page of [`crate::new_page::new_page`] as a snippet in the syntax that editors share: what is not known is a tab stop, or a choice.
pub fn new_page_snippet(contract: &Contract, values: &[(String, String)]) -> String {
    page_text(contract, values).to_snippet()
}

/// Where the page might lie, from `folder` (from the site's root, with `/`; empty for the root), the best place first.
///
/// Its name is the one that the template's `applies-to` gives, else it is made of the last part of its address. Pages of a
/// name that is given cannot lie side by side: where `folder` has one it is that page's own, and the next place is a folder
/// beside it, then one below it.
pub fn page_places(contract: &Contract, folder: &str, values: &[(String, String)]) -> Vec<String> {
    let given = |key: &str| values.iter().find(|(name, _)| name == key).map(|(_, value)| value.trim());
    let parts: Vec<&str> = page_questions(contract)
        .iter()
        .filter_map(|question| given(&question.key))
        .filter(|value| !contract.slug.apply(value).is_empty())
        .collect();
    let within =
        |folder: &str, name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let Some(name) = name_given(contract) else {
        let name = parts.last().map_or_else(|| "new-page".to_owned(), |part| contract.slug.apply(part));
        return vec![within(folder, &format!("{name}.md"))];
    };
    let mut places = vec![within(folder, &name)];
    if let Some(first) = parts.first() {
        let own = format!("{}/{name}", folder_name(first, folder, contract));
        places.push(within(folder.rsplit_once('/').map_or("", |(above, _)| above), &own));
        places.push(within(folder, &own));
    }
    places
}

/// `overview.md` where the template applies to `**/overview.md`.
fn name_given(contract: &Contract) -> Option<String> {
    let patterns = contract.applies_to.iter().filter_map(|entry| entry.path.as_ref());
    let mut names = patterns.flat_map(PathPatterns::texts).filter_map(|pattern| pattern.rsplit('/').next());
    let is_name = |name: &&str| !name.is_empty() && !name.contains(['*', '?', '[', ']', '{', '}', '\\', '!']);
    names.find(is_name).map(str::to_owned)
}

/// A folder's name as its neighbours have theirs: `TimerAPI` among names with capitals, else `timer-api`.
fn folder_name(part: &str, folder: &str, contract: &Contract) -> String {
    let neighbour = folder.rsplit('/').next().unwrap_or_default();
    match neighbour.contains(char::is_uppercase) {
        true => {
            part.chars().filter(|character| character.is_alphanumeric() || matches!(character, '-' | '_')).collect()
        }
        false => contract.slug.apply(part),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::new_page::new_page;
    use docent_template::embedded;
    use expect_test::expect;

    fn values(values: &[(&str, &str)]) -> Vec<(String, String)> {
        values.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn what_the_address_is_made_of_is_asked() {
        let set = embedded::set("liveperson").expect("it is embedded");
        let contract = set.get("overview").expect("it is there");
        let questions: Vec<_> = page_questions(contract).into_iter().map(|it| (it.key, it.required)).collect();
        let expected = [("documentname", false), ("subfoldername", false), ("pagename", true)];
        assert_eq!(questions, expected.map(|(key, required)| (key.to_owned(), required)));
    }

    #[test]
    fn what_is_known_is_no_tab_stop() {
        let set = embedded::set("liveperson").expect("it is embedded");
        let contract = set.get("overview").expect("it is there");
        let known = values(&[("documentname", "Timer $ API"), ("subfoldername", ""), ("pagename", "Overview")]);
        let snippet = new_page_snippet(contract, &known);
        let (block, _) = snippet.split_once("\n\n").expect("a block and a body");
        expect![[r#"
            ---
            pagename: ${1:Overview}
            sitesection: ${2:Documents}
            categoryname: ${3:The sidebar category the document will appear under}
            documentname: Timer \$ API
            permalink: timer-\$-api-overview.html
            indicator: ${4|messaging,chat,both|}
            ---"#]]
        .assert_eq(block);
        assert!(!new_page(contract, &known).contains("subfoldername"));
    }

    #[test]
    fn places() {
        let set = embedded::set("liveperson").expect("it is embedded");
        let overview = set.get("overview").expect("it is there");
        let timer = values(&[("documentname", "Timer API"), ("pagename", "Overview")]);
        assert_eq!(
            page_places(overview, "Documents/Tools", &timer),
            ["Documents/Tools/overview.md", "Documents/TimerAPI/overview.md", "Documents/Tools/TimerAPI/overview.md"]
        );
        assert_eq!(
            page_places(overview, "", &timer),
            ["overview.md", "timer-api/overview.md", "timer-api/overview.md"]
        );
        assert_eq!(page_places(overview, "docs", &[]), ["docs/overview.md"]);
        let page = set.get("page").expect("it is there");
        assert_eq!(page_places(page, "docs", &timer), ["docs/overview.md"]);
        assert_eq!(page_places(page, "docs", &values(&[("pagename", "Élan & more!")])), ["docs/élan-more.md"]);
        assert_eq!(page_places(page, "", &[]), ["new-page.md"]);
    }
}
