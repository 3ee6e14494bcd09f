//! The styles in which a link to a page of the site can be written, by the words that `docent.yaml` has for them. Knows no link and no
//! page: how a link is told to be of a style, and written in one, is for those who read links.

/// How a destination says which page it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkStyle {
    Relative,
    RootRelative,
    File,
    RootFile,
    OwnUrl,
    LiquidVariable,
    LiquidFilter,
    LinkTag,
}

impl LinkStyle {
    pub const ALL: [LinkStyle; 8] = [
        LinkStyle::Relative,
        LinkStyle::RootRelative,
        LinkStyle::File,
        LinkStyle::RootFile,
        LinkStyle::OwnUrl,
        LinkStyle::LiquidVariable,
        LinkStyle::LiquidFilter,
        LinkStyle::LinkTag,
    ];

    /// The word in the configuration.
    pub fn word(self) -> &'static str {
        match self {
            LinkStyle::Relative => "relative",
            LinkStyle::RootRelative => "root-relative",
            LinkStyle::File => "file",
            LinkStyle::RootFile => "root-file",
            LinkStyle::OwnUrl => "own-url",
            LinkStyle::LiquidVariable => "liquid-variable",
            LinkStyle::LiquidFilter => "liquid-filter",
            LinkStyle::LinkTag => "link-tag",
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
            LinkStyle::LiquidVariable => "{{ site.baseurl }}/name.html",
            LinkStyle::LiquidFilter => "{{ \"/name.html\" | relative_url }}",
            LinkStyle::LinkTag => "{% link folder/page.md %}",
        }
    }

    pub fn of_word(word: &str) -> Option<LinkStyle> {
        LinkStyle::ALL.into_iter().find(|style| style.word() == word)
    }
}

/// The word for links in HTML, which is a place where a link stands and no way to write its destination.
pub const IN_HTML: &str = "html";

/// The styles that a site accepts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LinkStyles {
    /// In the order of the configuration: links are rewritten into the first that can name their target. None: every style is right.
    pub accepted: Vec<LinkStyle>,
    /// Whether a link may be an `<a href="…">`; asked only where there are accepted styles.
    pub in_html: bool,
}

impl LinkStyles {
    /// Whether the site has a say in how links are written.
    pub fn are_said(&self) -> bool {
        !self.accepted.is_empty()
    }

    pub fn accept(&self, style: LinkStyle) -> bool {
        self.accepted.is_empty() || self.accepted.contains(&style)
    }

    pub fn accept_html(&self) -> bool {
        self.accepted.is_empty() || self.in_html
    }
}
