//! What the client can do with code actions.

use tower_lsp::ls_types::*;

#[derive(Debug, Clone)]
pub(crate) struct ActionFeatures {
    /// It supports actions with edits; without, nothing is announced, since docent has no commands.
    pub(crate) literals: bool,
    pub(crate) preferred: bool,
    /// It shows disabled actions, with the reason.
    pub(crate) disabled: bool,
    /// It resolves the edit of an action that the author chose.
    pub(crate) resolves_edits: bool,
    /// An edit may create a file.
    pub(crate) creates_files: bool,
}

impl ActionFeatures {
    pub(crate) fn of(client: &ClientCapabilities) -> ActionFeatures {
        let actions = client.text_document.as_ref().and_then(|text| text.code_action.clone()).unwrap_or_default();
        let is_true = |value: Option<bool>| value == Some(true);
        let edits =
            client.workspace.as_ref().and_then(|workspace| workspace.workspace_edit.clone()).unwrap_or_default();
        let makes = |operations: Vec<ResourceOperationKind>| operations.contains(&ResourceOperationKind::Create);
        let resolved = actions.resolve_support.map(|support| support.properties).unwrap_or_default();
        ActionFeatures {
            literals: actions.code_action_literal_support.is_some(),
            preferred: is_true(actions.is_preferred_support),
            disabled: is_true(actions.disabled_support),
            // Operations are part of document changes: a client that supports them supports those, even if it does not say so.
            creates_files: edits.resource_operations.is_some_and(makes),
            resolves_edits: is_true(actions.data_support) && resolved.iter().any(|property| property == "edit"),
        }
    }
}
