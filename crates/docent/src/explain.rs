//! `docent explain`: what a rule finds, why, and how it is repaired.

use crate::output::stdout;
use anyhow::bail;
use clap::Args;
use docent_ide::{RULES, Rule, RuleGroup, rule};
use std::io::Write;
use std::process::ExitCode;

/// Explain a rule; without one, list all rules.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The rule's id, such as missing-section.
    rule: Option<String>,
}

const GROUPS: [(RuleGroup, &str); 5] = [
    (RuleGroup::FrontMatter, "Front matter"),
    (RuleGroup::Sections, "Sections"),
    (RuleGroup::Steps, "Steps"),
    (RuleGroup::Site, "Site"),
    (RuleGroup::Docent, "Docent itself"),
];

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let mut out = stdout();
    match &arguments.rule {
        None => write_list(&mut out)?,
        Some(id) => match rule(id) {
            Some(rule) => writeln!(out, "{}", rule.docs.trim())?,
            None => bail!("there is no rule '{id}'{}", near_rules(id)),
        },
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn write_list(out: &mut impl Write) -> std::io::Result<()> {
    let width = RULES.iter().map(|rule| rule.id.len()).max().unwrap_or_default();
    let mut first = true;
    for (group, title) in GROUPS {
        let rules: Vec<&Rule> = RULES.iter().copied().filter(|rule| rule.group == group).collect();
        if rules.is_empty() {
            continue;
        }
        if !first {
            writeln!(out)?;
        }
        first = false;
        writeln!(out, "{title}")?;
        for rule in rules {
            writeln!(out, "  {:width$}  {:7}  {}", rule.id, rule.severity.as_str(), rule.summary)?;
        }
    }
    Ok(())
}

/// `; did you mean …?` with the nearest ids.
fn near_rules(id: &str) -> String {
    let wanted: String = id.to_lowercase().chars().take(64).collect();
    let score = |rule: &Rule| {
        let similarity = strsim::jaro_winkler(&wanted, rule.id);
        // `section` means one of the rules with that word in them.
        let shares_word = wanted.split(['-', '_']).any(|word| word.len() > 3 && rule.id.contains(word));
        if shares_word { similarity.max(0.8) } else { similarity }
    };
    let mut near: Vec<(f64, &str)> =
        RULES.iter().map(|rule| (score(rule), rule.id)).filter(|(s, _)| *s >= 0.8).collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0));
    let names: Vec<String> = near.iter().take(3).map(|(_, id)| format!("'{id}'")).collect();
    match names.is_empty() {
        true => "; 'docent explain' lists all of them".to_owned(),
        false => format!("; did you mean {}?", names.join(" or ")),
    }
}
