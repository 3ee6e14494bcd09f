//! Which pages of a site have which template: one look at the front matter of every page.

use crate::discover::{pages_in, retain_files_of_site};
use crate::read::read_text;
use crate::site::{PageRole, Site};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The pages of a site by the template they have.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BoundPages {
    by_template: HashMap<Box<str>, Vec<PathBuf>>,
}

impl BoundPages {
    /// The pages with the template of this id, sorted by path.
    pub fn of(&self, template: &str) -> &[PathBuf] {
        self.by_template.get(template).map_or(&[], Vec::as_slice)
    }
}

/// Reads all pages of the site from disk. A page that cannot be read has no template. Blocking: never call it on the latency pool.
pub fn bound_pages(site: &Site) -> BoundPages {
    let Some(root) = &site.root else { return BoundPages::default() };
    let mut files = pages_in(root, site).files;
    retain_files_of_site(root, &mut files);
    let mut bound = BoundPages::default();
    for file in files {
        if let Some(template) = template_of(site, &file) {
            bound.by_template.entry(template).or_default().push(file);
        }
    }
    bound
}

fn template_of(site: &Site, file: &Path) -> Option<Box<str>> {
    let text = read_text(file).ok()?;
    match site.role(file, &site.parse(file, &text)) {
        PageRole::Page(contract) => Some(contract.id.clone()),
        PageRole::Free | PageRole::Template | PageRole::Excluded => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_by_their_template() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
            std::fs::write(path, text).expect("a file");
        };
        let configuration = "templates: [_template/a.md, _template/b.md]\npages:\n  - { path: \"a/**\", template: a }\n  - { path: \"drafts/**\", template: none }\nexclude: [a/old]\n";
        write("docent.yaml", configuration);
        write("_template/a.md", "---\ndocent: { template: a }\n---\n\n## A\n");
        let applies = "---\ndocent:\n  template: b\n  applies-to: { front-matter: { kind: b } }\n---\n\n## B\n";
        write("_template/b.md", applies);
        write("a/2.md", "Text.\n");
        write("a/1.md", "---\r\nkind: b\r\n---\r\n");
        write("a/old/3.md", "Text.\n");
        write("b.md", "---\nkind: b\n---\n");
        write("drafts/b.md", "---\nkind: b\n---\n");
        write("a/inner/docent.yaml", "");
        write("a/inner/4.md", "Text.\n");
        std::fs::write(root.join("a/5.md"), [0xff, 0xfe]).expect("a file");
        let site = Site::load(&root);
        let bound = bound_pages(&site);
        let shown = |id: &str| bound.of(id).iter().map(|path| site.relative(path)).collect::<Vec<_>>();
        assert_eq!(shown("a"), ["a/1.md", "a/2.md"]);
        assert_eq!(shown("b"), ["b.md"]);
        assert_eq!(shown("liveperson/overview"), Vec::<String>::new());
        assert_eq!(bound_pages(&Site::default()), BoundPages::default());
    }
}
