//! The keyword `pattern`, with a bound on what a value can cost, and without the library's habit of saying nothing of a value that
//! reaches it.
//!
//! A pattern without look-around and back-references takes time in proportion to the value. One with them is matched by backtracking,
//! which may take exponential time; it is given up after a number of steps, and then it is unknown whether the value matches. A schema is
//! evaluated under both assumptions: what is found under both stands, and each value that could not be decided is named.

use fancy_regex::{Regex, RegexBuilder};
use jsonschema::paths::Location;
use jsonschema::{Keyword, ValidationError};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// Steps of backtracking for one value; less for those after the first [`UNDECIDED_AT_FULL_COST`] undecided ones of a front matter.
const MAX_BACKTRACKS: usize = 100_000;
const MAX_BACKTRACKS_OF_MANY: usize = 1_000;
const UNDECIDED_AT_FULL_COST: usize = 32;

/// Size of one compiled pattern, in bytes.
pub(super) const MAX_COMPILED_BYTES: usize = 4 << 20;

/// What the evaluation on this thread assumes, and what it could not decide.
#[derive(Default)]
struct Evaluation {
    assumes_match: bool,
    undecided: Vec<Undecided>,
}

/// A value of which it is unknown whether it matches a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Undecided {
    /// The value's address in the JSON that was evaluated; that of a key that is matched by `propertyNames` is not among them.
    pub(super) value: *const Value,
    pub(super) pattern: Box<str>,
}

thread_local! {
    static EVALUATION: RefCell<Evaluation> = RefCell::default();
}

/// Runs `evaluate` under an assumption about values that cannot be decided, and says which these were, each once.
pub(super) fn assuming<T>(assumes_match: bool, evaluate: impl FnOnce() -> T) -> (T, Vec<Undecided>) {
    EVALUATION.set(Evaluation { assumes_match, undecided: Vec::new() });
    let result = evaluate();
    let mut undecided: Vec<Undecided> = Vec::new();
    for value in EVALUATION.take().undecided {
        if !undecided.contains(&value) {
            undecided.push(value);
        }
    }
    (result, undecided)
}

pub(super) struct Pattern {
    source: Box<str>,
    regex: Regex,
    /// The same with [`MAX_BACKTRACKS_OF_MANY`].
    cheap: Regex,
}

/// The library's factory for a keyword.
pub(super) fn pattern_keyword<'a>(
    _parent: &'a Map<String, Value>,
    value: &'a Value,
    _path: Location,
) -> Result<Box<dyn for<'i> Keyword<'i>>, ValidationError<'a>> {
    let invalid = || ValidationError::schema("does not have the form of a `regex`");
    let source = value.as_str().ok_or_else(invalid)?;
    let translated = jsonschema_regex::to_rust_regex(source).map_err(|()| invalid())?;
    let compile = |backtracks: usize| {
        let mut builder = RegexBuilder::new(&translated);
        builder.backtrack_limit(backtracks).delegate_size_limit(MAX_COMPILED_BYTES).build().map_err(|error| {
            let is_too_large = format!("{error:?}").contains("SizeLimit");
            if is_too_large { ValidationError::schema("is too large when it is compiled") } else { invalid() }
        })
    };
    let (regex, cheap) = (compile(MAX_BACKTRACKS)?, compile(MAX_BACKTRACKS_OF_MANY)?);
    Ok(Box::new(Pattern { source: source.into(), regex, cheap }))
}

impl Pattern {
    fn matches(&self, instance: &Value) -> bool {
        let Some(text) = instance.as_str() else { return true };
        EVALUATION.with_borrow_mut(|evaluation| {
            let regex = if evaluation.undecided.len() < UNDECIDED_AT_FULL_COST { &self.regex } else { &self.cheap };
            regex.is_match(text).unwrap_or_else(|_| {
                evaluation.undecided.push(Undecided { value: instance, pattern: self.source.clone() });
                evaluation.assumes_match
            })
        })
    }
}

impl<'i> Keyword<'i> for Pattern {
    fn validate(&self, instance: &'i Value) -> Result<(), ValidationError<'i>> {
        match self.matches(instance) {
            true => Ok(()),
            false => Err(ValidationError::custom(format!("does not match the pattern `{}`", self.source))),
        }
    }

    fn is_valid(&self, instance: &'i Value) -> bool {
        self.matches(instance)
    }
}
