//! The words of the template format, each with what it means: what the compiler knows, what hover tells, what completion
//! offers. Knows nothing of where they stand in a text.

/// One word: an attribute of a comment, a key of `docent:`, or a keyword of docent's own in the schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    pub name: &'static str,
    /// A value it may have, as it is written; `None` for a flag, which has none.
    pub example: Option<&'static str>,
    /// One or two sentences, Markdown.
    pub description: &'static str,
}

/// The attributes that a comment directly after a heading can set.
pub const SECTION_ATTRIBUTES: &[Word] = &[
    flag("optional", "The section may be left out."),
    word("repeat", "1..", "How often the section may stand in a page: `2`, `2..4`, `2..` or `..4` times."),
    word("aliases", "\"A|B *\"", "Other titles that are accepted, with `|` between them; `*` stands for any text."),
    flag("any-heading", "The author names the section; the title in the template is an example."),
    flag("unordered", "The sections inside may come in any order."),
    flag("closed", "No sections inside besides those the template names."),
    word("items", "2..3", "How many items the section's lists have together: `2`, `2..3`, `2..` or `..3`."),
    word("words", "50..300", "How many words the section has, headings and code left out."),
    word("code", "json", "The section shows a code block in this language."),
    flag("optional-lead", "The section may begin with its list or its subsections, without the paragraph before them."),
];

/// Those of a paragraph, a list or any other block.
pub const BLOCK_ATTRIBUTES: &[Word] = &[BLOCK_OPTIONAL, ANY_OF, VERBATIM, VARIANTS];

/// Those of a list item.
pub const STEP_ATTRIBUTES: &[Word] = &[
    BLOCK_OPTIONAL,
    ANY_OF,
    VERBATIM,
    VARIANTS,
    flag("open", "The step stands for any further steps that the author adds."),
];

const BLOCK_OPTIONAL: Word = flag("optional", "This text may be left out.");
const ANY_OF: Word = flag("any-of", "One item of the list is enough.");
const VERBATIM: Word = flag("verbatim", "The wording is expected letter by letter, white space aside.");
const VARIANTS: Word = flag("variants", "The list after this comment holds other wordings that are accepted.");

/// The keys of `docent:` in a template's front matter.
pub const HEADER_KEYS: &[Word] = &[
    word("template", "overview", "The template's id. In a set it is `set/id` from outside."),
    word("title", "API overview", "What authors call such a page; it appears in messages."),
    word("extends", "page", "The id of the template that this one is built upon: its schema is taken over."),
    word(
        "applies-to",
        "[{ path: \"**/overview.md\" }]",
        "Which pages have the template without naming them one by one.",
    ),
    word("closed", "true", "No top-level sections besides those the template names."),
    word("unordered", "true", "The top-level sections may come in any order."),
];

/// Docent's own keywords in the schema of a key.
pub const SCHEMA_KEYWORDS: &[Word] = &[
    word(
        "x-docent-role",
        "permalink",
        "`permalink`: the value is the page's address. `redirect`: it, or an item of it, is an older address.",
    ),
    word(
        "x-docent-derive",
        "\"{a}-{b}.html\"",
        "The value is made of other keys. Empty ones are left out with the separator after them.",
    ),
    word("x-docent-replaced-by", "other", "What to use instead of the key, which is deprecated."),
    word(
        "x-docent-placeholder",
        "\"…\"",
        "A value, or a list of values, that only shows what is meant: no page keeps it.",
    ),
    word("x-docent-any-place", "true", "The key may stand anywhere among the others."),
    word(
        "x-docent-enum-descriptions",
        "{ a: \"…\" }",
        "What each value of `enum` means: a mapping of values to texts.",
    ),
];

const fn flag(name: &'static str, description: &'static str) -> Word {
    Word { name, example: None, description }
}

const fn word(name: &'static str, example: &'static str, description: &'static str) -> Word {
    Word { name, example: Some(example), description }
}

/// The names alone.
pub(super) fn names(words: &'static [Word]) -> impl Iterator<Item = &'static str> {
    words.iter().map(|word| word.name)
}
