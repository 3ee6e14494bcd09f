//! `docent new`: a page from a template.

use crate::files::Sites;
use crate::new_file::write_new;
use crate::output::{count, shown, stdout};
use crate::template::find_template;
use clap::Args;
use docent_ide::new_page::new_page;
use docent_report::Format;
use docent_rules::check_as;
use docent_site::PageRole;
use docent_site::paths::absolute;
use docent_syntax::printable;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

/// Write a new page from a template, and say what is left to fill in.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A template's id (see `docent template list`), or a template page.
    template: String,

    /// The file to write; its folders are made. A file that is there already is never overwritten.
    path: PathBuf,

    /// A value of the front matter. Can be given more than once.
    #[arg(long, value_name = "KEY=VALUE", value_parser = key_and_value)]
    set: Vec<(String, String)>,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = absolute(&arguments.path);
    let site = Sites::default().of_file(&path);
    let template = find_template(&arguments.template, Some(&site))?;
    let text = new_page(&template, &arguments.set);
    write_new(&path, &text, "docent new")?;
    let shown = shown(&path);
    let findings = check_as(&site, None, &path, &site.parse(&path, &text), &PageRole::Page(template));
    let mut out = stdout();
    writeln!(out, "wrote {}", printable(&shown))?;
    if !findings.is_empty() {
        writeln!(out, "{} left:", count(findings.len(), "thing"))?;
        let checked =
            crate::checked::Checked { shown, text: text.into(), findings, root: site.root.clone(), is_template: false };
        Format::Concise.reporter().file(&mut out, &checked.report())?;
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

fn key_and_value(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((key, value)) if !key.trim().is_empty() => Ok((key.trim().to_owned(), value.to_owned())),
        _ => Err("a key and its value are expected, such as title=Overview".to_owned()),
    }
}
