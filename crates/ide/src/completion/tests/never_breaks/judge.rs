//! Accepts an item as editors do, and holds the page before against the page after.

use super::super::*;
use docent_syntax::{Block, BlockKind, Dialect, TextRange, YamlKind, YamlNode};
use serde_yaml::Value;
use std::collections::BTreeMap;
use std::process::{Command, Stdio};

#[derive(Default)]
pub(super) struct Judge {
    pub(super) offsets: usize,
    pub(super) items: usize,
    pub(super) faults: Vec<String>,
    /// Blocks that PyYAML must be able to read, each with where it comes from.
    blocks: BTreeMap<String, String>,
}

impl Judge {
    pub(super) fn accepted(&mut self, text: &str, offset: usize, item: &Completion) {
        for inserted in [item.text.to_plain(), expanded(&item.text.to_snippet())] {
            let mut edits = item.more.clone();
            edits.push(TextEdit::replace(item.replace, inserted.clone()));
            let Some(after) = apply_edits(text, &edits) else {
                self.faults.push(format!("the edits do not fit: {item:?} in {text:?}"));
                continue;
            };
            // Edits before the item move what it inserts.
            let moved: i64 = item
                .more
                .iter()
                .filter(|edit| edit.range.end() <= item.replace.start())
                .map(|edit| edit.new_text.len() as i64 - i64::from(u32::from(edit.range.len())))
                .sum();
            let start = (usize::from(item.replace.start()) as i64 + moved) as usize;
            let change = Change { before: text, after: &after, item, start, inserted: &inserted };
            let front_matter = usize::from(item.replace.end()) <= front_matter_end(text);
            let is_value = matches!(item.kind, CompletionKind::Key | CompletionKind::Value | CompletionKind::EnumValue);
            let fault = match front_matter && is_value {
                true => self.front_matter_fault(&change),
                false => change.body_fault(),
            };
            if let Some(fault) = fault {
                let (before, rest) = text.split_at(offset);
                self.faults.push(format!("{}: {fault}\n{before}$0{rest}\n=>\n{after}", item.label));
            }
        }
    }

