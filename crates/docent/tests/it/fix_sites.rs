//! `docent fix` over whole sites of pages damaged at random, held to what a safe fix is by judges that share nothing with docent: a YAML
//! reader of another language, the events of a Markdown parser, the bytes of comments. The damage depends on `PROPTEST_RNG_SEED`.

use crate::harness::Folder;
use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const SITES: usize = 8;
const PAGES: usize = 24;

/// SplitMix64.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % bound.max(1) as u64) as usize
    }

    fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// A page of the run.
struct Damaged {
    path: String,
    text: String,
}

/// The pages that the damage begins with: those of the example site, and the real ones where they are.
fn sources() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let real = std::env::var_os("DOCENT_CORPUS").map_or(root.join("../shared/corpus/liveperson/pages"), PathBuf::from);
    let mut texts = Vec::new();
    collect(&root.join("examples/liveperson-site/Documents"), &mut texts);
    let own = texts.len();
    collect(&real, &mut texts);
    if texts.len() == own {
        note("skipped: the real pages are not here");
    }
    texts
}

fn collect(folder: &Path, texts: &mut Vec<String>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, texts);
        } else if path.extension().is_some_and(|ending| ending == "md") {
            texts.extend(std::fs::read_to_string(&path).map(|text| text.replace("\r\n", "\n")));
        }
    }
}

fn note(text: &str) {
    writeln!(std::io::stderr(), "{text}").expect("stderr");
}

const LINES: &[&str] = &[
    "",
    "### Introduction",
    "### Use case",
    "## Getting Started",
    "#### Details",
    "1. Another step.",
    "3. Note the [API terms of use](https://www.liveperson.com/policies/terms-of-use).",
    "* bullet",
    "  * two blanks",
    "\t* tab",
    "> quoted",
    "{{service name}}",
    "Prose with [a link](overview.html).",
    "```",
];

const KEYS: &[&str] = &[
    "pagename: again",
    "Indicator: chat",
    "indicator: Both",
    "order: 010",
    "title: Admin: Parts",
    "keywords: [a, \"b, c\"]",
    "categoryname:",
    "documentname: \"It's: here\"",
    "base: &base { level: 2, pagename: Merged }",
    "<<: *base",
    "other: &other 'one'",
    "permalink: *other",
    "text: >-\n  folded\n  lines",
];

fn damage(text: &str, random: &mut Random, counter: &mut usize) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let closing = |lines: &[String]| lines.iter().skip(1).position(|line| line == "---").map_or(0, |at| at + 1);
    for _ in 0..random.below(5) {
        let at = random.below(lines.len());
        match random.below(9) {
            0 if lines[at] != "---" => drop(lines.remove(at)),
            1 => lines.insert(at, lines[at].clone()),
            2 => {
                let end = closing(&lines);
                if end > 2 {
                    lines.swap(1 + random.below(end - 1), 1 + random.below(end - 1));
                }
            }
            3 if at > closing(&lines) => lines.insert(at, (*random.pick(LINES)).to_owned()),
            4 | 5 => {
                let end = closing(&lines);
                if end > 0 {
                    lines.insert(1 + random.below(end), (*random.pick(KEYS)).to_owned());
                }
            }
            6 if lines[at].starts_with('#') && at > closing(&lines) => {
                let title = lines[at].trim_start_matches('#').to_owned();
                lines[at] = "#".repeat(1 + random.below(5)) + &title;
            }
            7 => {
                let digits = lines[at].bytes().take_while(u8::is_ascii_digit).count();
                if digits > 0 {
                    lines[at].replace_range(..digits, random.pick::<&str>(&["1", "7", "9", "10", "99"]));
                }
            }
            _ => {}
        }
    }
    let text = lines.join("\n");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    plant(&mut lines, random, counter);
    let ending = if random.below(4) == 0 { "\r\n" } else { "\n" };
    let mark = if random.below(12) == 0 { "\u{feff}" } else { "" };
    format!("{mark}{}{ending}", lines.join(ending))
}

