//! What a client offered, held against what the server sends it: nothing may come that the client cannot make use of.
//!
//! Knows the protocol's capabilities, and no page.

use serde_json::Value;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub struct Offers {
    client: Value,
    /// The author wants the findings of pages that are not open, which a client may have no request for.
    site_findings: bool,
    /// The methods of the client's requests, by their ids.
    asked: HashMap<i64, String>,
}

impl Offers {
    /// By the parameters of `initialize`.
    pub fn of(params: &Value) -> Offers {
        let site_findings = params["initializationOptions"]["siteFindings"] == true;
        Offers { client: params["capabilities"].clone(), site_findings, asked: HashMap::new() }
    }

    pub fn asked(&mut self, id: i64, method: &str) {
        self.asked.insert(id, method.to_owned());
    }

    /// Panics where the message has something in it that the client did not offer.
    pub fn check(&self, message: &Value) {
        let wrong = match message.get("method").and_then(Value::as_str) {
            Some(method) => self.message(method, &message["params"]),
            None => message["id"].as_i64().and_then(|id| self.answer(self.asked.get(&id)?, &message["result"])),
        };
        if let Some(wrong) = wrong {
            panic!("{wrong}, which the client did not offer:\n{message:#}");
        }
    }

    fn has(&self, path: &str) -> bool {
        matches!(self.client.pointer(path), Some(value) if !value.is_null() && *value != Value::Bool(false))
    }

    fn lists(&self, path: &str, value: &Value) -> bool {
        self.client.pointer(path).and_then(Value::as_array).is_some_and(|values| values.contains(value))
    }

    fn message(&self, method: &str, params: &Value) -> Option<String> {
        let needs = |path: &str| (!self.has(path)).then(|| method.to_owned());
        match method {
            "textDocument/publishDiagnostics" if self.has("/textDocument/diagnostic") => {
                let is_of_closed_page = self.site_findings && params.get("version").is_none_or(Value::is_null);
                let pushed = || "findings are pushed to a client that asks for them".to_owned();
                (!is_of_closed_page).then(pushed)
            }
            "textDocument/publishDiagnostics" => self.diagnostics(&params["diagnostics"]),
            "client/registerCapability" => each(&params["registrations"], |it| self.registration(it)),
            "workspace/configuration" => needs("/workspace/configuration"),
            "workspace/applyEdit" => needs("/workspace/applyEdit"),
            "workspace/diagnostic/refresh" => needs("/workspace/diagnostics/refreshSupport"),
            "workspace/codeLens/refresh" => needs("/workspace/codeLens/refreshSupport"),
            "workspace/inlayHint/refresh" => needs("/workspace/inlayHint/refreshSupport"),
            "workspace/semanticTokens/refresh" => needs("/workspace/semanticTokens/refreshSupport"),
            "workspace/workspaceFolders" => needs("/workspace/workspaceFolders"),
            "window/workDoneProgress/create" => needs("/window/workDoneProgress"),
            "window/showDocument" => needs("/window/showDocument/support"),
            "client/unregisterCapability"
            | "window/logMessage"
            | "window/showMessage"
            | "$/progress"
            | "$/logTrace" => None,
            other => Some(format!("the message {other}")),
        }
    }

    fn registration(&self, registration: &Value) -> Option<String> {
        let method = registration["method"].as_str().unwrap_or_default();
        let path = match method {
            "workspace/didChangeWorkspaceFolders" => "/workspace/workspaceFolders".to_owned(),
            method => format!("/{method}/dynamicRegistration"),
        };
        (!self.has(&path)).then(|| format!("a registration of {method}"))
    }

