//! `docent-generate FOLDER`: writes a site of any size to try docent on, and what has to be found in it.

use docent_tests::generator::{Options, generate};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: docent-generate [OPTIONS] FOLDER

Writes a site in the style of the LivePerson documentation into FOLDER.

      --pages N        how many pages; 1000 unless given
      --seed N         another site for another number; 1 unless given
      --page-size N    the average size of a page in bytes; 6000 unless given
      --faults         with faults of every kind
      --manifest FILE  writes what 'docent check' has to find, as JSON; FILE must not be in FOLDER
";

fn main() -> ExitCode {
    match run() {
        Ok(text) => say(&mut std::io::stdout(), &text, ExitCode::SUCCESS),
        Err(error) => say(&mut std::io::stderr(), &format!("docent-generate: {error}\n\n{USAGE}"), ExitCode::from(2)),
    }
}

fn say(out: &mut impl Write, text: &str, code: ExitCode) -> ExitCode {
    match out.write_all(text.as_bytes()) {
        Ok(()) => code,
        Err(_) => ExitCode::from(2),
    }
}

fn run() -> Result<String, String> {
    let mut options = Options::default();
    let mut folder = None;
    let mut manifest = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} needs a value"));
        let number = |text: String| text.parse::<usize>().map_err(|_| format!("'{text}' is not a number"));
        match &*argument {
            "--help" | "-h" => return Ok(USAGE.to_owned()),
            "--pages" => options.pages = number(value()?)?,
            "--seed" => options.seed = number(value()?)? as u64,
            "--page-size" => options.page_size = number(value()?)?,
            "--faults" => options.faults = true,
            "--manifest" => manifest = Some(PathBuf::from(value()?)),
            unknown if unknown.starts_with('-') => return Err(format!("there is no option {unknown}")),
            _ if folder.is_some() => return Err("one folder is enough".to_owned()),
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let folder = folder.ok_or("FOLDER is missing")?;
    let made = generate(&folder, &options).map_err(|error| format!("{}: {error}", folder.display()))?;
    if let Some(file) = manifest {
        let written = serde_json::to_string_pretty(&made.to_json()).map_err(|error| error.to_string())?;
        std::fs::write(&file, format!("{written}\n")).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(format!("{} pages, {} findings expected\n", made.pages, made.findings.len()))
}
