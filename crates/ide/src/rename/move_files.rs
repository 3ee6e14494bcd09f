//! Pages and files that move: every link follows, and a page whose address changes keeps the old one as a redirect.

use super::permalink::{redirect_edits, refuse_taken};
use super::relink::{Moved, NewPlace, relink};
use super::{ReadPage, SiteEdits};
use docent_site::index::facts_of;
use docent_site::{PageId, SiteIndex};
use docent_syntax::Page;

/// A page, another file, or a folder with all that lies in it; paths from the root, with `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileMove {
    pub from: String,
    pub to: String,
}

/// The edits for files that are about to move, by their paths before the move. The error says in words why they should not move.
pub fn move_files(index: &SiteIndex, moves: &[FileMove], read: ReadPage<'_>) -> Result<SiteEdits, String> {
    let mut moved = Moved::default();
    let mut redirects = SiteEdits::default();
    for (from, to) in single_files(index, moves) {
        let Some(page) = index.page(&from) else {
            moved.files.insert(from, to);
            continue;
        };
        let Some(text) = read(&from) else { return Err(format!("{from} cannot be read")) };
        let parsed = Page::parse(&text, index.model().dialect(&from));
        let address = facts_of(&parsed, &to, None, index.model()).address.map(|address| address.to_string());
        if let Some(address) = &address {
            refuse_taken(index, page, address)?;
        }
        if let (Some(old), Some(new)) = (old_address(index, page), &address)
            && old != *new
            && parsed.front_matter().is_present()
        {
            redirects.add(&from, redirect_edits(parsed.front_matter(), index.model(), &old, new));
        }
        moved.pages.insert(page, NewPlace { path: to, address });
    }
    // A repository shows folders, too, and links lead there.
    for FileMove { from, to } in moves.iter().filter(|one| index.has_folder(&one.from)) {
        moved.files.insert(format!("{}/", from.trim_matches('/')), format!("{}/", to.trim_matches('/')));
    }
    let mut edits = relink(index, &moved, read);
    for (path, more) in redirects.files {
        edits.add(&path, more);
    }
    Ok(edits)
}

/// Every page and file that moves, with its new path.
fn single_files(index: &SiteIndex, moves: &[FileMove]) -> Vec<(String, String)> {
    let one = |FileMove { from, to }: &FileMove| {
        let (from, to) = (from.trim_matches('/'), to.trim_matches('/'));
        let inside = index.paths_at_or_below(from).into_iter();
        let moved = inside.filter_map(|path| Some((path.to_string(), format!("{to}{}", path.strip_prefix(from)?))));
        moved.collect::<Vec<_>>()
    };
    moves.iter().flat_map(one).collect()
}

fn old_address(index: &SiteIndex, page: PageId) -> Option<String> {
    index.facts(page).and_then(|facts| facts.address.as_deref()).map(str::to_owned)
}
