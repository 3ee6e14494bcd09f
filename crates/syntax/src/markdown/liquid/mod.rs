//! Liquid tags and kramdown extensions in one line, as far as a mask needs to see them. Knows nothing of Markdown.

pub(super) mod open;
mod raw;

/// `{% name … %}`
pub(super) struct Tag<'l> {
    /// Behind the `%}`, in bytes of the line.
    pub(super) end: usize,
    pub(super) name: &'l str,
}

/// The tag that begins at `open`, where `{%` stands. `None` where it does not end in this line.
pub(super) fn tag_at(line: &str, open: usize) -> Option<Tag<'_>> {
    let inside = line.get(open + 2..)?;
    let end = inside.find("%}")?;
    let name = inside[..end].trim_start_matches('-').trim_start();
    let name_end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
    Some(Tag { end: open + 2 + end + 2, name: &name[..name_end] })
}

/// What ends a stretch whose content is neither Liquid nor Markdown.
#[derive(Debug, Clone, Copy)]
pub(super) enum Swallow {
    /// `{% endcomment %}`: the name of the tag.
    Tag(&'static str),
    /// `{:/comment}` or `{:/}`: the name of the extension.
    Extension(&'static str),
}

impl Swallow {
    /// Where the end begins.
    pub(super) fn start_in(self, line: &str) -> Option<usize> {
        self.find(line).map(|(start, _)| start)
    }

    /// Behind the end.
    pub(super) fn end_in(self, line: &str) -> Option<usize> {
        self.find(line).map(|(_, end)| end)
    }

    fn find(self, line: &str) -> Option<(usize, usize)> {
        match self {
            Swallow::Tag(name) => {
                let mut at = 0;
                while let Some(found) = line[at..].find("{%") {
                    let open = at + found;
                    let tag = tag_at(line, open)?;
                    if tag.name == name {
                        return Some((open, tag.end));
                    }
                    at = tag.end;
                }
                None
            }
            Swallow::Extension(name) => {
                let mut at = 0;
                while let Some(found) = line[at..].find("{:/") {
                    let open = at + found;
                    let rest = &line[open + 3..];
                    if let Some(after) = rest.strip_prefix(name).unwrap_or(rest).strip_prefix('}') {
                        return Some((open, line.len() - after.len()));
                    }
                    at = open + 3;
                }
                None
            }
        }
    }
}
