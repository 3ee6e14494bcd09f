//! `docent template`: which templates there are, what one asks for, and how an ordinary page reads as one.

use crate::files::Sites;
use crate::output::{data_stdout, stdout};
use anyhow::{anyhow, bail};
use clap::{Args, Subcommand};
use docent_site::Site;
use docent_site::paths::absolute;
use docent_site::read::read_text;
use docent_syntax::printable;
use docent_template::{Contract, export_with_bases};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

/// List, show and import templates.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the templates that can be named here.
    List,
    /// Print a template page.
    Show {
        /// A template's id (see `docent template list`), or a template page.
        template: String,
    },
    /// Read an ordinary page as a template, and print that reading as a template page, for review.
    Import {
        /// The page.
        page: PathBuf,
    },
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let site = Sites::default().of_folder(&absolute(Path::new(".")));
    match &arguments.command {
        Command::List => write_list(&mut stdout(), &site)?,
        Command::Show { template } => write_text(&find_template(template, Some(&site))?.source.text)?,
        Command::Import { page } => {
            let source = &compile_file(page, &site)?.source;
            write_text(&export_with_bases(source, |id| site.template(id)))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The template that an argument names: an id that is known at `site`, or a template page's path.
pub(crate) fn find_template(name: &str, site: Option<&Site>) -> anyhow::Result<Arc<Contract>> {
    let nowhere = Site::default();
    let site = site.unwrap_or(&nowhere);
    if let Some(template) = site.template(name) {
        return Ok(template);
    }
    let path = Path::new(name);
    if path.exists() {
        return compile_file(path, site);
    }
    let ids: Vec<String> = site.all_templates().iter().map(|template| template.id.to_string()).collect();
    bail!("there is no template '{name}', and no file of this name; the templates here are: {}", ids.join(", "))
}

fn compile_file(path: &Path, site: &Site) -> anyhow::Result<Arc<Contract>> {
    let text = read_text(path).map_err(|error| anyhow!("cannot read {}: {error}", path.display()))?;
    Ok(Arc::new(site.compile_template(&absolute(path), &text)))
}

fn write_text(text: &str) -> std::io::Result<()> {
    let mut out = data_stdout();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn write_list(out: &mut impl Write, site: &Site) -> std::io::Result<()> {
    let templates = site.all_templates();
    let width = templates.iter().map(|template| template.id.chars().count()).max().unwrap_or_default();
    for template in templates {
        let source = if template.source.is_file { &*template.source.name } else { "compiled in" };
        let line = format!("{:width$}  {} ({source})", template.id, template.title);
        writeln!(out, "{}", printable(&line))?;
    }
    out.flush()
}
