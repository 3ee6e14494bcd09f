//! A permalink of a template page that is made of the names of its own keys: `documentname-pagename.html`.

/// The text as an `x-docent-derive` pattern: `{documentname}-{pagename}.html`. `None` where it is an address like any other.
///
/// It takes two keys, since one word may be both a key and a word (`title.html`), and they must be most of the words, since
/// pages are called after things (`/docs/order-status.html` is no pattern of `order` and `status`, where more follows). A single
/// key counts where it is marked: `<pagename>.html`.
pub(super) fn pattern(text: &str, keys: &[&str]) -> Option<String> {
    let text = text.trim();
    if text.contains(char::is_whitespace) || text.contains("://") {
        return None;
    }
    let (stem, ending) = split_ending(text);
    let mut pattern = String::new();
    let (mut found, mut marked, mut others) = (0, 0, 0);
    let mut rest = stem;
    while let Some(first) = rest.chars().next() {
        if let Some((key, is_marked, length)) = key_at(rest, keys) {
            pattern.push_str(&format!("{{{key}}}"));
            found += 1;
            marked += usize::from(is_marked);
            rest = rest.get(length..)?;
        } else if first.is_alphanumeric() {
            let end = rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            pattern.push_str(word);
            others += 1;
            rest = after;
        } else if matches!(first, '-' | '_' | '.' | '/') {
            pattern.push(first);
            rest = rest.get(first.len_utf8()..)?;
        } else {
            return None;
        }
    }
    let is_pattern = marked > 0 || found >= 2 && found > others;
    is_pattern.then(|| format!("{pattern}{ending}"))
}

/// `.html` and the like are no part of a name.
fn split_ending(text: &str) -> (&str, &str) {
    let ending = [".html", ".htm", ".php", ".md"].into_iter().find(|ending| text.ends_with(ending));
    text.split_at(text.len() - ending.map_or(0, str::len))
}

/// The longest key that `text` begins with as whole words, whether it is marked as something to fill in, and the bytes it takes.
fn key_at<'k>(text: &str, keys: &[&'k str]) -> Option<(&'k str, bool, usize)> {
    const MARKS: &[(&str, &str)] = &[("{{", "}}"), ("{", "}"), ("<", ">"), ("[", "]")];
    for (open, close) in MARKS {
        if let Some((name, _)) = text.strip_prefix(open).and_then(|rest| rest.split_once(close)) {
            let key = keys.iter().find(|key| **key == name.trim())?;
            return Some((*key, true, open.len() + name.len() + close.len()));
        }
    }
    let is_whole = |key: &&&str| {
        let after = text.strip_prefix(**key);
        after.is_some_and(|after| !after.starts_with(|c: char| c.is_alphanumeric()))
    };
    let key = keys.iter().filter(is_whole).max_by_key(|key| key.len())?;
    Some((*key, false, key.len()))
}

#[cfg(test)]
mod tests {
    use super::pattern;

    #[test]
    fn permalinks_of_key_names() {
        let keys = ["title", "documentname", "subfoldername", "pagename", "level-order", "größe"];
        for (text, expected) in [
            ("documentname-subfoldername-pagename.html", "{documentname}-{subfoldername}-{pagename}.html"),
            ("documentname-pagename.html", "{documentname}-{pagename}.html"),
            ("/documentname/pagename/", "/{documentname}/{pagename}/"),
            ("documentname_level-order_pagename", "{documentname}_{level-order}_{pagename}"),
            ("/docs/documentname/pagename.html", "/docs/{documentname}/{pagename}.html"),
            ("documentname.größe.html", "{documentname}.{größe}.html"),
            ("<pagename>.html", "{pagename}.html"),
            ("/x/{{ title }}/", "/x/{title}/"),
            ("{documentname}-[pagename].html", "{documentname}-{pagename}.html"),
        ] {
            assert_eq!(pattern(text, &keys).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_permalinks() {
        let keys = ["title", "order", "status", "{odd}"];
        for text in [
            "title.html",
            "order-of-things.html",
            "how-to-order-by-status.html",
            "titles-orders.html",
            "see readme.html",
            "https://x/title-order.html",
            "<nothing>.html",
            ":title-:order.html",
            "",
        ] {
            assert_eq!(pattern(text, &keys), None, "{text}");
        }
    }
}
