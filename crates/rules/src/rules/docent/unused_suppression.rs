//! `unused-suppression`: a suppression that silences nothing. Runs last, over what the other rules have found.

use crate::analysis::Analysis;
use crate::finding::{Finding, Fix, Severity};
use crate::rule::{Rule, RuleGroup};
use crate::suppression::directive::Name;
use crate::suppression::{NEVER_SUPPRESSED, Scope, Suppression, Used, page_wide};
use docent_syntax::{Page, TextEdit, TextRange, TextSize};

pub(crate) const RULE: Rule = Rule {
    id: "unused-suppression",
    group: RuleGroup::Docent,
    severity: Severity::Warning,
    summary: "A suppression silences nothing.",
    // Runs last, over the findings of the others.
    checks: &[],
    options: &[],
    docs: r####"
# unused-suppression

A comment `docent-ignore RULE: reason`, or the key `docent-ignore` of the front matter, names a rule that finds nothing
there: what was once ignored has been put right, or the comment stands at the wrong place. Left there it would hide the
next mistake.

A comment is about the next line that is neither blank nor a comment, and about the heading, paragraph or table that
begins on it; a comment beside text is about its own line.

Nothing is said of a rule that the configuration has switched off, nor in a page without a template: there it is not known
what the rule would find. The same holds for rules about links and addresses as long as the other pages are not known.

The fix removes the comment, the key, or the one name that is not needed.

~~~markdown template
---
docent: { template: recipe }
---

## Ingredients

## Steps
~~~

~~~markdown bad
## Ingredients

Flour and water.

<!-- docent-ignore empty-section: they are on a video -->
^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ unused-suppression

## Steps

Mix.
~~~

~~~markdown fixed
## Ingredients

Flour and water.

## Steps

Mix.
~~~

~~~markdown good
## Ingredients

Flour and water.

<!-- docent-ignore empty-section: they are on a video -->

## Steps
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, used: &Used, findings: &mut Vec<Finding>) {
    if analysis.template.is_none() {
        return;
    }
    for (at, suppression) in analysis.suppressions.readable(analysis.page) {
        let is_unused = |(number, name): &(usize, &Name)| {
            !used.contains(at, *number) && is_looked_for(analysis, &name.rule) && !analysis.settings.is_off(&name.rule)
        };
        let unused: Vec<(usize, &Name)> = suppression.names.iter().enumerate().filter(is_unused).collect();
        if unused.is_empty() {
            continue;
        }
        if unused.len() == suppression.names.len() {
            findings.push(all_unused(analysis.page, suppression));
            continue;
        }
        for (number, name) in unused {
            findings.push(one_unused(analysis.page, suppression, number, name));
        }
    }
}

/// Whether there is such a rule, and it could have found something. What is between pages is looked for where they are known.
fn is_looked_for(analysis: &Analysis<'_>, name: &str) -> bool {
    let Some(rule) = crate::rules::rule(name).filter(|_| !NEVER_SUPPRESSED.contains(&name)) else { return false };
    analysis.site.is_some() || rule.group != RuleGroup::Site || rule.id == "permalink-convention"
}

fn all_unused(page: &Page, suppression: &Suppression) -> Finding {
    let names: Vec<String> = suppression.names.iter().map(|name| format!("'{}'", name.rule)).collect();
    let message = format!("Nothing of {} is found {}", names.join(" or "), where_(suppression));
    let (edits, what) = match suppression.scope {
        Scope::Page => (page_wide::remove_all(page.front_matter()), "Remove 'docent-ignore'"),
        Scope::Place(_) => (vec![remove_comment(page, suppression.range)], "Remove this suppression"),
    };
    finding(suppression.range, message, what.to_owned(), edits)
}

fn one_unused(page: &Page, suppression: &Suppression, number: usize, name: &Name) -> Finding {
    let edits = match suppression.scope {
        Scope::Page => page_wide::remove_name(page.front_matter(), number),
        Scope::Place(_) => remove_name(suppression, number),
    };
    let message = format!("Nothing of '{}' is found {}", name.rule, where_(suppression));
    finding(name.range, message, format!("Remove '{}' from this suppression", name.rule), edits)
}

