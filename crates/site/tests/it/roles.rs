//! What a Markdown file is to its site: page with or without a template, template page, excluded.

use docent_site::read::read_text;
use docent_site::walk::markdown_files;
use docent_site::{PageRole, Site};
use docent_syntax::{Dialect, Page};
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const LIVEPERSON: &str = "---\npagename: Overview\nsitesection: Documents\ncategoryname: Contact Center\n---\n";

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    let root = folder.path().to_owned();
    (folder, root)
}

/// `template ID`, `free`, `template page` or `excluded`.
fn role(site: &Site, path: &Path, text: &str) -> String {
    named(site.role(path, &Page::parse(text, Dialect::EXTENDED)))
}

fn named(role: PageRole) -> String {
    match role {
        PageRole::Page(contract) => format!("template {}", contract.id),
        PageRole::Free => "free".to_owned(),
        PageRole::Template => "template page".to_owned(),
        PageRole::Excluded => "excluded".to_owned(),
    }
}

#[test]
fn without_configuration_the_embedded_set_claims_its_pages() {
    let (_keep, root) = folder(&[("_config.yml", "")]);
    let site = Site::load(&root.join("Documents/overview.md"));
    assert_eq!(site.root.as_deref(), Some(&*root));
    assert_eq!(role(&site, &root.join("Documents/overview.md"), LIVEPERSON), "template liveperson/overview");
    assert_eq!(role(&site, &root.join("Documents/method.md"), LIVEPERSON), "template liveperson/page");
    assert_eq!(role(&site, Path::new("Documents/overview.md"), LIVEPERSON), "template liveperson/overview");
    assert_eq!(role(&site, &root.join("README.md"), "# Read me\n"), "free");
    assert_eq!(role(&site, &root.join("post.md"), "---\ntitle: A\nlayout: post\n---\n"), "free");
}

#[test]
fn template_pages_are_no_pages() {
    let (_keep, root) = folder(&[("docent.yaml", "templates: house.md\n"), ("house.md", LIVEPERSON)]);
    let site = Site::load(&root);
    assert_eq!(site.config_problems, []);
    assert_eq!(role(&site, &root.join("house.md"), LIVEPERSON), "template page");
    assert_eq!(role(&site, Path::new("house.md"), LIVEPERSON), "template page");
    assert_eq!(role(&site, &root.join("docs/_template/overview.md"), LIVEPERSON), "template page");
    assert_eq!(role(&site, &root.join("x.md"), "---\ndocent:\n  template: x\n---\n"), "template page");
    assert_eq!(role(&Site::default(), Path::new("_template/overview.md"), LIVEPERSON), "template page");
    assert_eq!(role(&site, &root.join("_template.md"), "x"), "free");
}

