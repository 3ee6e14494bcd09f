//! The rule `link-style` over small sites held in memory: what is found, what is written instead, and that it leads to the same place.

use crate::site_in_memory::*;
use docent_rules::fix::{FixSelection, fix_all};
use docent_rules::{Finding, check_page};
use docent_site::index::Target;
use docent_site::{Config, SiteModel, model_of};
use docent_syntax::text::apply_edits;
use expect_test::{Expect, expect};
use proptest::prelude::*;

const PAGE: &str = "notes/page.md";

fn model(styles: &str) -> SiteModel {
    let config = Config::read(&format!("site:\n  link-styles: [{styles}]\n"));
    assert_eq!(config.1, [], "{styles}");
    model_of(&config.0, docent_template::embedded::sets(), |path| {
        (path == "_config.yml").then(|| "url: https://docs.example.com\nbaseurl: /docs\n".into())
    })
}

/// The page with this text beside pages to link to.
fn site(text: &str) -> Files {
    let (mut files, _) = files(
        "//- breads/flat bread.md\n---\npermalink: breads/flat-bread.html\nredirect_from: /old.html\n---\n# Dough\n# Ä\n\
         //- breads/index.md\n---\ntitle: All\n---\n//- top.md\n---\n---\n//- img/a.png\n//- files/a.pdf\n",
    );
    files.insert(PAGE.to_owned(), format!("---\npermalink: notes/page.html\n---\n{text}"));
    files
}

fn findings(files: &Files, model: &SiteModel) -> Vec<Finding> {
    let index = index_of(files, model);
    let all = with_input(files, &index, PAGE, check_page);
    all.into_iter().filter(|finding| finding.rule == "link-style").collect()
}

fn fixed(files: &Files, model: &SiteModel) -> Files {
    let index = index_of(files, model);
    let text = with_input(files, &index, PAGE, |input| fix_all(input, &FixSelection::with_hints())).text;
    let mut files = files.clone();
    files.insert(PAGE.to_owned(), text);
    files
}

/// What becomes of the text; lines with a finding that stays are marked with `!`.
fn check(styles: &str, text: &str, expected: Expect) {
    let model = model(styles);
    let (before, after) = (site(text), fixed(&site(text), &model));
    assert_eq!(after[PAGE], fixed(&after, &model)[PAGE], "a second time");
    assert_eq!(destinations(&before, &model), destinations(&after, &model), "{}", after[PAGE]);
    let left: Vec<usize> = findings(&after, &model).iter().map(|finding| finding.range.start().into()).collect();
    let body = after[PAGE].splitn(3, "---\n").nth(2).expect("a body");
    let mut start = after[PAGE].len() - body.len();
    let shown = body.split_inclusive('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        format!("{}{line}", if left.iter().any(|at| range.contains(at)) { "! " } else { "" })
    });
    expected.assert_eq(&shown.collect::<String>());
}

/// Where every link of the page leads, in their order.
fn destinations(files: &Files, model: &SiteModel) -> Vec<(Option<String>, Option<String>)> {
    let index = index_of(files, model);
    let page = index.page(PAGE).expect("the page");
    let target = |url: &str| {
        let resolution = index.resolve(page, url);
        let path = match resolution.target {
            Target::Page { page, .. } => Some(index.path(page).to_owned()),
            Target::File { path, .. } => Some(path),
            _ => None,
        };
        (path, resolution.fragment)
    };
    index.facts(page).expect("facts").links.iter().map(|link| target(&link.url)).collect()
}

