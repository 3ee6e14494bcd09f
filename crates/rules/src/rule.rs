//! What a rule is: metadata, and the function that checks.

use crate::analysis::Analysis;
use crate::analysis::links::LinkContext;
use crate::analysis::section::SectionAnalysis;
use crate::finding::{Finding, Severity};
use crate::rule_option::RuleOption;
use docent_syntax::{SectionRef, TextRange};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleGroup {
    FrontMatter,
    Sections,
    Steps,
    Site,
    Docent,
}

impl RuleGroup {
    /// The group's heading in lists.
    pub fn title(self) -> &'static str {
        match self {
            RuleGroup::FrontMatter => "Front matter",
            RuleGroup::Sections => "Sections",
            RuleGroup::Steps => "Steps",
            RuleGroup::Site => "Site",
            RuleGroup::Docent => "Docent itself",
        }
    }
}

/// A rule's metadata.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// Kebab-case; stable for ever.
    pub id: &'static str,
    pub group: RuleGroup,
    /// The default; the configuration can change it.
    pub severity: Severity,
    /// One line: what it finds.
    pub summary: &'static str,
    /// The functions that find it; none for a rule that is found where files are read, or along with another rule.
    pub checks: &'static [Check],
    /// What the configuration can set besides the severity; read with [`crate::RuleSettings`].
    pub options: &'static [RuleOption],
    /// The rule's page, Markdown: what, why, bad, good, fix. Its examples run as tests.
    pub docs: &'static str,
}

impl Rule {
    /// The rule's page, with a table of its options below the heading `Options`.
    pub fn page(&self) -> String {
        let docs = self.docs.trim();
        if self.options.is_empty() {
            return docs.to_owned();
        }
        let row = |option: &RuleOption| {
            let (name, of_type, default) = (option.name(), option.type_name(), option.default_text());
            format!("| `{name}` | {of_type} | {default} | {} |\n", option.description())
        };
        let rows: String = self.options.iter().map(row).collect();
        let heading = "\n## Options\n";
        docs.replacen(
            heading,
            &format!("{heading}\n| option | type | default | what it sets |\n| --- | --- | --- | --- |\n{rows}"),
            1,
        )
    }

    /// A finding of this rule with its default severity. `range` is in bytes of the page, or of the section for a check of sections.
    pub fn finding(&self, range: TextRange, message: impl Into<String>) -> Finding {
        Finding::new(self.id, self.severity, range, message)
    }
}

/// What a rule reads, and so when it runs: after an edit, only for what has changed since the last check.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// Reads the front matter, the template, and nothing of the text (but for how its lines end).
    FrontMatter(fn(&Analysis<'_>, &mut Vec<Finding>)),
    /// Reads one section, and what it is to the template.
    Section(fn(&SectionAnalysis<'_>, &mut Vec<Finding>)),
    /// Reads the links of one section, the ids of the page, and the site's index.
    Links(fn(&LinkContext<'_>, SectionRef<'_>, &mut Vec<Finding>)),
    /// Reads the whole analysis and runs after every edit: it must not walk through the text.
    Page(fn(&Analysis<'_>, &mut Vec<Finding>)),
}
