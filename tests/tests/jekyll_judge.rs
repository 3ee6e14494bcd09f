//! Docent against Jekyll: the same sites, the same answers. `jekyll/answers.json` is what Jekyll said when it was last
//! asked; where Jekyll is installed (`tests/jekyll/install`) it is asked again. See `jekyll/README.md`.

#![allow(clippy::print_stderr)]

use docent_site::jekyll::{Claim, JekyllConfig, page_address, redirect_address, redirect_to, redirects, served};
use docent_syntax::Page;
use docent_tests::workspace;
use expect_test::expect;
use serde_json::Value;
use std::collections::BTreeMap;
use std::process::Command;

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
        let page = Page::parse(text);
        let front_matter = page.front_matter();
        let in_collection = path.split('/').any(|part| part.starts_with('_'));
        let Some(address) = page_address(&config, path, front_matter) else {
            if !front_matter.opens_page && !in_collection {
                claim(&format!("/{path}"), Claim::StaticFile, "file".to_owned());
            }
            continue;
        };
        let what = match redirect_to(front_matter) {
            Some((to, _)) if to.contains("://") => format!("redirect to {to}"),
            Some((to, _)) => format!("redirect to {}", redirect_address(&to)),
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

/// The same from the recording. Paths of collections are given from the folder of collections there.
fn jekylls(answers: &Value, files: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let config = files.get("_config.yml").map_or("", String::as_str);
    let collections = config.lines().find_map(|line| line.strip_prefix("collections_dir: ")).unwrap_or("");
    let path_of = |source: &str| match files.contains_key(source) && !source.starts_with('_') {
        true => source.to_owned(),
        false => format!("{collections}/{source}").trim_start_matches('/').to_owned(),
    };
    let served = |answer: &Value| match (answer["source"].as_str(), answer["redirect"].as_str()) {
        (Some(source), _) => format!("page {}", path_of(source)),
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
            let page = Page::parse(&String::from_utf8_lossy(&text));
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
