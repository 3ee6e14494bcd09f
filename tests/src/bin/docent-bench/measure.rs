//! Samples, what is told of them, and the two forms it is told in: Markdown tables and JSON. Measures nothing itself.

use serde_json::{Value, json};
use std::time::Duration;

/// Durations of one thing that was done again and again, in microseconds.
#[derive(Debug, Clone, Default)]
pub(crate) struct Samples(Vec<f64>);

impl Samples {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time.as_secs_f64() * 1e6);
    }

    /// Leaves out the first ones: caches, allocators and processors warm up.
    pub(crate) fn without_first(mut self, count: usize) -> Samples {
        self.0.drain(..count.min(self.0.len()));
        self
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn extend(&mut self, others: Samples) {
        self.0.extend(others.0);
    }

    /// The longest time, as tables show it.
    pub(crate) fn shown_max(&self) -> String {
        match self.0.is_empty() {
            true => "–".to_owned(),
            false => shown(self.at(1.0)),
        }
    }

    /// The time that `share` of all samples did not exceed.
    fn at(&self, share: f64) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_by(f64::total_cmp);
        let last = sorted.len().saturating_sub(1);
        sorted.get((last as f64 * share).round() as usize).copied().unwrap_or(f64::NAN)
    }
}

/// One line of a table.
pub(crate) struct Row {
    pub(crate) what: String,
    pub(crate) program: String,
    pub(crate) samples: Samples,
    /// Processor time of the server for one sample, and its peak of memory in kB, where they were looked at.
    pub(crate) cpu: Option<Duration>,
    pub(crate) peak: Option<u64>,
    pub(crate) note: String,
}

/// A table under its heading.
pub(crate) struct Group {
    pub(crate) title: &'static str,
    pub(crate) rows: Vec<Row>,
}

impl Group {
    pub(crate) fn new(title: &'static str) -> Group {
        Group { title, rows: Vec::new() }
    }

    pub(crate) fn add(&mut self, what: impl Into<String>, program: &str, samples: Samples) -> &mut Row {
        let row =
            Row { what: what.into(), program: program.to_owned(), samples, cpu: None, peak: None, note: String::new() };
        self.rows.push(row);
        let last = self.rows.len() - 1;
        &mut self.rows[last]
    }

    pub(crate) fn to_markdown(&self) -> String {
        let mut text = format!("\n### {}\n\n", self.title);
        text.push_str("| what | program | median | p95 | p99 | n | CPU each | peak | |\n");
        text.push_str("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
        for row in &self.rows {
            let cpu = row.cpu.map(|cpu| shown(cpu.as_secs_f64() * 1e6)).unwrap_or_default();
            let peak = row.peak.map(|peak| format!("{} MB", peak / 1000)).unwrap_or_default();
            let [median, p95, p99] = match row.samples.len() {
                0 => ["–", "–", "–"].map(str::to_owned),
                _ => [0.5, 0.95, 0.99].map(|share| shown(row.samples.at(share))),
            };
            text.push_str(&format!(
                "| {} | {} | {median} | {p95} | {p99} | {} | {cpu} | {peak} | {} |\n",
                row.what,
                row.program,
                row.samples.len(),
                row.note
            ));
        }
        text
    }

    pub(crate) fn to_json(&self) -> Value {
        let row = |row: &Row| {
            json!({
                "what": row.what, "program": row.program, "samples": row.samples.len(), "note": row.note,
                "median_us": number(row.samples.at(0.5)), "p95_us": number(row.samples.at(0.95)),
                "p99_us": number(row.samples.at(0.99)), "max_us": number(row.samples.at(1.0)),
                "cpu_us": row.cpu.map(|cpu| cpu.as_micros() as u64), "peak_kb": row.peak,
            })
        };
        json!({ "title": self.title, "rows": self.rows.iter().map(row).collect::<Vec<_>>() })
    }
}

fn number(microseconds: f64) -> Value {
    if microseconds.is_nan() { Value::Null } else { json!((microseconds * 10.0).round() / 10.0) }
}

/// Three digits: 87 µs, 1.24 ms, 31 s.
fn shown(microseconds: f64) -> String {
    match microseconds {
        us if us < 1e3 => format!("{us:.0} µs"),
        us if us < 1e4 => format!("{:.2} ms", us / 1e3),
        us if us < 1e6 => format!("{:.0} ms", us / 1e3),
        us => format!("{:.2} s", us / 1e6),
    }
}
