//! The styles in which a link to a page of the site can be written, by the words that `docent.yaml` has for them. Knows no link and no
//! page: `destination` reads and writes links.

use crate::kinds::GENERATORS;

/// How a destination says which page it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    Relative,
    RootRelative,
    File,
    RootFile,
    OwnUrl,
    /// In a form of a generator's own.
    Templated(&'static TemplatedStyle),
}

/// A form of destinations that one generator reads.
#[derive(Debug, PartialEq, Eq)]
pub struct TemplatedStyle {
    /// The word in the configuration.
    pub word: &'static str,
    /// What it looks like, for messages.
    pub example: &'static str,
    /// Whether it names a file, and not an address.
    pub names_file: bool,
}

const PLAIN: [LinkStyle; 5] =
    [LinkStyle::Relative, LinkStyle::RootRelative, LinkStyle::File, LinkStyle::RootFile, LinkStyle::OwnUrl];

impl LinkStyle {
    pub fn all() -> impl Iterator<Item = LinkStyle> {
        let templated = GENERATORS.into_iter().flat_map(|kind| kind.link_styles);
        PLAIN.into_iter().chain(templated.map(LinkStyle::Templated))
    }

    /// The word in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            LinkStyle::Relative => "relative",
            LinkStyle::RootRelative => "root-relative",
            LinkStyle::File => "file",
            LinkStyle::RootFile => "root-file",
            LinkStyle::OwnUrl => "own-url",
            LinkStyle::Templated(style) => style.word,
        }
    }

    /// What it looks like, for messages.
    pub fn example(self) -> &'static str {
        match self {
            LinkStyle::Relative => "name.html",
            LinkStyle::RootRelative => "/name.html",
            LinkStyle::File => "../folder/page.md",
            LinkStyle::RootFile => "/folder/page.md",
            LinkStyle::OwnUrl => "https://…/name.html",
            LinkStyle::Templated(style) => style.example,
        }
    }

    pub fn of_word(word: &str) -> Option<LinkStyle> {
        LinkStyle::all().find(|style| style.word() == word)
    }

    pub fn is_templated(self) -> bool {
        matches!(self, LinkStyle::Templated(_))
    }
}

/// The word for links in HTML, which is a place where a link stands and no way to write its destination.
pub const IN_HTML: &str = "html";

/// The styles that a site accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkStyles {
    /// In the order of the configuration: links are rewritten into the first that can name their target. None: every style is right.
    pub accepted: Vec<LinkStyle>,
    /// Whether a link may be an `<a href="…">`; of importance only where there are accepted styles.
    pub in_html: bool,
}

impl LinkStyles {
    /// Whether `docent.yaml` says how links are written.
    pub fn are_configured(&self) -> bool {
        !self.accepted.is_empty()
    }

    pub fn accept(&self, style: LinkStyle) -> bool {
        self.accepted.is_empty() || self.accepted.contains(&style)
    }

    pub fn accept_html(&self) -> bool {
        self.accepted.is_empty() || self.in_html
    }
}
