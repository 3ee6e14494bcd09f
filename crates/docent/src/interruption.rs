//! Signals that ask docent to end while it writes files: they wait until the files are restored.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

#[cfg(unix)]
const SIGNALS: [i32; 3] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM, signal_hook::consts::SIGHUP];
/// Ctrl-C and Ctrl-Break.
#[cfg(not(unix))]
const SIGNALS: [i32; 2] = [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM];

/// While it lives, a signal to end is noted and does nothing else; afterwards signals end the process as ever.
#[derive(Debug)]
pub(crate) struct Interruption {
    signal: Arc<AtomicUsize>,
    /// Whether signals do what they do by default.
    is_over: Arc<AtomicBool>,
}

impl Interruption {
    pub(crate) fn watch() -> std::io::Result<Interruption> {
        let watched = Interruption { signal: Arc::default(), is_over: Arc::default() };
        for signal in SIGNALS {
            signal_hook::flag::register_conditional_default(signal, watched.is_over.clone())?;
            signal_hook::flag::register_usize(signal, watched.signal.clone(), signal as usize)?;
        }
        Ok(watched)
    }

    /// The signal that came.
    pub(crate) fn signal(&self) -> Option<i32> {
        match self.signal.load(Ordering::SeqCst) {
            0 => None,
            signal => Some(signal as i32),
        }
    }
}

impl Drop for Interruption {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
    }
}

/// Ends the process as the signal would have ended it, so that a shell stops its script, too. The exit code is 128 and the
/// signal's number where that is not possible.
pub(crate) fn end_by(signal: i32) -> std::process::ExitCode {
    let _ = signal_hook::low_level::emulate_default_handler(signal);
    std::process::ExitCode::from(u8::try_from(128 + signal).unwrap_or(u8::MAX))
}
