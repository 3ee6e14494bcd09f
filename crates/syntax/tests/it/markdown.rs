//! What the parser finds in a page, printed line by line.

use docent_syntax::{Block, BlockKind, Dialect, Heading, Page, Prose, SectionRef, TextRange};
use expect_test::{Expect, expect};
use std::fmt::Write;

fn check(text: &str, expected: Expect) {
    let page = Page::parse(text, Dialect::EXTENDED);
    assert_eq!(page.text(), text);
    let mut printed = String::new();
    for section in page.sections() {
        print_section(&mut printed, section);
    }
    expected.assert_eq(&printed);
}

fn source(section: &SectionRef<'_>, range: TextRange) -> String {
    format!("{:?}", &section.segment.text[range])
}

fn print_section(printed: &mut String, section: SectionRef<'_>) {
    let segment = section.segment;
    match &segment.heading {
        Some(heading) => print_heading(printed, &section, "#", heading),
        None if segment.text.is_empty() => return,
        None => printed.push_str("lead\n"),
    }
    print_blocks(printed, &section, &segment.blocks, 1);
    for link in &segment.links {
        let image = if link.image { " image" } else { "" };
        let destination = source(&section, link.destination);
        write!(printed, "  -> {:?}{image} {} to {destination}", link.kind, source(&section, link.range))
            .expect("a string");
        write!(printed, " = {:?}, text {:?}", link.url, link.text).expect("a string");
        if let Some(attributes) = &link.attributes {
            write!(printed, ", attributes {:?}", attributes.content).expect("a string");
        }
        printed.push('\n');
    }
    for comment in &segment.comments {
        writeln!(printed, "  -- {} content {}", source(&section, comment.range), source(&section, comment.content))
            .expect("a string");
    }
    for definition in &segment.definitions {
        let destination = source(&section, definition.destination);
        let whole = source(&section, definition.range);
        writeln!(printed, "  := {whole} {:?} to {destination} = {:?}", definition.label, definition.url)
            .expect("a string");
    }
}

fn print_heading(printed: &mut String, section: &SectionRef<'_>, name: &str, heading: &Heading) {
    let content = source(section, heading.content);
    let range = source(section, heading.range);
    write!(printed, "{name}{} {:?} {range} content {content} title {:?}", heading.level, heading.kind, heading.title)
        .expect("a string");
    if let Some((id, range)) = &heading.id {
        write!(printed, " id {id:?} at {}", source(section, *range)).expect("a string");
    }
    printed.push('\n');
}

fn print_prose(prose: &Prose) -> String {
    let mut printed = format!("{:?}", prose.text);
    if let Some(lead) = &prose.bold_lead {
        write!(printed, " bold {lead:?}").expect("a string");
    }
    if !prose.links.is_empty() {
        write!(printed, " links {:?}", prose.links).expect("a string");
    }
    printed
}

fn print_blocks(printed: &mut String, section: &SectionRef<'_>, blocks: &[Block], depth: usize) {
    for block in blocks {
        printed.push_str(&"  ".repeat(depth));
        let whole = source(section, block.range);
        let line = match &block.kind {
            BlockKind::Paragraph(prose) => format!("paragraph {}", print_prose(prose)),
            BlockKind::Table(prose) => format!("table {}", print_prose(prose)),
            BlockKind::Fence(fence) => {
                let language = fence.language.as_ref().map(|(word, _)| word);
                format!("fence {language:?} closed {} {}", fence.closed, source(section, fence.content))
            }
            BlockKind::AttributeList(list) => format!("attributes {:?}", list.content),
            BlockKind::Comment(index) => format!("comment {index}"),
            BlockKind::IndentedCode => format!("indented {whole}"),
            BlockKind::Html => format!("html {whole}"),
            BlockKind::Templating => format!("liquid {whole}"),
            BlockKind::Definition => format!("definition {whole}"),
            BlockKind::ThematicBreak => format!("break {whole}"),
            BlockKind::InnerHeading(heading) => {
                print_heading(printed, section, "inner ", heading);
                continue;
            }
            BlockKind::Quote(blocks) | BlockKind::Footnote(blocks) => {
                let name = if matches!(block.kind, BlockKind::Quote(_)) { "quote" } else { "footnote" };
                printed.push_str(name);
                printed.push('\n');
                print_blocks(printed, section, blocks, depth + 1);
                continue;
            }
            BlockKind::List(list) => {
                let kind = if list.ordered { "ordered" } else { "bullets" };
                writeln!(printed, "{kind} {}", if list.tight { "tight" } else { "loose" }).expect("a string");
                for item in &list.items {
                    printed.push_str(&"  ".repeat(depth + 1));
                    let marker = source(section, item.marker);
                    writeln!(printed, "item {marker} {:?} {}", item.number, source(section, item.range))
                        .expect("a string");
                    print_blocks(printed, section, &item.blocks, depth + 2);
                }
                continue;
            }
        };
        printed.push_str(&line);
        printed.push('\n');
    }
}

