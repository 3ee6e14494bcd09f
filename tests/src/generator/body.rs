//! What the bodies of all pages are made of: paragraphs with links, images, and blocks that look as if they held links.

use super::faults::Fault;
use super::links;
use super::page_text::PageText;
use super::plan::{Kind, PARTNER, Plan};
use super::random::Random;
use super::{Options, guides, methods, overviews, site_files, words};

/// A body being written.
pub(super) struct Body<'a> {
    pub(super) page: &'a mut PageText,
    pub(super) random: &'a mut Random,
    pub(super) options: &'a Options,
    pub(super) plan: &'a Plan,
    pub(super) fault: Option<Fault>,
    /// Definitions of reference links, which go to the end.
    definitions: String,
    /// Where the page is to end.
    pub(super) size: usize,
}

/// Writes all that comes after the front matter.
pub(super) fn write(page: &mut PageText, random: &mut Random, options: &Options, plan: &Plan, fault: Option<Fault>) {
    // What is written last goes beyond it, by a fifth of a usual page.
    let size = options.page_size * 2 / 5 + random.below(options.page_size * 4 / 5);
    let mut body = Body { page, random, options, plan, fault, definitions: String::new(), size };
    if fault == Some(Fault::NoFrontMatter) && plan.slot != PARTNER {
        body.page.push_marked("missing-front-matter", "The first line of a page that was never finished.");
        body.page.push("\n\n");
    }
    match plan.kind {
        Kind::Home => guides::write_home(&mut body),
        Kind::Guideline => guides::write_guideline(&mut body),
        Kind::Overview => overviews::write(&mut body),
        Kind::Method => methods::write(&mut body),
        Kind::Guide => guides::write(&mut body),
    }
    let definitions = std::mem::take(&mut body.definitions);
    if !definitions.is_empty() {
        page.push("\n");
        page.push(&definitions);
    }
}

impl Body<'_> {
    pub(super) fn push(&mut self, text: &str) {
        self.page.push(text);
    }

    /// Paragraphs, and now and then a block, until the page is `size` bytes long; one paragraph at least.
    pub(super) fn fill(&mut self, size: usize) {
        self.paragraph();
        while self.page.text.len() < size {
            match self.random.below(12) {
                0 => self.bait(),
                1 => self.image(),
                _ => self.paragraph(),
            }
        }
    }

    pub(super) fn paragraph(&mut self) {
        for _ in 0..2 + self.random.below(4) {
            words::sentence(self.random, &mut self.page.text);
            if self.random.once_in(6) {
                links::write(self.page, self.random, self.options, self.plan, &mut self.definitions);
            }
        }
        self.end_paragraph();
    }

    pub(super) fn end_paragraph(&mut self) {
        let length = self.page.text.trim_end().len();
        self.page.text.truncate(length);
        self.page.push("\n\n");
    }

    fn image(&mut self) {
        let number = self.random.below(site_files::IMAGES);
        let image = format!("assets/img/diagram-{number}.png");
        let text = match self.random.below(5) {
            0 => format!("![A diagram](/{image})"),
            1 => format!("![A diagram]({{{{ site.baseurl }}}}/{image} \"As of today\")"),
            2 => format!("<img src=\"{image}\" alt=\"A diagram\">"),
            3 => format!("<img src='/{image}' width=\"50%\" />"),
            _ => format!("![A diagram]({image}){{:width=\"50%\"}}"),
        };
        self.page.push(&text);
        self.page.push("\n\n");
    }

    /// Something that is no link to a page of this site, though it looks like one.
    fn bait(&mut self) {
        const BAIT: [&str; 16] = [
            "```markdown\n[Broken](nowhere-at-all.html) and ![none](assets/img/none.png)\n\n### Not a heading {#introduction}\n```",
            "~~~\n<a href=\"gone.html\">gone</a>\n```\n[gone]: gone.html\n~~~",
            "<!-- [gone](gone.html) <a href=\"gone.html\">gone</a> ![none](assets/img/none.png) -->",
            "<!--\n### A heading once\n\n[gone](gone.html)\n-->",
            "In text: `[gone](gone.html)` and ``<a href=\"gone.html\">`` are code.",
            "{% raw %}\n```\n# no heading\n[gone](gone.html) {{ not.liquid }} <b id=\"gone\">\n```\n{% endraw %}",
            "{% comment %}\n[gone](gone.html)\n{% endcomment %}",
            "    [gone](gone.html)\n    ![none](assets/img/none.png)",
            "This is \\[no link\\](gone.html), and [this] is none either.",
            "Elsewhere: [terms](https://www.liveperson.com/policies/terms-of-use), <https://www.example.org/x.html>, \
             [mail](mailto:docs@example.com), [phone](tel:+15550100), [files](//cdn.example.org/gone.html).",
            "Who knows: [next]({{ page.next.url }}) and ![logo]({{ site.logo }}).",
            "Back to the [top](#).",
            "{% highlight json %}\n{ \"link\": \"[gone](gone.html)\" }\n{% endhighlight %}",
            "```json\n{ \"href\": \"gone.html\", \"text\": \"<img src='none.png'>\" }\n```",
            "A [sample](assets/files/sample.json) and the [same again](/assets/files/sample.json).",
            "* A list\n\n  ```\n  [gone](gone.html)\n  ```\n\n* with a fence",
        ];
        // A paragraph first, so that indented code is not taken for a part of a list.
        self.paragraph();
        let bait = self.random.pick(&BAIT);
        self.page.push(bait);
        self.page.push("\n\n");
        self.paragraph();
    }
}
