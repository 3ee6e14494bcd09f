//! What a page is: its text, its front matter, its sections, and nothing about what they should be.
//!
//! Every range here is a u32 byte range ([`TextRange`]). This crate knows no LSP type, no file system and no clock;
//! parsing never fails: it gives a value, and the errors beside it.

pub mod anchors;
pub mod dialect;
pub mod front_matter;
pub mod markdown;
pub mod page;
pub mod page_name;
pub mod position;
pub mod printable;
pub mod text;
pub mod work;
pub mod yaml;

pub use anchors::{Anchor, AnchorKind, anchors, heading_ids};
pub use dialect::Dialect;
pub use front_matter::{FrontMatter, FrontMatterState};
pub use markdown::{
    AttributeList, Block, BlockKind, Comment, Fence, Heading, HeadingKind, Link, LinkKind, List, ListItem, Prose,
    ReferenceDefinition, Segment,
};
pub use page::{Difference, Page, SectionRef};
pub use page_name::{PAGE_ENDINGS, is_page_ending, is_page_path};
pub use position::{Encoding, LineIndex, Position};
pub use printable::{printable, printable_in_place, printable_lines};
pub use text::{LineEnding, TextEdit, TextSource};
pub use text_size::{TextRange, TextSize};
pub use yaml::{
    ResolvedEntry, YamlComment, YamlEntry, YamlError, YamlKind, YamlNode, YamlRefusal, YamlSchema, YamlStep, YamlStyle,
    YamlTree,
};
