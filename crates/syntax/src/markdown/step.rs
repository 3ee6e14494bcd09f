//! One step through a body: from the start of a segment to the start of the next.
//!
//! A step is a function of the text from its start up to its reach, and of nothing else (but for the dialect and for what labels stand for).
//! That is what makes an incremental parse equal to one from scratch: a step whose text has not changed need not be
//! repeated. It must never look beyond its reach, and never behind its start.

use super::blocks::{Built, Stacks, build};
use super::mask::{Candidate, Mask, MaskBuffer};
use super::{Reader, Segment};
use crate::work::{Work, count};

/// Below this, what looks like a heading in a fence is no reason to try.
const WEAK: usize = 512;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Lead,
    /// Begins with its heading.
    Section,
}

pub(crate) struct Step {
    pub(crate) segment: Segment,
    /// How far the step looked, in bytes from its start. More than the text's length where it mattered that it ends.
    pub(crate) reach: usize,
    /// The labels it looked up, normalized.
    pub(crate) looked_up: Vec<String>,
}

/// Room to work in: made once for all steps through a page, so that not each of them allocates. What a step
/// finds does not depend on it.
#[derive(Default)]
pub(crate) struct Scratch {
    mask: MaskBuffer,
    stacks: Stacks,
}

/// Parses the segment at the start of `text`. `complete` says whether `text` goes to the end of the page; if it does not,
/// it ends with a line ending, and the result may be `None`: more text is needed.
pub(crate) fn step(text: &str, complete: bool, role: Role, reader: Reader<'_>, scratch: &mut Scratch) -> Option<Step> {
    count(Work::SegmentsParsed, 1);
    let mut mask = Mask::new(text, reader.dialect, &mut scratch.mask);
    let mut tried = 0;
    loop {
        let at_end = read_to_candidate(&mut mask, tried, role);
        if at_end && !complete {
            return None;
        }
        let read = &text[..mask.at()];
        count(Work::BytesParsed, read.len());
        let built = build(mask.read(), role == Role::Section, reader, &mut scratch.stacks);
        if at_end || built.next_heading.is_some() {
            // A last line would be continued by more text, a CR joined by an LF.
            let is_complete = read.ends_with('\n') && !at_end;
            let reach = if is_complete { read.len() } else { read.len() + 1 };
            return Some(finish(built, read, reach));
        }
        tried = mask.at();
    }
}

/// Masks lines up to and with one that may be the next heading. Each try is at least twice as long as the one before,
/// so that a fence full of what looks like headings costs no more than a few times its length. Returns whether the end
/// of the text was reached.
fn read_to_candidate(mask: &mut Mask<'_, '_>, tried: usize, role: Role) -> bool {
    loop {
        let first_line = mask.at() == 0;
        let Some(candidate) = mask.next_line() else { return true };
        let enough = match candidate {
            Candidate::No => false,
            Candidate::Strong => mask.at() >= 2 * tried && !(first_line && role == Role::Section),
            Candidate::Weak => mask.at() >= (2 * tried).max(WEAK),
        };
        if enough {
            return false;
        }
    }
}

fn finish(built: Built, read: &str, reach: usize) -> Step {
    let end = built.next_heading.unwrap_or(read.len());
    let segment = Segment {
        text: read[..end].into(),
        heading: built.heading,
        blocks: built.blocks,
        links: built.collected.links,
        comments: built.collected.comments,
        definitions: built.definitions,
        anchors: built.collected.anchors,
        open: built.open,
    };
    Step { segment, reach, looked_up: built.looked_up }
}
