//! Files that are no Markdown and have front matter: at each step the index says what a newly built one says.

use super::*;
use docent_site::index::Target;
use docent_site::index::build::build_index;
use std::sync::atomic::AtomicBool;

const LINKS: [&str; 6] = ["/legal.html", "/legal/", "/law.html", "/old.html", "/legal/terms.pdf", "/a.html"];

struct Probe {
    folder: tempfile::TempDir,
    state: IndexState,
}

impl Probe {
    fn new() -> Probe {
        let probe = Probe { folder: tempfile::tempdir().expect("a folder"), state: IndexState::default() };
        probe.write("_config.yml", "title: T\n");
        probe.write("a.md", "---\n---\n[a](legal.html) [b](legal/) [c](law.html) [d](old.html)\n");
        probe
    }

    fn write(&self, path: &str, text: &str) {
        let file = self.folder.path().join(path);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(file, text).expect("a file");
    }

    fn site(&self) -> Site {
        Site::load(&self.folder.path().join("a.md"))
    }

    fn build(&mut self) {
        let site = self.site();
        let index = build_index(&site, &|_| {}, &AtomicBool::new(false));
        self.state.set_built(Arc::new(site), index);
    }

    fn changed(&mut self, path: &str) -> AffectedPaths {
        let index = self.state.index.clone().expect("an index");
        let site = self.state.built_for.clone().expect("a site");
        let known = KnownFiles::of(&site, &index, vec![self.folder.path().join(path)]);
        drop(index);
        let edits = known.read(&site);
        self.state.push_file_edits(edits);
        self.state.apply().unwrap_or_default()
    }

    /// The links that lead somewhere, by the index as it was kept up; the same by one that was built anew.
    fn check(&self, step: &str) -> Vec<&'static str> {
        let alive = |index: &SiteIndex| -> Vec<&'static str> {
            let page = index.page("a.md").expect("the page");
            let is_there = |link: &&str| !matches!(index.resolve(page, link).target, Target::Missing(_));
            LINKS.into_iter().filter(is_there).collect()
        };
        let kept = alive(self.state.index.as_ref().expect("an index"));
        let new = build_index(&self.site(), &|_| {}, &AtomicBool::new(false));
        assert_eq!(kept, alive(&new), "{step}");
        kept
    }
}

#[test]
fn a_page_in_html_has_the_address_that_it_says() {
    let mut probe = Probe::new();
    probe.write("legal.html", "---\npermalink: /legal/\nredirect_from: /old.html\n---\n");
    probe.build();
    assert_eq!(probe.check("at first"), ["/legal/", "/old.html", "/a.html"]);
    let texts = [
        ("without its permalink", "---\ntitle: Legal\n---\n"),
        ("with another one", "---\npermalink: /law.html\n---\n"),
        ("copied as it is", "<p>Legal</p>\n"),
        ("with its first permalink", "---\npermalink: /legal/\n---\n"),
    ];
    for (step, text) in texts {
        probe.write("legal.html", text);
        let affected = probe.changed("legal.html");
        assert_eq!(affected.pages.into_iter().collect::<Vec<_>>(), [probe.folder.path().join("a.md")], "{step}");
        probe.check(step);
    }
    // What lies beside it in a folder of the address's name.
    probe.write("legal/terms.pdf", "no PDF");
    probe.changed("legal");
    assert_eq!(probe.check("a folder of the same name"), ["/legal/", "/legal/terms.pdf", "/a.html"]);
    std::fs::remove_dir_all(probe.folder.path().join("legal")).expect("it is there");
    probe.changed("legal");
    probe.check("without the folder");
    // A file that lies where the page is published.
    probe.write("legal/index.html", "<p>Legal</p>\n");
    probe.changed("legal/index.html");
    probe.write("legal.html", "---\ntitle: Legal\n---\n");
    probe.changed("legal.html");
    assert_eq!(probe.check("beside a file"), ["/legal.html", "/legal/", "/a.html"]);
    std::fs::remove_file(probe.folder.path().join("legal/index.html")).expect("it is there");
    probe.changed("legal/index.html");
    probe.write("legal.html", "---\npermalink: /legal/\n---\n");
    probe.changed("legal.html");
    std::fs::remove_file(probe.folder.path().join("legal.html")).expect("it is there");
    probe.changed("legal.html");
    assert_eq!(probe.check("gone"), ["/a.html"]);
}

#[test]
fn two_pages_in_html_at_one_address() {
    let mut probe = Probe::new();
    probe.write("one.html", "---\npermalink: /law.html\n---\n");
    probe.write("two.html", "---\npermalink: /law.html\n---\n");
    probe.build();
    probe.write("one.html", "---\npermalink: /legal.html\n---\n");
    probe.changed("one.html");
    assert_eq!(probe.check("one is elsewhere"), ["/legal.html", "/law.html", "/a.html"]);
    std::fs::remove_file(probe.folder.path().join("two.html")).expect("it is there");
    probe.changed("two.html");
    assert_eq!(probe.check("the other is gone"), ["/legal.html", "/a.html"]);
}
