//! Hovers over links and addresses, an example each.

use crate::site_fixture::SiteFixture;
use expect_test::{Expect, expect};

const SITE: &str = "\
//- api/users.md
---
title: Users_API
permalink: users.html
redirect_from: [old-users, nobody.html]
---
# Get users
<a id=\"x\"></a>
[a](#get-users) [b](#nix) [c][r]

[r]: broken.html
//- other.md
[a](users.html) [b](old-users.html#Get-users) [c](/Users.html#x) [d](usres.html) [e](https://e.com)
[f](https://e.com/) ![g](img/P.png) [h](api/users.md#top) [i](#) [j](other.html#y)
//- broken.md
---
permalink: broken.html
a: b: c
---
//- img/p.png
";

fn hover_at(text: &str) -> String {
    let site = SiteFixture::new(text);
    match super::hover(&site.input(None), site.offset) {
        Some(hover) => {
            assert!(hover.range.contains_inclusive(site.offset));
            format!("[{}]\n{}\n", &site.text(&site.path)[hover.range], hover.markdown)
        }
        None => "nothing\n".to_owned(),
    }
}

#[track_caller]
fn check(before: &str, after: &str, expected: Expect) {
    let place = format!("{before}{after}");
    assert!(SITE.contains(&place), "{place:?}");
    let text = SITE.replacen(&place, &format!("{before}$0{after}"), 1);
    let found = hover_at(&text);
    expected.assert_eq(&found);
    assert_eq!(hover_at(&text.replace('\n', "\r\n")), found, "with CRLF");
}

#[test]
fn links() {
    check("[a](us", "ers", expect![""]);
    check("[b]", "(old-us", expect![""]);
    check("[c](", "/Us", expect![""]);
    check("[d]", "(us", expect![""]);
    check("[e", "](", expect![""]);
    check("![", "g]", expect![""]);
    check("[h", "](", expect![""]);
    check("[a](", "#get", expect![""]);
    check("[b](", "#nix", expect![""]);
    check("[c][", "r", expect![""]);
    check("[r]: ", "bro", expect![""]);
    check("[j](", "oth", expect![""]);
}

#[test]
fn own_addresses() {
    check("permalink: ", "users", expect![""]);
    check("[old", "-users,", expect![""]);
    check("no", "body", expect![""]);
    check("title", ": Users", expect![""]);
}
