//! The process that started us. Where it ends without a word, its pipes may stay open in some other child of it: so we look.

use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;

const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Notifies `gone` when the process ends.
pub(crate) fn watch(process: u32, gone: Arc<Notify>) {
    tokio::spawn(async move {
        while is_alive(process) {
            tokio::time::sleep(LOOK_EVERY).await;
        }
        tracing::info!("the client's process {process} is gone");
        gone.notify_one();
    });
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    let process = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
    // Another user's process is alive, too: only "no such process" says that it is gone.
    process.is_none_or(|process| rustix::process::test_kill_process(process) != Err(rustix::io::Errno::SRCH))
}

/// Elsewhere the end of the input is the sign.
#[cfg(not(unix))]
fn is_alive(_process: u32) -> bool {
    true
}