/// Comments and nested lists with words that stand nowhere else.
fn plant(lines: &mut Vec<String>, random: &mut Random, counter: &mut usize) {
    let mut word = |kind: &str| {
        *counter += 1;
        format!("{kind}{counter}ü")
    };
    let end = lines.iter().skip(1).position(|line| line == "---").map_or(0, |at| at + 1);
    let mut planted: Vec<String> = Vec::new();
    let mut in_fence = false;
    for (at, line) in lines.iter().enumerate() {
        let mut line = line.clone();
        in_fence ^= line.trim_start().starts_with("```");
        match (at < end, random.below(8)) {
            (true, 0) if at > 0 && !line.contains(['|', '>', '\n']) && !line.starts_with(' ') => {
                line.push_str(&format!("{}# {}", random.pick(&[" ", "\t", "  "]), word("comment")));
            }
            (true, 1) if at > 0 && !line.starts_with(' ') => planted.push(format!("# {}", word("comment"))),
            (false, 0) if line.is_empty() && at > end => {
                planted.extend([String::new(), format!("<!-- {} -->", word("comment"))]);
            }
            _ => {}
        }
        let is_item = !in_fence && at > end && line.starts_with(|c: char| c.is_ascii_digit());
        planted.push(line.clone());
        if is_item && random.below(2) == 0 {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let content = " ".repeat(digits + 2);
            let nested = match random.below(4) {
                0 => format!("\n{content}* {}\n{content}  * {}\n\n{content}    {}\n", word("w"), word("w"), word("w")),
                1 => format!("\n{content}```\n{content}{}\n{content}  {}\n{content}```\n", word("w"), word("w")),
                2 => format!("\n\t* {}\n\n\t\t* {}\n", word("w"), word("w")),
                _ => format!("{}\n{content}{}\n\n{content}> {}\n", word("w"), word("w"), word("w")),
            };
            planted.extend(nested.lines().map(str::to_owned));
            planted.push(String::new());
        }
    }
    *lines = planted;
}

/// For each planted word of the body the blocks that it lies in.
fn places(text: &str) -> BTreeMap<String, Vec<String>> {
    let body = front_matter(text).map_or(text, |(_, body)| body);
    let mut stack: Vec<String> = Vec::new();
    let mut places: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for event in Parser::new_ext(body, Options::ENABLE_TABLES) {
        match event {
            Event::Start(tag) => stack.push(match tag {
                Tag::List(first) => format!("list {}", first.is_some()),
                Tag::Item => "item".to_owned(),
                Tag::Heading { .. } => "heading".to_owned(),
                Tag::Paragraph => "paragraph".to_owned(),
                other => format!("{:?}", std::mem::discriminant(&other)),
            }),
            Event::End(_) => drop(stack.pop()),
            Event::Text(text) | Event::Code(text) => {
                for word in text.split_whitespace().filter(|word| is_planted(word, "w")) {
                    // A list is tight or loose as a whole, and a step that is put into it may make it loose.
                    let mut place: Vec<String> = stack.iter().filter(|block| *block != "paragraph").cloned().collect();
                    if stack.iter().any(|block| block.starts_with("Discriminant")) {
                        place.push(text.to_string());
                    }
                    places.insert(word.to_owned(), place);
                }
            }
            _ => {}
        }
    }
    places
}

fn is_planted(word: &str, kind: &str) -> bool {
    word.strip_prefix(kind).and_then(|rest| rest.strip_suffix('ü')).is_some_and(|number| number.parse::<u32>().is_ok())
}

fn planted_comments(text: &str) -> BTreeSet<&str> {
    text.split_whitespace().filter(|word| is_planted(word, "comment")).collect()
}

/// The YAML and the body, as the generator takes them apart.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches('\u{feff}').strip_prefix("---")?;
    let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