    fn diagnostics(&self, diagnostics: &Value) -> Option<String> {
        let publish = "/textDocument/publishDiagnostics";
        let pull = "/textDocument/diagnostic";
        let either = |name: &str| self.has(&format!("{publish}/{name}")) || self.has(&format!("{pull}/{name}"));
        let is_tag =
            |tag: &Value| [publish, pull].iter().any(|at| self.lists(&format!("{at}/tagSupport/valueSet"), tag));
        each(diagnostics, |it| {
            let unknown = |field: &str, offered: bool| (has(it, field) && !offered).then(|| field.to_owned());
            unknown("relatedInformation", either("relatedInformation"))
                .or_else(|| unknown("codeDescription", either("codeDescriptionSupport")))
                .or_else(|| unknown("data", either("dataSupport")))
                .or_else(|| each(&it["tags"], |tag| (!is_tag(tag)).then(|| format!("the tag {tag}"))))
        })
    }

    fn answer(&self, method: &str, result: &Value) -> Option<String> {
        match method {
            "initialize" => self.server(&result["capabilities"]),
            "textDocument/diagnostic" => self.diagnostics(&result["items"]),
            "textDocument/completion" => self.completions(result),
            "completionItem/resolve" => self.completion(result),
            "textDocument/hover" => self.markup(&result["contents"], "/textDocument/hover/contentFormat"),
            "textDocument/codeAction" => each(result, |action| self.action(action)),
            "codeAction/resolve" => self.action(result),
            "textDocument/documentSymbol" => each(result, |symbol| self.symbol(symbol)),
            "textDocument/foldingRange" => each(result, |fold| self.fold(fold)),
            "docent/pageReport" => each(&result["items"], |item| self.report_item(item)),
            _ => None,
        }
    }

    fn server(&self, server: &Value) -> Option<String> {
        let encoding = &server["positionEncoding"];
        let is_known = encoding.is_null() || encoding == "utf-16" || self.lists("/general/positionEncodings", encoding);
        if !is_known {
            return Some(format!("the encoding {encoding}"));
        }
        let with_kinds = has(&server["codeActionProvider"], "codeActionKinds");
        if with_kinds && !self.has("/textDocument/codeAction/codeActionLiteralSupport") {
            return Some("kinds of code actions".to_owned());
        }
        let pulled = has(server, "diagnosticProvider") && !self.has("/textDocument/diagnostic");
        pulled.then(|| "findings that are asked for".to_owned())
    }

    fn completions(&self, result: &Value) -> Option<String> {
        let defaults = result.get("itemDefaults").and_then(Value::as_object);
        let default = defaults.into_iter().flatten().find(|(name, _)| {
            !self.lists("/textDocument/completion/completionList/itemDefaults", &Value::from(name.as_str()))
        });
        if let Some((name, _)) = default {
            return Some(format!("the default {name}"));
        }
        let items = if result.is_array() { result } else { &result["items"] };
        each(items, |item| self.completion(item))
    }

    fn completion(&self, item: &Value) -> Option<String> {
        let at = "/textDocument/completion/completionItem";
        let offered = |name: &str| self.has(&format!("{at}/{name}"));
        let kinds = "/textDocument/completion/completionItemKind/valueSet";
        let is_first_kind = item["kind"].as_u64().is_none_or(|kind| kind <= 18);
        let wrong = [
            (item["insertTextFormat"] == 2 && !offered("snippetSupport"), "a snippet"),
            (has(&item["textEdit"], "replace") && !offered("insertReplaceSupport"), "an edit with two ranges"),
            (has(item, "labelDetails") && !offered("labelDetailsSupport"), "details of a label"),
            (has(item, "preselect") && !offered("preselectSupport"), "a preselected item"),
            (has(item, "commitCharacters") && !offered("commitCharactersSupport"), "commit characters"),
            (has(item, "insertTextMode") && !offered("insertTextModeSupport"), "a mode of inserting"),
            (has(item, "deprecated") && !offered("deprecatedSupport"), "a deprecated item"),
            (has(item, "tags") && !offered("tagSupport"), "tags"),
            (!is_first_kind && !self.lists(kinds, &item["kind"]), "a kind of item"),
        ];
        let wrong = wrong.into_iter().find(|(is_wrong, _)| *is_wrong).map(|(_, what)| what.to_owned());
        wrong.or_else(|| self.markup(&item["documentation"], &format!("{at}/documentationFormat")))
    }

