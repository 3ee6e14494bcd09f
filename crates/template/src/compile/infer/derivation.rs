//! A permalink of a template page that is made of the names of its own keys: `documentname-pagename.html`.

/// What the permalink of a template page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Permalink {
    /// An `x-docent-derive` pattern: `{documentname}-{pagename}.html`.
    Pattern(String),
    /// Names of keys, with a part of which it is not known what stands there on a page: only a placeholder.
    PartlyKeys,
    Address,
}

/// The names of keys that a permalink may be made of.
pub(super) struct KeyNames<'k> {
    /// The template page's own.
    pub(super) own: &'k [&'k str],
    /// Those of the template that it extends.
    pub(super) of_base: &'k [&'k str],
}

/// Reads a permalink such as `documentname-pagename.html`.
///
/// It takes two keys, since one word may be both a key and a word (`title.html`), and they must be most of the words, since
/// pages are called after things (`/docs/order-status.html` is no pattern of `order` and `status`, where more follows). A single
/// key counts where it is marked: `<pagename>.html`. Words that are no keys are text of the address only in folders before the
/// first key (`/docs/documentname/pagename.html`): elsewhere, and where they are called like a key, they may be names of keys
/// that the template forgets.
pub(super) fn permalink(text: &str, keys: &KeyNames<'_>) -> Permalink {
    read(text, keys).unwrap_or(Permalink::Address)
}

fn read(text: &str, keys: &KeyNames<'_>) -> Option<Permalink> {
    let text = text.trim();
    let (stem, ending) = split_ending(text);
    let mut pattern = String::new();
    let (mut found, mut own, mut marked, mut words) = (0, 0, 0, 0);
    let mut is_clear = true;
    // Words of the folder or file that is being read.
    let mut words_here = 0;
    let mut rest = stem;
    while let Some(first) = rest.chars().next() {
        if let Some((key, is_marked, length)) = key_at(rest, keys) {
            pattern.push_str(&format!("{{{key}}}"));
            is_clear &= words_here == 0;
            found += 1;
            own += usize::from(keys.own.contains(&key));
            marked += usize::from(is_marked);
            rest = rest.get(length..)?;
        } else if first.is_alphanumeric() {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            pattern.push_str(word);
            is_clear &= found == 0 && !is_called_like_a_key(word);
            words += 1;
            words_here += 1;
            rest = after;
        } else if matches!(first, '-' | '_' | '.' | '/') {
            words_here = if first == '/' { 0 } else { words_here };
            pattern.push(first);
            rest = rest.get(first.len_utf8()..)?;
        } else {
            return None;
        }
    }
    let is_of_keys = marked > 0 || own > 0 && found >= 2 && found > words;
    let permalink = if is_clear { Permalink::Pattern(format!("{pattern}{ending}")) } else { Permalink::PartlyKeys };
    is_of_keys.then_some(permalink)
}

/// `sectionname`, `product_title`: what keys of front matter are called rather than folders.
fn is_called_like_a_key(word: &str) -> bool {
    let word = word.to_lowercase();
    ["name", "title", "slug", "folder", "category", "section"].iter().any(|part| word.contains(part))
}

/// `.html` and the like are no part of a name.
fn split_ending(text: &str) -> (&str, &str) {
    let ending = [".html", ".htm", ".php", ".md"].into_iter().find(|ending| text.ends_with(ending));
    text.split_at(text.len() - ending.map_or(0, str::len))
}

/// The longest key that `text` begins with as whole words, whether it is marked as something to fill in, and the bytes it takes.
fn key_at<'k>(text: &str, keys: &KeyNames<'k>) -> Option<(&'k str, bool, usize)> {
    const MARKS: &[(&str, &str)] = &[("{{", "}}"), ("{", "}"), ("<", ">"), ("[", "]")];
    let mut all = keys.own.iter().chain(keys.of_base).copied();
    for (open, close) in MARKS {
        if let Some((name, _)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            let key = all.find(|key| *key == name.trim())?;
            return Some((key, true, open.len() + name.len() + close.len()));
        }
    }
    let is_whole = |key: &&str| {
        let after = text.strip_prefix(*key);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
    };
    let key = all.filter(is_whole).max_by_key(|key| key.len())?;
    Some((key, false, key.len()))
}

#[cfg(test)]
mod tests {
    use super::{KeyNames, Permalink, permalink};

    #[test]
    fn permalinks_of_key_names() {
        let own = ["title", "documentname", "pagename", "level-order", "größe"];
        let keys = KeyNames { own: &own, of_base: &["subfoldername", "title"] };
        for (text, expected) in [
            ("documentname-subfoldername-pagename.html", "{documentname}-{subfoldername}-{pagename}.html"),
            ("documentname-pagename.html", "{documentname}-{pagename}.html"),
            ("/documentname/pagename/", "/{documentname}/{pagename}/"),
            ("documentname_level-order_pagename", "{documentname}_{level-order}_{pagename}"),
            ("/docs/documentname/pagename.html", "/docs/{documentname}/{pagename}.html"),
            ("documentname.größe.html", "{documentname}.{größe}.html"),
            ("<pagename>.html", "{pagename}.html"),
            ("/x/{{ title }}/", "/x/{title}/"),
            ("/<subfoldername>/[pagename].html", "/{subfoldername}/{pagename}.html"),
            ("{documentname}-[pagename].html", "{documentname}-{pagename}.html"),
        ] {
            assert_eq!(permalink(text, &keys), Permalink::Pattern(expected.to_owned()), "{text}");
        }
    }

    #[test]
    fn parts_that_are_no_known_keys() {
        let keys = KeyNames { own: &["documentname", "pagename"], of_base: &[] };
        for text in [
            "documentname-subfoldername-pagename.html",
            "/documentname/area/pagename.html",
            "/sectionname/documentname/pagename.html",
            "guide-documentname-pagename.html",
            "documentname-pagename-größe.html",
            "<pagename>-part.html",
        ] {
            assert_eq!(permalink(text, &keys), Permalink::PartlyKeys, "{text}");
        }
    }

    #[test]
    fn other_permalinks() {
        let keys = KeyNames { own: &["title", "order", "status", "{odd}"], of_base: &["guide", "start"] };
        for text in [
            "title.html",
            "order-of-things.html",
            "how-to-order-by-status.html",
            "titles-orders.html",
            "start-guide.html",
            "see readme.html",
            "title order.html",
            "https://x/title-order.html",
            "<nothing>.html",
            ":title-:order.html",
            "",
        ] {
            assert_eq!(permalink(text, &keys), Permalink::Address, "{text}");
        }
    }
}