    fn front_matter_fault(&mut self, change: &Change<'_>) -> Option<String> {
        let (start, end) = (usize::from(change.item.replace.start()), usize::from(change.item.replace.end()));
        let before = change.before;
        if before == change.after {
            // The item repeats what stands there already, however broken the page is elsewhere.
            return None;
        }
        let line_start = before[..start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
        let line_end = before[end..].find(['\n', '\r']).map_or(before.len(), |at| end + at);
        let erased = format!("{}{}", &before[..line_start], &before[line_end..]);
        let after_end = change.start + change.inserted.len();
        // A text in quotes may go on below the line of the item.
        let whole = serde_yaml::from_str::<Value>(block_of(change.after, after_end, false)).is_err();
        let now_text = block_of(change.after, after_end, whole);
        let is_key = change.item.kind == CompletionKind::Key;
        // A half-typed word may be the key of what stands below.
        let as_key = format!("{}x:{}", &before[..start], &before[end..]);
        // Without its line a block may be no front matter any more (a mark before it, a word in it): then its text is another one.
        let is_closed = |text: &str| Page::parse(text, Dialect::EXTENDED).front_matter().closing.is_some();
        let closed_after = is_closed(change.after);
        let mut variants = vec![(before, end, 1), (as_key.as_str(), start, 1)];
        // Where a value stands behind the item already, the line is not half typed.
        if before[end..line_end].trim_matches([' ', '\t', ':']).is_empty() {
            variants.push((erased.as_str(), line_start, 0));
        }
        let readable: Vec<(Value, usize)> = variants
            .into_iter()
            .filter(|(text, _, _)| *text == before || is_closed(text) == closed_after)
            .filter_map(|(text, at, may_go)| Some((serde_yaml::from_str(block_of(text, at, whole)).ok()?, may_go)))
            // A lone word is half typed as well.
            .filter(|(value, _): &(Value, usize)| matches!(value, Value::Mapping(_) | Value::Null))
            .collect();
        let is_duplicate = |error: &serde_yaml::Error| error.to_string().contains("duplicate entry");
        let had_duplicate =
            serde_yaml::from_str::<Value>(block_of(before, end, whole)).is_err_and(|error| is_duplicate(&error));
        let now = match serde_yaml::from_str::<Value>(now_text) {
            Ok(now) => now,
            // A value makes no key: the page has that twice already. So it may without the item, in the same block.
            Err(error) if is_duplicate(&error) && (!is_key || had_duplicate) => {
                return own_entry_fault(change, now_text);
            }
            Err(error) if !readable.is_empty() => {
                return Some(format!("no YAML any more: {error}"));
            }
            // It was broken elsewhere.
            Err(_) => return own_entry_fault(change, now_text),
        };
        self.blocks.insert(now_text.to_owned(), change.item.label.clone());
        let (keys, values) = said(&now);
        let says_it = if is_key { &keys } else { &values }.contains(&change.item.label);
        if !says_it {
            return Some(format!("it does not say so: {now:?}"));
        }
        let is_kept = |(before, may_go): &(Value, usize)| {
            let (old_keys, old_values) = said(before);
            lost(&old_keys, &keys) <= *may_go && lost(&old_values, &values) <= *may_go
        };
        (!readable.is_empty() && !readable.iter().any(is_kept)).then(|| format!("something else changed: {now:?}"))
    }

    /// PyYAML reads what the other reader read; without Python, nothing is checked.
    pub(super) fn ask_python(&mut self) {
        let script = "import sys, json\ntry: import yaml\nexcept ImportError: sys.exit(0)\nfor text in json.load(sys.stdin):\n    try: yaml.load(text, yaml.CSafeLoader if hasattr(yaml, 'CSafeLoader') else yaml.SafeLoader)\n    except yaml.constructor.ConstructorError: pass\n    except Exception as error: print(json.dumps([text, str(error)]))\n";
        let child = Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
        let Ok(mut child) = child else { return };
        let texts: Vec<&String> = self.blocks.keys().collect();
        let input = serde_json::to_string(&texts).expect("texts are JSON");
        let mut stdin = child.stdin.take().expect("it is piped");
        let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, input.as_bytes()));
        let output = child.wait_with_output().expect("it ends");
        let _ = writer.join();
        let faults = String::from_utf8_lossy(&output.stdout);
        // A tab between tokens is fine for YAML, not for PyYAML.
        let faults = faults.lines().filter(|line| !line.contains("\\\\t") && !line.contains("found character '\\\\t'"));
        self.faults.extend(faults.map(|fault| format!("PyYAML: {fault}")));
    }
}

struct Change<'a> {
    before: &'a str,
    after: &'a str,
    item: &'a Completion,
    /// Where the inserted text is in `after`.
    start: usize,
    inserted: &'a str,
}

