//! How far a long run is: a bar on stderr, where that is a terminal and only after a while, so that quick runs do not flicker.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// From when on a run is long.
const LONG: Duration = Duration::from_millis(500);

/// A bar that is shown when it is worth it, and gone when it is dropped.
#[derive(Debug)]
pub(crate) struct Progress {
    bar: ProgressBar,
    started: Instant,
    shown: AtomicBool,
}

impl Default for Progress {
    fn default() -> Progress {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        let style = ProgressStyle::with_template("{msg} {wide_bar} {human_pos} of {human_len} pages");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        Progress { bar, started: Instant::now(), shown: AtomicBool::new(false) }
    }
}

impl Progress {
    /// `doing` what, and how much of it is done.
    pub(crate) fn set(&self, doing: &'static str, done: usize, all: usize) {
        if self.started.elapsed() < LONG {
            return;
        }
        if !self.shown.swap(true, Ordering::Relaxed) {
            // Draws nothing where stderr is no terminal.
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.set_message(doing);
        self.bar.set_length(all as u64);
        self.bar.set_position(done as u64);
    }

    /// Writes something else to the terminal without the bar in the way.
    pub(crate) fn aside<T>(&self, write: impl FnOnce() -> T) -> T {
        self.bar.suspend(write)
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
