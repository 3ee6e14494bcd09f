//! The body of a page in segments: the lead, then one for each top-level heading. Knows no template.
//!
//! Every range in a [`Segment`] is in bytes from the segment's own start, so that an edit elsewhere leaves it as it is.

mod access;
mod blocks;
mod definitions;
mod destination;
mod heading;
mod html;
mod id_text;
mod inline;
mod kramdown;
mod liquid;
mod mask;
mod source;
mod step;
mod text_builder;

pub(crate) use definitions::Labels;
pub(crate) use step::{Role, Scratch, Step, step};

use crate::{Anchor, Dialect};
use text_size::TextRange;

/// What the parse of a segment depends on besides its text.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'p> {
    pub(crate) dialect: Dialect,
    /// What the page's labels stand for.
    pub(crate) labels: &'p Labels,
}

/// A heading and all up to the next heading; or the lead, the text before the first heading.
///
/// Only headings at the top level of the document begin a segment; one inside a list, a quotation, a fence, HTML, a
/// comment or a raw block does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Segment {
    /// The segment's source, from its heading to just before the next one.
    pub text: Box<str>,
    /// `None` for the lead.
    pub heading: Option<Heading>,
    /// Top-level blocks after the heading, in order.
    pub blocks: Vec<Block>,
    /// All links and images, nested ones too, in order of their start. Also those of HTML (`<a href>`, `<img src>`).
    pub links: Vec<Link>,
    /// All comments of HTML and of extensions, nested ones too.
    pub comments: Vec<Comment>,
    /// Nested ones too. Of several with one label in one segment only the first, which is the one that counts.
    pub definitions: Vec<ReferenceDefinition>,
    /// The ids of its headings (of the titles of those without `{#id}`, before they are counted through the page) and
    /// those the author wrote, in order of their place. See [`mod@crate::anchors`].
    pub anchors: Vec<Anchor>,
    /// Whether templating puts text into it that is not known here, with anchors perhaps: `{% include x %}`, headings in `{% raw %}`.
    pub open: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    pub kind: HeadingKind,
    /// All of the heading without the last line ending: for ATX from the `#`, for setext to the end of the underline.
    pub range: TextRange,
    /// The title's source: without `#`, closing `#`, blanks, and `{#id}`. Empty (where it would stand) for an empty heading.
    pub content: TextRange,
    /// The title as a reader sees it: no emphasis, no link destination, blanks as one blank.
    pub title: Box<str>,
    /// `{#id}` after the title or `{: #id}` on the next line, with the range of the id alone.
    pub id: Option<(Box<str>, TextRange)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadingKind {
    Atx,
    Setext,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The block's source without trailing line ending and blank lines; begins at the block's first character, not at
    /// the blanks before it.
    pub range: TextRange,
    pub kind: BlockKind,
}

#[derive(Debug, Clone, PartialEq)]
pub enum BlockKind {
    Paragraph(Prose),
    List(List),
    Fence(Fence),
    IndentedCode,
    /// Raw HTML that is not only a comment.
    Html,
    /// `<!-- … -->` alone, or `{::comment}…{:/comment}`. An index into [`Segment::comments`].
    Comment(usize),
    /// `{: .important}` on a line of its own.
    AttributeList(AttributeList),
    Quote(Vec<Block>),
    Table(Prose),
    ThematicBreak,
    /// A heading inside a list item or quotation.
    InnerHeading(Heading),
    /// A line or block that is templating only: `{% include x %}`, `{% highlight %}…{% endhighlight %}`, `{% raw %}` lines.
    Templating,
    /// `[^note]: …`
    Footnote(Vec<Block>),
    /// `[label]: destination`; see [`Segment::definitions`].
    Definition,
}

/// The text of a paragraph, a table, or a tight list item.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Prose {
    /// What a reader sees: no emphasis marks, no link destinations, no attribute lists, no comments; code with its
    /// backticks, templating as written; runs of blanks and line endings as one blank; trimmed.
    pub text: Box<str>,
    /// What is bold at its very beginning: `**Retrieve your domain**. Use…` gives "Retrieve your domain".
    pub bold_lead: Option<Box<str>>,
    /// Its links, as a range of indices into [`Segment::links`].
    pub links: std::ops::Range<u32>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Whether the markers are numbers.
    pub ordered: bool,
    /// No blank lines between its items.
    pub tight: bool,
    pub items: Vec<ListItem>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ListItem {
    /// From the marker to the end of the item's last block.
    pub range: TextRange,
    /// `1.`, `2)`, `*`, `-`, `+`, without blanks.
    pub marker: TextRange,
    /// The number as written, whatever the rendered one will be.
    pub number: Option<u64>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Fence {
    /// The first word after the fence: `json`.
    pub language: Option<(Box<str>, TextRange)>,
    /// The code, without the fence lines.
    pub content: TextRange,
    /// Whether a closing fence stands there.
    pub closed: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AttributeList {
    pub range: TextRange,
    /// What stands between `{:` and `}`, trimmed: `.important`, `target="_blank"`.
    pub content: Box<str>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub kind: LinkKind,
    pub image: bool,
    /// All of it, without an attribute list that follows it.
    pub range: TextRange,
    /// The destination alone, without `<>`, title or blanks; for a reference the label. As it is in the source.
    pub destination: TextRange,
    /// The destination with escapes and entities resolved; for a reference what its definition says (the page's first).
    pub url: Box<str>,
    /// What a reader sees: the link's text, an image's alternative text.
    pub text: Box<str>,
    /// `{:target="_blank"}` directly after it.
    pub attributes: Option<AttributeList>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](destination)`
    Inline,
    /// `[text][label]`, `[label][]`, `[label]`, where the page defines the label.
    Reference,
    /// `<https://…>`
    Autolink,
    /// `<a href="…">`, `<img src="…">`
    Html,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Comment {
    /// With its delimiters.
    pub range: TextRange,
    /// Between the delimiters.
    pub content: TextRange,
}

#[derive(Debug, Clone, PartialEq)]
pub struct ReferenceDefinition {
    pub range: TextRange,
    /// As written, without brackets.
    pub label: Box<str>,
    pub destination: TextRange,
    pub url: Box<str>,
}
