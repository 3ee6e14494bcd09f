//! Which files Jekyll looks at: `include`, `exclude`, and names with a special first character. Knows no file's content.

use super::config::JekyllConfig;
use super::ruby::matches_pattern;

/// Whether Jekyll reads a file that is not part of a collection: none of the folders it lies in and not the file itself
/// is left out.
pub(super) fn is_read(config: &JekyllConfig, path: &str) -> bool {
    let is_last = |end: usize| end == path.len();
    let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
    let mut start = 0;
    for end in ends {
        if !passes(config, &path[start..end], &path[..end], !is_last(end)) {
            // A file that `include` names by its path is read wherever it lies.
            return config.include.iter().any(|included| included.trim_start_matches('/') == path);
        }
        start = end + 1;
    }
    true
}

/// Whether Jekyll reads a file of a collection. `inside` is its path in the collection's folder `folder` (`_apis`).
pub(super) fn is_read_in_collection(config: &JekyllConfig, folder: &str, inside: &str) -> bool {
    passes(config, inside, &format!("{folder}/{inside}"), false)
}

/// `entry` is the name that is looked at, `path` where it lies from the site's root.
fn passes(config: &JekyllConfig, entry: &str, path: &str, is_folder: bool) -> bool {
    if entry.ends_with('.') {
        return false;
    }
    let name = entry.rsplit('/').next().unwrap_or(entry);
    let matches = |pattern: &str, text: &str| matches_entry(pattern, text, is_folder);
    if config.include.iter().any(|pattern| matches(pattern, entry) || matches(pattern, name)) {
        return true;
    }
    let excluded = config.exclude.iter().filter(|pattern| !config.include.contains(pattern));
    if excluded.into_iter().any(|pattern| matches(pattern, path)) {
        return false;
    }
    let special = |text: &str| text.starts_with(['.', '_', '#', '~']);
    !special(entry) && !special(name) && !entry.ends_with('~')
}

fn matches_entry(pattern: &str, text: &str, is_folder: bool) -> bool {
    let pattern = pattern.trim_start_matches('/');
    matches_pattern(pattern, text, false)
        || text.starts_with(pattern)
        || (is_folder && pattern.strip_suffix('/') == Some(text))
}
