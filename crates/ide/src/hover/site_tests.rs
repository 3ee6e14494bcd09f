//! Hovers over links and addresses, an example each.

use docent_rules::site_fixture::SiteFixture;
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

[r]: lost.html
//- other.md
[a](users.html) [b](old-users.html#Get-users) [c](/Users.html#x) [d](usres.html) [e](https://e.com)
[f](https://e.com/) ![g](img/P.png) [h](api/users.md#top) [i](#) [j](other.html#y)
//- broken.md
---
permalink: lost.html
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
    check(
        "[a](us",
        "ers",
        expect![[r#"
        [[a](users.html)]
        **Users\_API** · page

        - At `/users.html`, in the file `api/users.md`
    "#]],
    );
    check(
        "[b]",
        "(old-us",
        expect![[r#"
        [[b](old-users.html#Get-users)]
        **Users\_API** · page

        - At `/users.html`, in the file `api/users.md`
        - Through the redirect `/old-users.html`
        - Section *Get users*, whose id is `get-users`
    "#]],
    );
    check(
        "[c](",
        "/Us",
        expect![[r#"
            [[c](/Users.html#x)]
            **Users\_API** · page

            - At `/users.html`, in the file `api/users.md`
            - It is spelled `/users.html` there: upper and lower case count
            - The place with the id `x`
        "#]],
    );
    check(
        "[d]",
        "(us",
        expect![[r#"
        [[d](usres.html)]
        **`/usres.html`** · nothing is there

        Nearest to it is `/users.html`.
    "#]],
    );
    check(
        "[e",
        "](",
        expect![[r#"
        nothing
    "#]],
    );
    check(
        "![",
        "g]",
        expect![[r#"
        [![g](img/P.png)]
        **`img/p.png`** · file

        - Its name differs from the link in upper and lower case
    "#]],
    );
    check(
        "[h",
        "](",
        expect![[r#"
        [[h](api/users.md#top)]
        **Users\_API** · page

        - At `/users.html`, in the file `api/users.md`
    "#]],
    );
    check(
        "[a](",
        "#get",
        expect![[r#"
        [[a](#get-users)]
        **Users\_API** · this page

        - Section *Get users*
    "#]],
    );
    check(
        "[b](",
        "#nix",
        expect![[r#"
        [[b](#nix)]
        **Users\_API** · this page

        - Nothing on it has the id `nix`
    "#]],
    );
    check(
        "[c][",
        "r",
        expect![[r#"
        [r]
        **`/lost.html`** · nothing is there

        `broken.md` would be, but its front matter is not valid YAML (a value with `: ` in it needs quotes).
    "#]],
    );
    check(
        "[r]: ",
        "lo",
        expect![[r#"
        [lost.html]
        **`/lost.html`** · nothing is there

        `broken.md` would be, but its front matter is not valid YAML (a value with `: ` in it needs quotes).
    "#]],
    );
    check(
        "[j](",
        "oth",
        expect![[r#"
        [[j](other.html#y)]
        **`/other.html`** · nothing is there
    "#]],
    );
}

#[test]
fn own_addresses() {
    check(
        "permalink: ",
        "users",
        expect![[r#"
        [users.html]
        **`/users.html`** · the page's address

        4 links here.
    "#]],
    );
    check(
        "[old",
        "-users,",
        expect![[r#"
        [old-users]
        **`/old-users.html`** · older address that leads to this page

        1 link of this site goes through this redirect.
    "#]],
    );
    check(
        "no",
        "body",
        expect![[r#"
        [nobody.html]
        **`/nobody.html`** · older address that leads to this page

        No link of this site goes through this redirect.
    "#]],
    );
    check(
        "title",
        ": Users",
        expect![[r#"
        nothing
    "#]],
    );
}
