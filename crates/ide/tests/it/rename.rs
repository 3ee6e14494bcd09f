//! Renames and moves over small sites held in memory: what is edited where.

use crate::site_in_memory::*;
use docent_generators::{LinkStyle, LinkStyles};
use docent_ide::rename::{FileMove, keep_old_address, move_files, renamable};
use docent_site::SiteModel;
use docent_syntax::text::apply_edits;
use docent_syntax::{Dialect, TextSize};
use expect_test::{Expect, expect};

fn check_rename(model: &SiteModel, fixture: &str, name: &str, expected: Expect) {
    let (files, cursor) = files(fixture);
    let (path, at) = cursor.expect("a cursor");
    let shown = match rename_at(&files, model, &path, at, name) {
        Ok(edits) => changed(&files, &applied(&files, &edits, &[])),
        Err(error) => error,
    };
    expected.assert_eq(&shown);
}

fn check_move(model: &SiteModel, fixture: &str, from: &str, to: &str, expected: Expect) {
    let (files, _) = files(fixture);
    let moves = [FileMove { from: from.to_owned(), to: to.to_owned() }];
    let edits = move_files(&index_of(&files, model), &moves, &|path| files.get(path).cloned());
    let shown = match edits {
        Ok(edits) => changed(&files, &applied(&files, &edits, &moves)),
        Err(error) => error,
    };
    expected.assert_eq(&shown);
}

const SITE: &str = "\
//- a/one.md
---
pagename: One
# where it is
permalink: 'one.html'
---

### Use cases

