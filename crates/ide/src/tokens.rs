//! What an editor's own colours do not tell: placeholders that the template left in a page, and the words of the template
//! format in a template page. Tokens lie on one line each and never overlap.

mod directives;

use docent_rules::edits::placeholders::placeholders_in;
use docent_rules::rules::front_matter::template_placeholder::placeholder_names;
use docent_rules::suppression::KEY;
use docent_syntax::{Page, SectionRef, TextRange, TextSize, YamlEntry, YamlKind, YamlNode};
use docent_template::Contract;
use std::collections::HashSet;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    pub range: TextRange,
    pub kind: TokenKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// `{{service name}}`
    Placeholder,
    /// `docent:`, `guidance`, `docent-ignore`, `x-docent-role`
    Keyword,
    /// The name of an attribute, or the rule that is ignored.
    Attribute,
    /// An attribute's value.
    Value,
}

/// What a page is coloured by.
#[derive(Debug, Clone, Copy)]
pub enum Coloring<'c> {
    /// A page: the template's placeholders, and comments to docent.
    Page(Option<&'c Contract>),
    /// A template page: all placeholders, and the directives.
    Template,
}

/// The tokens that touch `range`, in order.
pub fn tokens(page: &Page, coloring: Coloring<'_>, range: TextRange) -> Vec<Token> {
    let names = Names::of(coloring);
    let mut tokens = Vec::new();
    if range.start() < page.front_matter().range.end() {
        front_matter(page, coloring, &names, &mut tokens);
    }
    let first = page.section_at(range.start()).map_or(0, |section| section.index);
    for section in (first..page.section_count()).map(|index| page.section(index)) {
        if section.start > range.end() {
            break;
        }
        body(section, coloring, &names, &mut tokens);
    }
    tokens.retain(|token| token.range.intersect(range).is_some());
    in_order(tokens)
}

/// Of two that overlap the first one stays.
fn in_order(mut tokens: Vec<Token>) -> Vec<Token> {
    tokens.sort_by_key(|token| (token.range.start(), std::cmp::Reverse(token.range.end())));
    let mut end = TextSize::new(0);
    tokens.retain(|token| {
        let is_free = token.range.start() >= end && !token.range.is_empty();
        if is_free {
            end = token.range.end();
        }
        is_free
    });
    tokens
}

fn body(section: SectionRef<'_>, coloring: Coloring<'_>, names: &Names<'_>, tokens: &mut Vec<Token>) {
    let text = &*section.segment.text;
    for comment in &section.segment.comments {
        if let Some(content) = text.get(std::ops::Range::<usize>::from(comment.content)) {
            directives::comment(content, section.absolute(comment.content).start(), coloring, tokens);
        }
    }
    names.tokens_in(text, section.start, tokens);
}

/// Which placeholders are the template's; those of templating are not.
struct Names<'c> {
    /// `None`: all.
    ours: Option<HashSet<&'c str>>,
}

