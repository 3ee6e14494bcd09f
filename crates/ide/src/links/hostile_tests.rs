//! Any text at any place: nothing that goes from page to page panics, and all ranges lie in the texts.

use crate::completion::{CompletionOptions, complete};
use crate::{definition, document_links, highlights, hover, lenses, references};
use docent_rules::site_fixture::SiteFixture;
use docent_syntax::{TextRange, TextSize};
use proptest::prelude::*;

fn piece() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "[a](",
        "![",
        "](",
        ")",
        "[r]: ",
        "[r]",
        "[a][r]",
        "<a href=\"",
        "<img src='",
        "\"",
        "'",
        ">",
        "<",
        "{% link ",
        "%}",
        "{{ site.baseurl }}",
        "b.html",
        "/b.html",
        "b.md",
        "#x",
        "#ä",
        "%C3%A",
        "%20",
        "../",
        "./",
        "https://e.com/",
        "# X\n",
        "## Ä 😀\n",
        "---\n",
        "permalink: ",
        "redirect_from: ",
        "redirect_from:\n  - ",
        "categoryname: ",
        "[",
        "]",
        "{#id}",
        "`",
        "```\n",
        "> ",
        "* ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        " ",
        "ä😀",
        "\\",
        "&#40;",
        "|",
        "<!--",
        "-->",
        "\u{feff}",
        "A",
    ])
}

const OTHERS: &str = "//- b.md\n---\npermalink: b.html\nredirect_from: [a.html, c]\ncategoryname: Ä b\n---\n# X\n# Ä\n[a](a.html#x) [b](b.html) [c](nix.html)\n//- sub/c.md\n[a](../a.md)\n//- p.png\n";

proptest! {
    #[test]
    fn any_text_at_any_place(pieces in prop::collection::vec(piece(), 0..24), at in any::<prop::sample::Index>()) {
        let text: String = pieces.concat();
        let places: Vec<usize> = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).collect();
        let at = places[at.index(places.len())];
        let with_cursor = format!("{}$0{}", &text[..at], &text[at..]);
        prop_assume!(!with_cursor.replacen("$0", "", 1).contains("$0"));
        let site = SiteFixture::new(&format!("{OTHERS}//- a.md\n{with_cursor}\n"));
        let overview = docent_template::embedded::sets().iter().find_map(|set| set.get("overview"));
        for contract in [None, overview.map(|contract| &**contract)] {
            let input = site.input(contract);
            let whole = TextRange::up_to(input.page.len());
            let inside = |range: TextRange| whole.contains_range(range);
            // Inside of characters, too, and beyond the end.
            for offset in [site.offset, site.offset + TextSize::new(1), TextSize::new(10_000)] {
                prop_assert!(hover(&input, offset).is_none_or(|found| inside(found.range)));
                prop_assert!(highlights(&input, offset).iter().all(|found| inside(found.range)));
                for found in references(&input, offset, true) {
                    let length = TextSize::of(site.text(&found.path));
                    prop_assert!(TextRange::up_to(length).contains_range(found.range), "{:?}", found);
                }
                if let Some(found) = definition(&input, offset) {
                    prop_assert!(inside(found.origin) && found.target.range.contains_range(found.selection));
                }
                for item in complete(&input, offset, &CompletionOptions::default()).items {
                    prop_assert!(inside(item.replace), "{:?}", item);
                    let text = input.page.text();
                    prop_assert!(text.get(std::ops::Range::<usize>::from(item.replace)).is_some(), "{:?}", item);
                }
            }
            prop_assert!(document_links(&input).iter().all(|link| inside(link.range)));
            prop_assert!(lenses(&input, &[]).iter().all(|lens| inside(lens.range)));
        }
    }
}

/// Pages full of links and of beginnings of links: whatever looks at each link for each heading would not come to an end.
#[test]
fn huge_pages_have_bounded_answers() {
    for text in
        ["# A\n[a](#A-b) [b](#a) [c](b.html#ö)\n", "[a](b.html) ", "[r]: b.html\n", "<a href=\"", "{% link ", "](", "["]
    {
        let text = text.repeat(20_000);
        let site = SiteFixture::new(&format!("{OTHERS}//- a.md\n{text}[a]($0\n"));
        let input = site.input(None);
        let whole = TextRange::up_to(input.page.len());
        assert!(hover(&input, site.offset).is_none_or(|found| whole.contains_range(found.range)));
        assert!(definition(&input, site.offset).is_none_or(|found| whole.contains_range(found.origin)));
        assert!(highlights(&input, TextSize::new(1)).iter().all(|found| whole.contains_range(found.range)));
        assert!(references(&input, TextSize::new(1), true).len() <= 60_002);
        assert!(document_links(&input).len() <= 5_000);
        assert!(lenses(&input, &[]).len() <= 20_001);
        assert!(complete(&input, site.offset, &CompletionOptions::default()).items.len() <= 300);
    }
}