    /// Without a list of formats a client knows plain text only.
    fn markup(&self, markup: &Value, formats: &str) -> Option<String> {
        let kind = &markup["kind"];
        let is_known = kind.is_null() || kind == "plaintext" || self.lists(formats, kind);
        (!is_known).then(|| format!("text as {kind}"))
    }

    fn action(&self, action: &Value) -> Option<String> {
        let offered = |name: &str| self.has(&format!("/textDocument/codeAction/{name}"));
        let is_literal = !action["command"].is_string();
        let resolved = Value::from("edit");
        let can_resolve = self.lists("/textDocument/codeAction/resolveSupport/properties", &resolved);
        let is_open = is_literal && !has(action, "edit") && !has(action, "command") && !has(action, "disabled");
        let wrong = [
            (is_literal && !offered("codeActionLiteralSupport"), "a code action with an edit"),
            (has(action, "isPreferred") && !offered("isPreferredSupport"), "a preferred action"),
            (has(action, "disabled") && !offered("disabledSupport"), "a disabled action"),
            (has(action, "data") && !offered("dataSupport"), "data of an action"),
            (is_open && !can_resolve, "an action that has to be resolved"),
        ];
        let wrong = wrong.into_iter().find(|(is_wrong, _)| *is_wrong).map(|(_, what)| what.to_owned());
        let diagnostics = || self.diagnostics(action.get("diagnostics").unwrap_or(&Value::Null));
        wrong.or_else(|| self.edit(&action["edit"])).or_else(diagnostics)
    }

    fn edit(&self, edit: &Value) -> Option<String> {
        let offered = self.has("/workspace/workspaceEdit/documentChanges");
        (has(edit, "documentChanges") && !offered).then(|| "changes of documents with their versions".to_owned())
    }

    fn symbol(&self, symbol: &Value) -> Option<String> {
        let at = "/textDocument/documentSymbol";
        if has(symbol, "selectionRange") && !self.has(&format!("{at}/hierarchicalDocumentSymbolSupport")) {
            return Some("symbols in a tree".to_owned());
        }
        let is_first_kind = symbol["kind"].as_u64().is_some_and(|kind| kind <= 18);
        let is_known = is_first_kind || self.lists(&format!("{at}/symbolKind/valueSet"), &symbol["kind"]);
        let wrong = (!is_known).then(|| format!("the kind {} of a symbol", symbol["kind"]));
        wrong.or_else(|| each(&symbol["children"], |child| self.symbol(child)))
    }

    fn fold(&self, fold: &Value) -> Option<String> {
        let at = "/textDocument/foldingRange";
        let lines_only = self.has(&format!("{at}/lineFoldingOnly"));
        let is_known = fold.get("kind").is_none_or(|kind| self.lists(&format!("{at}/foldingRangeKind/valueSet"), kind));
        let wrong = [
            (has(fold, "startCharacter") && lines_only, "a fold inside a line"),
            (!is_known, "a kind of fold"),
            (
                has(fold, "collapsedText") && !self.has(&format!("{at}/foldingRange/collapsedText")),
                "the text of a fold",
            ),
        ];
        wrong.into_iter().find(|(is_wrong, _)| *is_wrong).map(|(_, what)| what.to_owned())
    }

    fn report_item(&self, item: &Value) -> Option<String> {
        let fix = self.edit(&item["fix"]["edit"]);
        fix.or_else(|| each(&item["children"], |child| self.report_item(child)))
    }
}

fn has(value: &Value, field: &str) -> bool {
    value.get(field).is_some_and(|field| !field.is_null())
}

fn each(values: &Value, check: impl Fn(&Value) -> Option<String>) -> Option<String> {
    values.as_array().into_iter().flatten().find_map(check)
}
