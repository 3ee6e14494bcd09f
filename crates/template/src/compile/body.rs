//! What stands below a heading of the template: canned blocks, guidance, and the attributes that comments set.

use super::attributes::{self, Attribute, CommentKind};
use super::targets::{Target, misplaced_attribute};
use super::wording::{canned_text, comments_in, dedented_lines, slice, source_of};
use crate::contract::{CannedBlock, CannedKind, CannedList, CannedStep, CannedText};
use crate::problem::TemplateProblem;
use docent_syntax::{Block, BlockKind, Comment, List, ListItem, SectionRef, Segment, TextRange};

/// A section's content.
pub(super) struct Body<'t> {
    pub(super) blocks: Vec<CannedBlock>,
    pub(super) section_attributes: Vec<Attribute<'t>>,
    guidance: Vec<String>,
}

impl Body<'_> {
    pub(super) fn guidance(&self) -> Option<Box<str>> {
        (!self.guidance.is_empty()).then(|| self.guidance.join("\n\n").into())
    }
}

/// Lists below lists below lists; further down they are only text of their step.
const MAX_LEVELS: usize = 16;

pub(super) fn read<'t>(section: SectionRef<'t>, problems: &mut Vec<TemplateProblem>) -> Body<'t> {
    let segment = section.segment;
    let mut reader = Reader { section, segment, problems, guidance: Vec::new(), cuts: Vec::new() };
    let mut blocks: Vec<CannedBlock> = Vec::new();
    let mut section_attributes = Vec::new();
    if let Some(heading) = &segment.heading {
        for comment in comments_in(segment, heading.range) {
            section_attributes.extend(reader.attributes(comment));
        }
    }
    let mut open_variants: Option<TextRange> = None;
    let mut comment_before: Option<TextRange> = None;
    for block in &segment.blocks {
        if let Some(comments) = only_comments(segment, block) {
            comment_before = Some(section.absolute(block.range));
            for comment in comments {
                for attribute in reader.attributes(comment) {
                    match blocks.last_mut() {
                        Some(last) => reader.set_on_block(last, &attribute, &mut open_variants),
                        None => section_attributes.push(attribute),
                    }
                }
            }
            continue;
        }
        if let (Some(range), BlockKind::List(list)) = (open_variants.take(), &block.kind) {
            match blocks.last_mut().map(|last| &mut last.kind) {
                Some(CannedKind::Paragraph(text)) => text.variants.extend(reader.variants(list)),
                _ => reader.problems.push(TemplateProblem::syntax(range, "only a paragraph or a step has `variants`")),
            }
            continue;
        }
        let mut canned = reader.block(block);
        if let (Some(comment), Some(before)) = (comment_before.take(), blocks.last())
            && goes_on(before, &canned)
        {
            let message = "this comment ends the list above it: indent it, so that it stands below its step's text";
            reader.problems.push(TemplateProblem::syntax(comment, message));
        }
        if !matches!(block.kind, BlockKind::List(_)) {
            for comment in comments_in(segment, block.range) {
                for attribute in reader.attributes(comment) {
                    reader.set_on_block(&mut canned, &attribute, &mut open_variants);
                }
            }
        }
        blocks.push(canned);
    }
    if let Some(range) = open_variants {
        reader.problems.push(no_variants(range));
    }
    let guidance = reader.guidance;
    if segment.heading.is_none() {
        for attribute in section_attributes.drain(..) {
            problems.push(misplaced_attribute(&attribute, Target::Lead));
        }
    }
    attach_attribute_lists(section, &mut blocks);
    Body { blocks, section_attributes, guidance }
}

/// Whether a list begins with the number that the one before it would have come to.
fn goes_on(before: &CannedBlock, block: &CannedBlock) -> bool {
    let (CannedKind::Steps(before), CannedKind::Steps(list)) = (&before.kind, &block.kind) else { return false };
    let (Some(last), Some(first)) = (before.steps.last(), list.steps.first()) else { return false };
    first.number > 1 && last.number.checked_add(1) == Some(first.number)
}

fn no_variants(range: TextRange) -> TemplateProblem {
    TemplateProblem::syntax(range, "`variants` wants a list of the other accepted wordings after it")
}

/// The comments of a block that holds nothing else.
fn only_comments<'s>(segment: &'s Segment, block: &Block) -> Option<Vec<&'s Comment>> {
    match &block.kind {
        BlockKind::Comment(index) => segment.comments.get(*index).map(|comment| vec![comment]),
        BlockKind::Html => {
            let mut at = usize::from(block.range.start());
            let comments: Vec<&Comment> = comments_in(segment, block.range).collect();
            let blank = |from: usize, to: usize| segment.text.get(from..to).is_none_or(|text| text.trim().is_empty());
            for comment in &comments {
                if !blank(at, comment.range.start().into()) {
                    return None;
                }
                at = comment.range.end().into();
            }
            (!comments.is_empty() && blank(at, block.range.end().into())).then_some(comments)
        }
        _ => None,
    }
}