See [below](#use-cases), [the other](two.html#top).

### Use cases
//- a/two.md
---
permalink: two.html
redirect_from: [old-two.html]
---

[one](one.html#use-cases) [again](/one.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

[r]: https://docs.example.com/one.html?q=1#use-cases \"One\"

```
[fence](one.html#use-cases)
```
//- _data/nav.yaml
- {pagename: One, permalink: \"one.html\"}
- permalink: two.html
";

#[test]
fn a_permalink_takes_links_navigation_and_redirect_along() {
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "first.html",
        expect![[r#"
            //- _data/nav.yaml
            - {pagename: One, permalink: "first.html"}
            - permalink: two.html
            //- a/one.md
            ---
            pagename: One
            # where it is
            permalink: 'first.html'
            redirect_from:
              - one.html
            ---

            ### Use cases

            See [below](#use-cases), [the other](two.html#top).

            ### Use cases
            //- a/two.md
            ---
            permalink: two.html
            redirect_from: [old-two.html]
            ---

            [one](first.html#use-cases) [again](/first.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

            [r]: https://docs.example.com/first.html?q=1#use-cases "One"

            ```
            [fence](one.html#use-cases)
            ```
        "#]],
    );
}

#[test]
fn a_permalink_back_to_its_redirect() {
    check_rename(
        &jekyll(),
        &SITE.replace(": two.html\nred", ": $0two.html\nred"),
        "old-two.html",
        expect![[r#"
        //- _data/nav.yaml
        - {pagename: One, permalink: "one.html"}
        - permalink: old-two.html
        //- a/one.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Use cases

        See [below](#use-cases), [the other](old-two.html#top).

        ### Use cases
        //- a/two.md
        ---
        permalink: old-two.html
        redirect_from: [two.html]
        ---

        [one](one.html#use-cases) [again](/one.html#use-cases-1) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#use-cases "One"

        ```
        [fence](one.html#use-cases)
        ```
    "#]],
    );
}

#[test]
fn a_taken_address_is_refused() {
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "old-two",
        expect!["a/two.md redirects from /old-two.html already"],
    );
    check_rename(
        &jekyll(),
        &SITE.replace("'one.html'", "'one$0.html'"),
        "a b",
        expect!["'a b' is no address of a page: no blanks, and from the site's root"],
    );
    check_rename(
        &jekyll(),
        &SITE.replace("pagename: One", "pagename: $0One"),
        "x",
        expect!["Headings, permalinks and labels of references can be renamed; there is none here"],
    );
}

#[test]
fn a_heading_takes_its_anchors_along_and_those_that_are_counted_anew() {
    check_rename(
        &jekyll(),
        &SITE.replacen("### Use cases\n\nSee", "### Use $0cases\n\nSee", 1),
        "Übung & *Ziel*",
        expect![[r#"
        //- a/one.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Übung & *Ziel*

        See [below](#übung--ziel), [the other](two.html#top).

        ### Use cases
        //- a/two.md
        ---
        permalink: two.html
        redirect_from: [old-two.html]
        ---

        [one](one.html#übung--ziel) [again](/one.html#use-cases) [md](one.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#übung--ziel "One"

        ```
        [fence](one.html#use-cases)
        ```
    "#]],
    );
}

#[test]
fn a_heading_id_of_its_own() {
    let site = "//- a.md\n# A {#m$0ine}\n\n[x](#mine) <a href=\"a.md#mine\">y</a>\n//- b.md\n[a](a.md#mine)\n";
    check_rename(
        &SiteModel::default(),
        site,
        "ours",
        expect![[r#"
        //- a.md
        # A {#ours}

        [x](#ours) <a href="a.md#ours">y</a>
        //- b.md
        [a](a.md#ours)
    "#]],
    );
    check_rename(
        &SiteModel::default(),
        site,
        "not this",
        expect!["'not this' is no id: it begins with a letter and has letters, digits, '-', '_', ':' and '.' only"],
    );
}

#[test]
fn a_label_keeps_what_a_reader_sees() {
    let site = "//- a.md\n[a][on$0e] [One][] [one] ![one] [b][other]\n\n[ONE]: b.md\n[other]: c.md\n";
    check_rename(
        &SiteModel::default(),
        site,
        "first",
        expect![[r#"
        //- a.md
        [a][first] [One][first] [one][first] ![one][first] [b][other]

        [first]: b.md
        [other]: c.md
    "#]],
    );
    check_rename(&SiteModel::default(), site, "Other", expect!["There is a definition of 'Other' already"]);
}

#[test]
fn pages_and_folders_that_move() {
    let plain = "//- docs/a.md\n[b](b.md) ![i](img/x.png) [root](/top.md#x)\n//- docs/b.md\n[a](./a.md#h) [self](#b)\n//- top.md\n[a](docs/a.md) [folder](docs/)\n//- docs/img/x.png\n";
    check_move(
        &SiteModel::default(),
        plain,
        "docs/a.md",
        "other/deep/c.md",
        expect![[r#"
        //- docs/b.md
        [a](../other/deep/c.md#h) [self](#b)
        //- other/deep/c.md
        [b](../../docs/b.md) ![i](../../docs/img/x.png) [root](/top.md#x)
        //- top.md
        [a](other/deep/c.md) [folder](docs/)
    "#]],
    );
    check_move(
        &SiteModel::default(),
        plain,
        "docs/img/x.png",
        "pics/y z.png",
        expect![[r#"
        //- docs/a.md
        [b](b.md) ![i](../pics/y%20z.png) [root](/top.md#x)
        //- pics/y z.png
    "#]],
    );
    check_move(
        &SiteModel::default(),
        plain,
        "docs",
        "pages",
        expect![[r#"
            //- pages/a.md
            [b](b.md) ![i](img/x.png) [root](/top.md#x)
            //- pages/b.md
            [a](./a.md#h) [self](#b)
            //- pages/img/x.png
            //- top.md
            [a](pages/a.md) [folder](pages/)
        "#]],
    );
    check_move(
        &jekyll(),
        SITE,
        "a/one.md",
        "b/uno.md",
        expect![[r#"
        //- a/two.md
        ---
        permalink: two.html
        redirect_from: [old-two.html]
        ---

        [one](one.html#use-cases) [again](/one.html#use-cases-1) [md](../b/uno.md) [r][r] {% raw %}[x](one.html){% endraw %}

        [r]: https://docs.example.com/one.html?q=1#use-cases "One"

        ```
        [fence](one.html#use-cases)
        ```
        //- b/uno.md
        ---
        pagename: One
        # where it is
        permalink: 'one.html'
        ---

        ### Use cases

        See [below](#use-cases), [the other](two.html#top).

        ### Use cases
    "#]],
    );
    let by_path = "//- a/x.md\n---\ntitle: X\n---\n[y](y.html)\n//- a/y.md\n---\n---\n[x](x.html) {% link a/x.md %}\n\n[x]({% link a/x.md %})\n";
    check_move(
        &jekyll(),
        by_path,
        "a/x.md",
        "b/x.md",
        expect![[r#"
        //- a/y.md
        ---
        ---
        [x](../b/x.html) {% link a/x.md %}

        [x]({% link b/x.md %})
        //- b/x.md
        ---
        title: X
        redirect_from:
          - /a/x.html
        ---
        [y](../a/y.html)
    "#]],
    );
}

#[test]
fn an_address_changed_by_hand_is_kept() {
    let (files, _) = files(SITE);
    let index = index_of(&files, &jekyll());
    let kept = |path: &str, old: &str| {
        with_input(&files, &index, path, |input| keep_old_address(input, old))
            .map(|fix| (fix.title, apply_edits(&files[path], &fix.edits).expect("they fit")))
    };
    let (title, text) = kept("a/one.md", "uno.html").expect("something to do");
    assert_eq!(title, "Keep the old address 'uno.html' as a redirect");
    assert!(text.contains("permalink: 'one.html'\nredirect_from:\n  - uno.html\n---\n"), "{text}");
    let (_, text) = kept("a/two.md", "zwei").expect("something to do");
    assert!(text.contains("redirect_from: [old-two.html, zwei]"), "{text}");
    assert_eq!(kept("a/two.md", "old-two.html"), None);
    assert_eq!(kept("a/two.md", "two"), None);
    assert_eq!(kept("a/two.md", "one.html"), None);
}

#[test]
fn nothing_is_renamed_where_nothing_has_a_name() {
    let (files, _) = files("//- a.md\n");
    let index = index_of(&files, &SiteModel::default());
    for at in [0, 1, 100] {
        let found = with_input(&files, &index, "a.md", |input| renamable(input, TextSize::new(at)));
        assert!(found.is_err());
    }
}

#[test]
fn what_moves_is_linked_to_in_a_style_that_the_site_accepts() {
    let model = |styles: &[LinkStyle]| SiteModel {
        link_styles: LinkStyles { accepted: styles.to_vec(), in_html: true },
        ..jekyll()
    };
    let site = "\
//- a/one.md
---
permalink: one.html
---
[file](two.md) ![image](../img/x.png) [itself](#a)
//- a/two.md
---
permalink: two.html
---
[one](one.html#a) [again](<https://docs.example.com/one.html?q>) <https://docs.example.com/one.html>
<a href=\"{{ site.baseurl }}/one.html\">one</a> <a href=/one.html>one</a> [tag]({% link a/one.md %}#x) [r]

[r]: one.md#a 'One'
//- img/x.png
";
    check_move(
        &model(&[LinkStyle::Relative]),
        site,
        "a/one.md",
        "b/uno.md",
        expect![[r#"
        //- a/two.md
        ---
        permalink: two.html
        ---
        [one](one.html#a) [again](<https://docs.example.com/one.html?q>) <https://docs.example.com/one.html>
        <a href="{{ site.baseurl }}/one.html">one</a> <a href=/one.html>one</a> [tag](one.html#x) [r]

        [r]: one.html#a 'One'
        //- b/uno.md
        ---
        permalink: one.html
        ---
        [file](two.html) ![image](img/x.png) [itself](#a)
    "#]],
    );
    check_move(
        &model(&[docent_generators::link_style("link-tag").expect("a style"), LinkStyle::RootRelative]),
        site,
        "a/one.md",
        "b/uno.md",
        expect![[r#"
        //- a/two.md
        ---
        permalink: two.html
        ---
        [one](one.html#a) [again](<https://docs.example.com/one.html?q>) <https://docs.example.com/one.html>
        <a href="{{ site.baseurl }}/one.html">one</a> <a href=/one.html>one</a> [tag]({% link b/uno.md %}#x) [r]

        [r]: {% link b/uno.md %}#a 'One'
        //- b/uno.md
        ---
        permalink: one.html
        ---
        [file]({% link a/two.md %}) ![image](img/x.png) [itself](#a)
    "#]],
    );
    let at_permalink = site.replacen("one.html", "o$0ne.html", 1);
    check_rename(
        &model(&[LinkStyle::RootRelative]),
        &at_permalink,
        "uno/",
        expect![[r#"
        //- a/one.md
        ---
        permalink: uno/
        redirect_from:
          - one.html
        ---
        [file](/two.html) ![image](../img/x.png) [itself](#a)
        //- a/two.md
        ---
        permalink: two.html
        ---
        [one](/uno/index.html#a) [again](</uno/index.html?q>) <https://docs.example.com/uno/index.html>
        <a href="/uno/index.html">one</a> <a href=/uno/index.html>one</a> [tag]({% link a/one.md %}#x) [r]

        [r]: one.md#a 'One'
    "#]],
    );
}

#[test]
fn a_permalink_with_an_explicit_key_gets_its_redirect_as_a_key() {
    for (block, after) in [
        (
            "? permalink\n: /ol$0d.html\ntitle: T\n",
            "? permalink\n: /new.html\nredirect_from:\n  - /old.html\ntitle: T\n",
        ),
        (
            "title: T\n? \"permalink\"\n: '/ol$0d.html' # ü\n",
            "title: T\n? \"permalink\"\n: '/new.html' # ü\nredirect_from:\n  - /old.html\n",
        ),
        (
            "? permalink\n: /ol$0d.html\n? redirect_from\n: /older.html\ntitle: T\n",
            "? permalink\n: /new.html\n? redirect_from\n:\n  - /older.html\n  - /old.html\ntitle: T\n",
        ),
    ] {
        let (files, cursor) = files(&format!("//- a.md\n---\n{block}---\n\nx\n"));
        let (path, at) = cursor.expect("a cursor");
        let edits = rename_at(&files, &jekyll(), &path, at, "/new.html").expect("a rename");
        let renamed = &applied(&files, &edits, &[])["a.md"];
        assert_eq!(renamed, &format!("---\n{after}---\n\nx\n"));
        let page = docent_syntax::Page::parse(renamed, Dialect::EXTENDED);
        assert_eq!(page.front_matter().yaml.error, None);
        assert!(page.front_matter().yaml.get("redirect_from").is_some());
    }
}
