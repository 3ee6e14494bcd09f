//! What real editors say they can do, as far as it bears on a language server for pages: for playing them in tests.

use serde_json::{Value, json};

/// Neovim 0.11, without plugins. On Linux it does not watch files.
pub fn neovim() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-16", "utf-32"] },
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [
                    "", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source",
                    "source.organizeImports",
                ] } },
                "dataSupport": true, "dynamicRegistration": true, "isPreferredSupport": true,
                "resolveSupport": { "properties": ["edit", "command"] },
            },
            "codeLens": { "dynamicRegistration": false, "resolveSupport": { "properties": ["command"] } },
            "completion": {
                "completionItem": {
                    "commitCharactersSupport": false, "deprecatedSupport": true,
                    "documentationFormat": ["markdown", "plaintext"], "preselectSupport": false,
                    "resolveSupport": { "properties": ["additionalTextEdits", "command"] },
                    "snippetSupport": true, "tagSupport": { "valueSet": [1] },
                },
                "completionItemKind": { "valueSet": (1..=25).collect::<Vec<_>>() },
                "completionList": { "itemDefaults": ["editRange", "insertTextFormat", "insertTextMode", "data"] },
                "contextSupport": true, "dynamicRegistration": false,
            },
            "diagnostic": { "dynamicRegistration": false, "tagSupport": { "valueSet": [1, 2] } },
            "documentHighlight": { "dynamicRegistration": false },
            "documentSymbol": {
                "dynamicRegistration": false, "hierarchicalDocumentSymbolSupport": true,
                "symbolKind": { "valueSet": (1..=26).collect::<Vec<_>>() },
            },
            "foldingRange": {
                "dynamicRegistration": false, "foldingRange": { "collapsedText": true },
                "foldingRangeKind": { "valueSet": ["comment", "imports", "region"] }, "lineFoldingOnly": true,
            },
            "formatting": { "dynamicRegistration": true },
            "hover": { "contentFormat": ["markdown", "plaintext"], "dynamicRegistration": true },
            "inlayHint": { "dynamicRegistration": true },
            "publishDiagnostics": {
                "dataSupport": true, "relatedInformation": true, "tagSupport": { "valueSet": [1, 2] },
            },
            "rangeFormatting": { "dynamicRegistration": true, "rangesSupport": true },
            "references": { "dynamicRegistration": false },
            "semanticTokens": {
                "augmentsSyntaxTokens": true, "dynamicRegistration": false, "formats": ["relative"],
                "multilineTokenSupport": false, "overlappingTokenSupport": true,
                "requests": { "full": { "delta": true }, "range": false }, "serverCancelSupport": false,
                "tokenModifiers": ["declaration", "deprecated"],
                "tokenTypes": ["keyword", "macro", "parameter", "property", "string", "variable"],
            },
            "synchronization": { "didSave": true, "dynamicRegistration": false, "willSave": true, "willSaveWaitUntil": true },
        },
        "window": { "showDocument": { "support": true }, "workDoneProgress": true },
        "workspace": {
            "applyEdit": true, "configuration": true,
            "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": false, "relativePatternSupport": true },
            "inlayHint": { "refreshSupport": true }, "semanticTokens": { "refreshSupport": true },
            "workspaceEdit": { "resourceOperations": ["rename", "create", "delete"] }, "workspaceFolders": true,
        },
    })
}

/// Emacs 30 with eglot and without a snippet package: findings are pushed.
pub fn eglot() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-32", "utf-8", "utf-16"] },
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [
                    "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source",
                    "source.organizeImports",
                ] } },
                "dataSupport": true, "dynamicRegistration": false, "isPreferredSupport": true,
                "resolveSupport": { "properties": ["edit", "command"] },
            },
            "completion": {
                "completionItem": {
                    "deprecatedSupport": true,
                    "resolveSupport": { "properties": ["documentation", "details", "additionalTextEdits"] },
                    "snippetSupport": false, "tagSupport": { "valueSet": [1] },
                },
                "contextSupport": true, "dynamicRegistration": false,
            },
            "documentHighlight": { "dynamicRegistration": false },
            "documentSymbol": {
                "dynamicRegistration": false, "hierarchicalDocumentSymbolSupport": true,
                "symbolKind": { "valueSet": (1..=26).collect::<Vec<_>>() },
            },
            "formatting": { "dynamicRegistration": false },
            "hover": { "contentFormat": ["markdown", "plaintext"], "dynamicRegistration": false },
            "inlayHint": { "dynamicRegistration": false },
            "publishDiagnostics": {
                "codeDescriptionSupport": false, "relatedInformation": false, "tagSupport": { "valueSet": [1, 2] },
            },
            "rangeFormatting": { "dynamicRegistration": false },
            "references": { "dynamicRegistration": false },
            "synchronization": { "didSave": true, "dynamicRegistration": false, "willSave": true, "willSaveWaitUntil": true },
        },
        "window": { "showDocument": { "support": true }, "workDoneProgress": true },
        "workspace": {
            "applyEdit": true, "configuration": true, "didChangeWatchedFiles": { "dynamicRegistration": true },
            "executeCommand": { "dynamicRegistration": false }, "symbol": { "dynamicRegistration": false },
            "workspaceEdit": { "documentChanges": true }, "workspaceFolders": true,
        },
    })
}

/// Helix 25: findings are pulled, symbols are a flat list, nothing folds.
pub fn helix() -> Value {
    json!({
        "general": { "positionEncodings": ["utf-8", "utf-32", "utf-16"] },
        "textDocument": {
            "codeAction": {
                "codeActionLiteralSupport": { "codeActionKind": { "valueSet": [
                    "", "quickfix", "refactor", "refactor.extract", "refactor.inline", "refactor.rewrite", "source",
                    "source.organizeImports",
                ] } },
                "dataSupport": true, "disabledSupport": true, "isPreferredSupport": true,
                "resolveSupport": { "properties": ["edit", "command"] },
            },
            "completion": {
                "completionItem": {
                    "deprecatedSupport": true, "insertReplaceSupport": true,
                    "resolveSupport": { "properties": ["documentation", "detail", "additionalTextEdits"] },
                    "snippetSupport": true, "tagSupport": { "valueSet": [1] },
                },
                "completionItemKind": {},
            },
            "diagnostic": { "dynamicRegistration": false, "relatedDocumentSupport": true },
            "formatting": { "dynamicRegistration": false },
            "hover": { "contentFormat": ["markdown"] },
            "inlayHint": { "dynamicRegistration": false },
            "publishDiagnostics": { "tagSupport": { "valueSet": [1, 2] }, "versionSupport": true },
            "rangeFormatting": { "dynamicRegistration": false },
            "rename": { "prepareSupport": true },
        },
        "window": { "showDocument": { "support": true }, "workDoneProgress": true },
        "workspace": {
            "applyEdit": true, "configuration": true, "didChangeConfiguration": { "dynamicRegistration": false },
            "didChangeWatchedFiles": { "dynamicRegistration": true, "relativePatternSupport": false },
            "executeCommand": { "dynamicRegistration": false },
            "inlayHint": { "refreshSupport": false },
            "workspaceEdit": {
                "documentChanges": true, "failureHandling": "abort", "normalizesLineEndings": false,
                "resourceOperations": ["create", "rename", "delete"],
            },
            "workspaceFolders": true,
        },
    })
}

/// A client that offers nothing that the protocol does not ask of every client.
pub fn bare() -> Value {
    json!({})
}
