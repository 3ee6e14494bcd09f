//! The data of front matter: docent's reading of blocks of YAML against that of Jekyll. `jekyll/yaml/blocks.txt` has the probes,
//! further ones are made here of scalars in every place; `jekyll/yaml/answers.json` is what Jekyll says. Where it is installed, it is
//! asked again, and about random blocks too.

#[path = "yaml/generated.rs"]
mod generated;

use docent_syntax::front_matter::split;
use docent_syntax::{FrontMatterState, YamlSchema};
use docent_tests::workspace;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::process::{Command, Stdio};

const BLOCKS: &str = "tests/jekyll/yaml/blocks.txt";
const ANSWERS: &str = "tests/jekyll/yaml/answers.json";

const SELF: &str = "a merge of the mapping around it: docent reports the alias, which is hardly meant";
const COLLECTION_KEY: &str =
    "a list or a mapping as a key: Ruby's notation of it against that of the page; no key has such a name";
const RARE_TAG: &str = "a tag that makes other data of a value; no schema of a template has such data";
const NO_BLANK: &str = "libyaml takes a comment without a blank before it; docent reports it, as other readers do";
const FIRST_DOCUMENT: &str =
    "Jekyll reads the first document only, and drops what stands below without a word; docent reports it";
const TAB_IN_BRACKETS: &str =
    "libyaml takes tabs before the items of a flow list; docent reports them, as other readers do";
const LINE_ENDING: &str = "U+0085, U+2028 and U+2029 end a line in YAML 1.1, and are text in 1.2";
const DATE_KEY: &str = "a date as a key is printed by Ruby, in its own format";

/// Where docent's data differs from Jekyll's: the block, and why.
const DIFFERENCES: [(&str, &str); 26] = [
    ("x: &a\n  b: 1\n  <<: *a\n", SELF),
    ("? [a, 1]\n: b\nc: 1\n", COLLECTION_KEY),
    ("? {a: 1}\n: b\nc: 1\n", COLLECTION_KEY),
    ("[a, b]: c\n", COLLECTION_KEY),
    ("a: {{ page.title }}\n", COLLECTION_KEY),
    ("a: !!binary aGVsbG8=\n", RARE_TAG),
    ("a: !!omap [b: 1, c: 2]\n", RARE_TAG),
    ("a: !!str {str: x}\n", RARE_TAG),
    ("a: 'b'#c\n", NO_BLANK),
    ("  a: 1\nb: 2\n", FIRST_DOCUMENT),
    ("a: 1\n--- b\nc: 1\n", FIRST_DOCUMENT),
    ("a: 1\n--- # c\nb: 2\n", FIRST_DOCUMENT),
    ("a: 1\n... b\n", FIRST_DOCUMENT),
    ("%YAML 1.1\n--- \na: 1\n", FIRST_DOCUMENT),
    ("a: b\u{85}c: d\n", LINE_ENDING),
    ("a: \"b\u{85}c\"\n", LINE_ENDING),
    ("a: b\u{2028}c: d\n", LINE_ENDING),
    ("a: |\n  b\u{2028}  c\n", LINE_ENDING),
    ("a: b\u{2029}\n", LINE_ENDING),
    ("a: b\u{2029} c\nd: 1\n", LINE_ENDING),
    ("a: [\n\tb,\n\t]\n", TAB_IN_BRACKETS),
    ("a: 2020-1-2\nb:\n  - 2020-1-2\nc: [2020-1-2]\n? 2020-1-2\n: d\n", DATE_KEY),
    (
        "a: 2020-01-02 10:00:00\nb:\n  - 2020-01-02 10:00:00\nc: [2020-01-02 10:00:00]\n? 2020-01-02 10:00:00\n: d\n",
        DATE_KEY,
    ),
    (
        "a: 2020-01-02T10:00:00Z\nb:\n  - 2020-01-02T10:00:00Z\nc: [2020-01-02T10:00:00Z]\n? 2020-01-02T10:00:00Z\n: d\n",
        DATE_KEY,
    ),
    (
        "a: 2020-01-02 10:00:00 +2\nb:\n  - 2020-01-02 10:00:00 +2\nc: [2020-01-02 10:00:00 +2]\n? 2020-01-02 10:00:00 +2\n: d\n",
        DATE_KEY,
    ),
    (
        "a: 2020-01-02 10:00:00.5 -03:30\nb:\n  - 2020-01-02 10:00:00.5 -03:30\nc: [2020-01-02 10:00:00.5 -03:30]\n? 2020-01-02 10:00:00.5 -03:30\n: d\n",
        DATE_KEY,
    ),
];

