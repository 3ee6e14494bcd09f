//! An ordinary template page ("copy this page and fill it in") written in the template format.
//!
//! Writing it out, rather than building a contract beside the compiler, makes the export and the contract one reading: what
//! `docent template import` prints is what an ordinary page is checked by. `keys` reads the front matter, `cues` says
//! what a sentence tells the author, `steps` changes canned lists, `writer` keeps track of where everything came from.

mod cues;
mod derivation;
mod examples;
mod keys;
mod steps;
mod writer;

use super::header::{id_from_name, title_from_id};
use crate::contract::Contract;
use docent_syntax::{Block, BlockKind, Page, SectionRef, TextRange};
use examples::{Examples, Heading};
pub(crate) use writer::Written;
use writer::{Edit, Writer};

/// `base` is the template whose keys the page has, and which it extends.
pub(crate) fn written_as_template(name: &str, page: &Page, base: Option<&Contract>) -> Written {
    let original = page.text();
    let mut writer = Writer::new(&original);
    let front_matter = page.front_matter();
    let id = id_from_name(name);
    let whole = front_matter.opening;
    writer.generated("---\ndocent:\n", whole);
    writer.generated(&format!("  template: {}\n", keys::yaml_text(&id)), whole);
    writer.generated(&format!("  title: {}\n", keys::yaml_text(&title_from_id(&id))), whole);
    if let Some(base) = base {
        writer.generated(&format!("  extends: {}\n", keys::yaml_text(&base.id)), whole);
    }
    keys::write(&front_matter.yaml, base, whole, &mut writer);
    writer.generated("---\n", whole);
    let mut examples = Examples::default();
    let mut is_optional = false;
    for section in page.sections() {
        match examples.read(section) {
            Heading::Another => {}
            found => write_section(section, found, is_optional, &mut writer),
        }
        is_optional = makes_next_optional(section);
    }
    writer.finish()
}

/// What a block of an ordinary page is to a page that follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Guidance,
    Canned,
    /// A comment stays as it is.
    Comment,
}

/// Whether the section ends in a comment that the next one is optional.
fn makes_next_optional(section: SectionRef<'_>) -> bool {
    let last = section.segment.blocks.last().filter(|block| is_comment(section, block));
    last.is_some_and(|block| cues::makes_next_section_optional(&section.segment.text[block.range]))
}

/// `is_optional`: as the text above it says.
fn write_section(section: SectionRef<'_>, found: Heading, is_optional: bool, writer: &mut Writer<'_>) {
    let blocks = &section.segment.blocks;
    let roles = roles(section);
    if let Some(heading) = &section.segment.heading {
        writer.blank_line();
        writer.original(section.absolute(heading.range), &[]);
        writer.end_line();
        let mut attributes = section_attributes(section, &heading.title, &roles);
        let is_said = |attribute: &String| attribute == "optional";
        if is_optional && !attributes.iter().any(is_said) {
            attributes.push("optional".to_owned());
        }
        match found {
            Heading::Example { repeats: true } if attributes.iter().any(is_said) => {
                attributes.retain(|attribute| !is_said(attribute));
                attributes.insert(0, "any-heading repeat=0..".to_owned());
            }
            Heading::Example { repeats: true } => attributes.insert(0, "any-heading repeat=1..".to_owned()),
            Heading::Example { repeats: false } => attributes.insert(0, "any-heading".to_owned()),
            _ => {}
        }
        if !attributes.is_empty() {
            writer.generated(&format!("<!-- docent: {} -->\n", attributes.join(" ")), section.absolute(heading.range));
        }
    }
    let mut at = 0;
    while let (Some(block), Some(&role)) = (blocks.get(at), roles.get(at)) {
        let run = roles.iter().skip(at).take_while(|other| **other == role && role != Role::Comment).count().max(1);
        let last = blocks.get(at + run - 1).unwrap_or(block);
        let range = from_line_start(section, TextRange::new(block.range.start(), last.range.end()));
        let range = section.absolute(range);
        writer.blank_line();
        match role {
            Role::Guidance => {
                writer.generated("<!-- guidance\n", range);
                writer.guidance(range);
                writer.end_line();
                writer.generated("-->\n", range);
            }
            Role::Canned => {
                let edits = canned_edits(section, blocks.get(at..at + run).unwrap_or_default());
                writer.original(range, &edits);
                writer.end_line();
            }
            Role::Comment => {
                writer.original(range, &[]);
                writer.end_line();
            }
        }
        at += run;
    }
}

