//! Links, redirects and values of other pages, over small sites.

use super::*;
use docent_generators::{LinkStyle, LinkStyles};
use docent_rules::site_fixture::SiteFixture;
use docent_site::SiteModel;

const SITE: &str = "\
//- Documents/Users/overview.md
---
title: Overview
categoryname: Bots & more
permalink: users-api-overview.html
redirect_from:
  - users-old.html
---
# Get users
## Ä b
[x](roles-api-overview.html)
//- Documents/Roles/overview.md
---
title: Roles of people
categoryname: Bots & more
permalink: roles-api-overview.html
---
[gone](users-overview-api.html) [far](nowhere.html) [u](users-old.html)
//- Documents/Roles/methods.md
---
title: Methods
categoryname: Other
order: 3
permalink: /methods/
---
//- other/no permalink.md
---
categoryname: Bots & more
---
//- img/A shot.png
//- img/b.svg
//- img/c.pdf
";

fn jekyll() -> SiteModel {
    SiteModel::of_kind("jekyll")
}

/// The site with `body` (with the cursor in it) as a page beside the others.
fn site_with(path: &str, text: &str) -> String {
    format!("{SITE}//- {path}\n{text}\n")
}

fn offered(fixture: &SiteFixture) -> Completions {
    let contract = overview();
    let input = fixture.input(Some(&contract));
    let found = complete(&input, fixture.offset, &CompletionOptions::default());
    for item in &found.items {
        assert!(item.replace.contains_inclusive(fixture.offset));
        let typed = &fixture.text(&fixture.path)[usize::from(item.replace.start())..usize::from(fixture.offset)];
        let filter = item.filter.to_lowercase();
        let mut filter = filter.chars();
        let passes = typed.to_lowercase().chars().all(|c| filter.any(|other| other == c));
        assert!(passes, "an editor would throw it out for {typed:?}: {item:?}");
    }
    found
}

/// The line with the cursor after each item was accepted, and what is shown beside it.
fn shown(fixture: &SiteFixture) -> String {
    let found = offered(fixture);
    let text = fixture.text(&fixture.path);
    let line = |item: &Completion| {
        let after = accepted(text, item);
        let start = text[..usize::from(fixture.offset)].rfind('\n').map_or(0, |at| at + 1);
        let line = after[start..].lines().next().unwrap_or_default().trim();
        format!("{line} | {} | {}\n", item.note.as_deref().unwrap_or(""), item.detail.as_deref().unwrap_or(""))
    };
    let lines: String = found.items.iter().map(line).collect();
    format!("{lines}{}", if found.incomplete { "…\n" } else { "" })
}

#[track_caller]
fn check_in(path: &str, text: &str, expected: Expect) {
    let fixture = SiteFixture::with_model(&site_with(path, text), jekyll());
    let found = shown(&fixture);
    expected.assert_eq(&found);
    let crlf = SiteFixture::with_model(&site_with(path, text).replace('\n', "\r\n"), jekyll());
    assert_eq!(shown(&crlf), found, "with CRLF");
}

#[track_caller]
fn check_body(body: &str, expected: Expect) {
    check_in("Documents/Users/new.md", &format!("---\npermalink: new.html\n---\n\n{body}"), expected);
}

/// In a site that accepts these styles.
#[track_caller]
fn check_styles(styles: &[LinkStyle], body: &str, expected: Expect) {
    let link_styles = LinkStyles { accepted: styles.to_vec(), in_html: true };
    let text = site_with("Documents/Users/new.md", &format!("---\npermalink: new.html\n---\n\n{body}"));
    let fixture = SiteFixture::with_model(&text, SiteModel { link_styles, ..jekyll() });
    expected.assert_eq(&shown(&fixture));
}

