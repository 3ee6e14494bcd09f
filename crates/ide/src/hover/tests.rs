//! Hovers over a page, an example each.

use docent_rules::input::{CheckInput, RuleSettings};
use docent_syntax::{Dialect, Page, TextSize};
use docent_template::{Contract, embedded};
use expect_test::{Expect, expect};

/// A whole page; the cursor is at `$0`.
fn hover_at(fixture: &str, contract: Option<&Contract>) -> String {
    let at = fixture.find("$0").expect("the fixture has a cursor");
    let text = fixture.replacen("$0", "", 1);
    let page = Page::parse(&text, Dialect::EXTENDED);
    let settings = RuleSettings::default();
    let input = CheckInput {
        page: &page,
        path: "users/overview.md",
        contract,
        settings: &settings,
        yaml: Default::default(),
        site: None,
    };
    match super::hover(&input, TextSize::new(at as u32)) {
        Some(hover) => {
            assert!(hover.range.contains_inclusive(TextSize::new(at as u32)), "{:?} at {at}", hover.range);
            format!("[{}]\n{}\n", &text[hover.range], hover.markdown)
        }
        None => "nothing\n".to_owned(),
    }
}

fn check(fixture: &str, expected: Expect) {
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the set has it");
    let found = hover_at(fixture, Some(contract));
    expected.assert_eq(&found);
    let crlf = hover_at(&fixture.replace('\n', "\r\n"), Some(contract));
    assert_eq!(crlf.replace("\r\n", "\n"), found, "with CRLF");
}

