//! A selection of rules: all, or some by name, without those that are excluded.
//!
//! It selects among findings after a check. The check itself always runs every rule, so that what one rule says about
//! another (`unused-suppression`) does not depend on the selection.

use std::collections::BTreeSet;

/// The default selects every rule.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RuleFilter {
    /// Empty: all rules.
    only: BTreeSet<&'static str>,
    excluded: BTreeSet<&'static str>,
}

impl RuleFilter {
    /// The rules `only` (all if there is none), without those `excluded`.
    pub fn new(
        only: impl IntoIterator<Item = &'static str>,
        excluded: impl IntoIterator<Item = &'static str>,
    ) -> RuleFilter {
        RuleFilter { only: only.into_iter().collect(), excluded: excluded.into_iter().collect() }
    }

    pub fn selects(&self, rule: &str) -> bool {
        (self.only.is_empty() || self.only.contains(rule)) && !self.excluded.contains(rule)
    }

    /// Whether the rule is selected by its name, not only because all rules are.
    pub fn names(&self, rule: &str) -> bool {
        self.only.contains(rule) && self.selects(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exclusion_wins() {
        let all = RuleFilter::default();
        assert!(all.selects("missing-key") && !all.names("missing-key"));
        let some = RuleFilter::new(["missing-key", "key-order"], ["key-order", "empty-value"]);
        let selected = ["missing-key", "key-order", "empty-value", "broken-link"].map(|rule| some.selects(rule));
        assert_eq!(selected, [true, false, false, false]);
        assert!(some.names("missing-key") && !some.names("key-order"));
    }
}
