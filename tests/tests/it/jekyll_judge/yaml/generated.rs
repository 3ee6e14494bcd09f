//! Blocks of YAML that are made: scalars in every place, and random ones.

use docent_tests::generator::random::Random;

const SCALARS: [&str; 118] = [
    "yes",
    "no",
    "on",
    "off",
    "y",
    "n",
    "Y",
    "N",
    "Yes",
    "NO",
    "True",
    "TRUE",
    "tRuE",
    "false",
    "~",
    "null",
    "Null",
    "nULL",
    "nil",
    "none",
    "0",
    "1",
    "-1",
    "+1",
    "- 1",
    "010",
    "0o10",
    "08",
    "0_7",
    "00",
    "0b11",
    "0b12",
    "0B11",
    "0x1F",
    "0X1F",
    "0xg",
    "-0x10",
    "1_000",
    "1,000",
    "1__0",
    "1_",
    "_1",
    "1,",
    "12,5",
    "1e3",
    "1.5e3",
    "1.5e+3",
    "1.5E-3",
    "1.e+3",
    "1.",
    ".5",
    "-.5",
    "+.5",
    ".",
    "..",
    ".5.",
    "1.2.3",
    "1.10",
    "007.5",
    "1_0.2",
    "1,0.2",
    ".inf",
    "-.INF",
    "+.inf",
    ".nan",
    "-.nan",
    ".Infinity",
    "12:30",
    "12:30:45",
    "12:30:45.5",
    "1:60",
    "-1:30",
    "1_0:30",
    "1:2:3:4",
    "12:5",
    "12:30.",
    "2020-01-02",
    "2020-1-2",
    "2020-13-01",
    "2020-02-30",
    "2020-00-10",
    "20-01-02",
    "2020-01-02 10:00:00",
    "2020-01-02T10:00:00Z",
    "2020-01-02 10:00:00 +2",
    "2020-01-02 10:00:00.5 -03:30",
    "2020-01-02 25:00:00",
    "2020-01",
    "2020/01/02",
    "=",
    "<",
    "a",
    "a b",
    "a:b",
    "a#b",
    "a #b",
    "'it''s'",
    "\"a\\tb\\u00e9\\x41\"",
    "'010'",
    "\"no\"",
    "!!str 010",
    "!!str no",
    "!!int '010'",
    "!!float 1",
    "!!bool yes",
    "!!null x",
    "! 5",
    "!local 5",
    "!local 'no'",
    "!!str",
    "ü",
    "é1",
    "1é",
    "日本",
    "%x",
    "@",
    "/a/b",
    "(5)",
];

/// Each scalar as a value, in both kinds of lists, and as a key.
pub(super) fn scalars_in_places() -> Vec<String> {
    let of = |scalar: &str| format!("a: {scalar}\nb:\n  - {scalar}\nc: [{scalar}]\n? {scalar}\n: d\n");
    // What no flow list can hold would hide the other places.
    let alone = |scalar: &str| format!("a: {scalar}\n");
    SCALARS.iter().flat_map(|scalar| [of(scalar), alone(scalar)]).collect()
}