#[test]
fn a_page_of_the_usual_kind() {
    check(
        concat!(
            "---\npagename: X\n---\n\nThe *lead* with `code` and <br> a break.\n\n",
            "### Getting started ###\n\nA few things:\n\n",
            "1. **Retrieve your domain**. Use the [Domain API](agent-domain.html){:target=\"_blank\"} to do:\n\n",
            "\t* {{service name}}\n\n",
            "4. This needs _either_.\n\t* **Log in** at [Login](login.html \"T\").\n\t* [Follow](<a b.html>)\n\n",
            "2) other\n\n",
            "{: .important}\n\n",
            "```json\n# not a heading\n[no](link)\n```\n\n<!-- guidance\n# no\n-->\n\nUse cases {#uses}\n=========\n\ntext\n{: .notice}\n"
        ),
        expect![[r####"
            lead
              paragraph "The lead with `code` and a break."
            #3 Atx "### Getting started ###" content "Getting started" title "Getting started"
              paragraph "A few things:"
              ordered loose
                item "1." Some(1) "1. **Retrieve your domain**. Use the [Domain API](agent-domain.html){:target=\"_blank\"} to do:\n\n\t* {{service name}}"
                  paragraph "Retrieve your domain. Use the Domain API to do:" bold "Retrieve your domain" links 0..1
                  bullets tight
                    item "*" None "* {{service name}}"
                      paragraph "{{service name}}"
                item "4." Some(4) "4. This needs _either_.\n\t* **Log in** at [Login](login.html \"T\").\n\t* [Follow](<a b.html>)"
                  paragraph "This needs either."
                  bullets tight
                    item "*" None "* **Log in** at [Login](login.html \"T\")."
                      paragraph "Log in at Login." bold "Log in" links 1..2
                    item "*" None "* [Follow](<a b.html>)"
                      paragraph "Follow" links 2..3
              ordered tight
                item "2)" Some(2) "2) other"
                  paragraph "other"
              attributes ".important"
              fence Some("json") closed true "# not a heading\n[no](link)\n"
              comment 0
              -> Inline "[Domain API](agent-domain.html)" to "agent-domain.html" = "agent-domain.html", text "Domain API", attributes "target=\"_blank\""
              -> Inline "[Login](login.html \"T\")" to "login.html" = "login.html", text "Login"
              -> Inline "[Follow](<a b.html>)" to "a b.html" = "a b.html", text "Follow"
              -- "<!-- guidance\n# no\n-->" content " guidance\n# no\n"
            #1 Setext "Use cases {#uses}\n=========" content "Use cases" title "Use cases" id "uses" at "uses"
              paragraph "text"
              attributes ".notice"
        "####]],
    );
}

#[test]
fn liquid_is_left_in_peace() {
    check(
        concat!(
            "[a]({{ site.baseurl }}/x.html) and [b]({% link x y.md %}) and {{ page.title }}\n\n",
            "{% include note.html text=\"[no](link)\" %}\n# Real\n",
            "{% comment %}\n# no\n\n[no](x)\n{% endcomment %}\n",
            "{% highlight js %}\n# no\n{% endhighlight %}\n\n",
            "{% raw %}\n# no\n```\n# no {{ x }}\n{% endraw %}\n```\n# Second\n",
            "{::comment}\n# no\n{:/comment}\n\na {::comment}b{:/} c {% comment %}d{% endcomment %} e\n\n",
            "{::nomarkdown}\n[no](x)\n{:/nomarkdown}\n",
            "`{% raw %}{{ x }}{% endraw %}` and *x*{:.y}\n"
        ),
        expect![[r##"
            lead
              paragraph "a and b and {{ page.title }}" links 0..2
              liquid "{% include note.html text=\"[no](link)\" %}"
              -> Inline "[a]({{ site.baseurl }}/x.html)" to "{{ site.baseurl }}/x.html" = "{{ site.baseurl }}/x.html", text "a"
              -> Inline "[b]({% link x y.md %})" to "{% link x y.md %}" = "{% link x y.md %}", text "b"
            #1 Atx "# Real" content "Real" title "Real"
              liquid "{% comment %}\n# no\n\n[no](x)\n{% endcomment %}"
              liquid "{% highlight js %}\n# no\n{% endhighlight %}"
              liquid "{% raw %}"
              paragraph "# no"
              fence None closed true "# no {{ x }}\n{% endraw %}\n"
            #1 Atx "# Second" content "Second" title "Second"
              comment 0
              paragraph "a c e"
              html "{::nomarkdown}\n[no](x)\n{:/nomarkdown}"
              paragraph "`{% raw %}{{ x }}{% endraw %}` and x"
              -- "{::comment}\n# no\n{:/comment}" content "\n# no\n"
              -- "{::comment}b{:/}" content "b"
        "##]],
    );
}

#[test]
fn headings_of_all_kinds() {
    check(
        concat!(
            "#NoSpace\n\n####### seven\n\n# a \\# b &amp; *c* `d` [e](f) #\n##\n## ##\n  ### indented\t#  \nTwo\nlines\n---\n",
            "\\# no\n\n    # code\n\n> # quoted\n\n- # listed\n\n# x {: #the-id .c}\n\n# y\n{: #next}\n#\ttab\n# z #no\n"
        ),
        expect![[r########"
            lead
              paragraph "#NoSpace"
              paragraph "####### seven"
            #1 Atx "# a \\# b &amp; *c* `d` [e](f) #" content "a \\# b &amp; *c* `d` [e](f)" title "a # b & c `d` e"
              -> Inline "[e](f)" to "f" = "f", text "e"
            #2 Atx "##" content "" title ""
            #2 Atx "## ##" content "" title ""
            #3 Atx "### indented\t#  " content "indented" title "indented"
            #2 Setext "Two\nlines\n---" content "Two\nlines" title "Two lines"
              paragraph "# no"
              indented "# code"
              quote
                inner 1 Atx "# quoted" content "quoted" title "quoted"
              bullets tight
                item "-" None "- # listed"
                  inner 1 Atx "# listed" content "listed" title "listed"
            #1 Atx "# x {: #the-id .c}" content "x" title "x"
            #1 Atx "# y" content "y" title "y" id "next" at "next"
              attributes "#next"
            #1 Atx "#\ttab" content "tab" title "tab"
            #1 Atx "# z #no" content "z #no" title "z #no"
        "########]],
    );
}

#[test]
fn links_of_all_kinds() {
    check(
        concat!(
            "[t](a(b)c \"x\") [t](<a b>) [a[b]c](d\\(e&amp;f) ![alt *x*](i.png) [![alt](i.png)](l.html)\n",
            "<https://x.y/z> <me@x.y> [Full][Lab  el] [label][] [label] ![label] [none] [t]()\n\n",
            "<div>\n<a href=\"h.html\">text <b>b</b></a> <img src='p.png' alt=\"A\">\n<!-- <a href=\"no\"> -->\n</div>\n\n",
            "in <a href=x.html>line</a> `[no](x)` <!-- [no](x) --> \\[no](x)\n\n<script>\n<a href=no>\n</script>\n\n",
            "[lab el]: one.html 'T'\n[LABEL]: <two three.html>\n[label]: second.html\n"
        ),
        expect![[r#"
            lead
              paragraph "t t a[b]c https://x.y/z me@x.y Full label label [none] t" links 0..13
              html "<div>\n<a href=\"h.html\">text <b>b</b></a> <img src='p.png' alt=\"A\">\n<!-- <a href=\"no\"> -->\n</div>"
              paragraph "in line `[no](x)` [no](x)" links 15..16
              html "<script>\n<a href=no>\n</script>"
              definition "[lab el]: one.html 'T'"
              definition "[LABEL]: <two three.html>"
              -> Inline "[t](a(b)c \"x\")" to "a(b)c" = "a(b)c", text "t"
              -> Inline "[t](<a b>)" to "a b" = "a b", text "t"
              -> Inline "[a[b]c](d\\(e&amp;f)" to "d\\(e&amp;f" = "d(e&f", text "a[b]c"
              -> Inline image "![alt *x*](i.png)" to "i.png" = "i.png", text "alt x"
              -> Inline "[![alt](i.png)](l.html)" to "l.html" = "l.html", text "alt"
              -> Inline image "![alt](i.png)" to "i.png" = "i.png", text "alt"
              -> Autolink "<https://x.y/z>" to "https://x.y/z" = "https://x.y/z", text "https://x.y/z"
              -> Autolink "<me@x.y>" to "me@x.y" = "mailto:me@x.y", text "me@x.y"
              -> Reference "[Full][Lab  el]" to "Lab  el" = "one.html", text "Full"
              -> Reference "[label][]" to "label" = "two three.html", text "label"
              -> Reference "[label]" to "label" = "two three.html", text "label"
              -> Reference image "![label]" to "label" = "two three.html", text "label"
              -> Inline "[t]()" to "" = "", text "t"
              -> Html "<a href=\"h.html\">text <b>b</b></a>" to "h.html" = "h.html", text "text b"
              -> Html image "<img src='p.png' alt=\"A\">" to "p.png" = "p.png", text "A"
              -> Html "<a href=x.html>line</a>" to "x.html" = "x.html", text "line"
              -- "<!-- <a href=\"no\"> -->" content " <a href=\"no\"> "
              -- "<!-- [no](x) -->" content " [no](x) "
              := "[lab el]: one.html 'T'" "lab el" to "one.html" = "one.html"
              := "[LABEL]: <two three.html>" "LABEL" to "two three.html" = "two three.html"
        "#]],
    );
}

#[test]
fn lists_and_what_breaks_them() {
    check(
        concat!(
            "3. three\n4. four\n1. one\n\n  * broken\n\n2. two\n   <!-- docent: any-of -->\n   > quote\n\n",
            "   ```\n   code\n   ```\n\n- [x] done\n- \n- a\n  b\n\n* * *\n\n| a | b |\n|---|---|\n| [c](d) | **e** |\n\n[^1]: note\n"
        ),
        expect![[r#"
            lead
              ordered tight
                item "3." Some(3) "3. three"
                  paragraph "three"
                item "4." Some(4) "4. four"
                  paragraph "four"
                item "1." Some(1) "1. one"
                  paragraph "one"
              bullets tight
                item "*" None "* broken"
                  paragraph "broken"
              ordered loose
                item "2." Some(2) "2. two\n   <!-- docent: any-of -->\n   > quote\n\n   ```\n   code\n   ```"
                  paragraph "two"
                  comment 0
                  quote
                    paragraph "quote"
                  fence None closed true "   code\n"
              bullets tight
                item "-" None "- [x] done"
                  paragraph "done"
                item "-" None "-"
                item "-" None "- a\n  b"
                  paragraph "a b"
              break "* * *"
              table "a b c e" links 0..1
              footnote
                paragraph "note"
              -> Inline "[c](d)" to "d" = "d", text "c"
              -- "<!-- docent: any-of -->" content " docent: any-of "
        "#]],
    );
}

#[test]
fn definitions_below_a_list_are_no_part_of_it() {
    check(
        "* a\n  b\n\n[d]: b\n[e]: b\n\n1. c\n\n\n[f]: b\n\n2. d\n\n   [g]: b\n",
        expect![[r#"
        lead
          bullets tight
            item "*" None "* a\n  b"
              paragraph "a b"
          definition "[d]: b"
          definition "[e]: b"
          ordered tight
            item "1." Some(1) "1. c"
              paragraph "c"
          definition "[f]: b"
          ordered loose
            item "2." Some(2) "2. d"
              paragraph "d"
          := "[d]: b" "d" to "b" = "b"
          := "[e]: b" "e" to "b" = "b"
          := "[f]: b" "f" to "b" = "b"
          := "[g]: b" "g" to "b" = "b"
    "#]],
    );
}

#[test]
fn what_is_not_closed_reaches_to_the_end_and_never_back() {
    check(
        "# a\n{% raw %}\n# no\n[no](x)\n",
        expect![[r##"
        #1 Atx "# a" content "a" title "a"
          liquid "{% raw %}"
          paragraph "# no [no](x)"
    "##]],
    );
    check(
        "# a\n{% highlight x %}\n# no\n[no](x)\n",
        expect![[r##"
        #1 Atx "# a" content "a" title "a"
          liquid "{% highlight x %}\n# no\n[no](x)"
    "##]],
    );
    check(
        "# a\n~~~\n{::comment}\n~~~\n# b\n{::comment}\n# no\n",
        expect![[r##"
        #1 Atx "# a" content "a" title "a"
          fence None closed true "{::comment}\n"
        #1 Atx "# b" content "b" title "b"
          comment 0
          -- "{::comment}\n# no" content "\n# no"
    "##]],
    );
    check(
        "# a\n{{ not closed\n{% neither\n# b {{name}} c\n",
        expect![[r##"
        #1 Atx "# a" content "a" title "a"
          paragraph "{{ not closed {% neither"
        #1 Atx "# b {{name}} c" content "b {{name}} c" title "b {{name}} c"
    "##]],
    );
    check(
        "# a\n<!-- open\n# no\n",
        expect![[r##"
        #1 Atx "# a" content "a" title "a"
          comment 0
          -- "<!-- open\n# no" content " open\n# no"
    "##]],
    );
}

#[test]
fn line_endings_of_three_kinds() {
    check(
        "a\r# b\rTitle\r===\r\r- c\r  d\r\r```\r# no\r```\r# e",
        expect![[r##"
        lead
          paragraph "a"
        #1 Atx "# b" content "b" title "b"
        #1 Setext "Title\r===" content "Title" title "Title"
          bullets tight
            item "-" None "- c\r  d"
              paragraph "c d"
          fence None closed true "# no\r"
        #1 Atx "# e" content "e" title "e"
    "##]],
    );
    check(
        "a\r\n# b\r\nTitle\r\n===\r\n\r\n- c\r\n  d\r\n\r\n```\r\n# no\r\n```\r\n",
        expect![[r##"
        lead
          paragraph "a"
        #1 Atx "# b" content "b" title "b"
        #1 Setext "Title\r\n===" content "Title" title "Title"
          bullets tight
            item "-" None "- c\r\n  d"
              paragraph "c d"
          fence None closed true "# no\r\n"
    "##]],
    );
}

#[test]
fn liquid_in_lists_and_tables() {
    check(
        concat!(
            "1. a\n   {% include x.html %}\n2. b {% if c %}d{% endif %}\n{% if e %}\n3. f\n{% endif %}\n\n",
            "   {% highlight x %}\n   code\n   {% endhighlight %}\n\n* {{service name}}\n* **{{ a }}**: b\n\n",
            "| {{ a | b }} | c |\n|---|---|\n| {% include d %} | e |\n\n> {% include quoted %}\n> {: .note}\n"
        ),
        expect![[r#"
            lead
              ordered tight
                item "1." Some(1) "1. a\n   {% include x.html %}"
                  paragraph "a"
                  liquid "{% include x.html %}"
                item "2." Some(2) "2. b {% if c %}d{% endif %}"
                  paragraph "b {% if c %}d{% endif %}"
              liquid "{% if e %}"
              ordered tight
                item "3." Some(3) "3. f"
                  paragraph "f"
              liquid "{% endif %}"
              liquid "{% highlight x %}\n   code\n   {% endhighlight %}"
              bullets tight
                item "*" None "* {{service name}}"
                  paragraph "{{service name}}"
                item "*" None "* **{{ a }}**: b"
                  paragraph "{{ a }}: b" bold "{{ a }}"
              table "{{ a | b }} c {% include d %} e"
              quote
                liquid "{% include quoted %}"
                attributes ".note"
        "#]],
    );
}