fn canned_edits(section: SectionRef<'_>, blocks: &[Block]) -> Vec<Edit> {
    let mut edits = Vec::new();
    for block in blocks {
        steps::edits_of_block(section, block, &mut edits);
    }
    edits.sort_by_key(|edit| (edit.range.start(), edit.range.end()));
    edits
}

/// Blocks are guidance, but for those after a paragraph that says the section always reads the same.
fn roles(section: SectionRef<'_>) -> Vec<Role> {
    let mut canned = false;
    let role = |block: &Block| {
        if is_comment(section, block) {
            return Role::Comment;
        }
        let BlockKind::Paragraph(prose) = &block.kind else {
            return if canned { Role::Canned } else { Role::Guidance };
        };
        if section.segment.heading.is_some() && cues::announces_canned_text(&prose.text) {
            canned = true;
            return Role::Guidance;
        }
        let is_instruction = cues::is_placeholder_instruction(&prose.text) || cues::is_open_step(&prose.text);
        if canned && !is_instruction { Role::Canned } else { Role::Guidance }
    };
    section.segment.blocks.iter().map(role).collect()
}

/// A note of the template's authors, or an attribute that is set already.
fn is_comment(section: SectionRef<'_>, block: &Block) -> bool {
    let BlockKind::Comment(index) = block.kind else { return false };
    let Some(comment) = section.segment.comments.get(index) else { return false };
    // One that is not closed would take in all that is written after it.
    comment.content.end() < comment.range.end()
}

fn section_attributes(section: SectionRef<'_>, title: &str, roles: &[Role]) -> Vec<String> {
    let mut attributes = Vec::new();
    let guidance = section.segment.blocks.iter().zip(roles).filter(|(_, role)| **role == Role::Guidance);
    let prose: Vec<&str> = guidance
        .filter_map(|(block, _)| match &block.kind {
            BlockKind::Paragraph(prose) => Some(&*prose.text),
            _ => None,
        })
        .collect();
    let blocks = blocks_but_comments(section, roles);
    if let [Block { kind: BlockKind::Fence(fence), .. }] = blocks.as_slice()
        && let Some((language, _)) = fence.language.as_ref().filter(|(language, _)| is_language(language))
    {
        attributes.push(format!("code={language}"));
    }
    if cues::is_optional_section(title) || prose.iter().any(|text| cues::is_optional_section(text)) {
        attributes.push("optional".to_owned());
    }
    if let Some(items) = prose.iter().find_map(|text| cues::number_of_items(text, title)) {
        attributes.push(format!("items={items}"));
    }
    if let Some(words) = prose.iter().find_map(|text| cues::number_of_words(text)) {
        attributes.push(format!("words={words}"));
    }
    attributes
}

fn blocks_but_comments<'s>(section: SectionRef<'s>, roles: &[Role]) -> Vec<&'s Block> {
    let blocks = section.segment.blocks.iter().zip(roles);
    blocks.filter(|(_, role)| **role != Role::Comment).map(|(block, _)| block).collect()
}

/// A word that an attribute can hold as it is.
fn is_language(language: &str) -> bool {
    !language.is_empty() && language.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '#'))
}

/// The range with the blanks before it on its line, which are the indentation of indented code and of lists.
fn from_line_start(section: SectionRef<'_>, range: TextRange) -> TextRange {
    let before = section.segment.text.get(..range.start().into()).unwrap_or_default();
    let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
    let kept = before.len() - blanks;
    if kept > 0 && !before[..kept].ends_with(['\n', '\r']) {
        return range;
    }
    TextRange::new((kept as u32).into(), range.end())
}