fn page(block: &str) -> String {
    format!("---\n{block}---\n\nText.\n")
}

/// What docent takes for the page's data, in the form of the recording.
fn docents(page: &str) -> Value {
    let front_matter = split(page);
    let tree = &front_matter.yaml;
    if front_matter.state != FrontMatterState::Closed {
        return json!({});
    }
    if tree.error.is_some() {
        return json!({ "$lost": "syntax" });
    }
    if tree.refusal(YamlSchema::Ruby).is_some() {
        return json!({ "$lost": "error" });
    }
    match tree.to_json_as(YamlSchema::Ruby) {
        Value::Null | Value::Bool(false) => json!({}),
        Value::Object(data) => Value::Object(data),
        _ => json!({ "$stops": true }),
    }
}

/// Whether docent's value is Jekyll's. A date is its text to docent, an infinite number nothing; both because JSON has neither.
fn is_same(docent: &Value, jekyll: &Value) -> bool {
    match (docent, jekyll) {
        // Why a block is lost makes no difference to the page.
        (Value::Object(docent), Value::Object(jekyll)) if jekyll.contains_key("$lost") => docent.contains_key("$lost"),
        (Value::Object(docent), Value::Object(jekyll)) if docent.len() == jekyll.len() => {
            jekyll.iter().all(|(key, value)| docent.get(key).is_some_and(|docent| is_same(docent, value)))
        }
        (Value::Array(docent), Value::Array(jekyll)) if docent.len() == jekyll.len() => {
            docent.iter().zip(jekyll).all(|(docent, jekyll)| is_same(docent, jekyll))
        }
        (Value::Number(docent), Value::Number(jekyll)) => {
            let (docent, jekyll) = (docent.as_f64().unwrap_or(f64::NAN), jekyll.as_f64().unwrap_or(f64::NAN));
            (docent - jekyll).abs() <= jekyll.abs() * 1e-12
        }
        (docent, Value::Object(jekyll)) if jekyll.len() == 1 => match jekyll.iter().next() {
            Some((key, text)) if key == "$date" => is_date(docent.as_str(), text.as_str()),
            Some((key, _)) if key == "$time" => docent.is_string(),
            Some((key, _)) if key == "$float" => docent.is_null(),
            _ => false,
        },
        _ => docent == jekyll,
    }
}

/// `2020-1-2` is printed 2020-01-02.
fn is_date(docent: Option<&str>, jekyll: Option<&str>) -> bool {
    let numbers = |text: &str| text.split('-').map(|part| part.parse().ok()).collect::<Vec<Option<u32>>>();
    docent.map(numbers) == jekyll.map(numbers)
}

/// All probes, each once.
fn probes() -> Vec<String> {
    let text = workspace::read(BLOCKS);
    let written =
        text.split("\n%%").skip(1).filter_map(|case| case.split_once('\n')).map(|(_, block)| unescaped(block));
    let mut seen = BTreeSet::new();
    let ends_its_line = |block: String| if block.ends_with('\n') { block } else { format!("{block}\n") };
    let all = written.chain(generated::scalars_in_places()).map(ends_its_line);
    all.filter(|block| seen.insert(block.clone())).collect()
}

/// `⟦0d⟧` stands for the character of that code.
fn unescaped(block: &str) -> String {
    let mut text = String::new();
    let mut rest = block;
    while let Some((before, after)) = rest.split_once('⟦') {
        let (code, after) = after.split_once('⟧').expect("a closed code");
        text.push_str(before);
        text.push(u32::from_str_radix(code, 16).ok().and_then(char::from_u32).expect("the code of a character"));
        rest = after;
    }
    text + rest
}