#[test]
fn the_configuration_decides() {
    let config = "\
templates: [house.md, liveperson/page]
pages:
  - { path: drafts/, template: none }
  - { path: \"methods/**\", template: house }
  - { path: \"old/**\", template: liveperson/overview }
exclude: [archive/, drafts/gone.md]
";
    let house = "---\ndocent:\n  template: house\n---\n\n## Use\n";
    let (_keep, root) = folder(&[("docent.yaml", config), ("house.md", house)]);
    let site = Site::load(&root);
    assert_eq!(site.config_problems, []);
    assert_eq!(role(&site, &root.join("methods/a.md"), ""), "template house");
    assert_eq!(role(&site, &root.join("drafts/overview.md"), LIVEPERSON), "free");
    assert_eq!(role(&site, &root.join("drafts/gone.md"), LIVEPERSON), "excluded");
    assert_eq!(role(&site, &root.join("archive/2020/overview.md"), LIVEPERSON), "excluded");
    let named_file = site.role_if_named(&root.join("archive/overview.md"), &Page::parse(LIVEPERSON, Dialect::EXTENDED));
    assert_eq!(named(named_file), "template liveperson/page");
    // Of the embedded set only `page` holds here, but an entry of `pages` can name the others.
    assert_eq!(role(&site, &root.join("Documents/overview.md"), LIVEPERSON), "template liveperson/page");
    assert_eq!(role(&site, &root.join("old/overview.md"), ""), "template liveperson/overview");
}

#[test]
fn the_configurations_templates_apply_where_they_say() {
    let notes = "---\ndocent:\n  template: notes\n  applies-to:\n    - path: \"notes/**\"\n---\n";
    let any = "---\ndocent:\n  template: any\nfront-matter:\n  required: [title, owner, reviewed]\n---\n";
    let (_keep, root) = folder(&[("docent.yaml", "templates: \"_template/*\"\n")]);
    fs::create_dir(root.join("_template")).expect("a folder");
    fs::write(root.join("_template/notes.md"), notes).expect("a file");
    fs::write(root.join("_template/any.md"), any).expect("a file");
    let site = Site::load(&root);
    assert_eq!(site.config_problems, []);
    assert_eq!(site.own_templates().count(), 2);
    assert_eq!(role(&site, &root.join("notes/a.md"), ""), "template notes");
    assert_eq!(role(&site, &root.join("README.md"), "# Read me\n"), "free", "nothing says that it has a template");
    assert_eq!(role(&site, &root.join("a.md"), "---\ntitle: A\nowner: B\nreviewed: C\n---\n"), "template any");
    assert_eq!(role(&site, &root.join("overview.md"), LIVEPERSON), "free", "the embedded sets are not named");
}

#[test]
fn a_template_that_an_entry_binds_claims_no_other_pages() {
    let method = "---\ndocent:\n  template: method\n  extends: liveperson/page\n---\n";
    let config = "templates: [liveperson, method.md]\npages: { path: \"methods/**\", template: method }\n";
    let (_keep, root) = folder(&[("docent.yaml", config), ("method.md", method)]);
    let site = Site::load(&root);
    assert_eq!(site.config_problems, []);
    assert_eq!(role(&site, &root.join("methods/a.md"), LIVEPERSON), "template method");
    assert_eq!(role(&site, &root.join("overview.md"), LIVEPERSON), "template liveperson/overview");
}

#[test]
fn templates_that_are_not_there_are_problems_of_the_configuration() {
    let config = "templates: [gone.md, \"no/*.md\", livperson]\npages: [{ path: a, template: overvew }]\n";
    let (_keep, root) = folder(&[("docent.yaml", config)]);
    let problems: Vec<String> = Site::load(&root).config_problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(
        problems,
        [
            "There is no file 'gone.md', and no embedded template of this name",
            "No file matches 'no/*.md'",
            "There is no file 'livperson', and no embedded template of this name; did you mean 'liveperson'?",
            "There is no template 'overvew'; did you mean 'overview'?",
        ]
    );
}

#[test]
fn templates_extend_each_other_and_never_for_ever() {
    let page = |id: &str, base: &str| format!("---\ndocent:\n  template: {id}\n  extends: {base}\n---\n");
    let (a, b, c) = (page("a", "b"), page("b", "a"), page("c", "liveperson/page"));
    let (_keep, root) =
        folder(&[("docent.yaml", "templates: t/*.md\n"), ("t/a.md", &a), ("t/b.md", &b), ("t/c.md", &c)]);
    let site = Site::load(&root);
    assert_eq!(site.own_templates().count(), 3);
    let extends = |id: &str| site.template(id).expect("a template").extends.clone();
    assert_eq!(extends("c").as_deref(), Some("liveperson/page"));
}

#[test]
fn an_unreadable_configuration_stops_nothing() {
    let (_keep, root) = folder(&[]);
    fs::write(root.join("docent.yaml"), b"rules: \xff").expect("a file");
    let site = Site::load(&root);
    assert_eq!(site.config_problems.len(), 1);
    assert_eq!(site.config_problems[0].message, "docent.yaml cannot be read: it is not UTF-8 (line 1)");
    assert_eq!(role(&site, &root.join("overview.md"), LIVEPERSON), "template liveperson/overview");
}

#[test]
fn walking_leaves_out_what_is_no_page() {
    let (_keep, root) = folder(&[
        (".gitignore", "ignored/\n*.tmp.md\n"),
        ("_config.yml", ""),
        ("a.md", ""),
        ("b/c.markdown", ""),
        ("b/d.MKD", ""),
        ("b/note.txt", ""),
        ("b/x.tmp.md", ""),
        ("ignored/e.md", ""),
        (".hidden/f.md", ""),
        ("_site/g.md", ""),
        ("node_modules/h/h.md", ""),
        ("vendor/i.md", ""),
        ("b/vendor/j.md", ""),
        ("folder.md/k.md", ""),
    ]);
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(&root, root.join("b/loop")).expect("a link");
        std::os::unix::fs::symlink(root.join("a.md"), root.join("b/link.md")).expect("a link");
    }
    let found = markdown_files(&root, |path, _| path.ends_with("c.markdown"));
    assert_eq!(found.errors, Vec::<String>::new());
    let paths: Vec<PathBuf> =
        found.files.iter().map(|file| file.strip_prefix(&root).expect("inside").to_owned()).collect();
    assert_eq!(paths, ["a.md", "b/d.MKD", "b/vendor/j.md", "folder.md/k.md"].map(PathBuf::from));
}

#[test]
fn reading_says_in_words_what_is_wrong() {
    let (_keep, root) = folder(&[]);
    fs::write(root.join("latin1.md"), b"a\nb\xe4\n").expect("a file");
    assert_eq!(read_text(&root.join("latin1.md")), Err("it is not UTF-8 (line 2)".to_owned()));
    assert_eq!(read_text(&root), Err("it is a folder".to_owned()));
    assert_eq!(read_text(&root.join("gone.md")), Err("no such file or directory".to_owned()));
}

/// A folder with a site in `site`, and a template page beside it in `secret`.
#[cfg(unix)]
fn site_beside_a_secret(config: &str) -> (tempfile::TempDir, PathBuf) {
    let secret = "---\ndocent: { template: key }\n---\n\n## Key\n";
    folder(&[("secret/key", secret), ("secret/key.md", secret), ("site/docent.yaml", config), ("site/a.md", "# A\n")])
}

#[cfg(unix)]
#[test]
fn templates_outside_of_the_site_are_refused() {
    let (_keep, folder) = site_beside_a_secret("");
    let root = folder.join("site");
    std::os::unix::fs::symlink("../secret", root.join("link")).expect("a link");
    std::os::unix::fs::symlink("../secret/key.md", root.join("key.md")).expect("a link");
    let absolute = folder.join("secret/key.md").display().to_string();
    for name in ["../secret/key", "../secret/key.md", "link/../secret/key.md", "link/key.md", "key.md", &absolute] {
        let site = Site::with_config(root.clone(), &format!("templates: {name}\n"));
        let problems: Vec<&str> = site.config_problems.iter().map(|problem| &*problem.message).collect();
        let expected = format!("The template '{name}' leads out of the site; templates lie inside the site's root");
        assert_eq!(problems, [expected], "{name}");
        assert_eq!(site.own_templates().count(), 0, "{name}");
        assert_eq!(site.template_files, Vec::<PathBuf>::new(), "{name}");
    }
    for pattern in ["../secret/*", "link/*.md", "*.md"] {
        let site = Site::with_config(root.clone(), &format!("templates: [\"{pattern}\"]\n"));
        assert!(site.template_files.iter().all(|file| file.ends_with("site/a.md")), "{pattern}");
    }
    fs::create_dir(root.join("own")).expect("a folder");
    fs::rename(folder.join("secret/key.md"), root.join("own/key.txt")).expect("it moves");
    std::os::unix::fs::symlink("own/key.txt", root.join("own-link")).expect("a link");
    for name in ["own/key.txt", "./own/../own/key.txt", "own-link"] {
        let site = Site::with_config(root.clone(), &format!("templates: {name}\n"));
        assert_eq!(site.config_problems, [], "{name}");
        assert_eq!(site.own_templates().count(), 1, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn a_navigation_outside_of_the_site_is_refused() {
    let (_keep, folder) = site_beside_a_secret("");
    let root = folder.join("site");
    std::os::unix::fs::symlink("/dev/zero", root.join("zero.yaml")).expect("a link");
    for name in ["../secret/key", "../../../../../../../../dev/zero", "/dev/zero", "zero.yaml", "../gone.yaml"] {
        for config in [format!("site: {{ navigation: {name} }}\n"), format!("site:\n  navigation:\n    file: {name}\n")]
        {
            let site = Site::with_config(root.clone(), &config);
            let problems: Vec<&str> = site.config_problems.iter().map(|problem| &*problem.message).collect();
            assert_eq!(problems, [format!("The navigation '{name}' cannot be read: it leads out of the site")]);
            assert_eq!(site.model.navigation, None, "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn setup_files_that_are_not_regular_are_named() {
    for file in ["docent.yaml", "_config.yml", "_data/documentsupdated.yaml"] {
        for kind in ["zero", "stdin", "fifo", "folder", "large"] {
            let (_keep, root) = folder(&[("_data/x.yaml", ""), ("a.md", "# A\n")]);
            let path = root.join(file);
            match kind {
                "zero" => std::os::unix::fs::symlink("/dev/zero", &path).expect("a link"),
                "stdin" => std::os::unix::fs::symlink("/dev/stdin", &path).expect("a link"),
                "folder" => fs::create_dir(&path).expect("a folder"),
                "large" => fs::File::create(&path).and_then(|file| file.set_len(1 << 40)).expect("a file"),
                _ => assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo").success()),
            }
            let site = Site::load_root(root.clone());
            let unreadable = site.setup_files.iter().flat_map(|file| &file.problems).map(|problem| &*problem.message);
            let messages: Vec<&str> =
                site.config_problems.iter().map(|problem| &*problem.message).chain(unreadable).collect();
            let reason = match kind {
                "folder" => "it is a folder",
                "fifo" => "it is a named pipe, not a regular file",
                "large" => "it is larger than 16 MiB",
                _ => "it leads out of the site",
            };
            match kind {
                // Where it leads depends on who runs the test.
                "stdin" => assert!(messages[0].starts_with(&format!("{file} cannot be read: ")), "{messages:?}"),
                _ => assert_eq!(messages, [format!("{file} cannot be read: {reason}")], "{kind}"),
            }
            assert!(!site.is_outdated(), "{file} {kind}");
        }
    }
}
