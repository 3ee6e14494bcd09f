//! A change of a file as `diff -u` shows it, for people and for `patch`.

use similar::TextDiff;
use std::io::Write;
use std::time::Duration;

/// Writes what makes `new` of `old`; `shown` is the file's path as it is shown.
pub(crate) fn write_diff(out: &mut impl Write, shown: &str, old: &str, new: &str) -> std::io::Result<()> {
    // The best diff of two large and very different texts is not worth waiting for.
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(old, new);
    let (old_name, new_name) = (format!("a/{shown}"), format!("b/{shown}"));
    diff.unified_diff().context_radius(3).header(&old_name, &new_name).to_writer(out)
}