impl<'c> Names<'c> {
    fn of(coloring: Coloring<'c>) -> Names<'c> {
        let ours = match coloring {
            Coloring::Page(contract) => Some(contract.map(placeholder_names).unwrap_or_default()),
            Coloring::Template => None,
        };
        Names { ours }
    }

    fn tokens_in(&self, text: &str, start: TextSize, tokens: &mut Vec<Token>) {
        if self.ours.as_ref().is_some_and(HashSet::is_empty) {
            return;
        }
        let is_ours = |name: &str| self.ours.as_ref().is_none_or(|names| names.contains(name));
        let found = placeholders_in(text).filter(|(_, name)| is_ours(name));
        tokens.extend(found.map(|(range, _)| Token { range: range + start, kind: TokenKind::Placeholder }));
    }
}

fn front_matter(page: &Page, coloring: Coloring<'_>, names: &Names<'_>, tokens: &mut Vec<Token>) {
    let front_matter = page.front_matter();
    names.tokens_in(&front_matter.text, TextSize::new(0), tokens);
    let suppressions = front_matter.yaml.entries().iter().filter(|entry| entry.key.as_str() == Some(KEY));
    tokens.extend(
        suppressions
            .filter(|entry| is_plain(&entry.key))
            .map(|entry| Token { range: entry.key.range, kind: TokenKind::Keyword }),
    );
    if let (Coloring::Template, Some(root)) = (coloring, &front_matter.yaml.root) {
        for entry in front_matter.yaml.entries() {
            if matches!(entry.key.as_str(), Some("docent" | "front-matter")) {
                tokens.push(Token { range: entry.key.range, kind: TokenKind::Keyword });
            }
        }
        own_keywords(root, 0, tokens);
    }
}

/// `x-docent-…` at any depth. Real schemas are not as deep as the bound.
fn own_keywords(node: &YamlNode, depth: u32, tokens: &mut Vec<Token>) {
    if depth > 50 {
        return;
    }
    match &node.kind {
        YamlKind::Mapping(entries) => {
            for YamlEntry { key, value, .. } in entries {
                if key.as_str().is_some_and(|name| name.starts_with("x-docent-")) && is_plain(key) {
                    tokens.push(Token { range: key.range, kind: TokenKind::Keyword });
                }
                own_keywords(value, depth + 1, tokens);
            }
        }
        YamlKind::Sequence(items) => items.iter().for_each(|item| own_keywords(item, depth + 1, tokens)),
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {}
    }
}

/// On one line, that is.
fn is_plain(key: &YamlNode) -> bool {
    key.as_str().is_some_and(|name| key.range.len() <= TextSize::of(name) + TextSize::new(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;
    use docent_template::embedded;
    use expect_test::expect;

    fn seen(text: &str, coloring: Coloring<'_>) -> String {
        let page = Page::parse(text, Dialect::EXTENDED);
        let found = tokens(&page, coloring, TextRange::up_to(page.len()));
        assert!(found.windows(2).all(|pair| pair[0].range.end() <= pair[1].range.start()));
        assert!(found.iter().all(|token| !text[token.range].contains(['\n', '\r'])));
        let all = found.iter().map(|token| format!("{:?} {}\n", token.kind, &text[token.range]));
        all.collect::<String>()
    }

    #[test]
    fn in_a_page() {
        let set = embedded::set("liveperson").expect("it is embedded");
        let coloring = Coloring::Page(set.get("overview").map(|contract| &**contract));
        let text = "---\ndocent-ignore: [missing-key]\n---\n<!-- docent-ignore missing-step, step-order: why -->\r\n# ä😀 {{service name}}\n\n{{ site.x }} {{ service name }} <!-- docent: optional -->\n";
        expect![[r#"
            Keyword docent-ignore
            Keyword docent-ignore
            Attribute missing-step
            Attribute step-order
            Placeholder {{service name}}
            Placeholder {{ service name }}
        "#]]
        .assert_eq(&seen(text, coloring));
        assert_eq!(seen(text, Coloring::Page(None)), seen(&text.replace("service name", "x"), coloring));
        let page = Page::parse(text, Dialect::EXTENDED);
        let part = TextRange::empty(TextSize::of(&text[..text.find("{{ service").unwrap_or(0)]) + TextSize::new(3));
        assert_eq!(tokens(&page, coloring, part).len(), 1);
    }

    #[test]
    fn in_a_template() {
        let text = "---\ndocent: { template: a }\nfront-matter:\n  properties:\n    p:\n      x-docent-role: permalink\n      \"x-docent-derive\": \"{q}.html\"\n---\n\n## Ä\n<!-- docent: optional items=2..3 aliases=\"A|B {{c}} *\" code='js -->\n<!-- guidance\nText {{d}}.\n-->\n\n1. {{e f}}\r\n   <!-- docent: any-of,\n   verbatim -->\n<!-- docentx -->\n";
        expect![[r#"
            Keyword docent
            Keyword front-matter
            Keyword x-docent-role
            Keyword "x-docent-derive"
            Keyword docent:
            Attribute optional
            Attribute items
            Value 2..3
            Attribute aliases
            Value "A|B {{c}} *"
            Attribute code
            Value 'js
            Keyword guidance
            Placeholder {{d}}
            Placeholder {{e f}}
            Keyword docent:
            Attribute any-of
            Attribute verbatim
        "#]]
        .assert_eq(&seen(text, Coloring::Template));
    }

    #[test]
    fn hostile_pages() {
        for text in ["<!-- docent: ".repeat(5000), "{{".repeat(50_000), "<!-- docent: a=\"\n".repeat(3000)] {
            seen(&text, Coloring::Template);
        }
    }
}