const JUDGE: &str = "import sys, json, yaml\n\
def plain(value):\n    if isinstance(value, dict): return {str(k): plain(v) for k, v in value.items()}\n    \
if isinstance(value, (list, tuple)): return [plain(v) for v in value]\n    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)\n\
def read(text):\n    try: return {'data': plain(yaml.safe_load(text))}\n    except Exception as error: return {'error': str(error)}\n\
json.dump([read(text) for text in json.load(sys.stdin)], sys.stdout)\n";

/// What Python's YAML reader makes of the texts, each `{"data": …}` or `{"error": …}`; `None` where it is not installed.
fn read_by_python(texts: &[&str]) -> Option<Vec<serde_json::Value>> {
    let mut child = Command::new("python3")
        .args(["-c", JUDGE])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let input = serde_json::to_vec(texts).expect("JSON");
    let mut stdin = child.stdin.take().expect("a pipe");
    let _ = stdin.write_all(&input);
    drop(stdin);
    let output = child.wait_with_output().ok()?;
    serde_json::from_slice(&output.stdout).ok()
}

/// The findings of a site: path, rule, message.
fn findings(site: &Folder) -> Vec<(String, String, String)> {
    let run = site.run(&["check", "--format", "concise"]);
    let finding = |line: &str| {
        let (place, rest) = line.split_once(": ")?;
        let (rule, message) = rest.split_once('[')?.1.split_once("] ")?;
        Some((place.split(':').next()?.to_owned(), rule.to_owned(), message.to_owned()))
    };
    run.stdout.lines().filter_map(finding).collect()
}

fn counts(findings: &[(String, String, String)]) -> BTreeMap<(&str, &str), usize> {
    let mut counts = BTreeMap::new();
    for (path, rule, _) in findings {
        *counts.entry((&**path, &**rule)).or_insert(0) += 1;
    }
    counts
}

/// The keys that the findings of a page speak of; their data may change.
fn named_keys<'f>(findings: &'f [(String, String, String)], path: &str) -> BTreeSet<&'f str> {
    let about_keys = ["missing-key", "empty-value", "invalid-value", "unknown-key", "template-placeholder"];
    let of_page = findings.iter().filter(|(of, rule, _)| of == path && about_keys.contains(&&**rule));
    of_page
        .flat_map(|(.., message)| message.split('\'').skip(1).step_by(2))
        .map(|key| key.split(['.', '[']).next().unwrap_or(key))
        // Its message names the address.
        .chain(findings.iter().any(|(of, rule, _)| of == path && rule == "redirect-loop").then_some("redirect_from"))
        .collect()
}

struct Seen {
    pages: usize,
    fixes: usize,
    read: usize,
    words: usize,
}