/// Jekyll's answers; `None` where it is not installed.
fn ask(pages: &[String]) -> Option<Vec<Value>> {
    let installed = Command::new("jekyll").arg("--version").output().is_ok_and(|output| output.status.success());
    if !installed && std::env::var_os("DOCENT_JEKYLL").is_none() {
        return None;
    }
    let mut ruby = Command::new("ruby")
        .arg("ask.rb")
        .current_dir(workspace::root().join("tests/jekyll/yaml"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("ruby runs");
    let question = serde_json::to_vec(pages).expect("JSON");
    ruby.stdin.take().expect("a pipe").write_all(&question).expect("ruby reads");
    let output = ruby.wait_with_output().expect("ruby ends");
    assert!(output.status.success(), "ask.rb fails");
    Some(serde_json::from_slice(&output.stdout).expect("ask.rb prints JSON"))
}

fn recorded() -> Map<String, Value> {
    match serde_json::from_str(&workspace::read(ANSWERS)) {
        Ok(Value::Object(answers)) => answers,
        _ => panic!("the recording is a JSON object"),
    }
}

fn written(answers: &Map<String, Value>) -> String {
    let lines: Vec<String> = answers.iter().map(|(block, answer)| format!("  {}: {answer}", json!(block))).collect();
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[test]
fn data_of_front_matter() {
    let (probes, recorded) = (probes(), recorded());
    assert!(probes.len() >= 300, "{} probes", probes.len());
    assert_eq!(probes.len(), recorded.len(), "record the answers: UPDATE_EXPECT=1");
    let mut wrong = Vec::new();
    for block in &probes {
        let jekyll = recorded.get(block).unwrap_or_else(|| panic!("no answer is recorded for {block:?}"));
        let docent = docents(&page(block));
        let is_known = DIFFERENCES.iter().any(|(known, _)| known == block);
        if is_same(&docent, jekyll) == is_known {
            wrong.push(format!("{block:?}\n  docent {docent}\n  Jekyll {jekyll}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), probes.len(), wrong.join("\n"));
    for (block, reason) in DIFFERENCES {
        assert!(probes.contains(&block.to_owned()), "no probe is {block:?} ({reason})");
    }
}

#[test]
fn the_recorded_data_is_what_jekyll_reads() {
    let probes = probes();
    let pages: Vec<String> = probes.iter().map(|block| page(block)).collect();
    let Some(answers) = ask(&pages) else {
        eprintln!("Jekyll is not installed (tests/jekyll/install): its recorded answers stand for it");
        return;
    };
    let now: Map<String, Value> = probes.into_iter().zip(answers).collect();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(workspace::root().join(ANSWERS), written(&now)).expect("the recording is written");
        return;
    }
    let recorded = recorded();
    let differs: Vec<&String> = now.keys().filter(|block| recorded.get(*block) != now.get(*block)).collect();
    assert!(differs.is_empty() && recorded.len() == now.len(), "the recording is not what Jekyll reads: {differs:#?}");
}

#[test]
fn data_of_random_front_matter() {
    let blocks = generated::random_blocks(2_000);
    let pages: Vec<String> = blocks.iter().map(|block| page(block)).collect();
    let Some(answers) = ask(&pages) else {
        eprintln!("Jekyll is not installed (tests/jekyll/install): random blocks are not compared");
        return;
    };
    let mut wrong = Vec::new();
    let mut read = 0;
    for ((block, page), jekyll) in blocks.iter().zip(&pages).zip(&answers) {
        let docent = docents(page);
        read += usize::from(jekyll.get("$lost").is_none());
        if !is_same(&docent, jekyll) {
            wrong.push(format!("{block:?}\n  docent {docent}\n  Jekyll {jekyll}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), blocks.len(), wrong.join("\n"));
    assert!(read * 2 > blocks.len(), "only {read} of {} blocks are read at all", blocks.len());
}
