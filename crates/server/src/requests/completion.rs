//! Completion: where the cursor is goes in, what `docent_ide` offers comes out, as far as the client can show it.

use crate::client::{CompletionFeatures, Features};
use crate::convert;
use crate::documents::View;
use docent_ide::completion::{
    Completion, CompletionKind, CompletionOptions, Completions, DocumentRole, TRIGGERS, complete, documentation,
};
use docent_rules::CheckInput;
use docent_site::PageRole;
use docent_syntax::{TextEdit, TextRange};
use docent_template::Contract;
use serde_json::json;
use std::sync::Arc;
use tower_lsp::ls_types as lsp;

pub(crate) fn options() -> lsp::CompletionOptions {
    lsp::CompletionOptions {
        trigger_characters: Some(TRIGGERS.iter().map(char::to_string).collect()),
        resolve_provider: Some(true),
        ..lsp::CompletionOptions::default()
    }
}

/// `None` if there is nothing to offer: an editor then sends another request when more is typed.
pub(crate) fn completion(
    document: &View,
    params: &lsp::CompletionParams,
    features: &Features,
) -> Option<lsp::CompletionResponse> {
    let at = convert::offset(&document.text, params.text_document_position.position, features.encoding);
    let typed = params.context.as_ref().and_then(|context| context.trigger_character.as_ref()?.chars().next());
    let uri = &params.text_document_position.text_document.uri;
    let found = with_input(document, typed, |input, options| complete(input, at, options))?;
    if found.items.is_empty() {
        return None;
    }
    Some(lsp::CompletionResponse::List(list(document, uri, typed, &found, features)))
}

fn list(
    document: &View,
    uri: &lsp::Uri,
    typed: Option<char>,
    found: &Completions,
    features: &Features,
) -> lsp::CompletionList {
    let documented = |about: &str| with_input(document, typed, |input, options| documentation(input, options, about));
    let items = found.items.iter().map(|ours| {
        let mut item = item(document, ours, features);
        if !ours.about.is_empty() && features.completion.resolves_documentation {
            item.data = Some(json!({ "uri": uri, "about": ours.about }));
        } else if !ours.about.is_empty() {
            item.documentation = documented(&ours.about).flatten().map(|text| shown(text, &features.completion));
        }
        item
    });
    lsp::CompletionList { is_incomplete: found.incomplete, items: items.collect() }
}

/// The document that an item belongs to.
pub(crate) fn document_of(item: &lsp::CompletionItem) -> Option<lsp::Uri> {
    item.data.as_ref()?.get("uri")?.as_str()?.parse().ok()
}

/// The item with its documentation.
pub(crate) fn resolve(document: &View, mut item: lsp::CompletionItem, features: &Features) -> lsp::CompletionItem {
    let about = item.data.as_ref().and_then(|data| data.get("about")?.as_str().map(str::to_owned));
    if let Some(about) = about {
        let text = with_input(document, None, |input, options| documentation(input, options, &about)).flatten();
        item.documentation = text.map(|text| shown(text, &features.completion));
    }
    item
}

fn shown(text: String, features: &CompletionFeatures) -> lsp::Documentation {
    match features.markdown {
        true => lsp::Documentation::MarkupContent(lsp::MarkupContent { kind: lsp::MarkupKind::Markdown, value: text }),
        false => lsp::Documentation::String(text),
    }
}

/// Calls `work` with what the document is to its site; `None` for one that is no page.
fn with_input<T>(
    document: &View,
    typed: Option<char>,
    work: impl FnOnce(&CheckInput<'_>, &CompletionOptions<'_>) -> T,
) -> Option<T> {
    let role = match document.role() {
        PageRole::Template => DocumentRole::Template,
        PageRole::Excluded => return None,
        PageRole::Page(_) | PageRole::Free => DocumentRole::Page,
    };
    let sets = &document.site().sets;
    let templates: Vec<Arc<Contract>> = sets.iter().flat_map(|set| set.templates.iter().cloned()).collect();
    document.ask(|input| work(input, &CompletionOptions { document: role, templates: &templates, typed }))
}

fn item(document: &View, ours: &Completion, features: &Features) -> lsp::CompletionItem {
    let completion = &features.completion;
    let snippet = completion.snippets && ours.text.has_stops();
    let new_text = if snippet { ours.text.to_snippet() } else { ours.text.to_plain() };
    let range = |range: TextRange| convert::range(&document.text, range, features.encoding);
    let edit = |edit: &TextEdit| lsp::TextEdit::new(range(edit.range), edit.new_text.clone());
    let text_edit = lsp::CompletionTextEdit::Edit(lsp::TextEdit::new(range(ours.replace), new_text));
    let note = ours.note.clone();
    let detail = match (&note, &ours.detail) {
        // Without a place beside the label, the note goes before the detail.
        (Some(note), Some(detail)) if !completion.label_details => Some(format!("{note} · {detail}")),
        (Some(note), None) if !completion.label_details => Some(note.clone()),
        (_, detail) => detail.clone(),
    };
    lsp::CompletionItem {
        label: ours.label.clone(),
        label_details: note
            .filter(|_| completion.label_details)
            .map(|note| lsp::CompletionItemLabelDetails { detail: None, description: Some(note) }),
        kind: Some(kind(ours.kind, completion)),
        detail,
        preselect: (ours.preselect && completion.preselect).then_some(true),
        sort_text: Some(ours.sort.clone()),
        filter_text: Some(ours.filter.clone()),
        insert_text_format: completion.snippets.then_some(match snippet {
            true => lsp::InsertTextFormat::SNIPPET,
            false => lsp::InsertTextFormat::PLAIN_TEXT,
        }),
        insert_text_mode: completion.as_is.then_some(lsp::InsertTextMode::AS_IS),
        text_edit: Some(text_edit),
        additional_text_edits: Some(ours.more.iter().map(edit).collect::<Vec<_>>()).filter(|edits| !edits.is_empty()),
        ..lsp::CompletionItem::default()
    }
}

/// Some kinds came later to the protocol; a client that does not name them gets an older one.
fn kind(kind: CompletionKind, features: &CompletionFeatures) -> lsp::CompletionItemKind {
    match kind {
        CompletionKind::Key => lsp::CompletionItemKind::PROPERTY,
        CompletionKind::EnumValue if features.enum_members => lsp::CompletionItemKind::ENUM_MEMBER,
        CompletionKind::EnumValue | CompletionKind::Value | CompletionKind::Language => lsp::CompletionItemKind::VALUE,
        CompletionKind::Section => lsp::CompletionItemKind::MODULE,
        CompletionKind::Text => lsp::CompletionItemKind::SNIPPET,
        CompletionKind::Page | CompletionKind::File => lsp::CompletionItemKind::FILE,
        CompletionKind::Anchor => lsp::CompletionItemKind::REFERENCE,
        CompletionKind::Directive => lsp::CompletionItemKind::KEYWORD,
    }
}