#[test]
fn fixes_of_whole_sites_are_safe() {
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(11);
    let (mut random, mut counter) = (Random(seed), 0);
    let sources = sources();
    let mut seen = Seen { pages: 0, fixes: 0, read: 0, words: 0 };
    let mut faults = Vec::new();
    for number in 0..SITES {
        let pages: Vec<Damaged> = (0..PAGES)
            .map(|page| Damaged {
                path: format!("docs/p{page}/overview.md"),
                text: damage(random.pick::<String>(&sources), &mut random, &mut counter),
            })
            .collect();
        faults.extend(faults_of_site(&pages, number % 2 == 1, &mut seen));
    }
    note(&format!(
        "seed {seed}: {} pages, {} fixes, {} blocks read by Python, {} words in place, {} faults",
        seen.pages,
        seen.fixes,
        seen.read,
        seen.words,
        faults.len()
    ));
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

fn faults_of_site(pages: &[Damaged], with_hints: bool, seen: &mut Seen) -> Vec<String> {
    let site = Folder::new(&[("_config.yml", "title: A site\n")]);
    pages.iter().for_each(|page| site.write(&page.path, page.text.as_bytes()));
    // Where the links of the canned steps lead.
    for name in ["agent-domain-domain-api", "login-getting-started", "guides-gettingstarted", "guides-retry-policy"] {
        site.write(&format!("{name}.md"), format!("---\npermalink: {name}.html\n---\n\nText.\n").as_bytes());
    }
    let before = findings(&site);
    let arguments: &[&str] = if with_hints { &["fix", "--include-hints"] } else { &["fix"] };
    let run = site.run(arguments);
    seen.pages += pages.len();
    seen.fixes += run.stdout.lines().filter(|line| line.starts_with("fixed ")).count();
    let fixed: Vec<String> = pages.iter().map(|page| site.read(&page.path)).collect();
    let after = findings(&site);
    site.run(arguments);
    let mut faults = Vec::new();
    let mut fault = |page: &Damaged, now: &str, what: String| {
        let fixes: Vec<&str> =
            run.stdout.lines().filter(|line| line.contains(&format!("fixed {}:", page.path))).collect();
        faults.push(format!("{what}\n{}\n--- before\n{}\n--- after\n{now}", fixes.join("\n"), page.text));
    };
    let (had, has) = (counts(&before), counts(&after));
    let texts: Vec<&str> = pages
        .iter()
        .map(|page| &*page.text)
        .chain(fixed.iter().map(|text| &**text))
        .map(|text| front_matter(text).map_or("", |(yaml, _)| yaml))
        .collect();
    let data = read_by_python(&texts);
    if data.is_none() {
        note("skipped: Python's YAML reader is not installed");
    }
    for (number, (page, now)) in pages.iter().zip(&fixed).enumerate() {
        if site.read(&page.path) != *now {
            fault(page, now, "the second run changes more".to_owned());
        }
        let could_be_read = !had.contains_key(&(&*page.path, "front-matter-syntax"));
        for (key, count) in has.iter().filter(|((path, _), _)| *path == page.path && could_be_read) {
            // A link to a page whose front matter can be read again was broken before.
            let was_broken = key.1 == "redirected-link" && had.contains_key(&(key.0, "broken-link"));
            if count > had.get(key).unwrap_or(&0) && !was_broken {
                let of_rule = after.iter().filter(|(path, rule, _)| *path == page.path && rule == key.1);
                let messages: Vec<&str> = of_rule.map(|(.., message)| &**message).collect();
                let others = pages.iter().filter(|other| messages.iter().any(|message| message.contains(&other.path)));
                let others: Vec<String> = others.map(|other| other.text.chars().take(600).collect()).collect();
                fault(page, now, format!("new findings: {} {messages:?}; of {others:#?}", key.1));
            }
        }
        let lost: Vec<&str> = planted_comments(&page.text).difference(&planted_comments(now)).copied().collect();
        if !lost.is_empty() {
            fault(page, now, format!("comments are lost: {lost:?}"));
        }
        let crlf = page.text.contains("\r\n");
        if crlf && now.matches('\n').count() != now.matches("\r\n").count() || !crlf && now.contains('\r') {
            fault(page, now, "line endings are mixed".to_owned());
        }
        // Inside of a fence, a comment or a block that nothing closes there is no tree to keep.
        let (old, new) = (places(&page.text), places(now));
        if front_matter(&page.text).is_some() {
            seen.words += old.len();
            for (word, place) in &old {
                if new.get(word) != Some(place) {
                    fault(page, now, format!("{word} was in {place:?} and is in {:?}", new.get(word)));
                }
            }
        }
        let Some(data) = &data else { continue };
        let (old, new) = (&data[number], &data[pages.len() + number]);
        let Some(old) = old.get("data") else { continue };
        let Some(new) = new.get("data") else {
            fault(page, now, format!("the front matter is broken: {new}"));
            continue;
        };
        seen.read += 1;
        if new.to_string().contains("comment") && !old.to_string().contains("comment") {
            fault(page, now, "a comment has become a value".to_owned());
        }
        let named = named_keys(&before, &page.path);
        if let (Some(old), Some(new)) = (old.as_object(), new.as_object()) {
            let all: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in all.into_iter().filter(|key| old.get(*key) != new.get(*key) && !named.contains(&***key)) {
                fault(page, now, format!("'{key}' was {:?} and is {:?}", old.get(key), new.get(key)));
            }
        }
    }
    faults
}
