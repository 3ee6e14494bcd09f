//! Which sections two versions of a page share. An edit makes new objects of what it touched and of nothing else, so that
//! comparing addresses is enough.

use docent_syntax::{Difference, Page, Segment};
use std::ops::Range;
use std::sync::Arc;

/// Sections of the new page that are those of the old one, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) new: Range<usize>,
    pub(super) old: Range<usize>,
}

#[derive(Debug)]
pub(super) struct SharedSections {
    pub(super) runs: Vec<Run>,
    /// Sections of the new page that the old one does not have, ascending.
    pub(super) fresh: Vec<usize>,
    pub(super) same_headings: bool,
    pub(super) difference: Difference,
}

impl SharedSections {
    /// Nothing is known of an older page.
    pub(super) fn none(page: &Page) -> SharedSections {
        let all = 0..page.section_count();
        let difference = Difference { old: 0..0, new: all.clone() };
        SharedSections { runs: Vec::new(), fresh: all.collect(), same_headings: false, difference }
    }

    pub(super) fn between(old: &Page, new: &Page) -> SharedSections {
        let difference = old.difference(new);
        let (old, new) = (old.shared_segments(), new.shared_segments());
        let mut shared = SharedSections {
            runs: Vec::new(),
            fresh: Vec::new(),
            same_headings: old.len() == new.len(),
            difference: difference.clone(),
        };
        shared.add_run(0, 0, difference.new.start);
        if old.len() == new.len() {
            // Two places that were edited at once may have much between them that was not.
            for index in difference.new.clone() {
                if Arc::ptr_eq(&old[index], &new[index]) {
                    shared.add_run(index, index, 1);
                } else {
                    shared.fresh.push(index);
                    shared.same_headings &= has_same_heading(&old[index], &new[index]);
                }
            }
        } else {
            shared.fresh.extend(difference.new.clone());
        }
        shared.add_run(difference.old.end, difference.new.end, old.len() - difference.old.end);
        shared
    }

    /// Where a section of the old page is in the new one.
    pub(super) fn now(&self, old: usize) -> Option<usize> {
        let run = self.runs.get(self.runs.partition_point(|run| run.old.end <= old))?;
        run.old.contains(&old).then(|| run.new.start + (old - run.old.start))
    }

    /// The shared sections: their numbers in the old page and in the new one.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        self.runs.iter().flat_map(|run| run.old.clone().zip(run.new.clone()))
    }

    fn add_run(&mut self, old: usize, new: usize, length: usize) {
        match self.runs.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.old.end == old && last.new.end == new => {
                last.old.end += length;
                last.new.end += length;
            }
            _ => self.runs.push(Run { old: old..old + length, new: new..new + length }),
        }
    }
}

/// By what an alignment reads.
fn has_same_heading(old: &Segment, new: &Segment) -> bool {
    match (&old.heading, &new.heading) {
        (Some(old), Some(new)) => old.level == new.level && old.title == new.title,
        (old, new) => old.is_none() && new.is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::{Dialect, TextRange, TextSize};

    const TEXT: &str = "Lead.\n\n# A\n\na\n\n# B\n\nb\n\n# C\n\nc\n\n# D\n\nd\n";

    fn shared_after(range: Range<u32>, inserted: &str) -> (Vec<Run>, Vec<usize>, bool) {
        let page = Page::parse(TEXT, Dialect::EXTENDED);
        let mut text = TEXT.to_owned();
        text.replace_range(range.start as usize..range.end as usize, inserted);
        let replaced = TextRange::new(range.start.into(), range.end.into());
        let edited = page.edited(replaced, TextSize::of(inserted), text.as_str());
        let shared = SharedSections::between(&page, &edited);
        (shared.runs, shared.fresh, shared.same_headings)
    }

    fn run(old: Range<usize>, new: Range<usize>) -> Run {
        Run { old, new }
    }

    #[test]
    fn only_what_was_touched_is_fresh() {
        let at = |what: &str| TEXT.find(what).map_or(0, |at| at as u32);
        let b = at("b\n");
        assert_eq!(shared_after(b..b, "x"), (vec![run(0..2, 0..2), run(3..5, 3..5)], vec![2], true));
        let title = at("B");
        assert_eq!(shared_after(title..title, "x"), (vec![run(0..2, 0..2), run(3..5, 3..5)], vec![2], false));
        // A new section, and one less.
        assert_eq!(shared_after(b..b, "\n# X\n\n"), (vec![run(0..2, 0..2), run(3..5, 4..6)], vec![2, 3], false));
        let (from, to) = (at("# B"), at("# C"));
        assert_eq!(shared_after(from..to, ""), (vec![run(0..2, 0..2), run(3..5, 2..4)], vec![], false));
        // Nothing at all, and everything.
        assert_eq!(shared_after(b..b + 1, "b"), (vec![run(0..5, 0..5)], vec![], true));
        assert_eq!(shared_after(0..TEXT.len() as u32, "x"), (vec![], vec![0], false));
    }

    #[test]
    fn what_lies_between_two_edits_is_shared() {
        let (from, to) = (TEXT.find("a\n").map_or(0, |at| at as u32), TEXT.find("d\n").map_or(0, |at| at as u32));
        let between = TEXT[from as usize + 1..to as usize].to_owned();
        let (runs, fresh, same_headings) = shared_after(from..to + 1, &format!("x{between}y"));
        assert_eq!((runs, fresh), (vec![run(0..1, 0..1), run(2..4, 2..4)], vec![1, 4]));
        assert!(same_headings);
    }
}
