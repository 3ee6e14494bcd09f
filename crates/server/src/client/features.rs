//! What the client can do, as far as it changes what the server does.

use super::action_features::ActionFeatures;
use super::completion_features::CompletionFeatures;
use super::reading_features::ReadingFeatures;
use super::settings::Settings;
use docent_syntax::Encoding;
use tower_lsp::ls_types::*;

/// The client's capabilities, as far as they change what the server does.
#[derive(Debug, Clone)]
pub(crate) struct Features {
    pub(crate) encoding: Encoding,
    /// The client pulls the findings of open documents; they are never pushed.
    pub(crate) pulls_diagnostics: bool,
    pub(crate) refreshes: Refreshes,
    pub(crate) related_information: bool,
    pub(crate) unnecessary_tag: bool,
    pub(crate) deprecated_tag: bool,
    pub(crate) diagnostic_data: bool,
    pub(crate) code_description: bool,
    pub(crate) actions: ActionFeatures,
    pub(crate) document_changes: bool,
    pub(crate) registers_watchers: bool,
    pub(crate) registers_settings: bool,
    /// The client answers requests for the author's settings.
    pub(crate) has_configuration: bool,
    pub(crate) shows_progress: bool,
    pub(crate) nested_symbols: bool,
    /// The client supports renames, and prepares them.
    pub(crate) renames: bool,
    pub(crate) prepares_renames: bool,
    /// The client announces which files it moves, and applies the edits of the answer.
    pub(crate) announces_moves: bool,
    pub(crate) reading: ReadingFeatures,
    pub(crate) settings: Settings,
    pub(crate) completion: CompletionFeatures,
}

/// The refresh requests that the client takes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Refreshes {
    pub(crate) diagnostics: bool,
    pub(crate) code_lens: bool,
    pub(crate) inlay_hints: bool,
    pub(crate) tokens: bool,
}

/// A client without capabilities.
impl Default for Features {
    fn default() -> Features {
        Features::of(&ClientCapabilities::default())
    }
}

impl Features {
    pub(crate) fn of(client: &ClientCapabilities) -> Features {
        let text = client.text_document.clone().unwrap_or_default();
        let workspace = client.workspace.clone().unwrap_or_default();
        let publish = text.publish_diagnostics.unwrap_or_default();
        let pull = text.diagnostic;
        let tags = diagnostic_tags(client);
        let pulled = pull.clone().unwrap_or_default();
        let is_true = |value: Option<bool>| value == Some(true);
        Features {
            encoding: negotiated_encoding(client),
            reading: ReadingFeatures::of(client),
            settings: Settings::default(),
            completion: CompletionFeatures::of(client),
            refreshes: Refreshes {
                diagnostics: workspace.diagnostics.is_some_and(|it| is_true(it.refresh_support)),
                code_lens: workspace.code_lens.is_some_and(|it| is_true(it.refresh_support)),
                inlay_hints: workspace.inlay_hint.is_some_and(|it| is_true(it.refresh_support)),
                tokens: workspace.semantic_tokens.is_some_and(|it| is_true(it.refresh_support)),
            },
            related_information: is_true(publish.related_information) || is_true(pulled.related_information),
            renames: text.rename.is_some(),
            prepares_renames: text.rename.as_ref().is_some_and(|it| is_true(it.prepare_support)),
            announces_moves: workspace.file_operations.as_ref().is_some_and(|it| is_true(it.will_rename)),
            nested_symbols: text.document_symbol.is_some_and(|it| is_true(it.hierarchical_document_symbol_support)),
            pulls_diagnostics: pull.is_some(),
            unnecessary_tag: tags.contains(&DiagnosticTag::UNNECESSARY),
            deprecated_tag: tags.contains(&DiagnosticTag::DEPRECATED),
            diagnostic_data: is_true(publish.data_support) || is_true(pulled.data_support),
            code_description: is_true(publish.code_description_support) || is_true(pulled.code_description_support),
            actions: ActionFeatures::of(client),
            document_changes: workspace.workspace_edit.is_some_and(|it| is_true(it.document_changes)),
            registers_settings: workspace.did_change_configuration.is_some_and(|it| is_true(it.dynamic_registration)),
            has_configuration: is_true(workspace.configuration),
            shows_progress: client.window.as_ref().is_some_and(|window| is_true(window.work_done_progress)),
            registers_watchers: workspace.did_change_watched_files.is_some_and(|it| is_true(it.dynamic_registration)),
        }
    }
}

/// The tags that the client supports, whether findings are pushed or pulled.
fn diagnostic_tags(client: &ClientCapabilities) -> Vec<DiagnosticTag> {
    let text = client.text_document.clone().unwrap_or_default();
    let published = text.publish_diagnostics.and_then(|publish| publish.tag_support).map(|support| support.value_set);
    // The field of the type is private.
    let pulled = text.diagnostic.and_then(|pull| serde_json::to_value(pull.tag_support?).ok());
    let pulled = pulled.and_then(|support| serde_json::from_value(support.get("valueSet")?.clone()).ok());
    [published, pulled].into_iter().flatten().flatten().collect::<Vec<_>>()
}

/// The cheapest encoding that the client supports: bytes, then characters. Every client supports UTF-16.
fn negotiated_encoding(client: &ClientCapabilities) -> Encoding {
    let offered = client.general.as_ref().and_then(|general| general.position_encodings.as_deref()).unwrap_or_default();
    let best = [(PositionEncodingKind::UTF8, Encoding::Utf8), (PositionEncodingKind::UTF32, Encoding::Utf32)];
    let found = best.into_iter().find(|(kind, _)| offered.contains(kind));
    found.map_or(Encoding::Utf16, |(_, encoding)| encoding)
}
