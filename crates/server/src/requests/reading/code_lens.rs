//! `textDocument/codeLens`

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use crate::requests::template_pages;
use tower_lsp::ls_types::*;

pub(crate) fn code_lenses(document: &View, features: &Features) -> Vec<CodeLens> {
    if !features.settings.code_lens {
        return Vec::new();
    }
    let lenses: Vec<docent_ide::Lens> = match document.is_template() {
        true => {
            let used = template_pages::use_of(document);
            used.map(|used| docent_ide::template_lens(document.page(), used)).into_iter().collect()
        }
        false => {
            let findings = document.findings();
            document.ask(|input| docent_ide::lenses(input, findings)).unwrap_or_default()
        }
    };
    let code_lens = |lens: docent_ide::Lens| CodeLens {
        range: convert::range(&document.text, lens.range, features.encoding),
        // A title and no command: editors show it as text that does nothing.
        command: Some(Command { title: lens.title, command: String::new(), arguments: None }),
        data: None,
    };
    lenses.into_iter().map(code_lens).collect()
}