#[test]
fn keys() {
    check(
        "---\npagename: ä😀\nindi$0cator: chat\n---\n",
        expect![[r#"
            [indicator]
            **`indicator`** · required key of *API overview*

            Which of the two products the page is about: `messaging`, `chat`, or `both`. The sidebar marks the page with it.

            - `messaging`: The page is about messaging only.
            - `chat`: The page is about chat only.
            - `both`: The page is about messaging and about chat.
        "#]],
    );
    check(
        "---\npagename: Users\ndocumentname: Ümläut API\npermalink:$0\n---\n",
        expect![[r#"
        [permalink:]
        **`permalink`** · required key of *API overview*

        The page's address: document, folder and page name, joined by hyphens, in lower case, ending with `.html`. The category is no part of it.

        - By the rule `{documentname}-{subfoldername}-{pagename}.html`, which makes it `ümläut-api-users.html` here
    "#]],
    );
    check(
        "---\n$0Keywords: a\n---\n",
        expect![[r#"
        [Keywords]
        `Keywords` is spelt `keywords` in *API overview*.

        Words that the site's search shall find this page by, besides those in its text.
    "#]],
    );
    check(
        "---\nsomething$0: a\n---\n",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "---\npagename: a: b\nindic$0ator\n---\n",
        expect![[r#"
            [indicator]
            **`indicator`** · required key of *API overview*

            Which of the two products the page is about: `messaging`, `chat`, or `both`. The sidebar marks the page with it.

            - `messaging`: The page is about messaging only.
            - `chat`: The page is about chat only.
            - `both`: The page is about messaging and about chat.
        "#]],
    );
}

#[test]
fn values() {
    check(
        "---\nindicator: bo$0th\n---\n",
        expect![[r#"
            [both]
            **`indicator`** · required key of *API overview*

            `both`: The page is about messaging and about chat.

            Which of the two products the page is about: `messaging`, `chat`, or `both`. The sidebar marks the page with it.

            - `messaging`: The page is about messaging only.
            - `chat`: The page is about chat only.
            - `both`: The page is about messaging and about chat.
        "#]],
    );
    check(
        "---\npagename: B\npermalink: $0\"b.html\"\n---\n",
        expect![[r#"
            ["b.html"]
            **`permalink`** · required key of *API overview*

            The address is as the rule has it.

            The page's address: document, folder and page name, joined by hyphens, in lower case, ending with `.html`. The category is no part of it.

            - By the rule `{documentname}-{subfoldername}-{pagename}.html`, which makes it `b.html` here
        "#]],
    );
    check(
        "---\npagename: B\nredirect_from:\n  - a.html\n  - old$0.html # why\n---\n",
        expect![[r#"
            [old.html]
            **`redirect_from`** · optional key of *API overview*

            Readers of `old.html` come to this page.

            Older addresses of this page. Readers of one of them come here. A new page has none.

            - Value: a list or text; may be left empty
        "#]],
    );
    check(
        "---\npagename: Your page$0 title here\n---\n",
        expect![[r#"
            [Your page title here]
            **`pagename`** · required key of *API overview*

            This value is the template's: it shows what belongs here and is to be replaced.

            The page's title. It heads the page, names it in the sidebar, and ends its permalink.

            - Usually `Overview`
        "#]],
    );
    check(
        "---\npagename: a # com$0ment\n---\n",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn the_opening_line_tells_the_template() {
    check(
        "-$0--\npagename: Users\n---\n",
        expect![[r#"
        [---]
        **API overview** · the template of this page (`liveperson/overview`)

        - Required keys: `pagename`, `sitesection`, `categoryname`, `permalink`, `indicator`
        - Sections: Introduction, Getting started, Use cases

        **When writing your documentation, you should keep our [Style Guide](https://docs.google.com/document/d/1X5zDTx3-weS5aEvLOEhSNa1ZtA3R5IdqiFfbPsUggTs/edit?usp=sharing) in mind**

        The purpose of the overview is to give potential users of the API a general idea of what they can achieve using the API and what prerequisites might exist to use the API. A user should be able to read the overview and decide whether the API is a good fit for what they're trying to achieve.
    "#]],
    );
}

const PAGE: &str = "---\npagename: Users\n---\n\n### Introduction\n\nä.\n\n### Getting Started\n\n1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:\n\n\t* {{service name}}\n\n3. [Here are the API terms of use](https://www.liveperson.com/policies/apitou).\n\n4. Then eat.\n\n### Something else\n";

fn page_with_cursor(before: &str) -> String {
    PAGE.replacen(before, &format!("$0{before}"), 1)
}

#[test]
fn headings() {
    check(
        &page_with_cursor("### Introduction"),
        expect![[r#"
        [### Introduction]
        **Introduction** · section of *API overview*

        The API overview begins with an introduction to the main functionalities of the API. This section should cover the main components of the API, the primary goal it is trying to achieve, and any context needed to understand the API. Such context, for example, could include whether the API relies on or enables other LivePerson services, external third-party data or any other general context needed to understand how the API works.

        This section should also include any prerequisites that are needed to start working with the API. Is knowledge of a specific (non-generic) coding library required (like OpenGL for example)? Are certain data points required(like special unique identifiers or third-party authentication)? Are there LiveEngage configurations which must take place before the API can be used (like permissions)?
    "#]],
    );
    check(
        &page_with_cursor("Started"),
        expect![[r#"
            [### Getting Started]
            **Getting started** · section of *API overview*

            - Its title may also be "Getting started with \*"

            This section always follows the same format, seen below:

            Its steps:

            1. Retrieve your domain
            2. This API requires authorization using either a login or an API key… *(missing)*
            3. Note the API terms of use.
            4. When using this API, it is recommended that you implement our Retry… *(missing)*
            5. {{further steps}} *(whatever else there is)*
        "#]],
    );
    check(
        &page_with_cursor("### Something"),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "### Use cases for the Users API$0\n",
        expect![[r#"
        [### Use cases for the Users API]
        **Use cases** · section of *API overview*

        - Holds 2 to 3 list items
        - Its title may also be "Use cases for \*"

        This section should include two-three use cases for the API. Try to focus on complete products that might incorporate your API or on specific solutions built using the API rather than on simple uses of the API. For example, you could include a use case which mentions an automated user management system that relies on this API rather than "this API can be used to automate user management". The former paints a broader picture of what can be achieved while the latter simply describes a function of the API a second time (this should be covered in the introduction instead).
    "#]],
    );
}

#[test]
fn steps() {
    check(
        &page_with_cursor("your domain"),
        expect![[r#"
            [1. **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:]
            **Step 1** · of "Getting started" in *API overview*

            Worded as the template has it:

            > **Retrieve your domain**. Use the [LivePerson Domain API](agent-domain-domain-api.html) to retrieve this information by providing the following service name:

            Add any relevant service names for the API here.
        "#]],
    );
    check(
        &page_with_cursor("terms of use"),
        expect![[r#"
            [3. [Here are the API terms of use](https://www.liveperson.com/policies/apitou).]
            **Step 3** · of "Getting started" in *API overview*

            Worded in an accepted way. The template's own:

            > Note the [API terms of use](https://www.liveperson.com/policies/apitou).

            Accepted as well:

            - Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).
            - [Here are the API terms of use](https://www.liveperson.com/policies/apitou).
            - [Here are the API terms of use](https://www.liveperson.com/policies/terms-of-use).
        "#]],
    );
    check(
        &page_with_cursor("Then eat"),
        expect![[r#"
        [4. Then eat.]
        **A further step** · "Getting started" in *API overview*

        The template leaves it to the author.

        If there are any other steps that the user has to perform in order to use your API, include them here. This could include preparing certain parameters (like an account number) or certain datasets (like a timeframe they're interesting in looking at or a list of users to be created).
    "#]],
    );
    check(
        "### Getting started\n\n2. This API requires authorization\n\n\t* [Follow$0 these](guides-gettingstarted.html)\n",
        expect![[r#"
            [* [Follow these](guides-gettingstarted.html)]
            **Below step 2** · of "Getting started" in *API overview*

            One of these 2 is enough.

            The template words it so:

            > [Follow the instructions](guides-gettingstarted.html), to create and use an API key.

            Accepted as well:

            - [Follow these instructions](guides-gettingstarted.html), to create and use an API key.
        "#]],
    );
}

#[test]
fn placeholders() {
    check(
        &page_with_cursor("service name}}"),
        expect![[r#"
            [{{service name}}]
            **`{{service name}}`** · placeholder of *API overview*

            Replace it, braces and all, by what it stands for.

            It belongs to step 1 of "Getting started".

            Add any relevant service names for the API here.
        "#]],
    );
    check(
        "### Introduction\n\n{{ site.na$0me }}\n",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn suppressions() {
    check(
        "<!-- docent-ignore missing-step, step$0-order: ä -->\n\n### Getting started\n",
        expect![[r#"
        [step-order]
        **`step-order`** · rule that is not applied here

        A step stands at another place than in the template's list.
    "#]],
    );
    assert_ne!(hover_at("😀 <!-- docent-ignore $0missing-step -->", None), "nothing\n");
    check(
        "<!-- docent-ignore nothing-$0known -->\n",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "<!-- $0docent-ignore missing-step -->\n",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn nothing_to_say() {
    for fixture in ["$0", "---\na: [$0\n---\n", "$0# A", "---\n$0", "\u{feff}$0---\npagename: a\n---\n", "text$0 😀\n"]
    {
        assert_eq!(hover_at(fixture, None), "nothing\n", "{fixture:?}");
        hover_at(
            fixture,
            embedded::set("liveperson").expect("it is embedded").get("overview").map(|contract| &**contract),
        );
    }
}

#[test]
fn plain_text() {
    let hover = super::Hover {
        range: docent_syntax::TextRange::default(),
        markdown: "**a** · b of *c*\n\n- Value: `x` or `y`\n- d\n\n> Note [e](f.html).\n\n1. g\n2. h\\_i".into(),
    };
    expect![[r#"
        a · b of c

        - Value: `x` or `y`
        - d

          Note e.

        1. g
        2. h_i"#]]
    .assert_eq(&hover.plain_text());
}

#[test]
fn any_offset_of_any_page() {
    let set = embedded::set("liveperson").expect("it is embedded");
    let contract = set.get("overview").expect("the set has it");
    let settings = RuleSettings::default();
    for text in [PAGE.replace('\n', "\r\n"), "---\na: [\n- x: {{\n---\n1. {{a\n".to_owned()] {
        let page = Page::parse(&text, Dialect::EXTENDED);
        let input = CheckInput {
            page: &page,
            path: "a.md",
            contract: Some(contract),
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        for offset in 0..text.len() as u32 + 5 {
            if let Some(hover) = super::hover(&input, TextSize::new(offset)) {
                assert!(text.get(std::ops::Range::<usize>::from(hover.range)).is_some());
            }
        }
    }
}

/// In a template page; the page's own line endings make no difference.
fn check_template(fixture: &str, expected: Expect) {
    let shown_at = |fixture: &str| {
        let at = fixture.find("$0").expect("the fixture has a cursor");
        let text = fixture.replacen("$0", "", 1);
        match super::template_hover(&Page::parse(&text, Dialect::EXTENDED), TextSize::new(at as u32)) {
            Some(hover) => format!("[{}]\n{}\n", &text[hover.range], hover.markdown),
            None => "nothing\n".to_owned(),
        }
    };
    let found = shown_at(fixture);
    expected.assert_eq(&found);
    assert_eq!(shown_at(&fixture.replace('\n', "\r\n")), found, "with CRLF");
}

#[test]
fn words_of_a_template() {
    check_template(
        "---\ndocent:\n  template: ä\n  ext$0ends: page\n---\n",
        expect![[r#"
        [extends]
        **`extends`** · key of `docent`

        The id of the template that this one is built upon: its schema is taken over.

        Written `extends: page`
    "#]],
    );
    check_template(
        "---\ndocent:\n  template: $0ä\n---\n",
        expect![[r#"
            [ä]
            **`template`** · key of `docent`

            The template's id. In a set it is `set/id` from outside.

            Written `template: overview`
        "#]],
    );
    check_template(
        "---\nfront-matter:\n  properties:\n    ü:\n      x-docent-der$0ive: \"{a}\"\n---\n",
        expect![[r#"
        [x-docent-derive]
        **`x-docent-derive`** · keyword of docent's own

        The value is made of other keys. Empty ones are left out with the separator after them.

        Written `x-docent-derive: "{a}-{b}.html"`
    "#]],
    );
    check_template(
        "## Ä😀\n<!-- docent: items=2.$0.3 -->\n",
        expect![[r#"
        [items=2..3]
        **`items`** · attribute of a section

        How many items the section's lists have together: `2`, `2..3`, `2..` or `..3`.

        Here: 2 to 3 items
    "#]],
    );
    check_template(
        "## Ä😀\n<!-- guidance\nText\n-->\n<!-- docent: aliases=\"Ä|B *\",\n opti$0onal -->\n",
        expect![[r#"
            [optional]
            **`optional`** · attribute of a section

            The section may be left out.
        "#]],
    );
    check_template(
        "## A\n<!-- docent: aliases=\"Ä|$0B *\" -->\n",
        expect![[r#"
        [aliases="Ä|B *"]
        **`aliases`** · attribute of a section

        Other titles that are accepted, with `|` between them; `*` stands for any text.

        Here: also `Ä` or `B *`
    "#]],
    );
    check_template(
        "## A\n\n1. Text.\n   <!-- docent: opt$0ional -->\n",
        expect![[r#"
        [optional]
        **`optional`** · attribute of a paragraph, a list or a step

        This text may be left out.
    "#]],
    );
    check_template(
        "## A\n<!-- docent: repeat$0=1.. -->\n",
        expect![[r#"
        [repeat=1..]
        **`repeat`** · attribute of a section

        How often the section may stand in a page: `2`, `2..4`, `2..` or `..4` times.

        Here: at least 1 time
    "#]],
    );
    check_template(
        "## A\n<!-- docent: wor$0ds=many -->\n",
        expect![[r#"
        [words=many]
        **`words`** · attribute of a section

        How many words the section has, headings and code left out.

        Written `words=50..300`
    "#]],
    );
    check_template(
        "## A\n<!-- guid$0ance\nText\n-->\n\nTake {{how much}} flour.\n",
        expect![[r#"
        [guidance]
        **`guidance`** · template

        Advice for authors about the section, on hover and in completions. It is never part of a page.
    "#]],
    );
    check_template(
        "## A\n\nTake {{how $0much}} flour.\n",
        expect![[r#"
        [{{how much}}]
        **`{{how much}}`** · placeholder

        In a page any text may stand here. It is inserted as it is, for the author to fill in, and a page must not keep it.
    "#]],
    );
    check_template(
        "## A\n\nTake $0flour. <!-- docent: nothing -->\n",
        expect![[r#"
        nothing
    "#]],
    );
    check_template(
        "## A\n<!-- docent: noth$0ing -->\n",
        expect![[r#"
        nothing
    "#]],
    );
    check_template(
        "$0",
        expect![[r#"
        nothing
    "#]],
    );
}

#[test]
fn any_place_of_any_beginning_of_a_template() {
    for template in &embedded::set("liveperson").expect("it is embedded").templates {
        let text = &*template.source.text;
        for end in (0..=text.len()).step_by(997).filter(|end| text.is_char_boundary(*end)) {
            let page = Page::parse(&text[..end], Dialect::EXTENDED);
            for at in (0..=end + 1).step_by(3) {
                if let Some(hover) = super::template_hover(&page, TextSize::new(at as u32)) {
                    assert!(
                        text[..end].get(std::ops::Range::<usize>::from(hover.range)).is_some(),
                        "{hover:?} of {end}"
                    );
                }
            }
        }
    }
}
