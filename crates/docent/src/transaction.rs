//! Changes of several files, and the move of one file or folder: all of them, or none.
//!
//! First everything is staged: each new text is written to a temporary file beside its target, and the old text is kept under a second
//! temporary name. Only then files are replaced. What fails, and a signal to end, takes back what was done. Only a process that is
//! killed in between (or a machine that loses power) leaves files whose names begin with `.docent-`; no walk of a site looks at those.

use crate::attributes::{copy_attributes, has_one_name, identity};
use crate::interruption::Interruption;
use crate::output::{complain, shown};
use crate::rename::rename_without_overwriting;
use docent_site::read::plain_error;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What the names of temporary files begin with.
const PREFIX: &str = ".docent-";

/// A file's text before and after.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TextChange<'a> {
    /// Absolute. Of a symbolic link the file it leads to is changed.
    pub(crate) path: &'a Path,
    pub(crate) old: &'a str,
    pub(crate) new: &'a str,
}

/// A file or folder that gets another path. Both are absolute and without symbolic links on the way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Relocation<'a> {
    pub(crate) from: &'a Path,
    /// Nothing is there. Folders on the way are made.
    pub(crate) to: &'a Path,
}

/// Why nothing was changed; in words, with the name of the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum CommitError {
    Failed(String),
    /// By this signal.
    Interrupted(i32, String),
}

impl std::error::Error for CommitError {}

impl std::fmt::Display for CommitError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CommitError::Failed(reason) => f.write_str(reason),
            CommitError::Interrupted(_, outcome) => write!(f, "interrupted; {outcome}"),
        }
    }
}

/// Makes all changes, or none. Signals to end count until the last one is made; then all stay.
pub(crate) fn commit(changes: &[TextChange<'_>], relocation: Option<Relocation<'_>>) -> Result<(), CommitError> {
    if changes.is_empty() && relocation.is_none() {
        return Ok(());
    }
    let interruption = Interruption::watch()
        .map_err(|error| CommitError::Failed(format!("cannot watch for signals: {}", plain_error(&error))))?;
    commit_with(changes, relocation, &mut || interruption.signal().map_or(Ok(()), |signal| Err(Stop::Signal(signal))))
}

/// Why a step is not taken, or has failed.
#[derive(Debug)]
enum Stop {
    Signal(i32),
    Failed(String),
}

/// `before_step` runs before each step that changes something, and once after the last; its error stops the transaction.
fn commit_with(
    changes: &[TextChange<'_>],
    relocation: Option<Relocation<'_>>,
    before_step: &mut dyn FnMut() -> Result<(), Stop>,
) -> Result<(), CommitError> {
    let mut transaction = Transaction::default();
    let outcome = transaction.run(changes, relocation, before_step);
    let Err(stop) = outcome else {
        transaction.finish();
        return Ok(());
    };
    let problems = transaction.roll_back();
    let outcome = if problems.is_empty() { "nothing was changed".to_owned() } else { problems.join("; ") };
    Err(match stop {
        Stop::Signal(signal) => CommitError::Interrupted(signal, outcome),
        Stop::Failed(reason) => CommitError::Failed(format!("{reason}; {outcome}")),
    })
}

#[derive(Default)]
struct Transaction<'a> {
    staged: Vec<Staged<'a>>,
    /// From where, and to where.
    moved: Option<(PathBuf, PathBuf)>,
    /// Made for the move, the outermost first.
    folders: Vec<PathBuf>,
    is_over: bool,
}

/// A file that is ready to be changed.
struct Staged<'a> {
    shown: String,
    target: PathBuf,
    old: &'a str,
    new: &'a str,
    way: Way,
    /// Whether the target may have changed, and has to be restored.
    is_applied: bool,
    /// Whether the target has the new text.
    is_complete: bool,
}

enum Way {
    /// The target is replaced by `new`, a file that has all its attributes; `old` is the target under a second name.
    Replace { new: PathBuf, old: PathBuf },
    /// The target is written anew where it stands, since it has other names, or attributes that cannot be copied; `old` is a copy.
    InPlace { old: PathBuf },
}

