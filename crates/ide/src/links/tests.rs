//! Where links lead and who links here, over small sites. Each is also run with CRLF, and must answer the same.

use super::{definition, document_links, references};
use docent_rules::site_fixture::SiteFixture;
use expect_test::{Expect, expect};

const SITE: &str = "\
//- api/users.md
---
title: Users API
permalink: users.html
redirect_from:
  - old-users.html
---
# Get users

See [above](#get-users), [roles](roles.md#roles-of-ä).

# Roles
//- api/roles.md
---
title: Roles
permalink: roles.html
---
# Roles of Ä

[Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)

[users]: users.html#roles 'T'
[gone](gone.html)
//- other.md
[gone](gone.html#x) [p](/img/p.png) [e](https://e.com) [users](users.html)
//- img/p.png
";

fn at(place: &str, cursor: &str) -> String {
    assert!(SITE.contains(place), "{place:?}");
    SITE.replacen(place, cursor, 1)
}

fn defined(text: &str) -> String {
    let site = SiteFixture::new(text);
    match definition(&site.input(None), site.offset) {
        None => "nothing".to_owned(),
        Some(found) => {
            assert!(found.target.range.contains_range(found.selection), "{found:?}");
            let origin = &site.text(&site.path)[found.origin];
            format!("{origin} -> {}", site.shown(&found.target.path, found.selection))
        }
    }
}

#[track_caller]
fn check_definition(place: &str, cursor: &str, expected: Expect) {
    let found = defined(&at(place, cursor));
    expected.assert_eq(&found);
    assert_eq!(defined(&at(place, cursor).replace('\n', "\r\n")), found, "with CRLF");
}

#[test]
fn definitions() {
    check_definition("(#get", "(#g$0et", expect!["[above](#get-users) -> api/users.md:7: # «Get users»"]);
    check_definition("[roles]", "[ro$0les]", expect!["[roles](roles.md#roles-of-ä) -> api/roles.md:5: # «Roles of Ä»"]);
    check_definition("[Users](", "[Us$0ers](", expect!["[Users](users.html) -> api/users.md:1: «»---"]);
    check_definition(
        "#Get-Users",
        "#Get$0-Users",
        expect!["[old](old-users.html#Get-Users) -> api/users.md:7: # «Get users»"],
    );
    check_definition("[r][", "[r$0][", expect!["[r][Users] -> api/users.md:11: # «Roles»"]);
    check_definition("[r][U", "[r][$0U", expect!["Users -> api/roles.md:9: [«users»]: users.html#roles 'T'"]);
    check_definition("[users]: us", "[users]: $0us", expect!["users.html#roles -> api/users.md:11: # «Roles»"]);
    check_definition("img/p.png)", "$0img/p.png)", expect!["![p](img/p.png) -> img/p.png:1: «»"]);
    check_definition("(gone.html)", "($0gone.html)", expect!["nothing"]);
    check_definition(
        "- old-users",
        "- $0old-users",
        expect!["old-users.html -> api/users.md:3: permalink: «users.html»"],
    );
    check_definition(
        "permalink: roles",
        "permalink: ro$0les",
        expect!["roles.html -> api/roles.md:3: permalink: «roles.html»"],
    );
    check_definition("See", "S$0ee", expect!["nothing"]);
}

fn referred(text: &str, with_declaration: bool) -> String {
    let site = SiteFixture::new(text);
    let found = references(&site.input(None), site.offset, with_declaration);
    found.iter().map(|found| format!("{}\n", site.shown(&found.path, found.range))).collect()
}

#[track_caller]
fn check_references(place: &str, cursor: &str, expected: Expect) {
    let found = referred(&at(place, cursor), true);
    expected.assert_eq(&found);
    assert_eq!(referred(&at(place, cursor).replace('\n', "\r\n"), true), found, "with CRLF");
    let without = referred(&at(place, cursor), false);
    assert!(without.lines().all(|line| found.contains(line)), "{without}");
}

#[test]
fn references_to_pages_and_headings() {
    check_references(
        "---\ntitle: Users",
        "-$0--\ntitle: Users",
        expect![[r#"
        api/roles.md:7: [Users](«users.html») and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](«/users.html#get-users»), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][«Users»], ![p](img/p.png)
        api/roles.md:9: [users]: «users.html#roles» 'T'
        api/users.md:3: permalink: «users.html»
        api/users.md:9: See [above](«#get-users»), [roles](roles.md#roles-of-ä).
        other.md:1: [gone](gone.html#x) [p](/img/p.png) [e](https://e.com) [users](«users.html»)
    "#]],
    );
    check_references(
        "permalink: users",
        "permalink: $0users",
        expect![[r#"
        api/roles.md:7: [Users](«users.html») and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](«/users.html#get-users»), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][«Users»], ![p](img/p.png)
        api/roles.md:9: [users]: «users.html#roles» 'T'
        api/users.md:3: permalink: «users.html»
        api/users.md:9: See [above](«#get-users»), [roles](roles.md#roles-of-ä).
        other.md:1: [gone](gone.html#x) [p](/img/p.png) [e](https://e.com) [users](«users.html»)
    "#]],
    );
    check_references(
        "# Get",
        "# G$0et",
        expect![[r#"
        api/roles.md:7: [Users](users.html) and [get](«/users.html#get-users»), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/users.md:7: # «Get users»
        api/users.md:9: See [above](«#get-users»), [roles](roles.md#roles-of-ä).
    "#]],
    );
    check_references(
        "- old-users",
        "- old$0-users",
        expect![[r#"
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/users.md:5:   - «old-users.html»
    "#]],
    );
    check_references(
        "[get](",
        "[g$0et](",
        expect![[r#"
        api/roles.md:7: [Users](users.html) and [get](«/users.html#get-users»), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/users.md:7: # «Get users»
        api/users.md:9: See [above](«#get-users»), [roles](roles.md#roles-of-ä).
    "#]],
    );
    check_references(
        "[Users](",
        "[U$0sers](",
        expect![[r#"
        api/roles.md:7: [Users](«users.html») and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](«/users.html#get-users»), [old](old-users.html#Get-Users), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](«old-users.html#Get-Users»), [r][Users], ![p](img/p.png)
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][«Users»], ![p](img/p.png)
        api/roles.md:9: [users]: «users.html#roles» 'T'
        api/users.md:3: permalink: «users.html»
        api/users.md:9: See [above](«#get-users»), [roles](roles.md#roles-of-ä).
        other.md:1: [gone](gone.html#x) [p](/img/p.png) [e](https://e.com) [users](«users.html»)
    "#]],
    );
    check_references(
        "[r][U",
        "[r][$0U",
        expect![[r#"
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][«Users»], ![p](img/p.png)
        api/roles.md:9: [«users»]: users.html#roles 'T'
    "#]],
    );
    check_references(
        "(gone.html)",
        "($0gone.html)",
        expect![[r#"
        api/roles.md:10: [gone](«gone.html»)
        other.md:1: [gone](«gone.html#x») [p](/img/p.png) [e](https://e.com) [users](users.html)
    "#]],
    );
    check_references(
        "img/p.png)",
        "$0img/p.png)",
        expect![[r#"
        api/roles.md:7: [Users](users.html) and [get](/users.html#get-users), [old](old-users.html#Get-Users), [r][Users], ![p](«img/p.png»)
        other.md:1: [gone](gone.html#x) [p](«/img/p.png») [e](https://e.com) [users](users.html)
    "#]],
    );
    check_references(
        "https",
        "$0https",
        expect![[r#"
        other.md:1: [gone](gone.html#x) [p](/img/p.png) [e](«https://e.com») [users](users.html)
    "#]],
    );
    check_references("See", "S$0ee", expect![""]);
}

#[test]
fn links_that_can_be_followed() {
    let site = SiteFixture::new(&at("[Users](", "$0[Users]("));
    let found = document_links(&site.input(None));
    let shown: Vec<String> = found
        .iter()
        .map(|link| format!("{} -> {} {:?}", &site.text(&site.path)[link.range], link.path, link.tooltip))
        .collect();
    expect![[r#"
        users.html -> api/users.md Some("Users API")
        /users.html#get-users -> api/users.md Some("Users API")
        old-users.html#Get-Users -> api/users.md Some("Users API")
        Users -> api/users.md Some("Users API")
        img/p.png -> img/p.png None
        users.html#roles -> api/users.md Some("Users API")"#]]
    .assert_eq(&shown.join("\n"));
}

#[test]
fn without_a_site_a_page_is_all_there_is() {
    let site = SiteFixture::new("//- a.md\n# Ä b\n\n[x$0](#%C3%A4-b) [y][z]\n\n[z]: b.html\n");
    let mut input = site.input(None);
    input.site = None;
    let found = definition(&input, site.offset).expect("it leads to the heading");
    assert_eq!((found.target.path.as_str(), &site.text("a.md")[found.target.range]), ("a.md", "# Ä b"));
    assert_eq!(references(&input, site.offset, false).len(), 1);
    assert_eq!(document_links(&input), []);
}
