//! The parts of a link's destination: the one place where destinations are parsed. Knows no page and no index.

use crate::link_style::{LinkStyle, TemplatedStyle};

/// A destination in its parts. Concatenated in the order of the fields they give the original text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Destination<'d> {
    pub style: DestinationStyle,
    /// The templated form that it is written in, if any.
    pub templated: Option<&'static TemplatedStyle>,
    /// The prefix that stands for the site itself, or the opening of a templated form.
    pub before: &'d str,
    pub path: &'d str,
    /// With its `?`.
    pub query: &'d str,
    /// The closing of a templated form: ` | relative_url }}`.
    pub close: &'d str,
    /// Text between the closing and the fragment.
    pub tail: &'d str,
    /// With its `#`.
    pub fragment: &'d str,
    /// The closing of a templated form that encloses the fragment, too.
    pub end: &'d str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DestinationStyle {
    /// From the folder of the page.
    Relative,
    /// From the root of the site.
    Rooted,
    /// By the generator's name of a file.
    Named,
    /// On the site's own server, but beside the site.
    Beside,
}

/// Where a site is published.
#[derive(Debug, Clone, Copy)]
pub struct SiteRoot<'s> {
    /// The site's own absolute addresses, without a slash at the end.
    pub urls: &'s [Box<str>],
    /// What every address begins with, without a slash at the end.
    pub base_path: &'s str,
}

impl<'d> Destination<'d> {
    /// Parses a destination in one of the forms that every generator reads. `text` is the source, or what Markdown makes of it.
    pub fn parse(text: &'d str, root: SiteRoot<'_>) -> Destination<'d> {
        let without_base = |rest: &'d str| rest.strip_prefix(root.base_path).filter(|rest| ends_a_name(rest));
        let split = |style, rest: &'d str| Destination::split(style, &text[..text.len() - rest.len()], rest);
        for url in root.urls {
            let Some(rest) = strip_prefix_any_case(text, url).filter(|rest| ends_a_name(rest)) else { continue };
            return match without_base(rest) {
                Some(rest) => split(DestinationStyle::Rooted, rest),
                None => split(DestinationStyle::Beside, rest),
            };
        }
        if !text.starts_with('/') || text.starts_with("//") {
            return split(DestinationStyle::Relative, text);
        }
        // A link from the root that leaves the base path out is a common slip that the server may well forgive.
        split(DestinationStyle::Rooted, without_base(text).unwrap_or(text))
    }

    /// `rest` with its query and fragment split off.
    pub(crate) fn split(style: DestinationStyle, before: &'d str, rest: &'d str) -> Destination<'d> {
        let (rest, fragment) = rest.split_at(fragment_start(rest));
        let (path, query) = rest.split_at(rest.find('?').unwrap_or(rest.len()));
        Destination { style, templated: None, before, path, query, close: "", tail: "", fragment, end: "" }
    }

    /// The fragment without its `#`; `None` where there is none.
    pub fn fragment(&self) -> Option<&'d str> {
        self.fragment.strip_prefix('#')
    }

    /// The query with its `?`, inside or behind a templated form; empty where there is none.
    pub fn query(&self) -> &'d str {
        let behind = self.tail.find('?').map_or("", |at| &self.tail[at..]);
        if self.query.is_empty() { behind } else { self.query }
    }

    /// The path up to the query, including text behind a templated form.
    pub fn whole_path(&self) -> std::borrow::Cow<'d, str> {
        let behind = &self.tail[..self.tail.find('?').unwrap_or(self.tail.len())];
        match behind.is_empty() {
            true => self.path.into(),
            false => format!("{}{behind}", self.path).into(),
        }
    }

    /// Whether the path is enclosed in a templated form, where blanks need no encoding.
    pub fn is_enclosed(&self) -> bool {
        !self.close.is_empty() || !self.end.is_empty()
    }

    /// The same destination with another path, which the caller has encoded.
    pub fn with_path(&self, path: &str) -> String {
        [self.before, path, self.query, self.close, self.tail, self.fragment, self.end].concat()
    }

    /// The same destination with another fragment, which brings its `#`, or none.
    pub fn with_fragment(&self, fragment: &str) -> String {
        [self.before, self.path, self.query, self.close, self.tail, fragment, self.end].concat()
    }

    /// The style in which it names a page; `by_file`: its path is that of a file.
    pub fn link_style(&self, by_file: bool) -> LinkStyle {
        match self.style {
            _ if let Some(style) = self.templated => LinkStyle::Templated(style),
            _ if self.before.contains("://") => LinkStyle::OwnUrl,
            DestinationStyle::Relative if by_file => LinkStyle::File,
            DestinationStyle::Relative => LinkStyle::Relative,
            _ if by_file => LinkStyle::RootFile,
            _ => LinkStyle::RootRelative,
        }
    }
}

/// Where the `#` stands that begins the fragment; that of an entity (`&#40;`) does not.
pub(crate) fn fragment_start(text: &str) -> usize {
    let is_entity = |at: usize| {
        let name = text[at + 1..].split(';').next().unwrap_or_default();
        text[..at].ends_with('&')
            && name.len() < text[at + 1..].len()
            && name.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    let mut hashes = text.match_indices('#').map(|(at, _)| at);
    hashes.find(|at| !is_entity(*at)).unwrap_or(text.len())
}

/// Decodes percent-encoding; returns the text as it is where the bytes are not UTF-8.
pub fn percent_decoded(text: &str) -> String {
    docent_syntax::anchors::percent_decoded(text).unwrap_or_else(|| text.to_owned())
}

fn strip_prefix_any_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let begins = text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    text.get(prefix.len()..).filter(|_| begins)
}

fn ends_a_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['/', '?', '#'])
}
