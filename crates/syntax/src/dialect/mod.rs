//! Which Markdown a page is written in: what its generator reads besides CommonMark, and which ids it gives to headings. Knows no
//! generator and no site.

mod github;
pub(crate) mod heading_ids;
mod kramdown;

pub use heading_ids::HeadingIds;

/// A dialect: a small value that a page carries. Two pages with the same text in different dialects are different pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Dialect {
    pub templating: Templating,
    pub attributes: AttributeLists,
    pub blocks: BlockRules,
    pub heading_ids: HeadingIds,
}

/// The language that makes text of the page before Markdown is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Templating {
    None,
    /// `{{ … }}` and `{% … %}`
    Liquid,
}

/// How an author gives attributes to what Markdown makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AttributeLists {
    None,
    /// `{: .class #id}`, `{#id}` behind a heading, `{::comment}`.
    Kramdown,
}

/// What begins and ends headings and blocks of HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BlockRules {
    CommonMark,
    /// HTML ends with its element, a heading begins where its line begins, an underlined one after a blank line.
    Kramdown,
}

impl Dialect {
    /// kramdown behind Liquid.
    pub const KRAMDOWN_LIQUID: Dialect = Dialect {
        templating: Templating::Liquid,
        attributes: AttributeLists::Kramdown,
        blocks: BlockRules::Kramdown,
        heading_ids: HeadingIds::Kramdown,
    };

    /// GitHub's, in files of a repository.
    pub const GITHUB: Dialect = Dialect {
        templating: Templating::None,
        attributes: AttributeLists::None,
        blocks: BlockRules::CommonMark,
        heading_ids: HeadingIds::GitHub,
    };

    /// Every extension that this crate reads: for template pages, in which no extension is to be compared as text, whatever site
    /// they are for.
    pub const EXTENDED: Dialect = Dialect::KRAMDOWN_LIQUID;

    /// Whether Markdown reads the page as it stands: nothing in it belongs to another language.
    pub(crate) fn is_plain(self) -> bool {
        self.templating == Templating::None && self.attributes == AttributeLists::None
    }
}
