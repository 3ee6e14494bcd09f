//! Canned text: as Markdown that fixes, completion and new pages insert, and compared with the text of a page.
//!
//! LF line endings, one blank line between blocks, no guidance and no comments; placeholders stand as `{{name}}`.

use crate::contract::{CannedBlock, CannedKind, CannedList, CannedStep, CannedText, SectionSpec};
use crate::normalize::{Pattern, single_blanks, wording_key};

/// A section's heading and canned text, ending with a line ending. What is optional or open is left out.
pub fn canned_source(spec: &SectionSpec) -> String {
    let mut source = format!("{} {}\n", "#".repeat(usize::from(spec.level.clamp(1, 6))), spec.title);
    for block in spec.blocks.iter().filter(|block| !block.optional) {
        let block = canned_block_source(block);
        if !block.is_empty() {
            source.push('\n');
            source.push_str(&block);
            source.push('\n');
        }
    }
    source
}

/// One block, without a line ending at its end. Empty for a list of nothing but optional or open steps.
pub fn canned_block_source(block: &CannedBlock) -> String {
    match &block.kind {
        CannedKind::Paragraph(text) => text.source.to_string(),
        CannedKind::Steps(list) => canned_list_source(list, true),
        CannedKind::Bullets(list) => canned_list_source(list, false),
        CannedKind::Source(source) => source.to_string(),
    }
}

/// The list's steps, numbered from its first step's number on.
fn canned_list_source(list: &CannedList, numbered: bool) -> String {
    let first = list.steps.first().map_or(1, |step| step.number);
    let steps = list.steps.iter().filter(|step| !step.optional && !step.open);
    let source = |(step, number): (&CannedStep, u32)| match numbered {
        true => with_number(&step.source, number),
        false => step.source.to_string(),
    };
    let sources: Vec<String> = steps.zip(first..).map(source).collect();
    sources.join(if list.tight { "\n" } else { "\n\n" })
}

/// The source of a numbered step, `3. Text`, with another number.
pub fn with_number(source: &str, number: u32) -> String {
    format!("{number}{}", source.trim_start_matches(|c: char| c.is_ascii_digit()))
}

/// Whether a page's text is the canned wording or one of its variants. White space, final full stops and the shape of
/// quotes and dashes do not count; placeholders match any text.
pub fn same_wording(canned: &CannedText, prose_text: &str) -> bool {
    let text = wording_key(prose_text);
    wordings(canned).any(|wording| Pattern::wording(&wording_key(&wording.text)).matches(&text))
}

/// The same for a `verbatim` block: only white space does not count; placeholders match any text.
pub fn same_letters(canned: &CannedText, prose_text: &str) -> bool {
    let text = single_blanks(prose_text);
    wordings(canned).any(|wording| Pattern::wording(&single_blanks(&wording.text)).matches(&text))
}

/// The wording itself, then its variants.
pub fn wordings(canned: &CannedText) -> impl Iterator<Item = &CannedText> {
    std::iter::once(canned).chain(&canned.variants)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract::TemplateSource;
    use expect_test::expect;

    fn sources(body: &str) -> Vec<String> {
        let text = format!("---\ndocent:\n---\n{body}");
        let contract =
            crate::compile(TemplateSource { name: "a.md".into(), is_file: true, text: text.into() }, |_| None);
        assert_eq!(contract.problems, []);
        contract.sections.iter().map(canned_source).collect()
    }

    #[test]
    fn what_is_optional_is_left_out_and_steps_are_numbered_anew() {
        let body = "## A\n\nOne.\n\n<!-- docent: verbatim -->\n\nTwo.\n\n<!-- docent: optional -->\n\n3. a\n4. b\n   <!-- docent: optional -->\n5. c {{d}}\n   more\n   <!-- guidance\n   G\n   -->\n\n   * e\n   * f\n     <!-- docent: optional -->\n   * g\n6. {{h}}\n   <!-- docent: open -->\n";
        expect![[r#"
            ## A

            One.

            3. a

            4. c {{d}}
               more

               * e
               * g
        "#]]
        .assert_eq(&sources(body).concat());
    }

    #[test]
    fn code_and_attribute_lists_stay_as_they_are() {
        let body = "## A\n\nNote.\n{: .important}\n\n```json\n{\n\n  \"a\": 1 <!-- b -->\n}\n```\n\n> Quote\n\n| a |\n|---|\n\n## B\n";
        expect![[r#"
            ## A

            Note.
            {: .important}

            ```json
            {

              "a": 1 <!-- b -->
            }
            ```

            > Quote

            | a |
            |---|
            ## B
        "#]]
        .assert_eq(&sources(body).concat());
    }
}
