//! Under which key an address or a path is looked up: a form in which all spellings that might mean the same page are equal.
//! Whether they do mean it, a comparison of the spellings decides.

use docent_syntax::is_page_ending;

/// The key of an address (begins with `/`) or of a file's path from the root (does not): lower case, without the endings and
/// index names that may be left out.
pub(crate) fn look_up_key(spelled: &str) -> String {
    let mut key = spelled.to_lowercase();
    if let Some(stem) = without_ending(&key) {
        key.truncate(stem.len());
    }
    loop {
        let folder = key.trim_end_matches('/');
        let folder = ["/index", "/readme"].iter().find_map(|name| folder.strip_suffix(name)).unwrap_or(folder);
        if folder.len() == key.len() {
            break;
        }
        key.truncate(folder.len());
    }
    if matches!(&*key, "index" | "readme") {
        key.clear();
    }
    // The root's address keeps the slash by which addresses and paths differ.
    if key.is_empty() && spelled.starts_with('/') {
        key.push('/');
    }
    key
}

/// The name of a page or of an HTML file without its ending.
fn without_ending(name: &str) -> Option<&str> {
    let (stem, ending) = name.rsplit_once('.')?;
    (matches!(ending, "html" | "htm") || is_page_ending(ending)).then_some(stem)
}

/// How well a spelled address or path fits the one of a page or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The server finds it.
    Exact,
    /// It would but for upper and lower case.
    OtherCase,
}

/// Compares what a link spells with what there is; both addresses or both paths. `lenient`: an ending may be left out or be that
/// of the generated page, as sites do whose links go by file.
pub(crate) fn fit(spelled: &str, there_is: &str, lenient: bool) -> Option<Fit> {
    let same = |text: &str| match text {
        _ if text == spelled => Some(Fit::Exact),
        _ if text.to_lowercase() == spelled.to_lowercase() => Some(Fit::OtherCase),
        _ => None,
    };
    if let Some(fit) = same(there_is) {
        return Some(fit);
    }
    let mut forms: Vec<String> = Vec::new();
    // `/a/` and `/a` lead to `/a/index.html`; `/b` leads to `/b.html`, and so does `/a/index`.
    if let Some(folder) = there_is.strip_suffix("index.html") {
        forms.push(folder.to_owned());
        forms.push(folder.trim_end_matches('/').to_owned());
    }
    if let Some(stem) = there_is.strip_suffix(".html") {
        forms.push(stem.to_owned());
    }
    if lenient {
        let (stem, ending) = there_is.rsplit_once('.').unwrap_or((there_is, ""));
        if is_page_ending(ending) {
            forms.push(stem.to_owned());
            forms.push(format!("{stem}.html"));
            forms.push(format!("{stem}/"));
            let name = stem.rsplit('/').next().unwrap_or(stem);
            if name.eq_ignore_ascii_case("index") || name.eq_ignore_ascii_case("readme") {
                let folder = &stem[..stem.len() - name.len()];
                forms.push(folder.to_owned());
                forms.push(folder.trim_end_matches('/').to_owned());
                forms.push(format!("{folder}index.html"));
            }
        }
    }
    forms.iter().filter_map(|form| same(form)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_page_share_a_key() {
        for address in
            ["/A/b.html", "/a/b", "/a/b/", "/a/b/index.html", "/a/b/index", "/a/b/README/", "/a/b/index/index.html"]
        {
            assert_eq!(look_up_key(address), "/a/b", "{address}");
        }
        for path in ["A/b.md", "a/b.html", "a/b/README.md", "a/b/", "a/b.mdx", "a/b.MDown", "a/b/index.mkdn"] {
            assert_eq!(look_up_key(path), "a/b", "{path}");
        }
        for address in ["/", "/index.html", ""] {
            assert_eq!(look_up_key(address), if address.is_empty() { "" } else { "/" }, "{address}");
        }
        assert_eq!(look_up_key("README.md"), "");
        assert_eq!(look_up_key("/x.png"), "/x.png");
    }

    #[test]
    fn what_a_server_finds() {
        let exact = [
            ("/a.html", "/a.html"),
            ("/a", "/a.html"),
            ("/a/", "/a/index.html"),
            ("/a", "/a/index.html"),
            ("/", "/index.html"),
            ("/index", "/index.html"),
            ("/a/index", "/a/index.html"),
        ];
        for (spelled, there_is) in exact {
            assert_eq!(fit(spelled, there_is, false), Some(Fit::Exact), "{spelled} {there_is}");
        }
        for (spelled, there_is) in [("/a/", "/a.html"), ("/a.html", "/a/index.html"), ("/b.html", "/a.html")] {
            assert_eq!(fit(spelled, there_is, false), None, "{spelled} {there_is}");
        }
        assert_eq!(fit("/A.html", "/a.html", false), Some(Fit::OtherCase));
        for spelled in ["a/b", "a/b.html", "a/b.md", "a/b/"] {
            assert_eq!(fit(spelled, "a/b.md", true), Some(Fit::Exact), "{spelled}");
        }
        for spelled in ["a/b", "a/b.html", "a/b.mdown", "a/b/"] {
            assert_eq!(fit(spelled, "a/b.mdown", true), Some(Fit::Exact), "{spelled}");
        }
        for spelled in ["a", "a/", "a/index.html", "a/README"] {
            assert_eq!(fit(spelled, "a/README.md", true), Some(Fit::Exact), "{spelled}");
        }
    }
}
