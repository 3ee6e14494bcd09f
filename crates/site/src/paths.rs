//! The spelling of paths: absolute ones, and those from the site's root with `/`.

use std::path::{Component, Path, PathBuf};

/// `path` as an absolute one without `.` and `..`. Symbolic links are resolved up to the last `..`, which would lead elsewhere otherwise;
/// those behind it stay, so that a page that is a link is the page at the path named.
pub fn absolute(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let Some(last) = absolute.components().collect::<Vec<_>>().iter().rposition(|part| *part == Component::ParentDir)
    else {
        return absolute;
    };
    let upwards: PathBuf = absolute.components().take(last + 1).collect();
    let rest: PathBuf = absolute.components().skip(last + 1).collect();
    std::fs::canonicalize(&upwards).unwrap_or_else(|_| without_parents(&upwards)).join(rest)
}

fn without_parents(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
    }
    clean
}

/// A path with `/` between its parts.
pub(crate) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text.into_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parent_steps_are_taken() {
        assert_eq!(absolute(Path::new("/not/there/../x.md")), Path::new("/not/x.md"));
        assert_eq!(absolute(Path::new("/not/there/../..")), Path::new("/"));
    }
}
