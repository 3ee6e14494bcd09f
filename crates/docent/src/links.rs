//! `docent links`: what links to a page, from where, and through which of its addresses.

use crate::files::Sites;
use crate::output::{complain, count, data_stdout, say, shown, stdout};
use crate::progress::Progress;
use crate::site_index::Indexes;
use anyhow::bail;
use clap::{Args, ValueEnum};
use docent_report::places::Places;
use docent_site::index::{Referrer, Via};
use docent_site::paths::absolute;
use docent_site::read::read_text;
use docent_site::root::marks_in_words;
use docent_site::{PageId, SiteIndex};
use docent_syntax::{Encoding, printable};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Show what links to a page.
///
/// Lists the links of all pages of the site that lead to the page, also through its redirects, and its own to itself.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[arg(value_name = "PAGE")]
    page: PathBuf,

    /// How the links are printed.
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORMAT")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let path = absolute(&arguments.page);
    if !path.is_file() {
        bail!("cannot find {}", arguments.page.display());
    }
    let site = Sites::default().of_file(&path);
    let Some(root) = &site.root else {
        bail!("{} lies in no site: there is no {} above it", shown(&path), marks_in_words());
    };
    let progress = Progress::default();
    let indexes = Indexes::of_site(&site, &progress);
    drop(progress);
    let index = indexes.of(&site);
    let Some((index, page)) = index.and_then(|index| Some((index, index.page(&site.relative(&path))?))) else {
        bail!("{} is no page of its site: a template, or a file that is ignored", shown(&path));
    };
    let found = index.links_to(page);
    match arguments.format {
        Format::Text => write_text(&mut stdout(), root, index, page, &found)?,
        Format::Json => {
            let mut data = data_stdout();
            serde_json::to_writer_pretty(&mut data, &to_json(root, index, page, &found))?;
            writeln!(data)?;
            data.flush()?;
        }
    }
    let mut pages: Vec<PageId> = found.iter().map(|link| link.page).collect();
    pages.dedup();
    if arguments.format == Format::Text {
        say(&format!("{} on {} to {}", count(found.len(), "link"), count(pages.len(), "page"), shown(&path)));
    }
    Ok(ExitCode::SUCCESS)
}

fn write_text(
    out: &mut impl Write,
    root: &Path,
    index: &SiteIndex,
    page: PageId,
    found: &[Referrer<'_>],
) -> std::io::Result<()> {
    for_each_place(root, index, found, |link, file, line, column| {
        let way = way(index, page, link).map(|way| format!(" ({way})")).unwrap_or_default();
        let text = format!("{}:{line}:{column}: {}{way}", shown(file), link.link.url);
        writeln!(out, "{}", printable(&text))
    })?;
    out.flush()
}

fn to_json(root: &Path, index: &SiteIndex, page: PageId, found: &[Referrer<'_>]) -> Value {
    let mut links = Vec::new();
    // Nothing is written, so nothing fails.
    let _ = for_each_place(root, index, found, |link, file, line, column| {
        let redirect = match link.via {
            Via::Redirect(number) => redirect(index, page, number),
            _ => None,
        };
        links.push(json!({
            "file": shown(file), "line": line, "column": column, "destination": &*link.link.url,
            "through": through(link.via), "redirect": redirect, "fragment": link.fragment,
        }));
        Ok(())
    });
    let facts = index.facts(page);
    json!({
        "page": shown(&root.join(index.path(page))),
        "address": facts.and_then(|facts| facts.address.as_deref()),
        "redirects": facts.map(|facts| facts.redirects.iter().map(|redirect| &*redirect.address).collect::<Vec<_>>()),
        "links": links,
    })
}

/// Lines and columns count from 1, columns in characters. Each file is read once.
fn for_each_place(
    root: &Path,
    index: &SiteIndex,
    found: &[Referrer<'_>],
    mut tell: impl FnMut(&Referrer<'_>, &Path, u32, u32) -> std::io::Result<()>,
) -> std::io::Result<()> {
    for links in found.chunk_by(|a, b| a.page == b.page) {
        let Some(first) = links.first() else { continue };
        let file = root.join(index.path(first.page));
        let text = match read_text(&file) {
            Ok(text) => text,
            Err(error) => {
                complain(&format!("cannot read {}: {error}", shown(&file)));
                continue;
            }
        };
        let mut places = Places::new(&text, Encoding::Utf32);
        for link in links {
            let (start, _) = places.range(link.link.range);
            tell(link, &file, start.line + 1, start.column + 1)?;
        }
    }
    Ok(())
}

fn through(via: Via) -> &'static str {
    match via {
        Via::SamePage => "page",
        Via::Address => "address",
        Via::Redirect(_) => "redirect",
        Via::Path => "path",
    }
}

/// Worth a word: every way but the plain one.
fn way(index: &SiteIndex, page: PageId, link: &Referrer<'_>) -> Option<String> {
    match link.via {
        Via::Address | Via::Path => None,
        Via::SamePage => Some("the page itself".to_owned()),
        Via::Redirect(number) => Some(format!("through the redirect {}", redirect(index, page, number)?)),
    }
}

fn redirect(index: &SiteIndex, page: PageId, number: usize) -> Option<&str> {
    Some(&*index.facts(page)?.redirects.get(number)?.address)
}