fn finding(range: TextRange, message: String, title: String, edits: Vec<TextEdit>) -> Finding {
    let mut finding = RULE.finding(range, message);
    finding.unnecessary = true;
    let fix = (!edits.is_empty()).then(|| Fix::safe(title, edits));
    finding.fixes(fix)
}

fn where_(suppression: &Suppression) -> &'static str {
    match suppression.scope {
        Scope::Page => "in this page",
        Scope::Place(Some(_)) => "at the place this is about",
        Scope::Place(None) => "here: nothing follows",
    }
}

/// The name with the comma that parts it from its neighbour.
fn remove_name(suppression: &Suppression, number: usize) -> Vec<TextEdit> {
    let range = |index: usize| suppression.names.get(index).map(|name| name.range);
    let Some(own) = range(number) else { return Vec::new() };
    let removed = match (range(number + 1), number.checked_sub(1).and_then(range)) {
        (Some(next), _) => TextRange::new(own.start(), next.start()),
        (None, Some(before)) => TextRange::new(before.end(), own.end()),
        (None, None) => return Vec::new(),
    };
    vec![TextEdit::delete(removed)]
}

/// The comment with its lines, where it has them for itself, and the blank line that is then one too many.
fn remove_comment(page: &Page, comment: TextRange) -> TextEdit {
    let Some(section) = page.section_at(comment.start()) else { return TextEdit::delete(comment) };
    let text = &*section.segment.text;
    let (start, end) = (usize::from(comment.start() - section.start), usize::from(comment.end() - section.start));
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return TextEdit::delete(comment) };
    let Some(line_start) = line_start(before) else { return TextEdit::delete(comment) };
    let (rest, ending) = first_line(after);
    let absolute = |start: usize, end: usize| {
        section.absolute(TextRange::new(TextSize::new(start as u32), TextSize::new(end as u32)))
    };
    if !before[line_start..].trim().is_empty() {
        let blanks = before.len() - before.trim_end_matches([' ', '\t']).len();
        return TextEdit::delete(absolute(start - blanks, end));
    }
    if !after[..rest].trim().is_empty() {
        let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
        return TextEdit::delete(absolute(start, end + blanks));
    }
    let next = end + rest + ending;
    let (next_line, next_ending) = first_line(&text[next..]);
    let is_blank_below = text[next..][..next_line].trim().is_empty();
    let above = before[..line_start].trim_end_matches([' ', '\t', '\n', '\r']);
    let is_blank_above = above.is_empty() || line_count(&before[above.len()..line_start]) != 1;
    match (is_blank_above, is_blank_below) {
        (true, true) => TextEdit::delete(absolute(line_start, next + next_line + next_ending)),
        // Without anything between them two paragraphs would become one.
        (false, false) if line_start == start => TextEdit::delete(absolute(start, end)),
        _ => TextEdit::delete(absolute(line_start, next)),
    }
}

/// Where the last line begins; `None` where it is so long that it is no use looking.
fn line_start(text: &str) -> Option<usize> {
    const LONGEST: usize = 4096;
    let tail = text.as_bytes().get(text.len().saturating_sub(LONGEST)..).unwrap_or_default();
    match tail.iter().rposition(|byte| matches!(byte, b'\n' | b'\r')) {
        Some(found) => Some(text.len() - tail.len() + found + 1),
        None => (tail.len() == text.len()).then_some(0),
    }
}

/// Line endings.
fn line_count(text: &str) -> usize {
    docent_syntax::text::lines(text).filter(|(_, ending)| *ending > 0).count()
}

/// Length of the first line, and of its ending.
fn first_line(text: &str) -> (usize, usize) {
    docent_syntax::text::lines(text).next().map_or((0, 0), |(line, ending)| (usize::from(line.end()), ending as usize))
}