#[test]
fn links_are_offered_in_a_style_that_the_site_accepts() {
    use LinkStyle::{Relative, RootRelative};
    let [link_tag, liquid_filter] =
        ["link-tag", "liquid-filter"].map(|word| docent_generators::link_style(word).expect("a style"));
    let body = "[b](users-api-overview.html)\n\n";
    check_styles(
        &[RootRelative, link_tag],
        &format!("{body}[a]($0)"),
        expect![[r#"
            [a](/users-api-overview.html) | Overview | Documents/Users/overview.md
            [a](/methods/) | Methods | Documents/Roles/methods.md
            [a](/roles-api-overview.html) | Roles of people | Documents/Roles/overview.md
            [a](/other/no%20permalink.html) |  | other/no permalink.md
            …
        "#]],
    );
    check_styles(
        &[link_tag, Relative],
        &format!("{body}[a](/rol$0)"),
        expect![[r#"
            [a]({% link Documents/Roles/overview.md %}) | Roles of people | Documents/Roles/overview.md
            [a]({% link Documents/Roles/methods.md %}) | Methods | Documents/Roles/methods.md
            [a]({% link Documents/Users/overview.md %}) | Overview | Documents/Users/overview.md
            [a]({% link other/no permalink.md %}) |  | other/no permalink.md
            …
        "#]],
    );
    check_styles(
        &[link_tag],
        "[a](<meth$0>)",
        expect![[r#"
        [a](<{% link Documents/Roles/methods.md %}>) | Methods | Documents/Roles/methods.md
        …
    "#]],
    );
    check_styles(
        &[liquid_filter],
        "<a href=\"meth$0\">",
        expect![[r#"
        <a href="{{ '/methods/' | relative_url }}"> | Methods | Documents/Roles/methods.md
        …
    "#]],
    );
    check_styles(
        &[RootRelative],
        "[a]({% link rol$0",
        expect![[r#"
        [a]({% link Documents/Roles/overview.md %} | Roles of people | Documents/Roles/overview.md
        [a]({% link Documents/Roles/methods.md %} | Methods | Documents/Roles/methods.md
        [a]({% link Documents/Users/overview.md %} | Overview | Documents/Users/overview.md
        [a]({% link other/no permalink.md %} |  | other/no permalink.md
        …
    "#]],
    );
    check_styles(
        &[RootRelative],
        "![a]($0)",
        expect![[r#"
        ![a](img/A%20shot.png) |  | img/A shot.png
        ![a](img/b.svg) |  | img/b.svg
        …
    "#]],
    );
}

#[test]
fn pages_by_title_address_and_file() {
    check_body(
        "Ä [a]($0",
        expect![[r#"
            Ä [a](users-api-overview.html | Overview | Documents/Users/overview.md
            Ä [a](methods/ | Methods | Documents/Roles/methods.md
            Ä [a](roles-api-overview.html | Roles of people | Documents/Roles/overview.md
            Ä [a](other/no%20permalink.html |  | other/no permalink.md
            …
        "#]],
    );
    check_body(
        "[a](peop$0",
        expect![[r#"
        [a](roles-api-overview.html | Roles of people | Documents/Roles/overview.md
        …
    "#]],
    );
    check_body(
        "[a](roles over$0)",
        expect![[r#"
        [a](roles-api-overview.html) | Roles of people | Documents/Roles/overview.md
        …
    "#]],
    );
    check_body(
        "[a](<meth$0> 'T') b",
        expect![[r#"
            [a](<methods/> 'T') b | Methods | Documents/Roles/methods.md
            …
        "#]],
    );
    check_body(
        "[a](/us$0er.html) (b)",
        expect![[r#"
            [a](/users-api-overview.html) (b) | Overview | Documents/Users/overview.md
            …
        "#]],
    );
    check_body(
        "[a]({{ site.baseurl }}/meth$0)",
        expect![[r#"
            [a]({{ site.baseurl }}/methods/) | Methods | Documents/Roles/methods.md
            …
        "#]],
    );
    check_body(
        "* x\n  | [a](./meth$0) |",
        expect![[r#"
            | [a](./methods/) | | Methods | Documents/Roles/methods.md
            …
        "#]],
    );
    check_body(
        "> [a]: meth$0",
        expect![[r#"
            > [a]: methods/ | Methods | Documents/Roles/methods.md
            …
        "#]],
    );
    check_body(
        "<td><a class=\"x\" href='meth$0'>b</a>",
        expect![[r#"
            <td><a class="x" href='methods/'>b</a> | Methods | Documents/Roles/methods.md
            …
        "#]],
    );
    check_body(
        "[a]({% link no$0 %})",
        expect![[r#"
            [a]({% link other/no permalink.md %}) |  | other/no permalink.md
            …
        "#]],
    );
    check_body(
        "[a]({% link meth$0",
        expect![[r#"
        [a]({% link Documents/Roles/methods.md %} | Methods | Documents/Roles/methods.md
        …
    "#]],
    );
    check_body("[a](zzz$0)", expect![""]);
}

#[test]
fn links_are_written_as_the_page_writes_them() {
    check_body(
        "[b](/roles-api-overview.html#x) [c](/methods/) [d](users-old.html) [a](over$0)",
        expect![[r#"
        [b](/roles-api-overview.html#x) [c](/methods/) [d](users-old.html) [a](/users-api-overview.html) | Overview | Documents/Users/overview.md
        [b](/roles-api-overview.html#x) [c](/methods/) [d](users-old.html) [a](/roles-api-overview.html) | Roles of people | Documents/Roles/overview.md
        …
    "#]],
    );
    check_body(
        "[b](../Roles/overview.md) [a](over$0)",
        expect![[r#"
        [b](../Roles/overview.md) [a](overview.md) | Overview | Documents/Users/overview.md
        [b](../Roles/overview.md) [a](../Roles/overview.md) | Roles of people | Documents/Roles/overview.md
        …
    "#]],
    );
    check_body(
        "[b]({{ site.baseurl }}/methods/) [a](over$0)",
        expect![[r#"
        [b]({{ site.baseurl }}/methods/) [a]({{ site.baseurl }}/users-api-overview.html) | Overview | Documents/Users/overview.md
        [b]({{ site.baseurl }}/methods/) [a]({{ site.baseurl }}/roles-api-overview.html) | Roles of people | Documents/Roles/overview.md
        …
    "#]],
    );
    let plain = SiteFixture::with_model(&site_with("Documents/a.md", "[a](over$0)"), SiteModel::default());
    expect![[r#"
        [a](Roles/overview.md) | Roles of people | Documents/Roles/overview.md
        [a](Users/overview.md) | Overview | Documents/Users/overview.md
        …
    "#]]
    .assert_eq(&shown(&plain));
}

#[test]
fn pictures() {
    check_body(
        "![a]($0)",
        expect![[r#"
        ![a](img/A%20shot.png) |  | img/A shot.png
        ![a](img/b.svg) |  | img/b.svg
        …
    "#]],
    );
    check_body(
        "[![a](<sho$0>)](x.html)",
        expect![[r#"
        [![a](<img/A%20shot.png>)](x.html) |  | img/A shot.png
        …
    "#]],
    );
    check_body(
        "<img src=\"b$0",
        expect![[r#"
        <img src="img/b.svg |  | img/b.svg
        …
    "#]],
    );
}

#[test]
fn headings_after_a_hash() {
    check_body(
        "# One\n\n[a](#$0)\n\n# Two {#zwei}\n\n<a id=\"x\"></a>\n\n# Three",
        expect![[r#"
            [a](#one) |  | One
            [a](#zwei) |  | Two
            [a](#x) |  | 
            [a](#three) |  | Three
        "#]],
    );
    check_body(
        "[a](users-api-overview.html#$0)",
        expect![[r#"
        [a](users-api-overview.html#get-users) |  | Get users
        [a](users-api-overview.html#ä-b) |  | Ä b
    "#]],
    );
    check_body(
        "[a](users-old.html#get us$0",
        expect![[r#"
        [a](users-old.html#get-users |  | Get users
        …
    "#]],
    );
    check_body(
        "[a]: users-api-overview.html#%C3%84$0x",
        expect![[r#"
        [a]: users-api-overview.html#%C3%A4-b |  | Ä b
        …
    "#]],
    );
    check_body("[a](nowhere.html#$0)", expect![""]);
}

#[test]
fn no_links_where_none_are_written() {
    for body in [
        "`[a]($0)`",
        "```\n[a]($0)\n```",
        "> ```\n> [a]($0)\n> ```",
        "    [a]($0)",
        "<!-- [a]($0) -->",
        "[a](x.html) b$0",
        "[a](x.html \"me$0\")",
        "a]($0)",
        "[^a]: me$0",
        "<a title=\"me$0\">",
        "{% raw %}\n[a]($0)\n{% endraw %}",
    ] {
        let text = format!("---\npermalink: new.html\n---\n\nX\n\n{body}");
        let fixture = SiteFixture::with_model(&site_with("Documents/Users/new.md", &text), jekyll());
        let found = offered(&fixture);
        let links =
            found.items.iter().filter(|item| matches!(item.kind, CompletionKind::File | CompletionKind::Anchor));
        assert_eq!(links.count(), 0, "{body:?}");
    }
}

#[test]
fn older_addresses() {
    check_in(
        "Documents/Users/moved.md",
        "---\ntitle: Users API\npermalink: users-overview.html\nredirect_from:\n  - $0\n---\n",
        expect![[r#"
              - users-overview-api.html |  | 1 page links here, and nothing is there
              - Documents/Users/moved.html |  | the address by the page's file name
        "#]],
    );
    check_in(
        "Documents/Users/moved.md",
        "---\npermalink: users-overview.html\nredirect_from: [users-overview-api.html, $0]\n---\n",
        expect![[r#"
        redirect_from: [users-overview-api.html, Documents/Users/moved.html] |  | the address by the page's file name
    "#]],
    );
}

#[test]
fn values_of_other_pages() {
    check_in(
        "Documents/Roles/new.md",
        "---\npagename: A\ncategoryname: $0\n---\n",
        expect![[r#"
            categoryname: Bots & more | 3 pages | 1 of them in this folder
            categoryname: Other | 1 page | in this folder
        "#]],
    );
    check_in(
        "Documents/Roles/new.md",
        "---\ncategoryname: \"Bo$0\n---\n",
        expect![[r#"
        categoryname: "Bots & more" | 3 pages | 1 of them in this folder
    "#]],
    );
    check_in(
        "Documents/Roles/new.md",
        "---\norder: $0\n---\n",
        expect![[r#"
            order: 3 | 1 page | in this folder
        "#]],
    );
    check_in("Documents/Roles/new.md", "---\npermalink: $0\n---\n", expect![""]);
    check_in(
        "Documents/Roles/new.md",
        "---\nindicator: $0\n---\n",
        expect![[r#"
        indicator: messaging |  | The page is about messaging only.
        indicator: chat |  | The page is about chat only.
        indicator: both |  | The page is about messaging and about chat.
    "#]],
    );
}

#[test]
fn a_large_site_is_offered_in_parts() {
    let pages: String =
        (0..500).map(|n| format!("//- p/{n}.md\n---\ntitle: Page {n}\npermalink: p{n}.html\n---\n")).collect();
    let fixture = SiteFixture::with_model(&format!("{pages}//- x.md\n[a]($0)\n"), jekyll());
    let found = offered(&fixture);
    assert_eq!((found.items.len(), found.incomplete), (100, true));
    let fixture = SiteFixture::with_model(&format!("{pages}//- x.md\n[a](page 499$0)\n"), jekyll());
    assert_eq!(offered(&fixture).items.first().map(|item| item.label.as_str()), Some("p499.html"));
}
