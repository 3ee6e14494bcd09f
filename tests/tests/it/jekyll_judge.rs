//! Docent against Jekyll: the same sites, the same answers. `jekyll/answers.json` is what Jekyll said when it was last
//! asked; where Jekyll is installed (`tests/jekyll/install`) it is asked again. See `jekyll/README.md`.

#![allow(clippy::print_stderr)]

use docent_generators::jekyll::{Claim, JekyllConfig, page_address, redirect_address, redirect_to, redirects, served};
use docent_site::Site;
use docent_site::index::build::build_index;
use docent_site::index::{Fit, LinkFact, LinkPlace, PageId, SiteIndex, Target};
use docent_syntax::{Anchor, Dialect, Page, anchors};
use docent_tests::workspace;
use expect_test::expect;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;
use std::sync::atomic::AtomicBool;

#[path = "jekyll_judge/yaml.rs"]
mod yaml;

const ANSWERS: &str = "tests/jekyll/answers.json";

fn answers() -> Value {
    serde_json::from_str(&workspace::read(ANSWERS)).expect("the recording is JSON")
}

fn sites(answers: &Value) -> impl Iterator<Item = (&String, &Value)> {
    answers.as_object().expect("answers by site").iter().filter(|(site, _)| *site != "stops")
}

/// The files of a probe site, by their path in it.
fn files_of(site: &str) -> BTreeMap<String, String> {
    let folder = format!("tests/jekyll/sites/{site}/");
    let paths = workspace::files(&folder, "");
    let text = |path: &str| {
        String::from_utf8_lossy(&std::fs::read(workspace::root().join(path)).expect("a file")).into_owned()
    };
    paths.iter().map(|path| (path[folder.len()..].to_owned(), text(path))).collect()
}