/// An attribute list belongs to the block it touches: it becomes the last line of a paragraph's source.
fn attach_attribute_lists(section: SectionRef<'_>, blocks: &mut Vec<CannedBlock>) {
    let mut index = 1;
    while index < blocks.len() {
        let touches = match (blocks.get(index - 1), blocks.get(index)) {
            (Some(before), Some(block)) => is_attribute_list(block) && touches(section, before.range, block.range),
            _ => false,
        };
        if !touches {
            index += 1;
            continue;
        }
        let list = blocks.remove(index);
        let (CannedKind::Source(list), Some(before)) = (list.kind, blocks.get_mut(index - 1)) else { continue };
        match &mut before.kind {
            CannedKind::Paragraph(text) => text.source = format!("{}\n{list}", text.source).into(),
            CannedKind::Source(source) => *source = format!("{source}\n{list}").into(),
            CannedKind::Steps(list_before) | CannedKind::Bullets(list_before) => {
                if let Some(last) = list_before.steps.last_mut() {
                    last.source = format!("{}\n{list}", last.source).into();
                }
            }
        }
    }
}

fn is_attribute_list(block: &CannedBlock) -> bool {
    matches!(&block.kind, CannedKind::Source(source) if source.starts_with("{:"))
}

fn touches(section: SectionRef<'_>, before: TextRange, after: TextRange) -> bool {
    let (from, to) = (before.end().checked_sub(section.start), after.start().checked_sub(section.start));
    let (Some(from), Some(to)) = (from, to) else { return false };
    let between = section.segment.text.get(usize::from(from)..usize::from(to)).unwrap_or_default();
    between.trim().is_empty() && between.matches('\n').count().max(between.matches('\r').count()) <= 1
}

struct Reader<'t, 'p> {
    section: SectionRef<'t>,
    segment: &'t Segment,
    problems: &'p mut Vec<TemplateProblem>,
    guidance: Vec<String>,
    /// Accepted wordings and optional items: in the template, but not in what is inserted. In order.
    cuts: Vec<TextRange>,
}

