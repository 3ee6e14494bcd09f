//! Watching a site's folder, where the editor does not watch it. Knows no page and no index.

use docent_generators::is_tool_folder;
use notify::event::{EventKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;

/// Events come in swarms; those that are as near as this are reported at once.
const SWARM: Duration = Duration::from_millis(20);
/// A swarm that does not end is reported in parts.
const LARGEST_SWARM: usize = 10_000;

/// Watches as long as it lives.
#[derive(Debug)]
pub struct Watch {
    _watcher: RecommendedWatcher,
}

/// Tells of files and folders below `root` that come, change and go, from a thread of its own. The error says in words why nothing
/// can be watched.
pub fn watch(root: &Path, tell: impl FnMut(Vec<PathBuf>) + Send + 'static) -> Result<Watch, String> {
    let (sender, events) = channel();
    let mut watcher = notify::recommended_watcher(forward(sender)).map_err(|error| error.to_string())?;
    watcher.watch(root, RecursiveMode::Recursive).map_err(|error| error.to_string())?;
    std::thread::Builder::new()
        .name("docent-watch".to_owned())
        .spawn(move || tell_swarms(&events, tell))
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

fn tell_swarms(events: &Receiver<Vec<PathBuf>>, mut tell: impl FnMut(Vec<PathBuf>)) {
    while let Ok(first) = events.recv() {
        let mut swarm: BTreeSet<PathBuf> = first.into_iter().collect();
        while swarm.len() < LARGEST_SWARM {
            match events.recv_timeout(SWARM) {
                Ok(more) => swarm.extend(more),
                Err(_) => break,
            }
        }
        swarm.retain(|path| !is_internal(path));
        if !swarm.is_empty() {
            tell(swarm.into_iter().collect());
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
    fn files_that_come_and_go_are_told() {
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
