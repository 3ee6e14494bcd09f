//! A change of a file as `diff -u` shows it, for people and for `patch`.

use docent_syntax::printable;
use similar::TextDiff;
use std::borrow::Cow;
use std::io::Write;
use std::time::Duration;

/// Writes what makes `new` of `old`; `shown` is the file's path as it is shown.
pub(crate) fn write_diff(out: &mut impl Write, shown: &str, old: &str, new: &str) -> std::io::Result<()> {
    // The best diff of two large and very different texts is not worth waiting for.
    let diff = TextDiff::configure().timeout(Duration::from_secs(2)).diff_lines(old, new);
    let (old_name, new_name) = (quoted(format!("a/{shown}")), quoted(format!("b/{shown}")));
    diff.unified_diff().context_radius(3).header(&old_name, &new_name).to_writer(out)
}

/// A file's name as `git` and GNU `patch` write it: in quotes, bytes in octal, where it holds something unprintable.
fn quoted(name: String) -> String {
    let is_plain =
        |c: char| !matches!(c, '"' | '\\') && matches!(printable(c.encode_utf8(&mut [0; 4])), Cow::Borrowed(_));
    if name.chars().all(is_plain) {
        return name;
    }
    let mut quoted = String::from("\"");
    for c in name.chars() {
        match c {
            _ if is_plain(c) => quoted.push(c),
            '"' | '\\' => quoted.extend(['\\', c]),
            _ => c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| quoted.push_str(&format!("\\{byte:03o}"))),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_something_unprintable_are_quoted() {
        let quoted = |name: &str| quoted(name.to_owned());
        assert_eq!(quoted("a/b c ä.md"), "a/b c ä.md");
        assert_eq!(quoted("a/x\n\u{1b}\u{202e}\"\\.md"), r#""a/x\012\033\342\200\256\"\\.md""#);
    }
}
