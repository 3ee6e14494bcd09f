//! Every style is kept, and what is written is read as what was meant.

use super::*;
use docent_site::index::link_target::{TargetPlace, link_target};
use proptest::prelude::*;

const FROM: LinkBase<'_> = LinkBase { path: "Documents/a/overview.md", address: Some("/x/page.html") };

fn jekyll() -> SiteModel {
    SiteModel {
        own_urls: vec!["https://docs.example.com".into()],
        base_path: "/base".into(),
        ..SiteModel::of_kind("jekyll")
    }
}

fn to_page(old: &str) -> String {
    destination_to(
        &jekyll(),
        FROM,
        old,
        LinkGoal { address: Some("/x/new page.html"), path: "Documents/b/new page.md" },
    )
}

#[test]
fn the_link_tag_counts_from_the_source_and_from_the_folder_of_the_collections() {
    let config = "source: docs\ncollections_dir: sets\ncollections: { recipes: { output: true } }\n";
    let text = |path: &str| (path == "_config.yml").then(|| config.to_owned());
    let model = docent_site::model_of(&docent_site::Config::default(), docent_template::embedded::sets(), text);
    let cases = [
        ("docs/deep/b.md", "deep/b.md"),
        ("docs/sets/_recipes/pie.md", "_recipes/pie.md"),
        ("docs/sets/loose.md", "sets/loose.md"),
        ("docs/img/dot.png", "img/dot.png"),
    ];
    for (path, named) in cases {
        let link = destination_to(&model, FROM, "{% link x.md %}#a", LinkGoal { address: None, path });
        assert_eq!(link, format!("{{% link {named} %}}#a"));
        assert_eq!(link_target(&link, FROM, &model).place, TargetPlace::File(path.to_owned()), "{link}");
    }
}

#[test]
fn every_style_is_kept() {
    let cases = [
        ("old.html", "new%20page.html"),
        ("old page.html#a", "new page.html#a"),
        ("./old.html?q=1#a", "./new%20page.html?q=1#a"),
        ("old", "new%20page"),
        ("../y/old.html", "new%20page.html"),
        ("/y/old.html#", "/x/new%20page.html#"),
        ("/base/y/old.html", "/base/x/new%20page.html"),
        ("https://docs.example.com/base/old.html#a", "https://docs.example.com/base/x/new%20page.html#a"),
        ("HTTPS://docs.example.com/old.html", "HTTPS://docs.example.com/x/new%20page.html"),
        ("{{ site.baseurl }}/old.html", "{{ site.baseurl }}/x/new%20page.html"),
        ("{{site.url}}{{site.baseurl}}/old#a", "{{site.url}}{{site.baseurl}}/x/new%20page#a"),
        ("{{ '/old.html#b' | relative_url }}", "{{ '/x/new%20page.html#b' | relative_url }}"),
        ("{{ \"/old.html\" | absolute_url }}#a", "{{ \"/x/new%20page.html\" | absolute_url }}#a"),
        ("{% link old/b.md %}#a", "{% link Documents/b/new page.md %}#a"),
        ("{{ site.baseurl }}{% link old/b.md %}", "{{ site.baseurl }}{% link Documents/b/new page.md %}"),
        ("old.md#a", "../b/new%20page.md#a"),
        ("#a", "new%20page.html#a"),
    ];
    for (old, new) in cases {
        assert_eq!(to_page(old), new, "{old}");
    }
}