impl<'a> Transaction<'a> {
    fn run(
        &mut self,
        changes: &[TextChange<'a>],
        relocation: Option<Relocation<'_>>,
        before_step: &mut dyn FnMut() -> Result<(), Stop>,
    ) -> Result<(), Stop> {
        for change in changes_of_files(changes)? {
            before_step()?;
            let staged = stage(&change).map_err(|error| cannot_write(&shown(change.path), &error))?;
            self.staged.push(staged);
        }
        if let Some(relocation) = relocation {
            before_step()?;
            self.relocate(relocation)?;
        }
        for staged in &mut self.staged {
            before_step()?;
            staged.apply().map_err(|error| cannot_write(&staged.shown, &error))?;
        }
        before_step()
    }

    fn relocate(&mut self, Relocation { from, to }: Relocation<'_>) -> Result<(), Stop> {
        let missing: Vec<PathBuf> =
            to.ancestors().skip(1).take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(&folder).map_err(|error| {
                Stop::Failed(format!("cannot make the folder {}: {}", shown(&folder), plain_error(&error)))
            })?;
            self.folders.push(folder);
        }
        rename_without_overwriting(from, to).map_err(|error| {
            let reason = match error.kind() {
                io::ErrorKind::AlreadyExists => format!("there is {} already", shown(to)),
                _ => plain_error(&error),
            };
            Stop::Failed(format!("cannot move {} to {}: {reason}", shown(from), shown(to)))
        })?;
        self.moved = Some((from.to_owned(), to.to_owned()));
        self.staged.iter_mut().for_each(|staged| staged.follow(from, to));
        Ok(())
    }

    /// Takes back what was done. Gives what could not be taken back, in words.
    fn roll_back(&mut self) -> Vec<String> {
        self.is_over = true;
        let mut problems = Vec::new();
        for staged in self.staged.iter().rev().filter(|staged| staged.is_applied) {
            if let Err(error) = staged.undo() {
                let old = shown(staged.old_text());
                let reason = plain_error(&error);
                problems.push(format!("cannot restore {}: {reason} (its old text is in {old})", staged.shown));
            }
        }
        // Without its old text a file that could not be restored would be lost.
        let keep_old = !problems.is_empty();
        if let Some((from, to)) = self.moved.take() {
            match rename_without_overwriting(&to, &from) {
                Ok(()) => self.staged.iter_mut().for_each(|staged| staged.follow(&to, &from)),
                Err(error) => {
                    let reason = plain_error(&error);
                    problems.push(format!("cannot move {} back to {}: {reason}", shown(&to), shown(&from)));
                }
            }
        }
        for folder in self.folders.iter().rev() {
            // Not where something was put into it meanwhile.
            let _ = fs::remove_dir(folder);
        }
        self.staged.iter().for_each(|staged| staged.clean_up(keep_old));
        problems
    }

    fn finish(&mut self) {
        self.is_over = true;
        self.staged.iter().for_each(|staged| staged.clean_up(false));
    }
}

/// A panic takes back what was done as well.
impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.roll_back().iter().for_each(|problem| complain(problem));
        }
    }
}

/// One change for each file, however many of its names are among `changes`; an error where they do not agree.
fn changes_of_files<'a>(changes: &[TextChange<'a>]) -> Result<Vec<TextChange<'a>>, Stop> {
    let mut known: HashMap<(u64, u64), TextChange<'a>> = HashMap::new();
    let mut files = Vec::new();
    for change in changes {
        let identity = fs::metadata(change.path).ok().and_then(|metadata| identity(&metadata));
        let Some(identity) = identity else {
            files.push(*change);
            continue;
        };
        match known.get(&identity) {
            None => {
                known.insert(identity, *change);
                files.push(*change);
            }
            Some(other) if (other.old, other.new) == (change.old, change.new) => {}
            Some(other) => {
                let names = (shown(other.path), shown(change.path));
                return Err(Stop::Failed(format!(
                    "{} and {} are one file, and would get different texts",
                    names.0, names.1
                )));
            }
        }
    }
    Ok(files)
}

fn cannot_write(shown: &str, error: &io::Error) -> Stop {
    Stop::Failed(format!("cannot write {shown}: {}", plain_error(error)))
}