impl Change<'_> {
    fn body_fault(&self) -> Option<String> {
        let (before, after) = (Page::parse(self.before, Dialect::EXTENDED), Page::parse(self.after, Dialect::EXTENDED));
        if self.item.kind == CompletionKind::Page || self.item.label.starts_with("Front matter") {
            let front_matter = after.front_matter();
            let is_whole = front_matter.closing.is_some() && front_matter.yaml.error.is_none();
            return (!is_whole).then(|| "no front matter".to_owned());
        }
        if self.item.label == "---" {
            return after.front_matter().closing.is_none().then(|| "front matter is not closed".to_owned());
        }
        // Line ends after the last key are none of its content.
        if before.front_matter().text.trim_end() != after.front_matter().text.trim_end() {
            return Some("the front matter changed".to_owned());
        }
        let inserted = TextRange::at(TextSize::new(self.start as u32), TextSize::of(self.inserted));
        let mut touched_before: Vec<TextRange> = self.item.more.iter().map(|edit| edit.range).collect();
        // The blanks before a destination are part of what is typed.
        let line = self.before[..usize::from(self.item.replace.start())].trim_end_matches([' ', '\t']).len();
        touched_before.push(TextRange::new(TextSize::new(line as u32), self.item.replace.end()));
        // Other edits change numbers of steps only, and each is a touched range: the blocks around it are not compared.
        let old = blocks(&before, &touched_before);
        let new = blocks(&after, &[inserted]);
        let mut left = new.iter();
        let gone = old.iter().find(|block| !left.any(|other| other == *block));
        // A definition without a destination has it on the next line.
        let typed_before = self.before[..usize::from(self.item.replace.start())].trim_end();
        // A tag or comment that is open takes in what follows, until an item closes it. In each the page is half typed: it reads as
        // its author means it only with the item.
        let is_definition = typed_before.ends_with("]:") || typed_before.ends_with("{% link");
        let closes_comment = self.item.kind == CompletionKind::Directive
            && !self.before[line..].lines().next().is_some_and(|line| line.contains("-->"));
        if let Some(gone) = gone.filter(|_| !is_definition && !closes_comment) {
            return Some(format!("{gone:?} is not there any more"));
        }
        match self.item.kind {
            CompletionKind::Section => {
                let count = |page: &Page| {
                    page.sections()
                        .filter_map(|section| section.segment.heading.as_ref())
                        .filter(|heading| *heading.title == *self.item.label)
                        .count()
                };
                // An item that repeats the heading in which it is typed adds none.
                let repeats_heading = before.sections().any(|section| {
                    section.segment.heading.as_ref().is_some_and(|heading| {
                        *heading.title == *self.item.label
                            && section.absolute(heading.range).contains_range(self.item.replace)
                    })
                });
                let added = usize::from(!repeats_heading);
                (count(&after) < count(&before) + added).then(|| "the section is not there".to_owned())
            }
            _ => None,
        }
    }
}

/// Each block that is not touched, as its kind and its text, those inside of lists and quotations included.
fn blocks(page: &Page, touched: &[TextRange]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for section in page.sections() {
        let is_touched = |range: TextRange| {
            let range = section.absolute(range);
            touched.iter().any(|touched| range.start() <= touched.end() && touched.start() <= range.end())
        };
        if let Some(heading) = section.segment.heading.as_ref().filter(|heading| !is_touched(heading.range)) {
            found.push((format!("heading {}", heading.level), heading.title.to_string()));
        }
        collect(&section.segment.blocks, &section.segment.text, &is_touched, &mut found);
    }
    found
}

fn collect(blocks: &[Block], text: &str, is_touched: &dyn Fn(TextRange) -> bool, found: &mut Vec<(String, String)>) {
    for block in blocks {
        match &block.kind {
            BlockKind::List(list) => {
                for item in &list.items {
                    if !is_touched(item.range) {
                        found.push((format!("item {}", list.ordered), text[item.range].trim().to_owned()));
                    }
                    collect(&item.blocks, text, is_touched, found);
                }
            }
            BlockKind::Quote(blocks) => collect(blocks, text, is_touched, found),
            // An open fence goes on to the end of the page, until an item closes it.
            BlockKind::Fence(fence) if !fence.closed => {}
            // So does an open comment.
            _ if text[block.range].starts_with("<!--") && !text[block.range].contains("-->") => {}
            _ if is_touched(block.range) => {}
            kind => {
                let kind = format!("{kind:?}");
                let name = kind.split(['(', ' ', '{']).next().unwrap_or_default().to_owned();
                found.push((name, text[block.range].trim().to_owned()));
            }
        }
    }
}

fn front_matter_end(text: &str) -> usize {
    let page = Page::parse(text, Dialect::EXTENDED);
    match page.front_matter().closing {
        Some(closing) => closing.start().into(),
        None if text.trim_start_matches('\u{feff}').starts_with("---") => text.len(),
        None => 0,
    }
}

