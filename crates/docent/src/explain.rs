//! `docent explain`: what a rule finds, why, and how it is repaired.

use crate::output::stdout;
use crate::rule_arguments::unknown_rule;
use anyhow::bail;
use clap::Args;
use docent_rules::{RULES, Rule, RuleGroup, rule};
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
            Some(rule) => writeln!(out, "{}", rule.page())?,
            None => bail!(unknown_rule(id)),
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
