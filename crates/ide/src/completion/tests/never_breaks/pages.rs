//! The pages, and what damages them.

pub(super) const TEMPLATE: &str = "---
docent:
  template: guide
front-matter:
  required: [title, audience, permalink]
  properties:
    title: { type: string }
    audience: { enum: [developer, both, 'true', 'a: b'], default: developer }
    permalink: { x-docent-derive: '{audience}-{title}.html' }
    tags: { type: array, items: { enum: [alpha, beta, 'c, d', 'it''s'] } }
    level: { enum: [1, 2.5, true] }
    draft: { type: boolean }
    my key: { enum: [one word, two words] }
    owner:
      type: object
      properties:
        name: { enum: [Ärger, 'x # y'] }
        roles: { type: array, items: { enum: [writer, reader] } }
    links:
      type: array
      items: { type: object, properties: { url: { type: string }, kind: { enum: [inner, outer] } } }
---

## Overview

## Steps

Do this:

1. **Open** the page.

2. **Close** it.
   * One way
   * Another way

3. **Rest** a while.

## Example

<!-- docent: code=json -->

## Details

<!-- docent: optional -->
";

pub(super) const SITE: &str = "//- docs/a.md
---
title: A
permalink: a-page.html
audience: both
---
# A page
## Part of it
//- docs/b c.md
---
title: B
permalink: /b/
---
//- img/a b.png
//- docs/here.md
$0
";

/// Front matter, then a body.
const BLOCKS: &[&str] = &[
    "title: T\naudience: \"\"\ntags: ['']\n",
    "title: \"T\"\naudience: 'bo'\ntags: [\"al\", 'beta', alpha , ]\n",
    "title: T\naudience: \"\ntags: ['\n",
    "title: 'it''s'\naudience: \"de\\\"v\" # why\ntags: [alpha,beta]\n",
    "tags:\n  - alpha\n  - \naudience:\n  both\ntitle: T\n",
    "tags:\n- alpha\n- 'be'\n\naudience: both\n\n- x\n",
    "tags:\n  - alpha\n    \n  \n\nowner:\n  name: Ärger\n  \n  roles: [ ]\n",
    "tags: [\n  alpha,\n  be\n]\naudience: both\n",
    "tags: [alpha,\n  'beta'\n  ]\nowner: { name: 'x', roles: [writer, ] }\n",
    "owner: {\n  name: Ärger,\n  roles: []\n}\ntitle: >-\n  several\n  lines\naudience: |\n  both\n",
    "\"title\": T\n'audience': both\n\"my key\": one word\n\"ta\": []\n",
    "? audience\n: both\n? title\n: T\n",
    "# comment\ntitle: T # c\naudience: # c\n# tags: [alpha]\ntags: # c\n  # inner\n  - alpha # c\n",
    "title: &t T\naudience: &a both\nowner: &o\n  name: *t\nlevel: 1\nlinks:\n  - *o\n  - <<: *o\n    url: x\n",
    "links:\n  - url: x\n    kind: \n  - kind: inner\n    \n  -\n  -   url: y\n      ki\n",
    "title: T\naud\nlevel: 1\n",
    "title: T\nta\n  - alpha\nlevel: 2\n",
    "aud\n",
    "",
    "\n",
    "title: a\n  b\naudience: \"bo\n  th\"\ntags:\n  - \"al\n    pha\"\n",
    "title: ä\u{1F600}\naudience:both\ndraft: \nlevel:\n",
    "docent-ignore: [key-order]\ntitle: T\n",
    "docent-ignore:\n  key-order: so\n  \ndraft: yes\n",
    "title: T\n\taudience: both\ntags:\t[alpha]\n",
    "title: [unclosed\naudience: both\nlevel: a: b\n",
    "title: T\r\naudience: \r\ntags:\r\n  - \r\n",
    "audience: !!str both\ntags: !x [alpha]\nmy key: \n",
];

const BODIES: &[&str] = &[
    "\n## Overview\n\nText with [a link](a-page.html) and ![x](../img/a%20b.png).\n\n## Steps\n\nDo this:\n\n1. **Open** the page.\n\n3. Own\n\n\n## Example\n\n```json\n{ \"a\": 1 }\n```\n\n<!-- docent-ignore missing-section: why -->\n\nMore.\n",
    "\n## Ov\n\n\nSome words\n\n1. \n\n```\ncode\n\n## Steps\n",
    "\n## Steps\n\n1. **Open** the page.\n2. **Close** it.\n   * One way\n   * \n   - x\n\n\n[d]: b\n[x](<b>) <a href=\"a\">x</a> [y](a-page.html#par)\n\n> ## quote\n>\n> - x\n\n\n    indented\n\nlast",
    "",
    "\n\n",
    "\n## Steps\n\n10. a\n\n    b\n\n11. c\n    - d\n\n      e\n12. f\n",
    "\n##\n\nOver\n\n<!-- \n\n```j\nx\n```\n\n~~~\n",
    "\nTitle\n=====\n\n| a | b |\n| - | - |\n\n{% include x %}\n\n{: .note}\nText\n",
];

pub(super) fn all() -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    for (index, block) in BLOCKS.iter().enumerate() {
        pages.push(format!("---\n{block}---\n{}", BODIES[index % BODIES.len()]));
    }
    pages.extend(BLOCKS.iter().take(8).map(|block| format!("---\n{block}")));
    pages.extend(BODIES.iter().map(|body| body.trim_start_matches('\n').to_owned()));
    pages.extend(
        ["-", "--", "---", "---\n", "---\ntitle: T", "Gu", "\u{feff}---\ntitle: T\naud\n---\n## Overview", "\u{feff}"]
            .map(str::to_owned),
    );
    pages
}

/// Lines that damage inserts.
pub(super) const LINES: &[&str] = &[
    "",
    "---",
    "  ",
    "aud",
    "audience: \"",
    "tags: ['",
    "  - ",
    "- ",
    "  al",
    "    - beta",
    "owner:",
    "  name: ",
    "  x",
    "\"title\": ",
    "'au",
    "tags:",
    "tags: [",
    "]",
    "  ]",
    "}",
    "owner: { name: ",
    "draft:",
    "? level",
    ": 1",
    "<<: *a",
    "level: &a 1",
    "# c",
    "title: >",
    "## Ste",
    "## ",
    "1. ",
    "2. Close",
    "* ",
    "   * ",
    "```",
    "```js",
    "~~~",
    "<!-- docent-ignore ",
    "-->",
    "[x](",
    "[x](a-page.html#)",
    "[x]: ",
    "<a href=\"",
    "{% link ",
    "{% raw %}",
    "> 1. ",
    "\t- x",
    "Ove",
    "===",
];

/// What damage types into a line.
pub(super) const TYPED: &[&str] =
    &["\"", "'", "[", "]", ":", " ", ": ", "#", " #", "- ", "{", ",", "a", "ä", "\t", "`", "("];
