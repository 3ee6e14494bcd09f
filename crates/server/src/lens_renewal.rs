//! `workspace/codeLens/refresh`: a lens counts links, which other pages bring along and take away, and an editor asks again only for the
//! page that is typed in. One request for a burst of changes, none where no open page is concerned, and never two under way at a time.

use crate::document::DocumentKind;
use crate::server::Server;
use crate::site_index::AffectedPaths;
use crate::state::World;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout, timeout_at};
use tower_lsp::ls_types::Uri;

/// While a link is typed it leads here and there: nobody looks at the numbers of other pages before that is over.
const QUIET: Duration = Duration::from_millis(150);

/// Numbers are not kept back for longer than this, however long somebody types.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// How long a client's answer is waited for before it may be asked again.
const PATIENCE: Duration = Duration::from_secs(10);

/// Whether the client is to be asked. It remembers one wish, and that is as good as many.
#[derive(Debug, Default)]
pub(crate) struct LensRenewal(Notify);

impl LensRenewal {
    /// Lenses may be different now. Returns at once; nothing comes of it where the client cannot be asked.
    pub(crate) fn renew(&self) {
        self.0.notify_one();
    }
}

/// Has lenses asked for again where links to an open page are others than they were.
pub(crate) fn follow_links(world: &World, affected: &AffectedPaths) {
    if affected.links_to.is_empty() {
        return;
    }
    let is_shown = {
        let state = world.lock();
        let mut pages = state.documents.values().filter(|document| document.kind() == DocumentKind::Page);
        state.features.settings.code_lens && pages.any(|page| affected.links_to.contains(page.path()))
    };
    if is_shown {
        world.lenses.renew();
    }
}

/// Has lenses asked for again where something else is found in open documents, without an edit of theirs: a lens counts that, too.
pub(crate) fn follow_findings(world: &World, documents: &[Uri]) {
    if !documents.is_empty() && world.lock().features.settings.code_lens {
        world.lenses.renew();
    }
}

/// Asks the client whenever that is wanted, for as long as the server runs. For clients that can be asked.
pub(crate) fn start(server: &Server) {
    let (world, client) = (server.world.clone(), server.client.clone());
    tokio::spawn(async move {
        let wanted = &world.lenses.0;
        loop {
            wanted.notified().await;
            let latest = Instant::now() + LONGEST_WAIT;
            while timeout_at(latest.min(Instant::now() + QUIET), wanted.notified()).await.is_ok() {}
            match timeout(PATIENCE, client.code_lens_refresh()).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => tracing::info!("the client's answer about its lenses: {error}"),
                Err(_) => tracing::info!("the client does not answer about its lenses"),
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Change;
    use crate::site_renewal::enter;
    use docent_syntax::Position;
    use futures_util::FutureExt;
    use std::path::Path;
    use std::sync::atomic::AtomicBool;

    fn open(world: &World, folder: &Path, name: &str, text: &str) -> Uri {
        let uri = Uri::from_file_path(folder.join(name)).expect("an address");
        world.lock().open(uri.clone(), Some(folder.join(name)), "markdown", 1, text);
        uri
    }

    /// Puts a text at the start of a line; whether lenses are to be asked for again.
    fn inserted(world: &World, uri: &Uri, line: u32, text: &str) -> bool {
        let at = Position { line, column: 0 };
        world.lock().change(uri, 2, &[Change { range: Some((at, at)), text: text.to_owned() }]);
        enter(world, &world.document(uri).expect("it is open"), false);
        world.lenses.0.notified().now_or_never().is_some()
    }

    #[test]
    fn only_a_link_to_an_open_page_matters() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it is there");
        std::fs::write(root.join("docent.yaml"), "").expect("a file");
        std::fs::write(root.join("closed.md"), "# Closed\n").expect("a file");
        let world = World::default();
        let one = open(&world, &root, "one.md", "# One\n\nText.\n");
        open(&world, &root, "two.md", "# Two\n");
        let document = world.document(&one).expect("it is open");
        document.index().build(document.site(), &|_| {}, &AtomicBool::new(false));
        crate::site_renewal::enter_all(&world, false);
        let type_in = |text: &str| inserted(&world, &one, 2, text);
        assert!(
            !type_in("Prose. ") && !type_in("# A heading\n\n") && !type_in("[c](closed.md) [n](nowhere.md) [o](#one) ")
        );
        assert!(type_in("[t](two.md) ") && !type_in("More prose about it. ") && type_in("[t](two.md#two) "));
        world.lock().features = std::sync::Arc::new(crate::features::Features {
            settings: crate::settings::Settings::default().with(Some(&serde_json::json!({ "codeLens": false }))),
            ..Default::default()
        });
        assert!(!type_in("[t](two.md) "), "nobody looks at lenses");
    }
}
