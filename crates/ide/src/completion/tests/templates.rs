//! Template pages.

use super::*;

#[track_caller]
fn check(text: &str, expected: Expect) {
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let options = CompletionOptions { document: DocumentRole::Template, templates: &set.templates, typed: None };
    check_with(text, None, &options, &expected);
}

const HEAD: &str = "---\ndocent:\n  template: t\n---\n\n";

#[test]
fn front_matter_of_templates() {
    check(
        "---\ndocent:\n  $0\n---\n",
        expect![[r#"
        template (required) · text · "template: ${1}"
        title · text · "title: ${1}"
        extends · text · "extends: ${1}"
        applies-to · list · "applies-to:\n    - ${1}"
        closed · true | false · "closed: ${1|true,false|}"
        unordered · true | false · "unordered: ${1|true,false|}"
    "#]],
    );
    check(
        "---\ndocent:\n  extends: $0\n---\n",
        expect![[r#"
        liveperson/page · documentation page · "liveperson/page"
        liveperson/overview · API overview · "liveperson/overview"
    "#]],
    );
    check(
        "---\ndocent:\n  template: t\nfront-matter:\n  properties:\n    a:\n      x-docent-$0\n---\n",
        expect![[r#"
            required · list · "required:\n        - ${1}"
            properties · mapping · "properties:\n        ${1}"
            description · text · "description: ${1}"
            type · string | number | integer | boolean | array | object | null · "type: ${1|string,number,integer,boolean,array,object,\"null\"|}"
            enum · list · "enum:\n        - ${1}"
            const · text · "const: ${1}"
            default · text · "default: ${1}"
            examples · list · "examples:\n        - ${1}"
            deprecated · true | false · "deprecated: ${1|true,false|}"
            items · mapping · "items:\n        ${1}"
            pattern · text · "pattern: ${1}"
            format · text · "format: ${1}"
            minLength · number · "minLength: ${1}"
            maxLength · number · "maxLength: ${1}"
            minimum · number · "minimum: ${1}"
            maximum · number · "maximum: ${1}"
            minItems · number · "minItems: ${1}"
            maxItems · number · "maxItems: ${1}"
            uniqueItems · true | false · "uniqueItems: ${1|true,false|}"
            additionalProperties · true | false · "additionalProperties: ${1|true,false|}"
            oneOf · list · "oneOf:\n        - ${1}"
            anyOf · list · "anyOf:\n        - ${1}"
            x-docent-role · permalink | redirect · "x-docent-role: ${1|permalink,redirect|}"
            x-docent-derive · text · "x-docent-derive: ${1}"
            x-docent-replaced-by · text · "x-docent-replaced-by: ${1}"
            x-docent-placeholder · text · "x-docent-placeholder: ${1}"
            x-docent-enum-descriptions · mapping · "x-docent-enum-descriptions:\n        ${1}"
            x-docent-any-place · true | false · "x-docent-any-place: ${1|true,false|}"
        "#]],
    );
    check(
        "---\ndocent:\n  template: t\nfront-matter:\n  properties:\n    a:\n      x-docent-role: $0\n---\n",
        expect![[r#"
            permalink · the value is the page's address · "permalink"
            redirect · the value, or an item of it, is an older address of the page · "redirect"
        "#]],
    );
    check(
        "$0",
        expect![[r#"
        Front matter of a template · docent, front-matter · "---\ndocent:\n  template: ${1:id}\n  title: ${2:what authors call such a page}\nfront-matter:\n  required: [${3:key}]\n  properties:\n    ${4:key}:\n      description: ${5:what it is}\n---\n"
    "#]],
    );
}

#[test]
fn keys_of_templates() {
    check(
        "---\ndocent:\n  template: t\n  applies-to:\n    - $0\n---\n",
        expect![[r#"
            path · text or list · "path: ${1}"
            front-matter · mapping · "front-matter:\n        ${1}"
            sections · text or list · "sections: ${1}"
        "#]],
    );
    check(
        "---\ndocent:\n  template: t\n  applies-to:\n    - path: a\n      fr$0\n---\n",
        expect![[r#"
        front-matter · mapping · "front-matter:\n        ${1}"
        sections · text or list · "sections: ${1}"
    "#]],
    );
    let properties = "  properties:\n    a: { description: The first. }\n    b:\n---\n";
    check(
        &format!("---\ndocent:\n  template: t\nfront-matter:\n  required: [b, $0]\n{properties}"),
        expect![[r#"
        a · The first. · "a"
    "#]],
    );
    check(
        &format!("---\ndocent:\n  template: t\nfront-matter:\n  required:\n    - $0\n{properties}"),
        expect![[r#"
        a · The first. · "a"
        b ·  · "b"
    "#]],
    );
}

#[test]
fn directives() {
    check(
        &format!("{HEAD}## A\n<!-- docent: $0\n"),
        expect![[r#"
        optional · The section may be left out. · "optional"
        repeat · How often the section may stand in a page: `2`, `2..4`, `2..` or `..4` times. · "repeat=${1:1..}"
        aliases · Other titles that are accepted, with `|` between them; `*` stands for any text. · "aliases=\"${1:A|B *}\""
        any-heading · The author names the section; the title in the template is an example. · "any-heading"
        unordered · The sections inside may come in any order. · "unordered"
        closed · No sections inside besides those the template names. · "closed"
        items · How many items the section's lists have together: `2`, `2..3`, `2..` or `..3`. · "items=${1:2..3}"
        words · How many words the section has, headings and code left out. · "words=${1:50..300}"
        code · The section shows a code block in this language. · "code=${1:json}"
        optional-lead · The section may begin with its list or its subsections, without the paragraph before them. · "optional-lead"
    "#]],
    );
    check(
        &format!("{HEAD}## A\n<!-- docent: optional it$0 -->\n"),
        expect![[r#"
            repeat · How often the section may stand in a page: `2`, `2..4`, `2..` or `..4` times. · "repeat=${1:1..}"
            aliases · Other titles that are accepted, with `|` between them; `*` stands for any text. · "aliases=\"${1:A|B *}\""
            any-heading · The author names the section; the title in the template is an example. · "any-heading"
            unordered · The sections inside may come in any order. · "unordered"
            closed · No sections inside besides those the template names. · "closed"
            items · How many items the section's lists have together: `2`, `2..3`, `2..` or `..3`. · "items=${1:2..3}"
            words · How many words the section has, headings and code left out. · "words=${1:50..300}"
            code · The section shows a code block in this language. · "code=${1:json}"
            optional-lead · The section may begin with its list or its subsections, without the paragraph before them. · "optional-lead"
        "#]],
    );
    check(
        &format!("{HEAD}## A\n<!-- docent: code=$0-->\n"),
        expect![[r#"
        json ·  · "json"
        javascript ·  · "javascript"
        html ·  · "html"
        xml ·  · "xml"
        yaml ·  · "yaml"
        bash ·  · "bash"
    "#]],
    );
    check(
        &format!("{HEAD}## A\n\n1. a {{{{name}}}}\n   <!-- docent: $0 -->\n"),
        expect![[r#"
            optional · This text may be left out. · "optional"
            any-of · One item of the list is enough. · "any-of"
            verbatim · The wording is expected letter by letter, white space aside. · "verbatim"
            variants · The list after this comment holds other wordings that are accepted. · "variants"
            open · The step stands for any further steps that the author adds. · "open"
        "#]],
    );
    check(
        &format!("{HEAD}## A\n<!--$0\n"),
        expect![[r#"
        docent · attributes of the section or block before it · " docent: ${1} -->"
        guidance · advice for the author; never inserted into a page · " guidance\n${1}\n-->"
    "#]],
    );
    check(
        &format!("{HEAD}## A\n$0\n"),
        expect![[r#"
        <!-- docent: … --> · attributes of the section or block before it · "<!-- docent: ${1} -->"
        <!-- guidance … --> · advice for the author; never inserted into a page · "<!-- guidance\n${1}\n-->"
    "#]],
    );
    check(
        &format!("{HEAD}## A\n\n{{{{one}}}} and {{{{$0\n"),
        expect![[r#"
        one · a placeholder of this template · "one\\}\\}"
    "#]],
    );
    check(&format!("{HEAD}## A\n\n```\n<!-- docent: $0\n```\n"), expect![[""]]);
    check(&format!("{HEAD}## A\n<!-- docent: aliases=\"$0\" -->\n"), expect![[""]]);
}