/// Blocks of lines that are mostly valid: scalars, lists, mappings, anchors, aliases and merges in each other.
pub(super) fn random_blocks(count: usize) -> Vec<String> {
    let seed = std::env::var("PROPTEST_RNG_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    let mut writer = Writer { random: Random::new(seed, 0), anchors: Vec::new() };
    (0..count).map(|_| writer.block()).collect()
}

struct Writer {
    random: Random,
    /// Names of anchors of finished nodes, and whether each is a mapping.
    anchors: Vec<(String, bool)>,
}

impl Writer {
    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.random.below(choices.len())]
    }

    fn block(&mut self) -> String {
        self.anchors.clear();
        let mut text = String::new();
        self.mapping(&mut text, 0, 0);
        text
    }

    fn mapping(&mut self, text: &mut String, indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        for _ in 0..1 + self.random.below(5) {
            match self.random.below(12) {
                0 if self.anchors.iter().any(|(_, is_mapping)| *is_mapping) => {
                    let names: Vec<String> = self.mappings();
                    let first = names[self.random.below(names.len())].clone();
                    let second = names[self.random.below(names.len())].clone();
                    let merge = match self.random.below(3) {
                        0 => format!("[*{first}, *{second}]"),
                        1 => format!("[*{first}, {{b: 1}}]"),
                        _ => format!("*{first}"),
                    };
                    text.push_str(&format!("{pad}<<: {merge}\n"));
                }
                1 => {
                    let inner = self.flow_mapping();
                    text.push_str(&format!("{pad}<<: {inner}\n"));
                }
                2 => text.push_str(&format!("{pad}# comment\n\n")),
                _ => self.entry(text, indent, depth),
            }
        }
        // A mapping of nothing but comments is none.
        text.push_str(&format!("{pad}z: end\n"));
    }

    fn mappings(&self) -> Vec<String> {
        self.anchors.iter().filter(|(_, is_mapping)| *is_mapping).map(|(name, _)| name.clone()).collect()
    }

    fn entry(&mut self, text: &mut String, indent: usize, depth: usize) {
        let pad = " ".repeat(indent);
        let key = self.one_of(&["a", "b", "c", "'d'", "\"e\"", "a", "1", "yes", "f g", "title"]);
        let (head, explicit) = match self.random.below(8) {
            0 => (format!("{pad}? {key}\n{pad}:"), true),
            _ => (format!("{pad}{key}:"), false),
        };
        text.push_str(&head);
        let anchor = (self.random.below(4) == 0).then(|| format!("n{}", self.anchors.len()));
        if let Some(name) = &anchor {
            text.push_str(&format!(" &{name}"));
        }
        let mut is_mapping = false;
        match self.random.below(9) {
            0 if depth < 3 => {
                is_mapping = true;
                text.push('\n');
                self.mapping(text, indent + 2, depth + 1);
            }
            1 if depth < 3 => {
                text.push('\n');
                let dash = if explicit { indent + 2 } else { indent + 2 * self.random.below(2) };
                for _ in 0..1 + self.random.below(3) {
                    let value = self.value();
                    text.push_str(&format!("{}- {value}\n", " ".repeat(dash)));
                }
            }
            2 => {
                is_mapping = true;
                let inner = self.flow_mapping();
                text.push_str(&format!(" {inner}\n"));
            }
            3 if anchor.is_none() && !self.anchors.is_empty() => {
                let at = self.random.below(self.anchors.len());
                text.push_str(&format!(" *{}\n", self.anchors[at].0));
            }
            4 => {
                let style = self.one_of(&["|", ">", "|-", ">-", "|+", ">+", "|2", "|2-"]);
                let (first, second) =
                    (self.one_of(&["x y", "no", "010", "  in"]), self.one_of(&["", "z", "  more", "#c"]));
                let inner = " ".repeat(indent + 2);
                text.push_str(&format!(" {style}\n{inner}{first}\n{inner}{second}\n\n"));
            }
            5 => {
                let value = self.value();
                text.push_str(&format!(" {value} # comment\n"));
            }
            6 => text.push('\n'),
            _ => {
                let value = self.value();
                text.push_str(&format!(" {value}\n"));
            }
        }
        if let Some(name) = anchor {
            self.anchors.push((name, is_mapping));
        }
    }

    fn flow_mapping(&mut self) -> String {
        let (key, value) = (self.one_of(&["a", "b", "c", "title"]), self.number());
        match self.random.below(3) {
            0 => format!("{{{key}: {value}}}"),
            1 => format!("{{{key}: {value}, 'x': [1, {value}]}}"),
            _ => format!("{{ {key}: \"q\", x: , y }}"),
        }
    }

    /// A scalar, one time in three made of characters that numbers and dates have.
    fn value(&mut self) -> String {
        match self.random.below(3) {
            0 => self.number(),
            _ => SCALARS[self.random.below(SCALARS.len())].to_owned(),
        }
    }

    fn number(&mut self) -> String {
        let mut text = self.one_of(&["0", "1", "2", "7", "+1", "0x", "0b", "20", "9"]).to_owned();
        for _ in 0..self.random.below(6) {
            text.push_str(self.one_of(&["0", "1", "5", "8", "_", ".", ":3", "e+", "e", "a", "-1", ":59", "_0", "00"]));
        }
        text
    }
}