/// The YAML of the page; of a block that is not closed up to the end of the line at `at`, and all that reads like YAML if `whole`.
fn block_of(text: &str, at: usize, whole: bool) -> &str {
    let page = Page::parse(text, Dialect::EXTENDED);
    if page.front_matter().closing.is_some() {
        let range = page.front_matter().content;
        return &text[range];
    }
    let start = text.find(['\n']).map_or(text.len(), |at| at + 1);
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let end = if whole { end.max(page.front_matter().content.end().into()) } else { end };
    text.get(start..end.max(start)).unwrap_or_default()
}

/// Where the rest of the block cannot be read, the item's own lines can.
fn own_entry_fault(change: &Change<'_>, block: &str) -> Option<String> {
    let is_key = change.item.kind == CompletionKind::Key;
    let tree = docent_syntax::YamlTree::parse(block, 0.into());
    let says_it = tree.root.as_ref().is_some_and(|root| says(root, &change.item.label, is_key));
    (!says_it).then(|| "the entry cannot be read".to_owned())
}

/// Whether a key or a scalar of the tree is `text`. Of keys that stand twice, each one counts.
fn says(node: &YamlNode, text: &str, is_key: bool) -> bool {
    match &node.kind {
        YamlKind::Mapping(entries) => {
            entries.iter().any(|entry| is_key && entry.key.as_str() == Some(text) || says(&entry.value, text, is_key))
        }
        YamlKind::Sequence(items) => items.iter().any(|item| says(item, text, is_key)),
        YamlKind::Scalar { .. } | YamlKind::Alias(_) => {
            let (_, values) = said(&serde_yaml::to_value(node.to_json()).unwrap_or_default());
            !is_key && values.iter().any(|value| value == text)
        }
    }
}

/// All keys and all scalars, nulls left out.
fn said(value: &Value) -> (Vec<String>, Vec<String>) {
    fn walk(value: &Value, keys: &mut Vec<String>, values: &mut Vec<String>) {
        match value {
            Value::Null => {}
            Value::Sequence(items) => items.iter().for_each(|item| walk(item, keys, values)),
            Value::Mapping(map) => {
                for (key, value) in map {
                    let mut name = Vec::new();
                    walk(key, &mut Vec::new(), &mut name);
                    keys.extend(name);
                    walk(value, keys, values);
                }
            }
            Value::Tagged(tagged) => walk(&tagged.value, keys, values),
            Value::Bool(value) => values.push(value.to_string()),
            Value::Number(value) => values.push(value.to_string()),
            Value::String(value) => values.push(value.clone()),
        }
    }
    let (mut keys, mut values) = (Vec::new(), Vec::new());
    walk(value, &mut keys, &mut values);
    (keys, values)
}

/// How many of `old` are not in `new`.
fn lost(old: &[String], new: &[String]) -> usize {
    let mut left = new.to_vec();
    old.iter()
        .filter(|value| match left.iter().position(|other| other == *value) {
            Some(index) => {
                left.swap_remove(index);
                false
            }
            None => true,
        })
        .count()
}

/// A snippet in an editor, each stop left as it is.
fn expanded(snippet: &str) -> String {
    let mut text = String::new();
    let mut characters = snippet.chars().peekable();
    let mut open = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => text.extend(characters.next()),
            '$' if characters.peek() == Some(&'{') => {
                characters.next();
                while characters.next_if(char::is_ascii_digit).is_some() {}
                match characters.next() {
                    Some(':') => open = true,
                    Some('|') => {
                        let mut first = true;
                        while let Some(character) = characters.next().filter(|c| *c != '|') {
                            match character {
                                '\\' => {
                                    let escaped = characters.next();
                                    text.extend(escaped.filter(|_| first));
                                }
                                ',' => first = false,
                                character if first => text.push(character),
                                _ => {}
                            }
                        }
                        characters.next();
                    }
                    _ => {}
                }
            }
            '$' => while characters.next_if(char::is_ascii_digit).is_some() {},
            '}' if open => open = false,
            character => text.push(character),
        }
    }
    text
}
