//! Pages that have just begun.

use super::*;
use docent_syntax::Dialect;

fn check_start(text: &str, expected: Expect) {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let options = CompletionOptions { templates: &set.templates, ..CompletionOptions::default() };
    check_with(text, None, &options, &expected);
}

#[test]
fn an_empty_page() {
    check_start(
        "$0",
        expect![[r#"
            API overview page (new page) · 7 keys, 3 sections · "---\npagename: ${1:Overview}\nsitesection: ${2:Documents}\ncategoryname: ${3:The sidebar category the document will appear under}\ndocumentname: ${4:If this page appears under a sub-title, this is where you put that sub-title}\nsubfoldername: ${5:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}\npermalink: ${6:see-readme-for-link-structure.html}\nindicator: ${7|messaging,chat,both|}\n---\n\n### Introduction\n\n### Getting started\n\nA few things you'll need to get started with this API:\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* ${8:service name}\n\n2. This API requires authorization using _either_ a login or an API key methodology.\n\n\t* **Log a user into Conversational Cloud** using the [Login Service API](login-getting-started.html). Provide a username and password, and receive an authorization token (bearer). Use this token as your authorization header in all API requests.\n\n\t* [Follow the instructions](guides-gettingstarted.html), to create and use an API key.\n\n3. Note the [API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. When using this API, it is recommended that you implement our [Retry Policy and KeepAlive best practices](guides-retry-policy.html)\n\n### Use cases\n"
            Front matter: API overview · pagename, sitesection, categoryname, documentname, subfoldername, permalink, indicator · "---\npagename: ${1:Overview}\nsitesection: ${2:Documents}\ncategoryname: ${3:The sidebar category the document will appear under}\ndocumentname: ${4:If this page appears under a sub-title, this is where you put that sub-title}\nsubfoldername: ${5:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}\npermalink: ${6:see-readme-for-link-structure.html}\nindicator: ${7|messaging,chat,both|}\n---\n"
            Front matter: documentation page · pagename, sitesection, categoryname, documentname, subfoldername, permalink, indicator · "---\npagename: ${1:Your page title here}\nsitesection: ${2:Documents}\ncategoryname: ${3:The sidebar category the document will appear under}\ndocumentname: ${4:If this page appears under a sub-title, this is where you put that sub-title}\nsubfoldername: ${5:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}\npermalink: ${6:see-readme-for-link-structure.html}\nindicator: ${7|messaging,chat,both|}\n---\n"
        "#]],
    );
}

#[test]
fn hyphens() {
    check_start(
        "--$0\n# Title\n\ntext\n",
        expect![[r#"
        Front matter: API overview · pagename, sitesection, categoryname, documentname, subfoldername, permalink, indicator · "---\npagename: ${1:Overview}\nsitesection: ${2:Documents}\ncategoryname: ${3:The sidebar category the document will appear under}\ndocumentname: ${4:If this page appears under a sub-title, this is where you put that sub-title}\nsubfoldername: ${5:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}\npermalink: ${6:see-readme-for-link-structure.html}\nindicator: ${7|messaging,chat,both|}\n---"
        Front matter: documentation page · pagename, sitesection, categoryname, documentname, subfoldername, permalink, indicator · "---\npagename: ${1:Your page title here}\nsitesection: ${2:Documents}\ncategoryname: ${3:The sidebar category the document will appear under}\ndocumentname: ${4:If this page appears under a sub-title, this is where you put that sub-title}\nsubfoldername: ${5:If this page appears further down the sidebar, under another sub-title, this is where you put that sub-title}\npermalink: ${6:see-readme-for-link-structure.html}\nindicator: ${7|messaging,chat,both|}\n---"
    "#]],
    );
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let options = CompletionOptions { templates: &set.templates, ..CompletionOptions::default() };
    for text in [
        "-$0",
        "--$0",
        "---$0",
        "\n\n---$0\n",
        "---$0\n\n# Title\n",
        "$0\n\n# Title\n",
        "---$0\n\ntext\n\n---\n\nmore\n",
    ] {
        let (text, found) = completions(text, None, &options);
        assert!(found.items.len() >= 2, "{text:?}");
        for item in &found.items {
            let after = accepted(&text, item);
            let page = Page::parse(&after, Dialect::EXTENDED);
            assert_eq!(page.front_matter().state, docent_syntax::FrontMatterState::Closed, "{after:?}");
            assert!(
                page.front_matter().yaml.entries().len() > 4 && page.front_matter().yaml.error.is_none(),
                "{after:?}"
            );
        }
    }
    assert_eq!(completions("text\n---$0\n", None, &options).1.items, []);
    assert_eq!(completions("----$0\n", None, &options).1.items, []);
}

#[test]
fn a_new_page_is_that_of_the_command_line() {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let options = CompletionOptions { templates: &set.templates, ..CompletionOptions::default() };
    let (text, found) = completions("$0", None, &options);
    assert_eq!(accepted(&text, &found.items[0]), crate::new_page::new_page(&overview(), &[]));
}

#[test]
fn the_first_word_of_an_empty_page() {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let options = CompletionOptions { templates: &set.templates, ..CompletionOptions::default() };
    let labels =
        |text: &str| completions(text, None, &options).1.items.into_iter().map(|item| item.label).collect::<Vec<_>>();
    assert_eq!(labels("over$0"), ["API overview page"]);
    assert_eq!(labels("some$0"), [""; 0]);
    assert_eq!(labels("over the$0"), [""; 0]);
}
