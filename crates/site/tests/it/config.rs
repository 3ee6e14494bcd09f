//! Reading `docent.yaml`: what counts, and what is wrong at exactly which place.

use docent_generators::LinkStyle;
use docent_site::config::ConfigProblem;
use docent_site::model::NavigationForm;
use docent_site::{Config, Site, model_of};
use docent_syntax::Dialect;

/// Each problem as `the text it is about: its message`, the text in `«»`.
fn problems(text: &str) -> Vec<String> {
    Config::read(text).1.iter().map(|problem| shown(text, problem)).collect()
}

fn shown(text: &str, problem: &ConfigProblem) -> String {
    let range = std::ops::Range::<usize>::from(problem.range);
    format!("«{}» {}", text.get(range).expect("a range inside the text"), problem.message)
}

fn severities(config: &Config, path: &str) -> Vec<String> {
    let settings = config.rule_settings_for(path);
    settings.filter_map(|it| Some(format!("{}={}", it.rule, it.severity.as_ref()?))).collect()
}

#[test]
fn everything_it_can_say() {
    let text = "\
templates:
  - liveperson
  - _template/*.md
pages:
  - path: \"pages/**/overview.md\"
    template: overview
  - { path: drafts, template: none }
exclude: archive/
overrides:
  - path: pages/legacy/**
    rules: { missing-step: info, section-title: hint }
rules:
  section-title: off
  missing-step: error
";
    let (config, found) = Config::read(text);
    assert_eq!(found, []);
    let names: Vec<String> = config.templates.clone().expect("templates").into_iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["liveperson", "_template/*.md"]);
    let template = |path: &str| config.page_entry(path).map(|entry| entry.template.clone());
    assert_eq!(template("pages/a/overview.md"), Some(Some("overview".to_owned())));
    assert_eq!(template("x/drafts/overview.md"), Some(None));
    assert_eq!(template("index.md"), None);
    assert!(config.excludes("archive/2020/a.md") && !config.excludes("pages/a.md"));
    assert_eq!(severities(&config, "index.md"), ["section-title=off", "missing-step=error"]);
    let legacy = severities(&config, "pages/legacy/a.md");
    assert_eq!(legacy, ["section-title=off", "missing-step=error", "missing-step=info", "section-title=hint"]);
}

#[test]
fn nothing_at_all_is_a_configuration() {
    for text in ["", "\n", "# only a comment\n", "exclude:\nrules:\ntemplates: []\n"] {
        assert_eq!(problems(text), Vec::<String>::new(), "{text:?}");
    }
    assert!(Config::read("rules:\n").0.templates.is_none());
    assert!(Config::read("templates:\n").0.templates.expect("a key").is_empty());
}

#[test]
fn unknown_keys_are_found_and_the_rest_counts() {
    let text = "exclud: [a]\nrules: { missing-step: warning }\npages:\n  - path: a\n    templat: x\n";
    assert_eq!(
        problems(text),
        [
            "«exclud» The configuration has no key 'exclud'; did you mean 'exclude'?",
            "«path: a» This entry of 'pages' has no 'template'",
            "«templat» An entry of 'pages' has no key 'templat'; did you mean 'template'?",
        ]
    );
    assert_eq!(severities(&Config::read(text).0, "a.md"), ["missing-step=warning"]);
}

#[test]
fn wrong_types_are_found_where_they_stand() {
    assert_eq!(problems("- a\n- b\n"), ["«- a\n- b» The configuration must be a mapping: 'key: value' lines"]);
    assert_eq!(problems("rules: [a]\n"), ["«[a]» 'rules' must be a mapping: 'key: value' lines"]);
    assert_eq!(problems("templates: [[a], {b: c}, d]\n").len(), 2);
    assert_eq!(problems("exclude:\n  - a\n  -\n"), ["«» A path pattern is expected here"]);
    assert_eq!(problems("pages: overview\n"), ["«overview» An entry of 'pages' must be a mapping: 'key: value' lines"]);
}

#[test]
fn severities_are_words() {
    assert_eq!(
        problems("rules:\n  missing-step: warn\n  empty-value: true\n"),
        [
            "«warn» 'warn' is not one of off, hint, info, warning and error",
            "«true» 'true' is not one of off, hint, info, warning and error",
        ]
    );
    assert_eq!(
        problems("rules: { missing-step: wraning }"),
        ["«wraning» 'wraning' is not one of off, hint, info, warning and error; did you mean 'warning'?"]
    );
}

#[test]
fn a_key_that_is_set_twice_is_reported_at_any_depth() {
    let cases = [
        "rules:\n  broken-link: off\n  #broken-link: error\n",
        "rules:\r\n  'broken-link': off\r\n  #\"broken-link\": off\r\n",
        "rules: { broken-link: off, \"missing-step\": off, #\"broken-\\x6cink\": error }\n",
        "overrides:\n  - path: a\n    rules:\n      ? broken-link\n      : off\n      #broken-link: error\n",
        "overrides: [{ path: a, rules: {}, #path: b }]\n",
        "site:\n  navigation:\n    file: a\n    address-key: x\n    #file: b\n",
        "pages:\n- path: a\n  template: none\n  #path: b\n",
        "exclude: [ä]\nrules: &r { broken-link: off, #broken-link: off }\noverrides: { path: a, rules: *r }\n",
    ];
    for marked in cases {
        let text = marked.replace('#', "");
        let found: Vec<ConfigProblem> =
            Config::read(&text).1.into_iter().filter(|problem| problem.message.contains("a second time")).collect();
        let [problem] = found.as_slice() else { panic!("{text}: {found:?}") };
        assert_eq!(Some(usize::from(problem.range.start())), marked.find('#'), "{text}");
        assert!(problem.first.expect("a place").end() <= problem.range.start(), "{text}");
    }
    // The last one counts.
    let config = Config::read("rules: { broken-link: off, broken-link: error }").0;
    assert_eq!(severities(&config, "a.md").last().map(String::as_str), Some("broken-link=error"));
    // The same rule for several paths is no repetition, nor are two merge keys.
    let text = "rules: &r { broken-link: off }\noverrides:\n- { path: a, rules: *r }\n- { path: b, rules: *r }\n";
    assert_eq!(Config::read(text).1, []);
}

#[test]
fn bad_patterns_and_doubled_keys() {
    let found = problems("exclude:\n  - \"a[\"\n  - ok\nrules:\nexclude: [../x]\n");
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with("«exclude» The key 'exclude' is set a second time"), "{found:?}");
    assert!(found[1].starts_with("«../x» '../x' is no path pattern: the pattern leads out"), "{found:?}");
    let found = problems("exclude: \"a[\"\n");
    assert!(found[0].starts_with("«\"a[\"» 'a[' is no path pattern"), "{found:?}");
}

#[test]
fn broken_yaml_keeps_what_came_before() {
    let text = "rules:\n  missing-step: off\nexclude: [a\npages: }\n";
    let (config, found) = Config::read(text);
    assert!(!found.is_empty());
    assert_eq!(severities(&config, "a.md"), ["missing-step=off"]);
}

#[test]
fn a_mapping_holds_a_severity_and_options() {
    let text = "rules:\n  one: { severity: hint, depth: 3 }\n  two: { names: [a] }\n  three: {}\n  four: { severity: hnt, x: y }\n";
    let (config, found) = Config::read(text);
    let found: Vec<String> = found.iter().map(|problem| shown(text, problem)).collect();
    assert_eq!(found, ["«hnt» 'hnt' is not one of off, hint, info, warning and error; did you mean 'hint'?"]);
    assert_eq!(severities(&config, "a.md"), ["one=hint"]);
    let options: Vec<String> = config
        .rule_settings_for("a.md")
        .flat_map(|setting| setting.options.iter().map(move |option| (setting, option)))
        .map(|(setting, option)| format!("{} {} {}", setting.rule, &text[option.name_range], &text[option.value.range]))
        .collect();
    assert_eq!(options, ["one depth 3", "two names [a]", "four x y"]);
}

#[test]
fn a_byte_order_mark_and_crlf_change_no_range() {
    let text = "\u{feff}rules:\r\n  missing-step: nope\r\n";
    assert_eq!(problems(text), ["«nope» 'nope' is not one of off, hint, info, warning and error"]);
}

#[test]
fn hostile_texts_are_read() {
    let deep = "[".repeat(10_000);
    let wide = format!("rules: {{{}}}", "a: b, ".repeat(20_000));
    let long = format!("{}: 1", "k".repeat(200_000));
    for text in [&*deep, &*wide, &*long, "*a", "&a [*a]", "rules: &r { a: *r }", "? [a]\n: b", "\0", "\u{feff}"] {
        for problem in Config::read(text).1 {
            shown(text, &problem);
        }
    }
}

#[test]
fn the_site() {
    let text = "\
site:
  kind: jekyll
  url: [https://docs.example.com/, http://old.example.com]
  base-path: docs/
  permalink-key: address
  redirect-key: aliases
  navigation: { file: _data/nav.yaml, address-key: url, optional: \"drafts/**\" }
  ignore-links: api/**
  assets:
    - downloads
";
    let (config, found) = Config::read(text);
    assert_eq!(found, []);
    assert!(config.is_asset("downloads/a/readme.md") && !config.is_asset("a/readme.md"));
    let model = model_of(&config, docent_template::embedded::sets(), |_| None);
    assert_eq!(model.generator.kind().id, "jekyll");
    assert_eq!(model.own_urls, ["https://docs.example.com".into(), "http://old.example.com".into()]);
    assert_eq!((&*model.base_path, &*model.permalink_key, &*model.redirect_key), ("/docs", "address", "aliases"));
    let navigation = model.navigation.expect("a navigation file");
    assert_eq!(navigation.file, "_data/nav.yaml".into());
    let NavigationForm::Entries(form) = navigation.form else { panic!("a form of entries") };
    assert_eq!(form.address_key, "url".into());
    assert!(navigation.optional.matches("drafts/a.md"));
    assert!(model.ignored_links.matches("api/x.html"));
}

#[test]
fn what_is_found_holds_where_the_configuration_says_nothing() {
    let files = |path: &str| match path {
        "_config.yml" => Some("url: https://docs.example.com\nbaseurl: /docs\n".to_owned()),
        "_data/documentsupdated.yaml" => Some(String::new()),
        _ => None,
    };
    let model = model_of(&Config::default(), docent_template::embedded::sets(), files);
    assert_eq!((model.generator.kind().id, &*model.base_path), ("jekyll", "/docs"));
    assert_eq!(model.own_urls, ["https://docs.example.com".into()]);
    assert_eq!(model.navigation.map(|navigation| navigation.file), Some("_data/documentsupdated.yaml".into()));
    let plain =
        |text: &str| model_of(&Config::read(text).0, docent_template::embedded::sets(), |_| None).generator.kind().id;
    assert_eq!(plain(""), "plain");
    assert_eq!(plain("templates: liveperson\n"), "jekyll");
    assert_eq!(plain("templates: liveperson\nsite:\n  kind: plain\n"), "plain");
    let model = model_of(
        &Config::read("site: { kind: plain, navigation: menu.yaml }").0,
        docent_template::embedded::sets(),
        files,
    );
    assert_eq!((model.generator.kind().id, model.navigation.map(|it| it.file)), ("plain", Some("menu.yaml".into())));
}

#[test]
fn mistakes_in_the_site_are_found_where_they_stand() {
    assert_eq!(
        problems(
            "site:\n  kind: jekyl\n  urls: x\n  url: docs.example.com\n  navigation: { optional: a, adress-key: x }\n"
        ),
        [
            "«jekyl» 'jekyl' is not one of jekyll and plain; did you mean 'jekyll'?",
            "«urls» 'site' has no key 'urls'; did you mean 'url'?",
            "«docs.example.com» 'docs.example.com' is no address of a site: it begins with https:// or http://",
            "«optional: a» 'navigation' has no 'file'",
            "«adress-key» 'navigation' has no key 'adress-key'; did you mean 'address-key'?",
        ]
    );
    assert_eq!(problems("site: jekyll\n"), ["«jekyll» 'site' must be a mapping: 'key: value' lines"]);
}

#[test]
fn pages_with_permalinks_show_that_a_site_has_addresses() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
    write("README.md", "# Read me\n");
    let kind = || Site::load_root(folder.path().to_owned()).model.generator.kind().id;
    assert_eq!(kind(), "plain");
    write("a.md", "---\npermalink: a.html\n---\n");
    assert_eq!(kind(), "jekyll");
    let plain = Site::with_config(folder.path().to_owned(), "site: { kind: plain, navigation: nav.yaml }\n");
    assert_eq!(plain.model.generator.kind().id, "plain");
    let messages: Vec<&str> = plain.config_problems.iter().map(|problem| &*problem.message).collect();
    assert_eq!(messages, ["There is no file 'nav.yaml'"]);
}

#[test]
fn styles_of_links() {
    let styles = |text: &str| {
        let (config, found) = Config::read(text);
        assert_eq!(found, [], "{text}");
        model_of(&config, docent_template::embedded::sets(), |_| None).link_styles
    };
    for nothing in ["", "site:\n  link-styles:\n", "site: { link-styles: [] }"] {
        let styles = styles(nothing);
        assert!(!styles.are_configured() && styles.accept(LinkStyle::OwnUrl) && styles.accept_html(), "{nothing}");
    }
    let one = styles("site: { link-styles: root-relative }");
    assert!(one.accept(LinkStyle::RootRelative) && !one.accept(LinkStyle::Relative) && !one.accept_html());
    let many =
        styles("site:\r\n  link-styles:\r\n    - html\r\n    - link-tag\r\n    - \"file\"\r\n    - link-tag\r\n");
    assert_eq!(
        (many.accepted, many.in_html),
        (vec![docent_generators::link_style("link-tag").expect("a style"), LinkStyle::File], true)
    );
}

#[test]
fn styles_of_links_that_do_not_exist() {
    let text = "site:\n  link-styles: [relativ, root relative, Html, files, name.html, 5, relative]\n";
    assert_eq!(
        problems(text),
        [
            "«relativ» 'relativ' is no style of links; did you mean 'relative'?",
            "«root relative» 'root relative' is no style of links; did you mean 'root-relative'?",
            "«Html» 'Html' is no style of links; did you mean 'html'?",
            "«files» 'files' is no style of links; did you mean 'file'?",
            "«name.html» 'name.html' is no style of links; they are relative, root-relative, file, root-file, own-url, \
             liquid-variable, liquid-filter, link-tag, html",
            "«5» '5' is no style of links; they are relative, root-relative, file, root-file, own-url, \
             liquid-variable, liquid-filter, link-tag, html",
        ]
    );
    assert_eq!(Config::read(text).0.site.link_styles.accepted, [LinkStyle::Relative]);
    assert_eq!(
        problems("site: { link-styles: html }"),
        ["«html» 'html' says where links may stand, not how they are written: name a style as well"]
    );
}

/// Where a page with front matter and without a permalink is published.
fn published(configuration: &str, jekyll: Option<&str>, path: &str) -> Option<String> {
    let (config, found) = Config::read(configuration);
    assert_eq!(found, [], "{configuration}");
    let model = model_of(&config, docent_template::embedded::sets(), |path| {
        jekyll.filter(|_| path == "_config.yml").map(str::to_owned)
    });
    let page = docent_syntax::Page::parse("---\ntitle: T\n---\n", Dialect::EXTENDED);
    docent_site::index::facts_of(&page, path, None, &model).address.map(|address| address.to_string())
}

#[test]
fn pages_without_a_permalink_are_published_where_the_configuration_says() {
    let address = |setting: &str, path: &str| {
        published(&format!("site:\r\n  default-permalink: {setting}\r\n"), None, path).unwrap_or_default()
    };
    for (setting, page, index) in [
        ("pretty", "/a b/ä/index.html", "/a b/index.html"),
        ("none", "/a b/ä.html", "/a b/index.html"),
        ("date", "/a b/ä.html", "/a b/index.html"),
        ("\"/:path/:basename:output_ext\"", "/a b/ä.html", "/a b/index.html"),
        ("/:path/:basename/", "/a b/ä/index.html", "/a b/index.html"),
        ("/:basename.html", "/ä.html", "/a b/index.html"),
        ("docs/:path/:basename", "/docs/a b/ä.html", "/a b/index.html"),
        // A pattern of posts: pages take its ending.
        ("/:year/:title/", "/a b/ä/index.html", "/a b/index.html"),
        ("/:categories/:title:output_ext", "/a b/ä.html", "/a b/index.html"),
    ] {
        assert_eq!((&*address(setting, "a b/ä.md"), &*address(setting, "a b/index.md")), (page, index), "{setting}");
    }
    assert_eq!(address("/:year/:title/", "_posts/2024-02-03-x.md"), "/2024/x/index.html");
    assert_eq!(address("/:basename/", "_posts/2024-02-03-x.md"), "/2024/02/03/x.html");
}

#[test]
fn the_default_permalink_wins_over_that_of_jekylls_configuration() {
    let jekyll =
        Some("permalink: pretty\ndefaults:\n- scope: { path: b }\n  values: { permalink: /b/:basename.html }\n");
    let address = |setting: &str, path: &str| published(setting, jekyll, path);
    assert_eq!(address("", "a/x.md").as_deref(), Some("/a/x/index.html"));
    assert_eq!(address("site: { default-permalink: none }", "a/x.md").as_deref(), Some("/a/x.html"));
    assert_eq!(address("site: { default-permalink: ':basename.html' }", "a/x.md").as_deref(), Some("/x.html"));
    // Those pages have one.
    assert_eq!(address("site: { default-permalink: none }", "b/x.md").as_deref(), Some("/b/x.html"));
    assert_eq!(published("", None, "a/x.md"), None);
    let kind =
        |text: &str| model_of(&Config::read(text).0, docent_template::embedded::sets(), |_| None).generator.kind().id;
    assert_eq!(kind("site: { default-permalink: pretty }"), "jekyll");
    assert_eq!(kind("site: { default-permalink: pretty, kind: plain }"), "plain");
}

#[test]
fn default_permalinks_that_are_none() {
    let found = problems("site:\n  default-permalink: prety\n");
    assert_eq!(found, ["«prety» 'prety' is no style of permalinks; did you mean 'pretty'?"]);
    let found = problems("site:\n  default-permalink: '/:path/:name/:basename'\n");
    let expected = "«'/:path/:name/:basename'» ':name' is no placeholder; known are :path, :basename, :output_ext";
    assert_eq!(found, [expected]);
    assert_eq!(problems("site: { default-permalink: }\n").len(), 1);
    assert_eq!(problems("site: { default-permalink: [a] }\n").len(), 1);
    let found = problems("site: { default-permalink: none, kind: plain }\n");
    let expected = "«none» 'default-permalink' is for sites of the kind jekyll; on a plain one pages have no addresses";
    assert_eq!(found, [expected]);
}

#[test]
fn a_style_that_no_link_can_have() {
    let folder = tempfile::tempdir().expect("a folder");
    let problems = |text: &str| {
        let site = Site::with_config(folder.path().to_owned(), text);
        site.config_problems.iter().map(|problem| shown(text, problem)).collect::<Vec<_>>()
    };
    let found = problems("site:\n  link-styles: [file, own-url]\n");
    let expected =
        "«own-url» No link is of the style own-url: neither 'url' here nor _config.yml says the site's own address";
    assert_eq!(found, [expected]);
    assert!(problems("site:\n  link-styles: own-url\n  url: https://docs.example.com\n").is_empty());
    std::fs::write(folder.path().join("_config.yml"), "url: https://docs.example.com\n").expect("a file");
    assert!(problems("site:\n  link-styles: own-url\n").is_empty());
}

#[test]
fn other_generators_publish_pages_without_front_matter() {
    let address = |configuration: &str, jekyll: Option<&str>, path: &str, text: &str| {
        let config = Config::read(configuration).0;
        let model = model_of(&config, docent_template::embedded::sets(), |path| {
            jekyll.filter(|_| path == "_config.yml").map(str::to_owned)
        });
        let page = docent_syntax::Page::parse(text, Dialect::EXTENDED);
        docent_site::index::facts_of(&page, path, None, &model).address.map(|address| address.to_string())
    };
    let pretty = "site: { default-permalink: pretty }";
    let bare = "# Ä\n";
    assert_eq!(address(pretty, None, "a/b.md", bare).as_deref(), Some("/a/b/index.html"));
    assert_eq!(address(pretty, None, "a/b.md", "").as_deref(), Some("/a/b/index.html"));
    assert_eq!(address(pretty, None, "_a/b.md", bare), None);
    // Jekyll does not; neither does anybody publish a page at a permalink that cannot be read.
    assert_eq!(address(pretty, Some("title: T\n"), "a/b.md", bare), None);
    assert_eq!(address("site: { default-permalink: pretty, kind: jekyll }", None, "a/b.md", bare), None);
    assert_eq!(address("site: { default-permalink: pretty }\ntemplates: liveperson", None, "a/b.md", bare), None);
    assert_eq!(address(pretty, None, "a/b.md", "\u{feff}---\npermalink: x\n---\n"), None);
}
