//! `textDocument/hover`

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use tower_lsp::ls_types::*;

pub(crate) fn hover(document: &View, position: Position, features: &Features) -> Option<Hover> {
    let offset = convert::offset(&document.text, position, features.encoding);
    let hover = match document.is_template() {
        true => docent_ide::template_hover(document.page(), offset)?,
        false => {
            // Uses the result of the check of this version, which runs anyway.
            document.findings();
            document.ask(|input| docent_ide::hover_with_memo(input, offset, document.memo()))??
        }
    };
    let (kind, value) = match features.reading.hover_in_markdown {
        true => (MarkupKind::Markdown, hover.markdown),
        false => (MarkupKind::PlainText, hover.plain_text()),
    };
    Some(Hover {
        contents: HoverContents::Markup(MarkupContent { kind, value }),
        range: Some(convert::range(&document.text, hover.range, features.encoding)),
    })
}
