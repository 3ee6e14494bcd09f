//! `--rule` and `--exclude-rule`: the rules a command is about.

use clap::Args;
use docent_rules::{RULES, Rule, RuleFilter, rule};

#[derive(Debug, Args)]
pub(crate) struct RuleArguments {
    /// Only findings of this rule; can be given more than once, or as a list with commas.
    #[arg(long = "rule", value_name = "RULE", value_delimiter = ',', value_parser = parse_rule)]
    only: Vec<&'static str>,

    /// No findings of this rule; can be given more than once, or as a list with commas. Wins over --rule.
    #[arg(long = "exclude-rule", value_name = "RULE", value_delimiter = ',', value_parser = parse_rule)]
    excluded: Vec<&'static str>,
}

impl RuleArguments {
    pub(crate) fn filter(&self) -> RuleFilter {
        RuleFilter::new(self.only.iter().copied(), self.excluded.iter().copied())
    }
}

fn parse_rule(id: &str) -> Result<&'static str, String> {
    rule(id.trim()).map(|rule| rule.id).ok_or_else(|| unknown_rule(id.trim()))
}

/// "there is no rule 'x'", with the nearest ids.
pub(crate) fn unknown_rule(id: &str) -> String {
    let lower: String = id.to_lowercase().chars().take(64).collect();
    let score = |rule: &Rule| {
        let similarity = strsim::jaro_winkler(&lower, rule.id);
        // `section` means one of the rules with that word in them.
        let shares_word = lower.split(['-', '_']).any(|word| word.len() > 3 && rule.id.contains(word));
        if shares_word { similarity.max(0.8) } else { similarity }
    };
    let mut near: Vec<(f64, &str)> =
        RULES.iter().map(|rule| (score(rule), rule.id)).filter(|(score, _)| *score >= 0.8).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<String> = near.iter().take(3).map(|(_, id)| format!("'{id}'")).collect();
    let advice = match names.is_empty() {
        true => "'docent explain' lists all of them".to_owned(),
        false => format!("did you mean {}?", names.join(" or ")),
    };
    format!("there is no rule '{id}'; {advice}")
}
