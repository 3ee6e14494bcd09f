//! The front matter of a page: eight keys in many shapes, and the faults in them.

use super::faults::Fault;
use super::page_text::PageText;
use super::plan::{Kind, PARTNER, Plan};
use super::random::Random;

/// A text, and the rule that finds fault with it.
type Piece = (String, Option<&'static str>);

/// A key with all that belongs to it, line ends included.
struct Entry {
    key: &'static str,
    pieces: Vec<Piece>,
}

impl Entry {
    fn new(key: &'static str, value: impl Into<String>) -> Entry {
        Entry::marked(key, value, None)
    }

    /// A rule that finds fault with the value.
    fn marked(key: &'static str, value: impl Into<String>, rule: Option<&'static str>) -> Entry {
        Entry { key, pieces: vec![(format!("{key}: "), None), (value.into(), rule), ("\n".to_owned(), None)] }
    }

    /// A key without a value.
    fn empty(key: &'static str) -> Entry {
        Entry { key, pieces: vec![(format!("{key}:\n"), None)] }
    }
}

/// Writes the block, with its `---` lines and a blank one after it.
pub(super) fn write(page: &mut PageText, random: &mut Random, plan: &Plan, fault: Option<Fault>) {
    if plan.kind == Kind::Home {
        page.push("---\ntitle: Home\n---\n\n");
        return;
    }
    let own_fault = fault.filter(|_| plan.slot != PARTNER);
    if own_fault == Some(Fault::NoFrontMatter) {
        return;
    }
    let mut entries = entries(random, plan, fault);
    if let Some(fault) = own_fault {
        spoil(&mut entries, fault);
    }
    open(page, own_fault);
    for (text, rule) in entries.into_iter().flat_map(|entry| entry.pieces) {
        match rule {
            Some(rule) => page.push_marked(rule, &text),
            None => page.push(&text),
        }
    }
    match own_fault {
        Some(Fault::UnclosedFrontMatter) => {}
        Some(Fault::MissingKey) => page.push_marked("missing-key", "---"),
        _ => page.push(random.pick(&["---", "---", "---", "---  ", "..."])),
    }
    page.push("\n\n");
}

fn open(page: &mut PageText, fault: Option<Fault>) {
    const RULE: &str = "front-matter-syntax";
    match fault {
        Some(Fault::UnclosedFrontMatter) => page.push_marked(RULE, "---"),
        Some(Fault::LongOpening) => page.push_marked(RULE, "----"),
        Some(Fault::ByteOrderMark) => {
            page.push("\u{feff}");
            page.push_marked(RULE, "---");
        }
        Some(Fault::BlankLinesFirst) => {
            page.push("\n\n");
            page.push_marked(RULE, "---");
        }
        _ => page.push("---"),
    }
    page.push("\n");
}

/// The keys of the page in the template's order.
fn entries(random: &mut Random, plan: &Plan, fault: Option<Fault>) -> Vec<Entry> {
    let pagename = quoted(random, &plan.pagename);
    let mut entries = vec![Entry::new("pagename", pagename)];
    entries.extend(redirect_from(random, plan, fault));
    if random.once_in(6) {
        entries.push(Entry::new("keywords", "queue, café, 待ち行列"));
    }
    entries.push(Entry::new("sitesection", "Documents"));
    let (category, near_miss) = match fault {
        Some(Fault::NearMissValue) => (plan.category.trim_end_matches('s'), Some("near-miss-value")),
        _ => (&*plan.category, None),
    };
    entries.push(Entry::marked("categoryname", quoted(random, category), near_miss));
    match &plan.documentname {
        Some(name) => entries.push(Entry::new("documentname", quoted(random, name))),
        None => entries.push(Entry::empty("documentname")),
    }
    match plan.subfolder {
        Some(name) => entries.push(Entry::new("subfoldername", name)),
        None if random.once_in(4) => entries.push(Entry::empty("subfoldername")),
        None => {}
    }
    if random.once_in(5) {
        entries.push(Entry { key: "order", pieces: vec![(format!("\norder: {}\n", plan.slot), None)] });
    }
    let permalink = |address: &str, rule| Entry::marked("permalink", address, rule);
    entries.push(match fault {
        Some(Fault::PermalinkConvention) => permalink(&format!("odd-{}", plan.address), Some("permalink-convention")),
        Some(Fault::DuplicatePermalink) => permalink(&plan.address, Some("duplicate-permalink")),
        Some(Fault::NotInNavigation) => permalink(&plan.address, Some("missing-navigation")),
        _ => permalink(&plan.address, None),
    });
    let comment = random.pick(&["", "", "  # as in the sidebar"]);
    entries.push(Entry::new("indicator", format!("{}{comment}", random.pick(&["both", "messaging", "chat"]))));
    entries
}

/// Plain, or in quotes of either kind.
fn quoted(random: &mut Random, value: &str) -> String {
    match random.below(4) {
        0 => format!("\"{value}\""),
        1 => format!("'{}'", value.replace('\'', "''")),
        _ => value.to_owned(),
    }
}

/// The key in the shapes that the generator takes: nothing, one value, a list in either form.
fn redirect_from(random: &mut Random, plan: &Plan, fault: Option<Fault>) -> Option<Entry> {
    let mut values: Vec<Piece> = plan.redirects.iter().map(|redirect| (redirect.written.clone(), None)).collect();
    values.extend(faulty_redirect(plan, fault));
    if values.is_empty() {
        return random.once_in(4).then(|| Entry::empty("redirect_from"));
    }
    let quote = random.pick(&["", "", "'", "\""]);
    for (text, _) in &mut values {
        *text = format!("{quote}{text}{quote}");
    }
    let mut pieces: Vec<Piece> = Vec::new();
    match random.below(4) {
        0 if values.len() == 1 => {
            pieces.push(("redirect_from: ".to_owned(), None));
            pieces.append(&mut values);
            pieces.push(("\n".to_owned(), None));
        }
        1 => {
            for (at, value) in values.into_iter().enumerate() {
                pieces.push((if at == 0 { "redirect_from: [".to_owned() } else { ", ".to_owned() }, None));
                pieces.push(value);
            }
            pieces.push(("]\n".to_owned(), None));
        }
        shape => {
            pieces.push(("redirect_from:\n".to_owned(), None));
            for value in values {
                pieces.push((if shape == 2 { "- ".to_owned() } else { "  - ".to_owned() }, None));
                pieces.push(value);
                pieces.push(("\n".to_owned(), None));
            }
        }
    }
    Some(Entry { key: "redirect_from", pieces })
}

fn faulty_redirect(plan: &Plan, fault: Option<Fault>) -> Option<Piece> {
    let (address, rule) = match fault? {
        Fault::RedirectOverPage => (partner_address(plan), "redirect-conflict"),
        Fault::RedirectTwice => (format!("wanted-twice-{}.html", plan.document), "redirect-conflict"),
        Fault::RedirectLoop => (plan.address.clone(), "redirect-loop"),
        _ => return None,
    };
    Some((address, Some(rule)))
}

/// The address of the page in the partner's slot: those of a document begin alike.
fn partner_address(plan: &Plan) -> String {
    let start = plan.address.split("-methods-").next().unwrap_or_default();
    format!("{start}-guides-tips-hints-tricks.html")
}

fn spoil(entries: &mut Vec<Entry>, fault: Fault) {
    let at = |entries: &[Entry], key: &str| {
        entries.iter().position(|entry| entry.key == key).unwrap_or_else(|| panic!("each page has '{key}'"))
    };
    let indicator = at(entries, "indicator");
    match fault {
        Fault::YamlColon => {
            let value = "Create: what it is for".to_owned();
            entries[0] = Entry::marked("pagename", value, Some("front-matter-syntax"));
        }
        Fault::YamlTab => {
            let pieces = vec![
                ("redirect_from:\n".to_owned(), None),
                ("\t".to_owned(), Some("front-matter-syntax")),
                ("- somewhere-else.html\n".to_owned(), None),
            ];
            entries.retain(|entry| entry.key != "redirect_from");
            entries.insert(1, Entry { key: "redirect_from", pieces });
        }
        Fault::MissingKey => drop(entries.remove(indicator)),
        Fault::EmptyValue => {
            let pieces = vec![("indicator:".to_owned(), Some("empty-value")), ("\n".to_owned(), None)];
            entries[indicator] = Entry { key: "indicator", pieces };
        }
        Fault::InvalidValue => entries[indicator] = Entry::marked("indicator", "mesaging", Some("invalid-value")),
        Fault::PlaceholderValue => {
            let value = "accepts \"messaging\" \"chat\" or \"both\"";
            entries[indicator] = Entry::marked("indicator", value, Some("template-placeholder"));
        }
        Fault::DuplicateKey => {
            let pieces = vec![("indicator: chat".to_owned(), Some("duplicate-key")), ("\n".to_owned(), None)];
            entries[indicator] = Entry { key: "indicator", pieces };
            entries.push(Entry::new("indicator", "both"));
        }
        Fault::UnknownKey => {
            let pieces = vec![("Keywords".to_owned(), Some("unknown-key")), (": one, two\n".to_owned(), None)];
            entries.retain(|entry| entry.key != "keywords");
            entries.insert(1, Entry { key: "Keywords", pieces });
        }
        Fault::DeprecatedKey => {
            let pieces = vec![("subtitle".to_owned(), Some("deprecated-key")), (": One more line\n".to_owned(), None)];
            entries.push(Entry { key: "subtitle", pieces });
        }
        Fault::KeyOrder => {
            let value = entries.remove(indicator).pieces.remove(1).0;
            let pieces = vec![("indicator".to_owned(), Some("key-order")), (format!(": {value}\n"), None)];
            entries.insert(0, Entry { key: "indicator", pieces });
        }
        _ => {}
    }
}