/// What docent says is served at each address: `page x`, `redirect to x`, or `file`.
fn docents(files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let config = JekyllConfig::read(files.get("_config.yml").map(String::as_str));
    let mut claims: BTreeMap<String, Vec<(Claim<'_>, String)>> = BTreeMap::new();
    let mut claim =
        |address: &str, claim, what: String| claims.entry(address.to_owned()).or_default().push((claim, what));
    for (path, text) in files {
        let page = Page::parse(text, Dialect::EXTENDED);
        let front_matter = page.front_matter();
        let in_collection = path.split('/').any(|part| part.starts_with('_'));
        let Some(address) = page_address(&config, path, front_matter) else {
            if !front_matter.opens_page && !in_collection {
                let copied = path.strip_prefix(&format!("{}/", config.source)).unwrap_or(path);
                claim(&format!("/{copied}"), Claim::StaticFile, "file".to_owned());
            }
            continue;
        };
        let what = match redirect_to(front_matter) {
            Some((to, _)) if to.contains("://") => format!("redirect to {to}"),
            Some((to, _)) => format!("redirect to {}", redirect_address(&to)),
            // No layout is put around it, which is by what the recording knows a page.
            None if path.ends_with(".scss") => "file".to_owned(),
            None => format!("page {path}"),
        };
        claim(address.as_str(), if in_collection { Claim::Document(path) } else { Claim::Page(path) }, what);
        for (redirect, _) in redirects(&config, path, front_matter) {
            let kind = if in_collection { Claim::DocumentRedirect(path) } else { Claim::Redirect(path) };
            claim(redirect.as_str(), kind, format!("redirect to {address}"));
        }
    }
    let winner = |claims: Vec<(Claim<'_>, String)>| {
        let kinds: Vec<Claim<'_>> = claims.iter().map(|(claim, _)| *claim).collect();
        served(&kinds).map(|index| claims[index].1.clone())
    };
    claims.into_iter().filter_map(|(address, claims)| Some((address, winner(claims)?))).collect()
}

/// The file that Jekyll names from its source, and a document from the folder of the collections.
fn path_of(source: &str, files: &BTreeMap<String, String>) -> String {
    let config = files.get("_config.yml").map_or("", String::as_str);
    let setting = |key: &str| config.lines().find_map(|line| line.strip_prefix(key)).unwrap_or("");
    let folders = [setting("source: "), setting("collections_dir: ")];
    let below = |folders: &[&str]| {
        let parts = folders.iter().copied().chain([source]).filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("/")
    };
    match below(&folders[..1]) {
        path if files.contains_key(&path) && !source.starts_with('_') => path,
        _ => below(&folders),
    }
}

/// The same from the recording.
fn jekylls(answers: &Value, files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let served = |answer: &Value| match (answer["source"].as_str(), answer["redirect"].as_str()) {
        (Some(source), _) => format!("page {}", path_of(source, files)),
        (_, Some(to)) if to.contains("://") => format!("redirect to {to}"),
        (_, Some(to)) => format!("redirect to {}", redirect_address(to)),
        _ => "file".to_owned(),
    };
    let answers = answers.as_object().expect("a site's answers are a map");
    answers.iter().map(|(address, answer)| (address.clone(), served(answer))).collect()
}

/// Where docent says something else than Jekyll, and why.
const DIFFERENCES: [(&str, &str, &str); 2] = [
    (
        "addresses",
        "/two.html",
        "a second YAML document in front matter: docent reports it as an error and reads no further",
    ),
    ("addresses", "/files/two-documents.html", "the same"),
];

/// The probe sites whose pages' insides are compared.
const HEADINGS: &str = "headings";
const LINKS: [&str; 2] = ["links", "source"];

#[test]
fn headings_and_anchors() {
    let answers = answers();
    let mut wrong = Vec::new();
    for (path, text) in files_of(HEADINGS).iter().filter(|(path, _)| path.ends_with(".md")) {
        let jekyll = &answers[HEADINGS][format!("/{}.html", path.trim_end_matches(".md"))];
        let page = Page::parse(text, Dialect::EXTENDED);
        let anchors = anchors(&page);
        let ids = |wanted: &dyn Fn(&Anchor) -> bool| -> Vec<&str> {
            anchors.iter().filter(|anchor| wanted(anchor)).map(|anchor| &*anchor.id).collect()
        };
        let strings = |value: &Value| -> Vec<String> {
            let list = value.as_array().cloned().unwrap_or_default();
            list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
        };
        let mut difference = |what: &str, docent: Vec<&str>, jekyll: Vec<String>| {
            let known = KNOWN_IDS.iter().find(|known| (known.0, known.1) == (&**path, what));
            let (more, less) = known.map_or((&[][..], &[][..]), |known| (known.2, known.3));
            let expected: Vec<&str> =
                jekyll.iter().map(String::as_str).filter(|id| !less.contains(id)).chain(more.iter().copied()).collect();
            let (mut docent, mut expected) = (docent, expected);
            if known.is_some() || what == "ids" {
                docent.sort();
                expected.sort();
            }
            if docent != expected {
                wrong.push(format!("{path} {what}\n  docent {docent:?}\n  Jekyll {expected:?}"));
            }
        };
        difference("headings", ids(&|anchor| anchor.kind.is_heading()), strings(&jekyll["headings"]));
        difference("ids", ids(&|anchor| !anchor.id.is_empty()), strings(&jekyll["ids"]));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// What docent has more and less than Jekyll: page, list, more, less. Each with its reason.
const KNOWN_IDS: [(&str, &str, &[&str], &[&str]); 11] = [
    // A heading in HTML is no section; its id is an anchor like any other of HTML.
    ("anchors.md", "headings", &[], &["html-heading"]),
    // Back links of a footnote that is named more than once: nobody writes links to them.
    ("footnotes.md", "ids", &[], &["fnref:two:1"]),
    // Raw blocks hold samples; their content is never taken for sections. The page counts as open.
    ("hidden.md", "headings", &[], &["raw--x-"]),
    ("hidden.md", "ids", &[], &["raw--x-"]),
    // The attribute list before a heading is an anchor; it is not said to be the heading's.
    ("ids.md", "headings", &[], &["before"]),
    // What Liquid puts into a heading is not known. The page counts as open.
    ("liquid.md", "headings", &["with--inside"], &["with-value-inside"]),
    ("liquid.md", "ids", &["with--inside"], &["with-value-inside"]),
    // The same with everything that can be a place in a raw block, and what is counted after it.
    ("raw-anchors.md", "headings", &[], RAW_HEADINGS),
    ("raw-anchors.md", "ids", &[], RAW_IDS),
    // An underline of both `=` and `-`: a heading for kramdown alone, and hardly one that was meant.
    ("setext.md", "headings", &[], &["mixed"]),
    ("setext.md", "ids", &[], &["mixed"]),
];

/// What `raw-anchors.md` has in its raw blocks.
const RAW_HEADINGS: &[&str] = &[
    "on-the-line--a-",
    "in-one-line",
    "underlined",
    "also-underlined",
    "quoted",
    "listed",
    "samples-2",
    "after-a-trimmed-tag",
];
const RAW_IDS: &[&str] = &[
    "on-the-line--a-",
    "in-one-line",
    "underlined",
    "also-underlined",
    "quoted",
    "listed",
    "html-of-two-lines",
    "html-name",
    "paragraph-attribute",
    "fnref:raw",
    "samples-2",
    "after-a-trimmed-tag",
    "fn:raw",
];

/// Where Liquid may bring along more, an anchor that is not known is no finding.
#[test]
fn pages_that_liquid_completes() {
    let open: Vec<String> = files_of(HEADINGS)
        .into_iter()
        .filter(|(path, text)| path.ends_with(".md") && anchors::is_open(&Page::parse(text, Dialect::EXTENDED)))
        .map(|(path, _)| path)
        .collect();
    // That of `raw.md` have nothing that a link could lead to.
    assert_eq!(open, ["hidden.md", "liquid.md", "raw-anchors.md"]);
}

#[test]
fn dead_links() {
    let answers = answers();
    let mut wrong = Vec::new();
    let mut compared = 0;
    for name in LINKS {
        let root = workspace::root().join("tests/jekyll/sites").join(name);
        let site = Site::load(&root.join("index.md"));
        let index = build_index(&site, &|_| {}, &AtomicBool::new(false));
        let files = files_of(name);
        for (address, answer) in answers[name].as_object().expect("answers by address") {
            let (Some(source), Some(said)) = (answer["source"].as_str(), answer["links"].as_array()) else { continue };
            let path = path_of(source, &files);
            let page = index.page(&path).unwrap_or_else(|| panic!("{path} is in the index"));
            let facts = index.facts(page).expect("a page of the index has facts");
            let links: Vec<&LinkFact> = facts.links.iter().filter(|link| link.place != LinkPlace::Definition).collect();
            let urls = || links.iter().map(|link| &link.url).collect::<Vec<_>>();
            assert_eq!(links.len(), said.len(), "{address}: {:?}", urls());
            for (link, said) in links.iter().zip(said) {
                compared += 1;
                let docent = judged(&index, page, &link.url);
                let jekyll = said[1].as_str().expect("an answer");
                let known = KNOWN_LINKS.iter().find(|known| (known.0, known.1) == (&*path, &*link.url));
                let expected = known.map_or(jekyll, |known| known.2);
                if docent != expected {
                    wrong.push(format!("{path} {}: docent {docent}, Jekyll {jekyll}", link.url));
                }
            }
        }
    }
    assert!(compared > 100);
    assert!(wrong.is_empty(), "{} of {compared}:\n{}", wrong.len(), wrong.join("\n"));
}

/// What docent says of a link, in the words of the recording.
fn judged(index: &SiteIndex, from: PageId, url: &str) -> &'static str {
    let resolution = index.resolve(from, url);
    let (page, fit) = match resolution.target {
        Target::Elsewhere => return "external",
        Target::Missing(_) => return "dead",
        Target::File { fit, .. } => (None, fit),
        Target::Page { page, fit, .. } => (Some(page), fit),
    };
    if fit == Fit::OtherCase {
        return "dead";
    }
    match (page, resolution.fragment) {
        (Some(page), Some(fragment))
            if index.anchor(page, &fragment) != Some(Fit::Exact)
                && !index.facts(page).is_some_and(|facts| facts.anchors_unknown) =>
        {
            "no anchor"
        }
        _ => "alive",
    }
}

/// Links of which docent says something else than Jekyll does: page, destination, docent's answer. Each with its reason.
const KNOWN_LINKS: [(&str, &str, &str); 8] = [
    // What is in a file of HTML is not read.
    ("links.md", "html/#nothing", "alive"),
    // Out of the site: what lies beside it on the server is not known. (The second one leads out of it and in again.)
    ("deep/links.md", "../../target.html", "external"),
    ("links.md", "../base/target.html", "external"),
    // By the path of the file: right on GitHub and in an editor, and plugins make it right on the site.
    ("styles.md", "/base/target.md", "alive"),
    ("docs/index.md", "a.md", "alive"),
    ("docs/index.md", "docs/img/dot.png", "alive"),
    // A redirect has taken the page's address. That is a finding of its own; links to the page are not to blame.
    ("links.md", "victim.html#victim", "alive"),
    ("links.md", "victim.html#robber", "no anchor"),
];

#[test]
fn addresses() {
    let answers = answers();
    let mut wrong = Vec::new();
    for (site, answers) in sites(&answers) {
        let files = files_of(site);
        let (docent, mut jekyll) = (docents(&files), jekylls(answers, &files));
        // Files that are copied are no business of docent's, but where they take a page's address.
        jekyll.retain(|address, served| served != "file" || docent.contains_key(address));
        let all: std::collections::BTreeSet<&String> = docent.keys().chain(jekyll.keys()).collect();
        for address in all {
            let known = DIFFERENCES.iter().any(|known| (known.0, known.1) == (site, address));
            if (docent.get(address) == jekyll.get(address)) == known {
                let said = |said: Option<&String>| said.map_or("nothing".to_owned(), String::clone);
                wrong.push(format!(
                    "{site} {address}: docent {}, Jekyll {}",
                    said(docent.get(address)),
                    said(jekyll.get(address))
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

/// Jekyll gives up a whole build because of one such page; docent goes on, with what its author must have meant.
#[test]
fn pages_that_stop_jekyll() {
    let stops = answers()["stops"].clone();
    let said: Vec<String> = workspace::files("tests/jekyll/stops", ".md")
        .iter()
        .map(|path| {
            let text = std::fs::read(workspace::root().join(path)).expect("a file");
            let name = path.rsplit('/').next().expect("a name");
            let page = Page::parse(&String::from_utf8_lossy(&text), Dialect::EXTENDED);
            let config = JekyllConfig::default();
            let address = page_address(&config, name, page.front_matter());
            let redirects = redirects(&config, name, page.front_matter());
            let redirects: String = redirects.iter().map(|(from, _)| format!(" from {from}")).collect();
            let jekyll = stops[name]["stopped"].as_str().unwrap_or("builds");
            format!("{name} ({jekyll}): {}{redirects}\n", address.map_or("nothing".to_owned(), |a| a.to_string()))
        })
        .collect();
    expect![[r#"
        1:b.md (Addressable::URI::InvalidURIError): /1:b.html
        include-missing.md (IOError): /include-missing.html
        link-missing.md (ArgumentError): /link-missing.html
        list-for-a-mapping.md (SystemExit): /list-for-a-mapping.html
        not-utf8.md (RuntimeError): /not-utf8.html
        permalink-date.md (NoMethodError): /2024-01-02.html
        permalink-empty.md (SystemExit): /permalink-empty.html
        permalink-list.md (NoMethodError): /permalink-list.html
        permalink-number.md (NoMethodError): /404.html
        permalink-true.md (NoMethodError): /permalink-true.html
        redirect-empty.md (builds): /redirect-empty.html from /index.html
        redirect-false.md (NoMethodError): /redirect-false.html
        redirect-in-list.md (NoMethodError): /redirect-in-list.html from /a.html from /5.html
        redirect-mapping.md (NoMethodError): /redirect-mapping.html
        redirect-nested.md (NoMethodError): /redirect-nested.html
        redirect-number.md (NoMethodError): /redirect-number.html from /404.html
        text-for-a-mapping.md (SystemExit): /text-for-a-mapping.html
        unclosed-output.md (Liquid::SyntaxError): /unclosed-output.html
        unclosed-tag.md (Liquid::SyntaxError): /unclosed-tag.html
        unknown-filter.md (builds): /unknown-filter.html
        unknown-tag.md (Liquid::SyntaxError): /unknown-tag.html
    "#]]
    .assert_eq(&said.concat());
}

#[test]
fn the_recording_is_what_jekyll_says() {
    let installed = Command::new("jekyll").arg("--version").output().is_ok_and(|output| output.status.success());
    if !installed && std::env::var_os("DOCENT_JEKYLL").is_none() {
        eprintln!("Jekyll is not installed (tests/jekyll/install): its recorded answers stand for it");
        return;
    }
    let output = Command::new("ruby").arg("ask.rb").current_dir(workspace::root().join("tests/jekyll")).output();
    let output = output.expect("ruby runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said: Value = serde_json::from_slice(&output.stdout).expect("ask.rb prints JSON");
    let recorded = answers();
    let mut wrong = Vec::new();
    let sites = |value: &Value| value.as_object().expect("answers by site").clone();
    assert_eq!(sites(&said).keys().collect::<Vec<_>>(), sites(&recorded).keys().collect::<Vec<_>>());
    for (site, said) in sites(&said) {
        let recorded = recorded[&site].as_object().expect("answers by address");
        let said = said.as_object().expect("answers by address");
        for address in said.keys().chain(recorded.keys().filter(|address| !said.contains_key(*address))) {
            if said.get(address) != recorded.get(address) {
                wrong.push(format!("{site} {address}: {:?}, recorded {:?}", said.get(address), recorded.get(address)));
            }
        }
    }
    assert!(wrong.is_empty(), "the recording is not what Jekyll says:\n{}", wrong.join("\n"));
}