const EVERY_STYLE: &str = "\
[a](../breads/flat-bread.html#dough)
[a](/docs/breads/flat-bread?q=1#%C3%A4)
[a](/breads/flat-bread.html)
[a](../breads/flat%20bread.md#dough)
[a](</breads/flat bread.md> \"title\")
[a](https://docs.example.com/docs/breads/flat-bread.html?a=b&amp;c=d#dough)
[a]({{ site.baseurl }}/breads/flat-bread.html#dough){:target=\"_blank\"}
[a]({{ '/breads/flat-bread.html' | relative_url }}?q#dough)
[a]({% link breads/flat bread.md %}#dough)
<https://docs.example.com/docs/breads/flat-bread.html>
<a href=\"/docs/breads/flat-bread.html#dough\">a</a>
<a href='/docs/breads/flat-bread.html#dough'>a</a>
<a href=/docs/breads/flat-bread.html>a</a>
[a][r] and [index](../breads/) and [the page itself](page.html) and [here](#x)
![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

[r]: /docs/breads/flat-bread.html#dough 'title'
";

#[test]
fn relative() {
    check(
        "relative, html",
        EVERY_STYLE,
        expect![[r#"
        [a](../breads/flat-bread.html#dough)
        [a](../breads/flat-bread?q=1#%C3%A4)
        [a](../breads/flat-bread.html)
        [a](../breads/flat-bread.html#dough)
        [a](<../breads/flat-bread.html> "title")
        [a](../breads/flat-bread.html?a=b&amp;c=d#dough)
        [a](../breads/flat-bread.html#dough){:target="_blank"}
        [a](../breads/flat-bread.html?q#dough)
        [a](../breads/flat-bread.html#dough)
        ! <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="../breads/flat-bread.html#dough">a</a>
        <a href='../breads/flat-bread.html#dough'>a</a>
        <a href=../breads/flat-bread.html>a</a>
        [a][r] and [index](../breads/) and [the page itself](page.html) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: ../breads/flat-bread.html#dough 'title'
    "#]],
    );
}

#[test]
fn root_relative() {
    check(
        "root-relative, html",
        EVERY_STYLE,
        expect![[r#"
        [a](/docs/breads/flat-bread.html#dough)
        [a](/docs/breads/flat-bread?q=1#%C3%A4)
        [a](/breads/flat-bread.html)
        [a](/docs/breads/flat-bread.html#dough)
        [a](</docs/breads/flat-bread.html> "title")
        [a](/docs/breads/flat-bread.html?a=b&amp;c=d#dough)
        [a](/docs/breads/flat-bread.html#dough){:target="_blank"}
        [a](/docs/breads/flat-bread.html?q#dough)
        [a](/docs/breads/flat-bread.html#dough)
        ! <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="/docs/breads/flat-bread.html#dough">a</a>
        <a href='/docs/breads/flat-bread.html#dough'>a</a>
        <a href=/docs/breads/flat-bread.html>a</a>
        [a][r] and [index](/docs/breads/) and [the page itself](/docs/notes/page.html) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: /docs/breads/flat-bread.html#dough 'title'
    "#]],
    );
}

#[test]
fn files_of_pages() {
    check(
        "file, html",
        EVERY_STYLE,
        expect![[r#"
        [a](../breads/flat%20bread.md#dough)
        [a](../breads/flat%20bread.md?q=1#%C3%A4)
        [a](../breads/flat%20bread.md)
        [a](../breads/flat%20bread.md#dough)
        [a](<../breads/flat bread.md> "title")
        [a](../breads/flat%20bread.md?a=b&amp;c=d#dough)
        [a](../breads/flat%20bread.md#dough){:target="_blank"}
        [a](../breads/flat%20bread.md?q#dough)
        [a](../breads/flat%20bread.md#dough)
        ! <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="../breads/flat%20bread.md#dough">a</a>
        <a href='../breads/flat%20bread.md#dough'>a</a>
        <a href=../breads/flat%20bread.md>a</a>
        [a][r] and [index](../breads/index.md) and [the page itself](page.md) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: ../breads/flat%20bread.md#dough 'title'
    "#]],
    );
    check(
        "root-file, html",
        "[a](../breads/flat-bread.html#dough) [b](../breads/)\n",
        expect![[r#"
        [a](/breads/flat%20bread.md#dough) [b](/breads/index.md)
    "#]],
    );
}

#[test]
fn own_url() {
    check(
        "own-url, html",
        EVERY_STYLE,
        expect![[r#"
        [a](https://docs.example.com/docs/breads/flat-bread.html#dough)
        [a](https://docs.example.com/docs/breads/flat-bread?q=1#%C3%A4)
        [a](https://docs.example.com/docs/breads/flat-bread.html)
        [a](https://docs.example.com/docs/breads/flat-bread.html#dough)
        [a](<https://docs.example.com/docs/breads/flat-bread.html> "title")
        [a](https://docs.example.com/docs/breads/flat-bread.html?a=b&amp;c=d#dough)
        [a](https://docs.example.com/docs/breads/flat-bread.html#dough){:target="_blank"}
        [a](https://docs.example.com/docs/breads/flat-bread.html?q#dough)
        [a](https://docs.example.com/docs/breads/flat-bread.html#dough)
        <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="https://docs.example.com/docs/breads/flat-bread.html#dough">a</a>
        <a href='https://docs.example.com/docs/breads/flat-bread.html#dough'>a</a>
        <a href=https://docs.example.com/docs/breads/flat-bread.html>a</a>
        [a][r] and [index](https://docs.example.com/docs/breads/) and [the page itself](https://docs.example.com/docs/notes/page.html) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: https://docs.example.com/docs/breads/flat-bread.html#dough 'title'
    "#]],
    );
}

#[test]
fn liquid() {
    check(
        "liquid-variable, html",
        EVERY_STYLE,
        expect![[r#"
        [a]({{ site.baseurl }}/breads/flat-bread.html#dough)
        [a]({{ site.baseurl }}/breads/flat-bread?q=1#%C3%A4)
        [a]({{ site.baseurl }}/breads/flat-bread.html)
        [a]({{ site.baseurl }}/breads/flat-bread.html#dough)
        [a](<{{ site.baseurl }}/breads/flat-bread.html> "title")
        [a]({{ site.baseurl }}/breads/flat-bread.html?a=b&amp;c=d#dough)
        [a]({{ site.baseurl }}/breads/flat-bread.html#dough){:target="_blank"}
        [a]({{ site.baseurl }}/breads/flat-bread.html?q#dough)
        [a]({{ site.baseurl }}/breads/flat-bread.html#dough)
        ! <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="{{ site.baseurl }}/breads/flat-bread.html#dough">a</a>
        <a href='{{ site.baseurl }}/breads/flat-bread.html#dough'>a</a>
        ! <a href=/docs/breads/flat-bread.html>a</a>
        [a][r] and [index]({{ site.baseurl }}/breads/) and [the page itself]({{ site.baseurl }}/notes/page.html) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: {{ site.baseurl }}/breads/flat-bread.html#dough 'title'
    "#]],
    );
    check(
        "liquid-filter, html",
        EVERY_STYLE,
        expect![[r#"
        [a]({{ "/breads/flat-bread.html" | relative_url }}#dough)
        [a]({{ "/breads/flat-bread" | relative_url }}?q=1#%C3%A4)
        [a]({{ "/breads/flat-bread.html" | relative_url }})
        [a]({{ "/breads/flat-bread.html" | relative_url }}#dough)
        [a](<{{ "/breads/flat-bread.html" | relative_url }}> "title")
        [a]({{ "/breads/flat-bread.html" | relative_url }}?a=b&amp;c=d#dough)
        [a]({{ "/breads/flat-bread.html" | relative_url }}#dough){:target="_blank"}
        [a]({{ '/breads/flat-bread.html' | relative_url }}?q#dough)
        [a]({{ "/breads/flat-bread.html" | relative_url }}#dough)
        ! <https://docs.example.com/docs/breads/flat-bread.html>
        <a href="{{ '/breads/flat-bread.html' | relative_url }}#dough">a</a>
        <a href='{{ "/breads/flat-bread.html" | relative_url }}#dough'>a</a>
        ! <a href=/docs/breads/flat-bread.html>a</a>
        [a][r] and [index]({{ "/breads/" | relative_url }}) and [the page itself]({{ "/notes/page.html" | relative_url }}) and [here](#x)
        ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

        [r]: {{ "/breads/flat-bread.html" | relative_url }}#dough 'title'
    "#]],
    );
    check(
        "link-tag, html",
        EVERY_STYLE,
        expect![[r#"
            [a]({% link breads/flat bread.md %}#dough)
            [a]({% link breads/flat bread.md %}?q=1#%C3%A4)
            [a]({% link breads/flat bread.md %})
            [a]({% link breads/flat bread.md %}#dough)
            [a](<{% link breads/flat bread.md %}> "title")
            [a]({% link breads/flat bread.md %}?a=b&amp;c=d#dough)
            [a]({% link breads/flat bread.md %}#dough){:target="_blank"}
            [a]({% link breads/flat bread.md %}?q#dough)
            [a]({% link breads/flat bread.md %}#dough)
            ! <https://docs.example.com/docs/breads/flat-bread.html>
            <a href="{% link breads/flat bread.md %}#dough">a</a>
            <a href='{% link breads/flat bread.md %}#dough'>a</a>
            ! <a href=/docs/breads/flat-bread.html>a</a>
            [a][r] and [index]({% link breads/index.md %}) and [the page itself]({% link notes/page.md %}) and [here](#x)
            ![image](/docs/img/a.png) [file](../files/a.pdf) [none](/docs/none.html) [other](https://example.com/)

            [r]: {% link breads/flat bread.md %}#dough 'title'
        "#]],
    );
}

#[test]
fn html_is_a_place() {
    let text =
        "<a href=\"page.html\">a</a> <a href=\"../files/a.pdf\">b</a> <img src=\"../img/a.png\"> [c](page.html)\n";
    check(
        "relative",
        text,
        expect![[r#"
        ! <a href="page.html">a</a> <a href="../files/a.pdf">b</a> <img src="../img/a.png"> [c](page.html)
    "#]],
    );
    let found = findings(&site(text), &model("relative, root-relative"));
    let messages: Vec<&str> = found.iter().map(|finding| &*finding.message).collect();
    assert_eq!(
        messages,
        [
            "This link stands in HTML, which 'link-styles' in docent.yaml does not accept; it accepts relative (name.html), root-relative (/name.html)"
        ]
    );
    let found = findings(&site("[c](/docs/notes/page.html)\n"), &model("relative, file, html"));
    assert_eq!(
        found[0].message,
        "This link is written in the style root-relative (/name.html), which 'link-styles' in docent.yaml does not accept; \
         it accepts relative (name.html), file (../folder/page.md)"
    );
}

#[test]
fn the_first_style_that_can_name_the_page_is_taken() {
    // Blanks have no place where there are no quotes, and so the next style comes.
    check(
        "link-tag, relative, html",
        "[a](/docs/breads/flat-bread.html#dough) [b](/docs/breads/flat-bread.html?q#dough) <a href=/docs/top.html>c</a>\n",
        expect![[r#"
            [a]({% link breads/flat bread.md %}#dough) [b]({% link breads/flat bread.md %}?q#dough) <a href=../top.html>c</a>
        "#]],
    );
}

#[test]
fn a_link_through_a_redirect_keeps_to_the_styles() {
    check(
        "relative",
        "[a](/docs/old.html#dough)\n",
        expect![[r#"
        [a](../breads/flat-bread.html#dough)
    "#]],
    );
}

#[test]
fn a_fix_that_is_refused_keeps_no_other_from_being_applied() {
    // The right case would bring in a finding of `link-style`, as many as the other fix takes away.
    check(
        "root-relative",
        "<a class=x href=\"../TOP.html\">a</a> and [b](../breads/flat-bread.html)\n",
        expect![[r#"
        <a class=x href="../TOP.html">a</a> and [b](/docs/breads/flat-bread.html)
    "#]],
    );
}

/// The destinations that the first fixes of another rule's findings write.
fn written_by(rule: &str, styles: &str, text: &str) -> Vec<String> {
    let (files, model) = (site(text), model(styles));
    let index = index_of(&files, &model);
    let found = with_input(&files, &index, PAGE, check_page).into_iter().filter(|finding| finding.rule == rule);
    let fixes = found.filter_map(|finding| finding.fixes.first().cloned());
    fixes.flat_map(|fix| fix.edits).map(|edit| edit.new_text.to_string()).collect()
}

#[test]
fn other_fixes_write_accepted_styles() {
    let near = "[a](../breads/flat-braed.html#dough) [b](</docs/breads/flat-braed.html?q>) <a href='../breads/flat-braed.html'>c</a>\n";
    let written = written_by("broken-link", "root-relative, html", near);
    let rooted = "/docs/breads/flat-bread.html";
    assert_eq!(written, [format!("{rooted}#dough"), format!("{rooted}?q"), rooted.to_owned()]);
    let case = "[a](../Breads/flat-bread.html#Dough) [b](../breads/Flat%20bread.md) ![c](../img/A.png)\n";
    let written = written_by("link-case", "link-tag", case);
    let tag = "{% link breads/flat bread.md %}";
    assert_eq!(written, [format!("{tag}#dough"), tag.to_owned(), "../img/a.png".to_owned()]);
    assert_eq!(
        written_by("redirected-link", "file", "[a](/old.html?q#dough)\n"),
        ["../breads/flat%20bread.md?q#dough"]
    );
    // What is accepted stays in its style, though another one comes first.
    assert_eq!(written_by("redirected-link", "file, root-relative", "[a](/old.html)\n"), ["/breads/flat-bread.html"]);
    assert_eq!(written_by("missing-image", "link-tag", "![a](/docs/image/a.png)\n"), ["/docs/img/a.png"]);
}

#[test]
fn without_a_word_every_style_is_right() {
    assert_eq!(findings(&site(EVERY_STYLE), &model("")), []);
}

fn any_style() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "relative",
        "root-relative",
        "file",
        "root-file",
        "own-url",
        "liquid-variable",
        "liquid-filter",
        "link-tag",
    ])
}

fn any_destination() -> impl Strategy<Value = String> {
    let place = prop::sample::select(vec![
        "../breads/flat-bread",
        "/docs/breads/flat-bread",
        "/breads/flat-bread",
        "https://docs.example.com/docs/breads/flat-bread",
        "HTTPS://docs.example.com/docs/top",
        "{{ site.baseurl }}/breads/flat-bread",
        "{{site.url}}{{site.baseurl}}/top",
        "{{ \"/top\" | absolute_url }}",
        "{{ '/breads/flat-bread.html#dough' | relative_url }}",
        "{% link breads/flat bread.md %}",
        "{%- link top.md -%}",
        "../breads/flat%20bread.md",
        "/top.md",
        "../breads/",
        "/docs/breads",
        "/old.html",
        "../TOP.html",
        "../gone.html",
        "./page.html",
        "#x",
        "",
    ]);
    let ending = prop::sample::select(vec!["", ".html"]);
    let after = prop::sample::select(vec!["", "", "#dough", "?q=1", "?q=1&amp;b#%C3%A4", "#", "#ä", "#a&amp;b"]);
    (place, ending, after).prop_map(|(place, ending, after)| format!("{place}{ending}{after}"))
}

fn any_text() -> impl Strategy<Value = String> {
    let link = (0..7usize, any_destination()).prop_map(|(place, to)| match place {
        0 => format!("[a]({to})"),
        1 => format!("[a](<{to}> \"t\")"),
        2 => format!("<a class=x href=\"{to}\">a</a>"),
        3 => format!("<a href='{to}'>a</a>"),
        4 => format!("<a href={to}>a</a>"),
        5 => format!("<{to}>"),
        _ => format!("\n\n[a][r]\n\n[r]: {to}\n\n"),
    });
    prop::collection::vec(link, 1..6).prop_map(|links| links.join(" Ünd \n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// The fixes leave every link where it led, as many links as there were, and nothing to fix.
    #[test]
    fn fixes_lead_to_the_same_places(text in any_text(), styles in prop::collection::vec(any_style(), 1..4), crlf: bool, html: bool) {
        let styles = styles.join(", ");
        let model = model(&if html { format!("{styles}, html") } else { styles });
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        let before = site(&text);
        for finding in findings(&before, &model) {
            let Some(fix) = finding.fixes.first() else { continue };
            let mut after = before.clone();
            after.insert(PAGE.to_owned(), apply_edits(&before[PAGE], &fix.edits).expect("the edits fit"));
            prop_assert_eq!(destinations(&before, &model), destinations(&after, &model), "{}\n{}", before[PAGE], after[PAGE]);
            prop_assert_eq!(findings(&after, &model).len() + 1, findings(&before, &model).len(), "{}\n{}", before[PAGE], after[PAGE]);
        }
        let after = fixed(&before, &model);
        prop_assert_eq!(&after[PAGE], &fixed(&after, &model)[PAGE]);
        let left = findings(&after, &model);
        prop_assert!(left.iter().all(|finding| finding.fixes.is_empty()), "{}", after[PAGE]);
    }
}
