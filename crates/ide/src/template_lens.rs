//! One line above a template page: which pages it is the template of.

use crate::first_line::first_line;
use crate::lens::Lens;
use docent_syntax::Page;

/// What the site knows about a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TemplateUse {
    /// Whether the site's configuration names the file as a template.
    pub is_named: bool,
    /// How many pages have it.
    pub pages: usize,
    /// How many templates are built upon it.
    pub extended_by: usize,
}

pub fn template_lens(page: &Page, used: TemplateUse) -> Lens {
    Lens { range: first_line(page), title: title(used) }
}

fn title(used: TemplateUse) -> String {
    let counted =
        |count: usize, one: &str, many: &str| if count == 1 { format!("1 {one}") } else { format!("{count} {many}") };
    let pages = match used.pages {
        0 if !used.is_named => return "In no use: docent.yaml does not name this template".to_owned(),
        0 => "Bound to no page".to_owned(),
        count => format!("Bound to {}", counted(count, "page", "pages")),
    };
    match used.extended_by {
        0 => pages,
        count => format!("{pages}, extended by {}", counted(count, "template", "templates")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use docent_syntax::Dialect;

    #[test]
    fn what_uses_a_template() {
        let said = |is_named, pages, extended_by| title(TemplateUse { is_named, pages, extended_by });
        assert_eq!(said(true, 12, 0), "Bound to 12 pages");
        assert_eq!(said(true, 1, 1), "Bound to 1 page, extended by 1 template");
        assert_eq!(said(true, 0, 2), "Bound to no page, extended by 2 templates");
        assert_eq!(said(false, 0, 0), "In no use: docent.yaml does not name this template");
        let page = Page::parse("---\r\ndocent: { template: ä }\r\n---\r\n", Dialect::EXTENDED);
        assert_eq!(
            template_lens(&page, TemplateUse { is_named: true, pages: 0, extended_by: 0 }).range.end(),
            3.into()
        );
    }
}