#[test]
fn folders_and_files_of_a_site_without_addresses() {
    let plain = SiteModel::default();
    let from = LinkBase { path: "docs/a.md", address: None };
    let to = |old: &str, path: &str| destination_to(&plain, from, old, LinkGoal::file(path));
    assert_eq!(to("old.md", "docs/b.md"), "b.md");
    assert_eq!(to("old.html", "docs/b.md"), "b.html");
    assert_eq!(to("old", "docs/b.md"), "b");
    assert_eq!(to("old/", "docs/b.md"), "b/");
    assert_eq!(to("old/", "docs/README.md"), "./");
    assert_eq!(to("old/", "docs/x/index.md"), "x/");
    assert_eq!(to("/old.md", "docs/x/index.md"), "/docs/x/index.md");
    assert_eq!(to("old.png", "img/ä(1).png"), "../img/ä%281%29.png");
    assert_eq!(to("%C3%B6.png", "img/ä.png"), "../img/%C3%A4.png");
    assert_eq!(to("x.md", "docs/a:b.md"), "./a:b.md");
    let image = LinkGoal::file("img/x.png");
    assert_eq!(destination_to(&jekyll(), FROM, "/img/y.png", image), "/img/x.png");
    assert_eq!(destination_to(&jekyll(), FROM, "img/y.png", image), "../img/x.png");
}

#[test]
fn fragments_come_and_go() {
    let cases = [
        ("a.html#old", "new-id", "a.html#new-id"),
        ("a.html?x", "ä", "a.html?x#ä"),
        ("#%C3%B6", "ä b", "#%C3%A4%20b"),
        ("a.html#old", "", "a.html"),
        ("{{ '/a.html#old' | relative_url }}", "new", "{{ '/a.html#new' | relative_url }}"),
        ("{{ '/a.html' | relative_url }}", "new", "{{ '/a.html' | relative_url }}#new"),
        ("{% link a.md %}#old", "new", "{% link a.md %}#new"),
        ("a&#40;.html#old", "new", "a&#40;.html#new"),
    ];
    for (old, id, new) in cases {
        assert_eq!(with_fragment(&jekyll(), old, id), new, "{old}");
    }
}

fn old_destination() -> impl Strategy<Value = String> {
    let before = prop::sample::select(vec![
        "",
        "./",
        "../",
        "/",
        "/base/",
        "https://docs.example.com/base/",
        "{{ site.baseurl }}/",
        "x/",
    ]);
    let name = prop::sample::select(vec!["old.html", "old", "old.md", "o d.html", "%C3%A4.html", "", "f/"]);
    let after = prop::sample::select(vec!["", "#a", "?b", "?b=1#%20", "#"]);
    (before, name, after).prop_map(|(before, name, after)| format!("{before}{name}{after}"))
}

fn folder() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "b c", "ä", "x%41", "q#?"]), 0..4)
        .prop_map(|parts| parts.iter().map(|part| format!("{part}/")).collect())
}

proptest! {
    /// What is written leads to the goal, and the fragment is the old one.
    #[test]
    fn what_is_written_is_read(
        old in old_destination(), here in folder(), address in folder(), there in folder(), name in "[a-z(%&' ]{0,3}[a-z]",
    ) {
        let model = jekyll();
        let (path, address) = (format!("{here}page.md"), format!("/{address}page.html"));
        let from = LinkBase { path: &path, address: Some(&address) };
        let (goal_address, goal_path) = (format!("/{there}{name}.html"), format!("{there}{name}.md"));
        let goal = LinkGoal { address: Some(&goal_address), path: &goal_path };
        let new = destination_to(&model, from, &old, goal);
        let read = link_target(&new, from, &model);
        let before = link_target(&old, from, &model);
        prop_assume!(before.place != TargetPlace::Elsewhere);
        prop_assert_eq!(&read.fragment, &before.fragment, "{} -> {}", old, new);
        let (address, also_file) = match read.place {
            TargetPlace::Address { address, also_file } => (address, also_file),
            TargetPlace::File(file) => (String::new(), Some(file)),
            other => return Err(TestCaseError::fail(format!("{old} -> {new}: {other:?}"))),
        };
        let stem = goal_address.trim_end_matches(".html");
        prop_assert!(
            address == goal_address || address == stem || also_file.as_deref() == Some(&*goal_path),
            "{} -> {}: {}", old, new, address
        );
    }

    #[test]
    fn anything_at_all_is_a_destination(old in "[a#?/.{}%\"' \\\\|lnk&\u{e4}-]{0,24}", id in "\\PC{0,5}") {
        with_fragment(&jekyll(), &old, &id);
        to_page(&old);
    }
}
