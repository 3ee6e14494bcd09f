//! Embeds the folders below `sets/`: writes a table of their names and files, so that no source names a set.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("sets");
    writeln!(io::stdout(), "cargo::rerun-if-changed={}", root.display())?;
    let mut table = String::from("&[\n");
    for folder in sorted(&root)?.into_iter().filter(|path| path.is_dir()) {
        let _ = writeln!(table, "    ({:?}, &[", name_of(&folder));
        for file in sorted(&folder)? {
            let _ = writeln!(table, "        ({:?}, include_str!({:?})),", name_of(&file), file.display().to_string());
        }
        table.push_str("    ]),\n");
    }
    table.push(']');
    let out = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&out).join("embedded_sets.rs"), table)
}

/// In the order of their names, so that every build is the same.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<PathBuf>>>()?;
    paths.sort();
    Ok(paths)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
