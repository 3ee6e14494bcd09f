//! `front-matter-syntax`: the front matter cannot be read as the generator reads it.

use crate::analysis::{Analysis, first_line};
use crate::finding::{Finding, Fix, Severity, Subject};
use crate::rule::{Check, Rule, RuleGroup};
use docent_syntax::text::apply_edits;
use docent_syntax::yaml::write::scalar_in_style;
use docent_syntax::{
    FrontMatter, FrontMatterState, TextEdit, TextRange, TextSize, YamlError, YamlRefusal, YamlSchema, YamlStyle,
    YamlTree,
};

pub(crate) const RULE: Rule = Rule {
    id: "front-matter-syntax",
    group: RuleGroup::FrontMatter,
    severity: Severity::Error,
    summary: "The front matter is not closed, does not begin at the first byte, or is not valid YAML.",
    checks: &[Check::FrontMatter(check)],
    options: &[],
    docs: r####"
# front-matter-syntax

The site generator does not read this front matter, or not all of it. Jekyll then publishes the page all the same, at its
default address and without its permalink, and every link to it breaks; or it publishes the block as text.

What goes wrong: no closing `---`; a byte order mark or a blank line before the opening `---`; an opening line of more
than three dashes; YAML that does not parse (a tab as indentation, an unquoted value with `: ` in it, a quote that is
never closed). On a Jekyll site also what is valid YAML and Jekyll refuses all the same, with the whole block: a value that begins
with a colon (`:rocket: News` is a symbol of Ruby), a tag of a class of Ruby, a tab after the `-` of a list.

Where the repair is beyond doubt, the fix is safe. Closing a block is not: docent can only guess where it ends. Until it is
closed, no other fix of the page is safe, either.

~~~markdown bad
---
pagename: Users API: overview
          ^^^^^^^^^^^^^^^^^^^ front-matter-syntax
---

Text.
~~~

~~~markdown fixed
---
pagename: "Users API: overview"
---

Text.
~~~

~~~markdown good
---
pagename: Users API
---

Text.
~~~
"####,
};

pub(crate) fn check(analysis: &Analysis<'_>, findings: &mut Vec<Finding>) {
    let front_matter = analysis.page.front_matter();
    findings.extend(block(analysis, front_matter).map(|finding| finding.about(Subject::FrontMatter)));
    if let Some(error) = &front_matter.yaml.error {
        findings.push(
            RULE.finding(
                visible(front_matter, error.range),
                format!("The front matter is not valid YAML: {}", error.message),
            )
            .about(Subject::FrontMatter)
            .fixes(yaml_fix(front_matter, error)),
        );
    } else if let Some(refusal) = front_matter.yaml.refusal(analysis.yaml) {
        findings.push(
            RULE.finding(
                first_line(&front_matter.text, refusal.range),
                format!("The site's generator cannot read this front matter: it {}", refusal.message),
            )
            .about(Subject::FrontMatter)
            .fixes(refusal_fix(front_matter, &refusal, analysis.yaml)),
        );
    } else if let Some(root) = &front_matter.yaml.root
        && !matches!(root.kind, docent_syntax::YamlKind::Mapping(_))
    {
        let range = first_line(&front_matter.text, root.range);
        let message = "The front matter must be a list of 'key: value' lines";
        findings.push(RULE.finding(range, message).about(Subject::FrontMatter));
    }
}

/// What is wrong with the block as such.
fn block(analysis: &Analysis<'_>, front_matter: &FrontMatter) -> Option<Finding> {
    let opening = front_matter.opening;
    let before_opening = TextRange::new(TextSize::new(0), opening.start());
    match front_matter.state {
        FrontMatterState::Absent | FrontMatterState::Closed => None,
        FrontMatterState::Unclosed => {
            let ending = analysis.line_ending().as_str();
            let starts_line = front_matter.text.is_empty() || front_matter.text.ends_with(['\n', '\r']);
            let text = if starts_line { format!("---{ending}") } else { format!("{ending}---{ending}") };
            let fix = Fix::unsafe_("Close the front matter", vec![TextEdit::insert(front_matter.range.end(), text)]);
            Some(RULE.finding(opening, "The front matter is never closed: a line '---' must end it").fixes([fix]))
        }
        FrontMatterState::AfterByteOrderMark => Some(
            RULE.finding(
                opening,
                "A byte order mark stands before the front matter, so the generator takes it as text",
            )
            .fixes([Fix::safe("Remove the byte order mark", vec![TextEdit::delete(before_opening)])]),
        ),
        FrontMatterState::AfterBlankLines => Some(
            RULE.finding(opening, "Blank lines stand before the front matter, so the generator takes it as text")
                .fixes([Fix::safe("Remove the blank lines", vec![TextEdit::delete(before_opening)])]),
        ),
        FrontMatterState::LongOpening => Some(
            RULE.finding(opening, "Front matter opens with exactly three dashes, '---'")
                .fixes([Fix::safe("Open the front matter with '---'", vec![TextEdit::replace(opening, "---")])]),
        ),
    }
}

/// The error's range, or the line it lies in where the range is empty.
fn visible(front_matter: &FrontMatter, range: TextRange) -> TextRange {
    if !range.is_empty() {
        return range;
    }
    front_matter.closing.filter(|closing| closing.start() == range.start()).unwrap_or(range)
}

