//! The block between `---` lines at the very start of a page, split off with Jekyll's rules before any YAML is read.
//! Knows no key and no schema.

use crate::yaml::YamlTree;
use text_size::TextRange;

/// What stands where the front matter should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FrontMatterState {
    /// The page begins with something else; all of it is body.
    Absent,
    /// An opening and a closing line.
    Closed,
    /// An opening line, and no closing one. What reads like YAML after it is taken as the block, the rest as body.
    Unclosed,
    /// A block that would be front matter but for the byte order mark before it: the generator publishes it as text.
    AfterByteOrderMark,
    /// A block that would be front matter but for blank lines before it.
    AfterBlankLines,
    /// The opening line is `----` or longer.
    LongOpening,
}

/// The front matter of a page, and where it lies. Ranges are bytes from the start of the page.
///
/// For [`FrontMatterState::Absent`] all ranges are empty, at 0. For the states in which the generator does not take the
/// block as front matter although its author meant it, `range`, `opening`, `content`, `closing` and `yaml` are filled as
/// the author meant it, and the body begins after it.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontMatter {
    pub state: FrontMatterState,
    /// The text of `range`.
    pub text: Box<str>,
    /// From the start of the page up to and with the line ending of the closing line: where the body begins.
    pub range: TextRange,
    /// The opening line, without its line ending.
    pub opening: TextRange,
    /// Between the opening line's line ending and the closing line.
    pub content: TextRange,
    /// The closing `---` or `...`, without its line ending. `None` where the block is not closed.
    pub closing: Option<TextRange>,
    /// The YAML between, with ranges from the start of the page. Empty where there is no front matter.
    pub yaml: YamlTree,
}

impl FrontMatter {
    /// Whether the page's author wrote a block, however broken.
    pub fn is_present(&self) -> bool {
        self.state != FrontMatterState::Absent
    }
}