fn stage<'a>(change: &TextChange<'a>) -> io::Result<Staged<'a>> {
    let target = fs::canonicalize(change.path)?;
    let metadata = fs::metadata(&target)?;
    if !metadata.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    if metadata.permissions().readonly() {
        return Err(io::Error::other("it is read-only"));
    }
    require_text(&target, change.old)?;
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut file = tempfile::Builder::new().prefix(PREFIX).suffix(".new").tempfile_in(folder)?;
    let is_replaceable = has_one_name(&metadata) && copy_attributes(&target, file.path(), &metadata)?;
    let text = if is_replaceable { change.new } else { change.old };
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    let way = if is_replaceable {
        let old = second_name(&target, file.path())?;
        let new = file.into_temp_path().keep().map_err(|error| error.error);
        let new = new.inspect_err(|_| _ = fs::remove_file(&old))?;
        Way::Replace { new, old }
    } else {
        // Fails now, not when other files are changed already, where the file may not be written to.
        OpenOptions::new().write(true).open(&target)?;
        Way::InPlace { old: file.into_temp_path().keep().map_err(|error| error.error)? }
    };
    Ok(Staged {
        shown: shown(change.path),
        target,
        old: change.old,
        new: change.new,
        way,
        is_applied: false,
        is_complete: false,
    })
}

/// Keeps `target` under another name, or a copy of it where the file system has no hard links.
fn second_name(target: &Path, beside: &Path) -> io::Result<PathBuf> {
    let name = beside.with_extension("old");
    if fs::hard_link(target, &name).is_ok() {
        return Ok(name);
    }
    let copy = || {
        let mut copy = File::create_new(&name)?;
        io::copy(&mut File::open(target)?, &mut copy)?;
        fs::set_permissions(&name, fs::metadata(target)?.permissions())?;
        copy.sync_all()
    };
    copy().inspect_err(|_| _ = fs::remove_file(&name))?;
    Ok(name)
}

/// An error where the file has another text: the change is not for that.
fn require_text(path: &Path, text: &str) -> io::Result<()> {
    let file = File::open(path)?;
    let mut bytes = Vec::with_capacity(text.len() + 1);
    file.take(text.len() as u64 + 1).read_to_end(&mut bytes)?;
    match bytes == text.as_bytes() {
        true => Ok(()),
        false => Err(io::Error::other("it has been changed by another program")),
    }
}

impl Staged<'_> {
    fn apply(&mut self) -> io::Result<()> {
        require_text(&self.target, self.old)?;
        match &self.way {
            Way::Replace { new, .. } => {
                fs::rename(new, &self.target)?;
                self.is_applied = true;
            }
            Way::InPlace { .. } => {
                // Half a text has to be restored as well.
                self.is_applied = true;
                write_in_place(&self.target, self.new)?;
            }
        }
        self.is_complete = true;
        Ok(())
    }

    fn undo(&self) -> io::Result<()> {
        if self.is_complete {
            require_text(&self.target, self.new)?;
        }
        match &self.way {
            Way::Replace { old, .. } => fs::rename(old, &self.target),
            Way::InPlace { .. } => write_in_place(&self.target, self.old),
        }
    }

    /// The file that keeps the old text.
    fn old_text(&self) -> &Path {
        match &self.way {
            Way::Replace { old, .. } | Way::InPlace { old } => old,
        }
    }

    /// Removes the temporary files, as far as they are still there.
    fn clean_up(&self, keep_old: bool) {
        if let Way::Replace { new, .. } = &self.way {
            let _ = fs::remove_file(new);
        }
        if !keep_old {
            let _ = fs::remove_file(self.old_text());
        }
    }

    /// The folder `from` is at `to` now.
    fn follow(&mut self, from: &Path, to: &Path) {
        let follow = |path: &mut PathBuf| {
            if let Ok(below) = path.strip_prefix(from) {
                *path = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
            }
        };
        follow(&mut self.target);
        match &mut self.way {
            Way::Replace { new, old } => {
                follow(new);
                follow(old);
            }
            Way::InPlace { old } => follow(old),
        }
    }
}

fn write_in_place(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).open(path)?;
    file.seek(SeekFrom::Start(0))?;
    file.write_all(text.as_bytes())?;
    file.set_len(text.len() as u64)?;
    file.sync_all()
}

#[cfg(test)]
mod tests;
