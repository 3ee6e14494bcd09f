//! The file that a document's address names, or will name once it is saved. Reads no files.

use std::path::PathBuf;
use tower_lsp::ls_types::Uri;

/// The file of a `file:` address, or of an `untitled:` one that says where the document is to be saved. `None` for documents
/// without a place. Always absolute.
pub(crate) fn file_path(uri: &Uri) -> Option<PathBuf> {
    let is_file = uri.scheme().as_str().eq_ignore_ascii_case("file");
    if !is_file && !is_untitled(uri) {
        return None;
    }
    let host = uri.authority().map(|authority| authority.host()).unwrap_or_default();
    let path = uri.path().decode().to_string_lossy();
    let path = if cfg!(windows) { windows_path(host, &path) } else { path.into_owned() };
    Some(PathBuf::from(path)).filter(|path| path.is_absolute())
}

/// Whether the document is one that was never saved.
pub(crate) fn is_untitled(uri: &Uri) -> bool {
    uri.scheme().as_str().eq_ignore_ascii_case("untitled")
}

/// A name for a document without a file: `Untitled-1` for `untitled:Untitled-1`.
pub(crate) fn stand_in_path(uri: &Uri) -> PathBuf {
    let path = uri.path().decode().to_string_lossy();
    PathBuf::from(path.rsplit('/').next().unwrap_or_default())
}

/// `/c:/a b` is `C:\a b`, `/a` of the host `server` is `\\server\a`. Editors write a drive in either case.
fn windows_path(host: &str, path: &str) -> String {
    if !host.is_empty() {
        return format!(r"\\{host}{}", path.replace('/', r"\"));
    }
    let without_slash = path.strip_prefix('/').unwrap_or(path);
    let mut characters = without_slash.chars();
    match (characters.next(), characters.next()) {
        (Some(drive), Some(':')) if drive.is_ascii_alphabetic() => {
            format!("{}:{}", drive.to_ascii_uppercase(), characters.as_str().replace('/', r"\"))
        }
        _ => path.replace('/', r"\"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn path(uri: &str) -> Option<PathBuf> {
        file_path(&uri.parse().expect("an address"))
    }

    #[test]
    #[cfg(unix)]
    fn files_and_what_will_be_one() {
        for (uri, expected) in [
            ("file:///a/b.md", Some("/a/b.md")),
            ("FILE:///a/b.md", Some("/a/b.md")),
            ("file:///a%20page/%C3%BC%23%25.md", Some("/a page/ü#%.md")),
            ("file:///a/%5Bslug%5D.md?query#fragment", Some("/a/[slug].md")),
            ("file://localhost/a.md", Some("/a.md")),
            ("untitled:/folder/new%20page.md", Some("/folder/new page.md")),
            ("untitled:Untitled-1", None),
            ("file:a.md", None),
            ("file:", None),
            ("git:/a/b.md", None),
            ("vscode-remote://ssh-remote%2Bhost/a.md", None),
        ] {
            assert_eq!(path(uri).as_deref(), expected.map(Path::new), "{uri}");
        }
        let not_utf8 = path("file:///a/%FF.md").expect("a path, however odd");
        assert!(not_utf8.starts_with("/a"));
    }

    #[test]
    fn drives_and_shares() {
        for (host, path, expected) in [
            ("", "/c:/Users/a b/page.md", r"C:\Users\a b\page.md"),
            ("", "/C:/page.md", r"C:\page.md"),
            ("", "c:/page.md", r"C:\page.md"),
            ("", "/", r"\"),
            ("", "/ä:/x", r"\ä:\x"),
            ("server", "/share/page.md", r"\\server\share\page.md"),
        ] {
            assert_eq!(windows_path(host, path), expected);
        }
    }

    #[test]
    fn names_that_stand_in() {
        for (uri, expected) in
            [("untitled:Untitled-1", "Untitled-1"), ("git:/a/b%20c.md?x", "b c.md"), ("untitled:", ""), ("x:/", "")]
        {
            assert_eq!(stand_in_path(&uri.parse().expect("an address")), Path::new(expected));
        }
    }
}
