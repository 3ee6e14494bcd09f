//! Watching a site's folder, where the editor does not watch it. Knows no page and no index.

use docent_generators::is_tool_folder;
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Events that follow each other within this time are reported together.
const QUIET_TIME: Duration = Duration::from_millis(20);
/// A batch that does not end is reported in parts of this many paths.
const MAX_BATCH: usize = 10_000;

/// Watches as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Reports created, changed and removed files and folders below `root`, from a thread of its own. The error says in words why nothing
/// can be watched.
pub fn watch(root: &Path, report: impl FnMut(Vec<PathBuf>) + Send + 'static) -> Result<Watch, String> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(forward(sender)).map_err(|error| error.to_string())?;
    watcher.watch(root, RecursiveMode::Recursive).map_err(|error| error.to_string())?;
    std::thread::Builder::new()
        .name("docent-watch".to_owned())
        .spawn(move || report_batches(&events, report))
        .map_err(|error| error.to_string())?;
    Ok(Watch { _watcher: watcher })
}

fn forward(sender: Sender<Vec<PathBuf>>) -> impl Fn(notify::Result<Event>) + Send + 'static {
    move |event| {
        let Ok(event) = event else { return };
        let is_change = match event.kind {
            EventKind::Create(_) | EventKind::Remove(_) | EventKind::Any => true,
            EventKind::Modify(kind) => !matches!(kind, ModifyKind::Metadata(_)),
            EventKind::Access(_) | EventKind::Other => false,
        };
        if is_change {
            // The receiver is gone when the watcher is dropped.
            let _ = sender.send(event.paths);
        }
    }
}

fn report_batches(events: &Receiver<Vec<PathBuf>>, mut report: impl FnMut(Vec<PathBuf>)) {
    while let Ok(first) = events.recv() {
        let mut batch: BTreeSet<PathBuf> = first.into_iter().collect();
        while batch.len() < MAX_BATCH {
            match events.recv_timeout(QUIET_TIME) {
                Ok(more) => batch.extend(more),
                Err(_) => break,
            }
        }
        batch.retain(|path| !is_internal(path));
        if !batch.is_empty() {
            report(batch.into_iter().collect());
        }
    }
}

/// What version control and package managers write all the time.
fn is_internal(path: &Path) -> bool {
    let is_internal = |name: &str| matches!(name, ".git" | "node_modules") || is_tool_folder(name);
    path.components().any(|part| part.as_os_str().to_str().is_some_and(is_internal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn created_changed_and_removed_files_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        let (sender, reported) = mpsc::channel();
        let watch = watch(&root, move |paths| {
            let _ = sender.send(paths);
        });
        let _watch = watch.expect("it can be watched");
        let wait_for = |path: &Path| {
            let deadline = Duration::from_secs(30);
            while !reported.recv_timeout(deadline).expect("something is reported").iter().any(|one| one == path) {}
        };
        std::fs::write(root.join("a.md"), "x").expect("a file");
        wait_for(&root.join("a.md"));
        std::fs::create_dir(root.join("deep")).expect("a folder");
        wait_for(&root.join("deep"));
        std::fs::rename(root.join("a.md"), root.join("b.md")).expect("it moves");
        wait_for(&root.join("b.md"));
        std::fs::remove_file(root.join("b.md")).expect("it goes");
        wait_for(&root.join("b.md"));
    }
}
