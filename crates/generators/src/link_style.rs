//! The styles in which a link to a page of the site can be written, with their words in `docent.yaml`. Knows no link and no page:
//! `destination` parses links.

/// How a destination names a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    Relative,
    RootRelative,
    File,
    RootFile,
    OwnUrl,
    /// In a form that one generator reads.
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

impl LinkStyle {
    /// The styles that every generator reads.
    pub const UNTEMPLATED: [LinkStyle; 5] =
        [LinkStyle::Relative, LinkStyle::RootRelative, LinkStyle::File, LinkStyle::RootFile, LinkStyle::OwnUrl];

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

    pub fn is_templated(self) -> bool {
        matches!(self, LinkStyle::Templated(_))
    }
}

/// The word for links in HTML: `html` is a place for a link, not a style of destinations.
pub const IN_HTML: &str = "html";

/// The styles that a site accepts. The default accepts every style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkStyles {
    /// In the order of the configuration: fixes use the first style that can name the target. Empty: every style is accepted.
    pub accepted: Vec<LinkStyle>,
    /// Whether a link may be an `<a href="…">`. Ignored while `accepted` is empty.
    pub in_html: bool,
}

impl LinkStyles {
    /// Whether `docent.yaml` restricts how links are written.
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
