//! What the server announces in `initialize`, and what it registers afterwards. The client sends nothing that is not announced.

use crate::client::{Features, SECTION};
use docent_syntax::{Encoding, PAGE_ENDINGS};
use tower_lsp::ls_types::*;

/// The server's capabilities for a client with these features.
pub(crate) fn offered(features: &Features) -> ServerCapabilities {
    let mut offered = ServerCapabilities {
        position_encoding: Some(match features.encoding {
            Encoding::Utf8 => PositionEncodingKind::UTF8,
            Encoding::Utf16 => PositionEncodingKind::UTF16,
            Encoding::Utf32 => PositionEncodingKind::UTF32,
        }),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        diagnostic_provider: features.pulls_diagnostics.then(|| {
            DiagnosticServerCapabilities::Options(DiagnosticOptions {
                identifier: Some(crate::SOURCE.to_owned()),
                inter_file_dependencies: true,
                workspace_diagnostics: true,
                ..DiagnosticOptions::default()
            })
        }),
        document_symbol_provider: Some(OneOf::Left(true)),
        completion_provider: features.completion.asks.then(super::completion::options),
        code_action_provider: super::actions::provider(&features.actions),
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            file_operations: features.announces_moves.then(|| WorkspaceFileOperationsServerCapabilities {
                will_rename: Some(FileOperationRegistrationOptions { filters: vec![any_file()] }),
                ..WorkspaceFileOperationsServerCapabilities::default()
            }),
        }),
        rename_provider: features.renames.then(|| match features.prepares_renames {
            true => OneOf::Right(RenameOptions {
                prepare_provider: Some(true),
                work_done_progress_options: WorkDoneProgressOptions::default(),
            }),
            false => OneOf::Left(true),
        }),
        // Requests that the protocol does not have.
        experimental: Some(
            serde_json::json!({ "pageReport": true, "templates": true, "newPage": true, "checkSite": true }),
        ),
        ..ServerCapabilities::default()
    };
    features.reading.offer(&mut offered);
    offered
}

/// Pages, images, folders: links lead to all of them.
fn any_file() -> FileOperationFilter {
    let pattern = FileOperationPattern { glob: "**/*".to_owned(), ..FileOperationPattern::default() };
    FileOperationFilter { scheme: Some("file".to_owned()), pattern }
}

/// The notifications that the client is requested to send, as far as it takes such requests.
pub(crate) fn registrations(features: &Features) -> Vec<Registration> {
    let settings = || Registration {
        id: "docent-settings".to_owned(),
        method: "workspace/didChangeConfiguration".to_owned(),
        register_options: Some(serde_json::json!({ "section": SECTION })),
    };
    let registrations = [features.registers_watchers.then(watchers), features.registers_settings.then(settings)];
    registrations.into_iter().flatten().collect()
}

/// What a client that watches files reports: every file and folder that is created or deleted, since links may lead to anything, and
/// changes of pages, templates, configurations and navigation data.
fn watchers() -> Registration {
    let glob = |pattern: &str, kind: WatchKind| FileSystemWatcher {
        glob_pattern: GlobPattern::String(pattern.to_owned()),
        kind: Some(kind),
    };
    let endings = PAGE_ENDINGS.into_iter().chain(["html", "yaml", "yml"]).collect::<Vec<_>>().join(",");
    let changed = [&*format!("**/*.{{{endings}}}"), "**/.gitignore"].map(|it| glob(it, WatchKind::Change));
    let watchers: Vec<_> = changed.into_iter().chain([glob("**/*", WatchKind::Create | WatchKind::Delete)]).collect();
    Registration {
        id: "docent-files".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers }).ok(),
    }
}