/// A repair of the line the error is in, offered only if the block is valid YAML afterwards.
fn yaml_fix(front_matter: &FrontMatter, error: &YamlError) -> Option<Fix> {
    let text = &*front_matter.text;
    let (line, _) = docent_syntax::text::lines(text).filter(|(line, _)| line.start() <= error.range.start()).last()?;
    let place = &text[error.range];
    if !place.is_empty() && place.chars().all(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r')) {
        let edit = TextEdit::delete(error.range);
        return parses_after(front_matter, &edit).then(|| Fix::unsafe_("Remove the character", vec![edit]));
    }
    let candidates = [
        tab_indentation(text, line).map(|edit| ("Indent with blanks", edit)),
        quoted_value(text, line).map(|edit| ("Put the value in quotes", edit)),
    ];
    candidates
        .into_iter()
        .flatten()
        .find(|(_, edit)| parses_after(front_matter, edit))
        .map(|(title, edit)| Fix::safe(title, vec![edit]))
}

fn parses_after(front_matter: &FrontMatter, edit: &TextEdit) -> bool {
    tree_after(front_matter, edit).is_some_and(|tree| tree.error.is_none())
}

fn tree_after(front_matter: &FrontMatter, edit: &TextEdit) -> Option<YamlTree> {
    let content = front_matter.content;
    let inside = content.contains_range(edit.range).then(|| edit.range - content.start())?;
    let source = front_matter.text.get(std::ops::Range::<usize>::from(content))?;
    let edited = apply_edits(source, &[TextEdit::replace(inside, edit.new_text.clone())])?;
    Some(YamlTree::parse(&edited, content.start()))
}

/// Quotes for what is hardly meant as anything but text, and blanks where the generator's reader wants them and others do not
/// care. What else it refuses in the block comes after.
fn refusal_fix(front_matter: &FrontMatter, refusal: &YamlRefusal, yaml: YamlSchema) -> Option<Fix> {
    let reads_further = |tree: &YamlTree| {
        let next = tree.refusal(yaml).is_none_or(|next| next.range.start() > refusal.range.start());
        tree.error.is_none() && next
    };
    let source = front_matter.text.get(std::ops::Range::<usize>::from(refusal.range))?;
    if refusal.can_be_quoted {
        let edit = TextEdit::replace(refusal.range, scalar_in_style(source, YamlStyle::DoubleQuoted));
        let reads = tree_after(front_matter, &edit).is_some_and(|tree| reads_further(&tree));
        return reads.then(|| Fix::safe("Put the value in quotes", vec![edit]));
    }
    let edit = match source {
        "\t" => TextEdit::replace(refusal.range, " "),
        _ => TextEdit::insert(refusal.range.end(), " "),
    };
    let tree = tree_after(front_matter, &edit)?;
    let is_same = tree.to_json() == front_matter.yaml.to_json();
    let title = if source == "\t" { "Replace the tab by a blank" } else { "Insert a blank" };
    (is_same && reads_further(&tree)).then(|| Fix::safe(title, vec![edit]))
}

fn tab_indentation(text: &str, line: TextRange) -> Option<TextEdit> {
    let source = &text[line];
    let indentation = &source[..source.len() - source.trim_start_matches([' ', '\t']).len()];
    let range = TextRange::at(line.start(), TextSize::of(indentation));
    indentation.contains('\t').then(|| TextEdit::replace(range, indentation.replace('\t', "  ")))
}

/// `key: a: b # why` with its value in double quotes, and the comment after them.
fn quoted_value(text: &str, line: TextRange) -> Option<TextEdit> {
    let source = &text[line];
    let colon = source.find(": ")?;
    let rest = &source[colon + 2..];
    let start = colon + 2 + rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let value = before_comment(&source[start..]).trim_end_matches([' ', '\t']);
    if value.is_empty() || value.starts_with(['"', '\'', '[', '{', '|', '>', '&', '*', '!', '#']) || is_item(value) {
        return None;
    }
    // A `#` in quotes, in code, after a colon or before a word may be part of the text as well.
    let comment = &source[start + value.len()..].trim_start_matches([' ', '\t']);
    let is_open = |mark: char| value.matches(mark).count() % 2 == 1;
    if !comment.is_empty()
        && (!is_comment(comment) || value.ends_with(':') || ['"', '\'', '`'].into_iter().any(is_open))
    {
        return None;
    }
    let range = TextRange::at(line.start() + TextSize::new(start as u32), TextSize::of(value));
    Some(TextEdit::replace(range, scalar_in_style(value, YamlStyle::DoubleQuoted)))
}

/// `- a`: an item of a list, which belongs on a line of its own.
fn is_item(value: &str) -> bool {
    value.strip_prefix(['-', '?']).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
}

/// `# why` or a row of `#`, but not `#5`.
fn is_comment(source: &str) -> bool {
    source.trim_start_matches('#').chars().next().is_none_or(char::is_whitespace)
}

/// What stands before a comment: a `#` after a blank or a tab begins one, in a plain value too.
fn before_comment(source: &str) -> &str {
    let begins = |(at, _): &(usize, &str)| source[..*at].ends_with([' ', '\t']);
    source.match_indices('#').find(begins).map_or(source, |(at, _)| &source[..at])
}
