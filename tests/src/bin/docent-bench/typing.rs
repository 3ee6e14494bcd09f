//! From a keystroke to the published findings, one at a time: the next one when the findings of the last one have come. All
//! programs take turns, so that whatever else the machine does hits them all.

use super::measure::{Group, Samples};
use super::outside::{is_docent, linking_page};
use super::pages::{PLACES, SIZES, page, place, put};
use super::session::{Document, Program, Session};
use std::path::Path;
use std::time::{Duration, Instant};

const WARM_UP: usize = 50;
/// Keystrokes of one program before the next one's turn.
const TURN: usize = 50;

/// How much to measure.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Amount {
    /// Keystrokes at each place.
    pub(crate) keystrokes: usize,
    /// A program that needs longer than this for its keystrokes at one place goes on to the next one.
    pub(crate) patience: Duration,
}

/// Every size and place, in a small site.
pub(crate) fn everywhere(site: &Path, programs: &[Program], amount: Amount) -> Group {
    let mut group = Group::new("Keystroke to published findings, site of 20 pages");
    for (size, length) in SIZES {
        for (name, before) in PLACES {
            measure(&mut group, site, programs, amount, &format!("{size}, {name}"), length, before);
        }
    }
    group
}

/// The same in a large site: what a keystroke costs must not depend on it.
pub(crate) fn in_large_site(site: &Path, pages: usize, programs: &[Program], amount: Amount) -> Group {
    let mut group = Group::new("Keystroke to published findings, by the number of pages of the site");
    for (size, length) in [SIZES[0], SIZES[2]] {
        for (name, before) in [PLACES[1], PLACES[2], PLACES[3]] {
            measure(&mut group, site, programs, amount, &format!("{pages} pages, {size}, {name}"), length, before);
        }
    }
    group
}

fn measure(
    group: &mut Group,
    site: &Path,
    programs: &[Program],
    amount: Amount,
    what: &str,
    length: usize,
    before: &str,
) {
    let text = page(length);
    let path = put(site, "typing", &text);
    let at = place(&text, before);
    let mut typists: Vec<Typist> =
        programs.iter().filter_map(|program| Typist::start(program, site, &path, &text, at)).collect();
    let turns = (WARM_UP + amount.keystrokes) / TURN;
    for _ in 0..turns {
        for next in 0..typists.len() {
            if !typists[next].has_given_up {
                wait_until_idle(&typists);
                typists[next].turn(amount.patience / turns as u32);
            }
        }
    }
    for typist in typists {
        let count = typist.samples.len().max(1) as u32;
        let (cpu, peak) = (typist.session.cpu().saturating_sub(typist.cpu_before), typist.session.peak());
        let warm_up = if typist.samples.len() > 2 * WARM_UP { WARM_UP } else { typist.samples.len() / 4 };
        let name = typist.session.name.clone();
        let row = group.add(what, &name, typist.samples.without_first(warm_up));
        (row.cpu, row.peak, row.note) = (Some(cpu / count), peak, format!("{} findings", typist.findings));
    }
}

/// Some servers go on working when they have answered: one's work does not count as another's time.
fn wait_until_idle(typists: &[Typist]) {
    let cpu = || typists.iter().map(|typist| typist.session.cpu()).sum::<Duration>();
    let mut before = cpu();
    for _ in 0..100 {
        // Processor time is told in hundredths of a second.
        std::thread::sleep(Duration::from_millis(20));
        let now = cpu();
        if now == before {
            return;
        }
        before = now;
    }
}

struct Typist {
    session: Session,
    document: Document,
    samples: Samples,
    cpu_before: Duration,
    findings: usize,
    has_given_up: bool,
}

impl Typist {
    fn start(program: &Program, site: &Path, path: &Path, text: &str, at: usize) -> Option<Typist> {
        let mut session = Session::start(program, site)?;
        if is_docent(program) {
            // What is found with the index costs more than what is found without it.
            let linked = linking_page(site, 20);
            session.open(&put(site, "linking", &linked), &linked, 0);
            session.findings_with("broken-link", 1..=1)?;
        }
        let document = session.open(path, text, at);
        session.findings(0)?;
        let cpu_before = session.cpu();
        Some(Typist { session, document, samples: Samples::default(), cpu_before, findings: 0, has_given_up: false })
    }

    fn turn(&mut self, patience: Duration) {
        let begun = Instant::now();
        for _ in 0..TURN {
            let message = self.document.next_change();
            let start = Instant::now();
            self.session.write(&message);
            let Some(body) = self.session.findings(self.document.version) else {
                self.has_given_up = true;
                return;
            };
            self.samples.push(start.elapsed());
            self.findings = super::session::count(&body, b"\"severity\":");
            if begun.elapsed() > patience {
                return;
            }
        }
    }
}

/// 300 edits without waiting, then a completion: how long after the last edit its answer comes, and whether it is one.
pub(crate) fn bursts(site: &Path, programs: &[Program], repetitions: usize) -> Group {
    let mut group = Group::new("Completion at the end of a burst of 300 edits");
    for (size, length) in [SIZES[0], SIZES[2]] {
        let text = page(length);
        let path = put(site, "typing", &text);
        let at = place(&text, super::pages::VALUE);
        for program in programs {
            let Some(mut session) = Session::start(program, site) else { continue };
            let mut document = session.open(&path, &text, at);
            if session.findings(0).is_none() {
                continue;
            }
            let mut samples = Samples::default();
            let mut bytes = 0;
            for _ in 0..repetitions {
                let burst: Vec<u8> = (0..300).flat_map(|_| document.next_change()).collect();
                session.write(&burst);
                let start = Instant::now();
                let id = session.request("textDocument/completion", super::asking::at(&document, &text, at));
                let Some((answer, is_published)) = session.answer_and_whether_published(id, document.version) else {
                    break;
                };
                samples.push(start.elapsed());
                bytes = answer.len();
                // One that needs as long as this is known well enough.
                let is_slow = start.elapsed() > Duration::from_secs(5);
                if (!is_published && session.findings(document.version).is_none()) || is_slow {
                    break;
                }
            }
            let peak = session.peak();
            let row = group.add(size, &program.name, samples);
            (row.peak, row.note) = (peak, format!("{bytes} bytes"));
        }
    }
    group
}
