//! Headings of a template page that stand for headings of the author's own: `Function One`, `{task name}`. A second example beside
//! the first says no more than that there may be several.

use docent_syntax::SectionRef;

/// What a heading is to the pages made from the template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    Title,
    /// The author names it; with `repeats` there may be several.
    Example {
        repeats: bool,
    },
    /// A further example, or a part of one.
    Another,
}

/// Reads the headings in their order.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// The example that the next heading may be another one of: its level, and its words without the number.
    last: Option<(u8, Option<String>)>,
    /// Deeper headings belong to an example that is left out.
    left_out: Option<u8>,
    seen_any: bool,
}

impl Examples {
    pub(super) fn read(&mut self, section: SectionRef<'_>) -> Heading {
        let Some(heading) = &section.segment.heading else { return Heading::Title };
        let is_first = !std::mem::replace(&mut self.seen_any, true);
        if self.left_out.is_some_and(|level| heading.level > level) {
            return Heading::Another;
        }
        self.left_out = None;
        let example = Example::read(&heading.title);
        if let Some((level, kind)) = &self.last
            && *level == heading.level
            && example.as_ref().is_some_and(|example| example.kind() == kind.as_deref())
        {
            self.left_out = Some(heading.level);
            return Heading::Another;
        }
        if self.last.as_ref().is_some_and(|(level, _)| heading.level <= *level) {
            self.last = None;
        }
        match example.filter(Example::is_first) {
            Some(example) => {
                self.last = Some((heading.level, example.kind().map(str::to_owned)));
                // A page has one title.
                Heading::Example { repeats: !(is_first && heading.level == 1) }
            }
            None => Heading::Title,
        }
    }
}

enum Example {
    /// `{task name}`
    Placeholder,
    /// `Function One`: "function" and 1.
    Numbered(String, usize),
}

/// What comes in a fixed number, each of its own kind.
const FIXED: &[&str] = &[
    "phase",
    "part",
    "chapter",
    "level",
    "tier",
    "version",
    "stage",
    "appendix",
    "week",
    "day",
    "quarter",
    "release",
    "milestone",
    "step",
    "layer",
    "priority",
    "type",
    "category",
    "v",
    "table",
    "figure",
];
const ORDINALS: &[[&str; 2]] = &[["one", "1"], ["two", "2"], ["three", "3"], ["four", "4"], ["five", "5"]];

impl Example {
    fn read(title: &str) -> Option<Example> {
        let title = title.trim();
        let is_marked = [('{', '}'), ('<', '>'), ('[', ']')].iter().any(|(open, close)| {
            let inner = title.strip_prefix(*open).and_then(|rest| rest.strip_suffix(*close));
            inner.is_some_and(|inner| !inner.trim().is_empty() && !inner.contains([*open, *close]))
        });
        if is_marked {
            return Some(Example::Placeholder);
        }
        let (kind, last) = title.rsplit_once(char::is_whitespace)?;
        let last = last.trim_start_matches('#').to_lowercase();
        let number = ORDINALS.iter().position(|names| names.contains(&last.as_str()))? + 1;
        let kind = kind.trim().to_lowercase();
        // More words are a sentence: "What to do in step one".
        let is_name =
            kind.split_whitespace().count() <= 2 && kind.chars().all(|c| c.is_alphanumeric() || " -_".contains(c));
        let is_fixed = kind.split_whitespace().any(|word| FIXED.contains(&word));
        (is_name && !is_fixed).then_some(Example::Numbered(kind, number))
    }

    fn kind(&self) -> Option<&str> {
        match self {
            Example::Placeholder => None,
            Example::Numbered(kind, _) => Some(kind),
        }
    }

    fn is_first(&self) -> bool {
        matches!(self, Example::Placeholder | Example::Numbered(_, 1))
    }
}