impl<'t> Reader<'t, '_> {
    /// The attributes a comment sets; guidance is kept, other comments are left alone.
    fn attributes(&mut self, comment: &Comment) -> Vec<Attribute<'t>> {
        let content = slice(&self.segment.text, comment.content);
        match attributes::comment_kind(content) {
            CommentKind::Other => Vec::new(),
            CommentKind::Guidance(text) => {
                let text = dedented_lines(text);
                if text.is_empty() {
                    self.problems.push(TemplateProblem::syntax(
                        self.section.absolute(comment.range),
                        "this guidance says nothing",
                    ));
                } else {
                    self.guidance.push(text);
                }
                Vec::new()
            }
            CommentKind::Attributes(text, skipped) => {
                let skipped = docent_syntax::TextSize::new(skipped as u32);
                let base = self.section.absolute(comment.content).start() + skipped;
                attributes::parse(text, base, self.problems)
            }
        }
    }

    fn block(&mut self, block: &Block) -> CannedBlock {
        let kind = match &block.kind {
            BlockKind::Paragraph(prose) => CannedKind::Paragraph(canned_text(self.segment, prose, block.range)),
            BlockKind::List(list) => {
                let canned = self.list(list, 0);
                if list.ordered { CannedKind::Steps(canned) } else { CannedKind::Bullets(canned) }
            }
            _ => CannedKind::Source(self.source(block.range).into()),
        };
        CannedBlock { kind, optional: false, verbatim: false, range: self.section.absolute(block.range) }
    }

    /// Without comments, and without what was cut out of it.
    fn source(&self, range: TextRange) -> String {
        let cut = self.cuts.iter().rev().take_while(|cut| cut.start() >= range.start());
        let mut cuts: Vec<TextRange> = cut.copied().collect();
        cuts.extend(comments_in(self.segment, range).map(|comment| comment.range));
        cuts.sort_by_key(|cut| (cut.start(), std::cmp::Reverse(cut.end())));
        let mut end = range.start();
        cuts.retain(|cut| {
            let is_outside = cut.start() >= end;
            end = end.max(cut.end());
            is_outside
        });
        source_of(self.segment, range, &cuts)
    }

    fn list(&mut self, list: &List, level: usize) -> CannedList {
        let first = list.items.first().and_then(|item| item.number).unwrap_or(1);
        let steps = list.items.iter().zip(first..).map(|(item, number)| self.step(item, number, level)).collect();
        CannedList { steps, any_of: false, tight: list.tight }
    }

    fn step(&mut self, item: &ListItem, number: u64, level: usize) -> CannedStep {
        let mut step = CannedStep {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            text: CannedText::default(),
            children: None,
            optional: false,
            open: false,
            verbatim: false,
            source: "".into(),
            range: self.section.absolute(item.range),
        };
        let mut open_variants = None;
        let mut any_of = None;
        let mut has_text = false;
        for block in &item.blocks {
            let comments = only_comments(self.segment, block);
            let comments = match (comments, &block.kind) {
                (Some(comments), _) => comments,
                (None, BlockKind::List(_)) => Vec::new(),
                (None, _) => comments_in(self.segment, block.range).collect(),
            };
            match &block.kind {
                BlockKind::Paragraph(prose) if !has_text => {
                    step.text = canned_text(self.segment, prose, block.range);
                    has_text = true;
                }
                BlockKind::List(list) if open_variants.take().is_some() => {
                    step.text.variants.extend(self.variants(list));
                    self.cuts.push(block.range);
                }
                BlockKind::List(list) if level < MAX_LEVELS => self.add_children(&mut step, list, level),
                _ => {}
            }
            for comment in comments {
                for attribute in self.attributes(comment) {
                    match attribute.name {
                        "variants" if attribute.flag(self.problems) => open_variants = Some(attribute.range),
                        "any-of" if attribute.flag(self.problems) => any_of = Some(attribute.range),
                        _ => self.set_on_step(&mut step, &attribute),
                    }
                }
            }
        }
        self.finish_step(&mut step, any_of, open_variants);
        step.source = self.source(item.range).into();
        step
    }

    fn add_children(&mut self, step: &mut CannedStep, list: &List, level: usize) {
        let children = self.list(list, level + 1);
        for (child, item) in children.steps.iter().zip(&list.items) {
            if child.optional || child.open {
                self.cuts.push(item.range);
            }
        }
        match &mut step.children {
            Some(earlier) => earlier.steps.extend(children.steps),
            None => step.children = Some(children),
        }
    }

    fn finish_step(&mut self, step: &mut CannedStep, any_of: Option<TextRange>, variants: Option<TextRange>) {
        match (&mut step.children, any_of) {
            (Some(children), Some(_)) => children.any_of = true,
            (None, Some(range)) => {
                self.problems
                    .push(TemplateProblem::syntax(range, "`any-of` is for a list: this step has none below it"));
            }
            _ => {}
        }
        if let Some(range) = variants {
            self.problems.push(no_variants(range));
        }
    }

    fn set_on_step(&mut self, step: &mut CannedStep, attribute: &Attribute<'_>) {
        match attribute.name {
            "optional" => step.optional = attribute.flag(self.problems),
            "open" => step.open = attribute.flag(self.problems),
            "verbatim" => step.verbatim = attribute.flag(self.problems),
            "any-of" | "variants" => {}
            _ => self.problems.push(misplaced_attribute(attribute, Target::Step)),
        }
    }

    fn set_on_block(&mut self, block: &mut CannedBlock, attribute: &Attribute<'_>, variants: &mut Option<TextRange>) {
        match (attribute.name, &mut block.kind) {
            ("optional", _) => block.optional = attribute.flag(self.problems),
            ("verbatim", _) => block.verbatim = attribute.flag(self.problems),
            ("any-of", CannedKind::Steps(list) | CannedKind::Bullets(list)) => {
                list.any_of = attribute.flag(self.problems)
            }
            ("any-of", _) => self.problems.push(TemplateProblem::syntax(attribute.range, "`any-of` is for a list")),
            ("variants", CannedKind::Paragraph(_)) => {
                if attribute.flag(self.problems) {
                    *variants = Some(attribute.range);
                }
            }
            ("variants", _) => {
                self.problems
                    .push(TemplateProblem::syntax(attribute.range, "only a paragraph or a step has `variants`"));
                *variants = Some(attribute.range);
            }
            _ => self.problems.push(misplaced_attribute(attribute, Target::Block)),
        }
    }

    /// The items of a list as wordings.
    fn variants(&mut self, list: &List) -> Vec<CannedText> {
        let mut variants = Vec::new();
        for item in &list.items {
            match item.blocks.first() {
                Some(Block { kind: BlockKind::Paragraph(prose), range }) => {
                    variants.push(canned_text(self.segment, prose, *range));
                }
                _ => self
                    .problems
                    .push(TemplateProblem::syntax(self.section.absolute(item.range), "a variant is a line of text")),
            }
        }
        variants
    }
}
