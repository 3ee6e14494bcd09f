//! A page's text while it is written, and the places in it where findings are expected. Knows no rule.

use serde_json::{Value, json};
use std::ops::Range;

/// A finding that must be there.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expected {
    /// From the site's root, with `/`.
    pub path: String,
    pub rule: String,
    /// 0-based line and UTF-16 column.
    pub start: (u32, u32),
    /// The first place that does not belong to it any more.
    pub end: (u32, u32),
}

impl Expected {
    /// The shape of `docent check --format json`.
    pub fn to_json(&self) -> Value {
        let place = |(line, character): (u32, u32)| json!({ "line": line, "character": character });
        let range = json!({ "start": place(self.start), "end": place(self.end) });
        json!({ "path": self.path, "rule": self.rule, "range": range })
    }

    /// The reverse; `None` for anything else.
    pub fn from_json(finding: &Value) -> Option<Expected> {
        let number = |place: &Value, key: &str| u32::try_from(place[key].as_u64()?).ok();
        let place = |place: &Value| Some((number(place, "line")?, number(place, "character")?));
        Some(Expected {
            path: finding["path"].as_str()?.to_owned(),
            rule: finding["rule"].as_str()?.to_owned(),
            start: place(&finding["range"]["start"])?,
            end: place(&finding["range"]["end"])?,
        })
    }
}

/// How a page's lines end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LineEnds {
    Lf,
    CrLf,
    /// Every third line ends with CRLF.
    Mixed,
}

/// Text with marks. Lines are written with LF.
#[derive(Debug, Default)]
pub(super) struct PageText {
    pub(super) text: String,
    marks: Vec<(Range<usize>, &'static str)>,
}

impl PageText {
    pub(super) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Text that a rule finds something wrong with, all of it and nothing besides.
    pub(super) fn push_marked(&mut self, rule: &'static str, text: &str) {
        let start = self.text.len();
        self.text.push_str(text);
        self.mark(start..self.text.len(), rule);
    }

    /// A finding on these bytes of [`PageText::text`].
    pub(super) fn mark(&mut self, range: Range<usize>, rule: &'static str) {
        self.marks.push((range, rule));
    }

    /// The text with its line ends, and what is expected in it, sorted.
    pub(super) fn finish(self, path: &str, ends: LineEnds) -> (String, Vec<Expected>) {
        let mut expected: Vec<Expected> = self
            .marks
            .iter()
            .map(|(range, rule)| Expected {
                path: path.to_owned(),
                rule: (*rule).to_owned(),
                start: place(&self.text, range.start),
                end: place(&self.text, range.end),
            })
            .collect();
        expected.sort();
        let text = match ends {
            LineEnds::Lf => self.text,
            LineEnds::CrLf => self.text.replace('\n', "\r\n"),
            LineEnds::Mixed => {
                let lines = self.text.split_inclusive('\n').enumerate();
                lines.map(|(at, line)| if at % 3 == 2 { line.replace('\n', "\r\n") } else { line.to_owned() }).collect()
            }
        };
        (text, expected)
    }
}

fn place(text: &str, offset: usize) -> (u32, u32) {
    let before = &text[..offset];
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default().encode_utf16().count();
    (line as u32, column as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_do_not_depend_on_line_ends() {
        for ends in [LineEnds::Lf, LineEnds::CrLf, LineEnds::Mixed] {
            let mut page = PageText::default();
            page.push("one\ntwo\nthree\nfour\n🎉 é ");
            page.push_marked("a-rule", "here");
            let (text, expected) = page.finish("a.md", ends);
            assert_eq!(text.contains('\r'), ends != LineEnds::Lf);
            let found = Expected { path: "a.md".into(), rule: "a-rule".into(), start: (4, 5), end: (4, 9) };
            assert_eq!(expected, std::slice::from_ref(&found));
            assert_eq!(Expected::from_json(&found.to_json()), Some(found));
        }
    }
}
