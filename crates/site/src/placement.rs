//! Where a path really lies: in a site, outside of it, or in another site inside of it. Symbolic links decide, not names.

use crate::ignore_rules::IgnoreRules;
use crate::root::RootFinder;
use crate::site::Site;
use crate::walk::is_made;
use std::path::{Path, PathBuf};

/// Why something at a path is not part of a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotInSite {
    /// The site has no root.
    NoRoot,
    Outside,
    /// In the site with this root, which lies inside of the site.
    OtherSite(PathBuf),
    /// A folder on the way does not exist as one: a dangling symbolic link, a file.
    NoFolder(PathBuf),
}

/// The absolute path at which `path` (absolute; nothing needs to be there) lies below the site's root, when symbolic links among
/// its folders are resolved. A symbolic link at `path` itself is not followed.
pub fn place_in_site(site: &Site, path: &Path) -> Result<PathBuf, NotInSite> {
    let root = site.root.as_deref().ok_or(NotInSite::NoRoot)?;
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Err(NotInSite::Outside) };
    let existing = folder.ancestors().find(|folder| folder.symlink_metadata().is_ok());
    let Some(existing) = existing else { return Err(NotInSite::Outside) };
    let no_folder = || NotInSite::NoFolder(existing.to_owned());
    let resolved = std::fs::canonicalize(existing).ok().filter(|folder| folder.is_dir()).ok_or_else(no_folder)?;
    let below = folder.strip_prefix(existing).unwrap_or(Path::new(""));
    let folder = if below.as_os_str().is_empty() { resolved } else { resolved.join(below) };
    let resolved_root = std::fs::canonicalize(root).map_err(|_| NotInSite::Outside)?;
    let Ok(from_root) = folder.strip_prefix(&resolved_root) else { return Err(NotInSite::Outside) };
    match RootFinder::default().marked(&folder) {
        Some(other) if other != resolved_root && other.starts_with(&resolved_root) => Err(NotInSite::OtherSite(other)),
        _ => Ok(root.join(from_root).join(name)),
    }
}

/// The folder on the way from the site's root to `path` (inside of it; nothing needs to be there), or `path` itself, that a walk of the
/// site passes by: it is ignored, hidden, or made by a tool. `None` for what is part of the site.
pub fn passed_by(root: &Path, path: &Path, is_folder: bool) -> Option<PathBuf> {
    let rules = IgnoreRules::for_walk(root, Some(root));
    let below: Vec<&Path> = path.ancestors().take_while(|above| *above != root).collect();
    let is_passed_by = |entry: &Path| {
        let is_folder = is_folder || entry != path;
        rules.leave_out(entry, is_folder) || (is_folder && is_made(entry))
    };
    below.into_iter().rev().find(|entry| is_passed_by(entry)).map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_site_ends_where_another_one_begins() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        for folder in [".git", "docs", "nested/deep"] {
            fs::create_dir_all(root.join(folder)).expect("folders");
        }
        fs::write(root.join("nested/_config.yml"), "").expect("a file");
        fs::write(root.join("file"), "").expect("a file");
        let site = Site { root: Some(root.clone()), ..Site::default() };
        let place = |path: &str| place_in_site(&site, &root.join(path));
        assert_eq!(place("a.md"), Ok(root.join("a.md")));
        assert_eq!(place("docs/not/yet/a.md"), Ok(root.join("docs/not/yet/a.md")));
        let nested = fs::canonicalize(root.join("nested")).expect("a folder");
        assert_eq!(place("nested/new/a.md"), Err(NotInSite::OtherSite(nested.clone())));
        assert_eq!(place("nested/deep/a.md"), Err(NotInSite::OtherSite(nested)));
        assert_eq!(place("file/a.md"), Err(NotInSite::NoFolder(root.join("file"))));
        assert_eq!(place_in_site(&site, &folder.path().join("a.md")), Err(NotInSite::Outside));
        assert_eq!(place_in_site(&Site::default(), &root.join("a.md")), Err(NotInSite::NoRoot));
    }

    #[test]
    fn what_a_walk_passes_by_is_no_part_of_the_site() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir_all(root.join(".git")).expect("a folder");
        fs::write(root.join(".gitignore"), "drafts/\n*.tmp.md\n").expect("a file");
        let passed_by = |path: &str| {
            let found = passed_by(root, &root.join(path), false)?;
            Some(found.strip_prefix(root).expect("it is below").to_string_lossy().into_owned())
        };
        for (path, expected) in [
            ("a.md", None),
            ("new/deep/a.md", None),
            ("drafts/a.md", Some("drafts")),
            ("new/drafts/deep/a.md", Some("new/drafts")),
            ("a.tmp.md", Some("a.tmp.md")),
            (".hidden/a.md", Some(".hidden")),
            ("node_modules/x/a.md", Some("node_modules")),
        ] {
            assert_eq!(passed_by(path).as_deref(), expected, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_resolved() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("site");
        for folder in [".git", "docs", "../outside/deep"] {
            fs::create_dir_all(root.join(folder)).expect("folders");
        }
        let site = Site { root: Some(root.clone()), ..Site::default() };
        let place = |path: &str| place_in_site(&site, &root.join(path));
        symlink("docs", root.join("inside")).expect("a link");
        symlink("../outside", root.join("out")).expect("a link");
        symlink("nowhere", root.join("dangling")).expect("a link");
        assert_eq!(place("inside/new/a.md"), Ok(root.join("docs/new/a.md")));
        assert_eq!(place("out/a.md"), Err(NotInSite::Outside));
        assert_eq!(place("out/deep/new/a.md"), Err(NotInSite::Outside));
        assert_eq!(place("dangling/a.md"), Err(NotInSite::NoFolder(root.join("dangling"))));
        // The whole site reached through a link.
        symlink("site", folder.path().join("link")).expect("a link");
        let through = folder.path().join("link");
        let site = Site { root: Some(through.clone()), ..Site::default() };
        assert_eq!(place_in_site(&site, &through.join("docs/a.md")), Ok(through.join("docs/a.md")));
    }
}
