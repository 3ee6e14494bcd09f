//! What an editor may show inside the text without it being there: the page's template, and the address that a page
//! should have where it has another one or none. For those who switch them on.

use docent_rules::edits::keys::{derived_value, is_empty_value};
use docent_rules::input::CheckInput;
use docent_syntax::{TextRange, TextSize};
use docent_template::Contract;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InlayHint {
    /// Where it is shown: directly before this byte.
    pub offset: TextSize,
    pub label: String,
    pub tooltip: String,
}

/// The hints inside `range`, in order.
pub fn inlay_hints(input: &CheckInput<'_>, range: TextRange) -> Vec<InlayHint> {
    let Some(contract) = input.contract else { return Vec::new() };
    if !input.page.front_matter().is_present() {
        return Vec::new();
    }
    let mut hints = vec![template(input, contract)];
    hints.extend(derived_values(input, contract));
    hints.retain(|hint| range.contains_inclusive(hint.offset));
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn template(input: &CheckInput<'_>, contract: &Contract) -> InlayHint {
    let title = if contract.title.trim().is_empty() { &contract.id } else { &contract.title };
    InlayHint {
        offset: input.page.front_matter().opening.end(),
        label: format!("template: {title}"),
        tooltip: format!("The page is checked against the template {}", contract.id),
    }
}

/// What the derived values should be, where they are something else.
fn derived_values(input: &CheckInput<'_>, contract: &Contract) -> Vec<InlayHint> {
    let front_matter = input.page.front_matter();
    let hint = |key: &docent_template::KeySpec| {
        let entry = front_matter.yaml.find(&key.name, input.yaml)?.own()?;
        let derivation = key.derive.as_ref()?;
        let derived = derived_value(contract, key, front_matter, input.yaml)?;
        let found = entry.value.as_str().unwrap_or_default().trim().trim_start_matches('/');
        if found == derived && !is_empty_value(&entry.value) {
            return None;
        }
        Some(InlayHint {
            offset: entry.range.end().max(entry.value.range.end()),
            label: format!("→ {derived}"),
            tooltip: format!("By the rule {}", derivation.pattern),
        })
    };
    contract.front_matter.keys.iter().filter_map(hint).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_rules::input::RuleSettings;
    use docent_syntax::{Dialect, Page};
    use docent_template::embedded;
    use expect_test::expect;

    fn seen(text: &str) -> String {
        let set = embedded::set("liveperson").expect("it is embedded");
        let mut page_text = text.to_owned();
        let page = Page::parse(text, Dialect::EXTENDED);
        let settings = RuleSettings::default();
        let contract = set.get("overview").map(|contract| &**contract);
        let input = CheckInput {
            page: &page,
            path: "a.md",
            contract,
            settings: &settings,
            yaml: Default::default(),
            site: None,
        };
        for hint in inlay_hints(&input, TextRange::up_to(page.len())).iter().rev() {
            page_text.insert_str(hint.offset.into(), &format!("‹{}›", hint.label));
        }
        page_text.replace("\r\n", "\n")
    }

    #[test]
    fn template_and_address() {
        expect![[r#"
            ---‹template: API overview›
            pagename: Ö 😀
            permalink: b.html‹→ ö-😀.html› # c
            ---
        "#]]
        .assert_eq(&seen("---\npagename: Ö 😀\npermalink: b.html # c\n---\n"));
        expect![[r#"
            ---‹template: API overview›
            pagename: B
            permalink:‹→ b.html›
            ---
        "#]]
        .assert_eq(&seen("---\r\npagename: B\r\npermalink:\r\n---\r\n"));
        expect![[r#"
            ---‹template: API overview›
            pagename: B
            permalink: b.html
            ---
        "#]]
        .assert_eq(&seen("---\npagename: B\npermalink: b.html\n---\n"));
        expect![[r#"
            ---‹template: API overview›
            pagename: Your page title here
            permalink: c.html‹→ overview.html›
            ---
        "#]]
        .assert_eq(&seen("---\npagename: Your page title here\npermalink: c.html\n---\n"));
        expect![[r#"
            ---‹template: API overview›
            pagename: [
        "#]]
        .assert_eq(&seen("---\npagename: [\n"));
        assert_eq!(seen("text"), "text");
    }
}
