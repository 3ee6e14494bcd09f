//! One short function for each message: it becomes an event for the owner, in the order of the messages, and a request waits for its answer.
//! No logic.

use crate::client::{Features, Settings, Trace};
use crate::client::{address, workspace_folders};
use crate::convert;
use crate::documents::{Snapshot, View};
use crate::owner::{Event, Events};
use crate::requests::check_site::{SiteFindings, SiteParams};
use crate::requests::new_page::{self, NewPage, NewPageParams, TemplateChoice};
use crate::requests::page_report::{self, PageReport, PageReportParams};
use crate::requests::{
    actions, capabilities, check_site, completion, document_diagnostic, reading, rename, workspace_diagnostic,
};
use crate::step::{Cancel, Found, Needs, Place, Pool, Request, Step};
use crate::transport::Outgoing;
use crate::transport::client_process;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::oneshot;
use tower_lsp::LanguageServer;
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;

#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) events: Events,
    pub(crate) outgoing: Outgoing,
    /// Ends the server when the client's process is gone.
    pub(crate) client_gone: Arc<tokio::sync::Notify>,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let settings = Settings::default().with(params.initialization_options.as_ref());
        let features = Box::new(Features { settings, ..Features::of(&params.capabilities) });
        let capabilities = capabilities::offered(&features);
        let (folders, trace) = (workspace_folders::of(&params), params.trace.map(Trace::from).unwrap_or_default());
        self.events.send(Event::Initialize { features, folders, trace });
        if let Some(process) = params.process_id {
            client_process::watch(process, self.client_gone.clone());
        }
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        let server_info = Some(ServerInfo { name: crate::SOURCE.to_owned(), version });
        Ok(InitializeResult { capabilities, server_info, ..InitializeResult::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        self.events.send(Event::Initialized);
    }

    async fn shutdown(&self) -> Result<()> {
        let (done, is_done) = oneshot::channel();
        self.events.send(Event::Shutdown(done));
        is_done.await.map_err(|_| Error::internal_error())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, language_id: language, version, text } = params.text_document;
        self.events.send(Event::Open { uri, language, version, text });
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let changes = params.content_changes.into_iter().map(convert::change).collect();
        self.events.send(Event::Change { uri, version, changes });
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        self.events.send(Event::Close { uri: params.text_document.uri });
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        let saved = address::file_path(&params.text_document.uri);
        self.events.send(Event::FilesChanged(saved.into_iter().collect()));
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        let changed = params.changes.iter().filter_map(|event| address::file_path(&event.uri));
        self.events.send(Event::FilesChanged(changed.collect()));
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        self.events.send(Event::FoldersChanged(params.event));
    }

    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        self.events.send(Event::ConfigurationChanged(params.settings));
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri.clone();
        let work = move |document: &View, features: &Features| document_diagnostic::report(document, &params, features);
        let report = self.answer_with(&uri, (Needs::Shapes, Pool::Latency), work).await?;
        Ok(report.unwrap_or_else(document_diagnostic::no_report))
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.events.send(Event::PullsWorkspace);
        let (events, token) = (self.events.clone(), params.partial_result_params.partial_result_token.clone());
        let record = move |results| events.send(Event::ResultsChecked(results));
        let reports = self.run(Pool::Worker, |reply| workspace_diagnostic::report(params, record, reply)).await?;
        Ok(workspace_diagnostic::send(reports, token, &self.outgoing).await)
    }

    async fn document_symbol(&self, params: DocumentSymbolParams) -> Result<Option<DocumentSymbolResponse>> {
        let uri = params.text_document.uri;
        let target = uri.clone();
        self.answer(&uri, move |document, features| reading::symbols(document, &target, features)).await
    }

    async fn hover(&self, params: HoverParams) -> Result<Option<Hover>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let found =
            self.answer(&text_document.uri, move |document, features| reading::hover(document, position, features));
        found.await.map(Option::flatten)
    }

    async fn folding_range(&self, params: FoldingRangeParams) -> Result<Option<Vec<FoldingRange>>> {
        self.answer(&params.text_document.uri, reading::folding_ranges).await
    }

    async fn selection_range(&self, params: SelectionRangeParams) -> Result<Option<Vec<SelectionRange>>> {
        let SelectionRangeParams { text_document, positions, .. } = params;
        let found = self.answer(&text_document.uri, move |document, features| {
            reading::selection_ranges(document, &positions, features)
        });
        found.await.map(Option::flatten)
    }

    async fn document_highlight(&self, params: DocumentHighlightParams) -> Result<Option<Vec<DocumentHighlight>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        self.answer(&text_document.uri, move |document, features| reading::highlights(document, position, features))
            .await
    }

    async fn code_lens(&self, params: CodeLensParams) -> Result<Option<Vec<CodeLens>>> {
        // Blocking where a template's pages are looked for and there is no index.
        let needs = (Needs::Files, Pool::Worker);
        self.answer_with(&params.text_document.uri, needs, reading::code_lenses).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let with_declaration = params.context.include_declaration;
        let found = self.answer_exactly(&text_document.uri, move |document, features| {
            reading::references(document, position, with_declaration, features)
        });
        found.await.map(Option::flatten)
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let found = self.answer_exactly(&text_document.uri, move |document, features| {
            reading::definition(document, position, features)
        });
        found.await.map(Option::flatten)
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        self.answer(&params.text_document.uri, reading::document_links).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let found = self.run(Pool::Worker, |reply| reading::workspace_symbols(params.query, reply));
        Ok(Some(WorkspaceSymbolResponse::Flat(found.await?)))
    }

    async fn inlay_hint(&self, params: InlayHintParams) -> Result<Option<Vec<InlayHint>>> {
        let InlayHintParams { text_document, range, .. } = params;
        self.answer(&text_document.uri, move |document, features| reading::inlay_hints(document, range, features)).await
    }

    async fn formatting(&self, params: DocumentFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        self.answer(&params.text_document.uri, reading::format_page).await
    }

    async fn range_formatting(&self, params: DocumentRangeFormattingParams) -> Result<Option<Vec<TextEdit>>> {
        let DocumentRangeFormattingParams { text_document, range, .. } = params;
        self.answer(&text_document.uri, move |document, features| reading::format_range(document, range, features))
            .await
    }

    async fn semantic_tokens_full(&self, params: SemanticTokensParams) -> Result<Option<SemanticTokensResult>> {
        let tokens = self.answer(&params.text_document.uri, reading::tokens).await?;
        Ok(tokens.map(SemanticTokensResult::Tokens))
    }

    async fn semantic_tokens_range(
        &self,
        params: SemanticTokensRangeParams,
    ) -> Result<Option<SemanticTokensRangeResult>> {
        let SemanticTokensRangeParams { text_document, range, .. } = params;
        let tokens = self
            .answer(&text_document.uri, move |document, features| reading::tokens_in_range(document, range, features));
        Ok(tokens.await?.map(SemanticTokensRangeResult::Tokens))
    }

    async fn completion(&self, params: CompletionParams) -> Result<Option<CompletionResponse>> {
        let uri = params.text_document_position.text_document.uri.clone();
        let found = self.answer(&uri, move |document, features| completion::completion(document, &params, features));
        Ok(found.await?.flatten())
    }

    async fn completion_resolve(&self, item: CompletionItem) -> Result<CompletionItem> {
        let Some(uri) = completion::document_of(&item) else { return Ok(item) };
        let unchanged = item.clone();
        let resolved = self.answer(&uri, move |document, features| completion::resolve(document, item, features));
        Ok(resolved.await?.unwrap_or(unchanged))
    }

    async fn code_action(&self, params: CodeActionParams) -> Result<Option<CodeActionResponse>> {
        let uri = params.text_document.uri.clone();
        let needs = (Needs::Site, actions::pool(&params));
        self.answer_with(&uri, needs, move |document, features| actions::code_actions(document, &params, features))
            .await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let TextDocumentPositionParams { text_document, position } = params;
        let found =
            self.answer(&text_document.uri, move |document, features| rename::prepare(document, position, features));
        found.await?.transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let RenameParams { text_document_position, new_name, .. } = params;
        let TextDocumentPositionParams { text_document, position } = text_document_position;
        let needs = (Needs::ExactIndex, Pool::Worker);
        let edit = self.answer_with(&text_document.uri, needs, move |document, features| {
            rename::rename(document, position, &new_name, features)
        });
        edit.await?.transpose()
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let first_step = |reply: Reply<Option<WorkspaceEdit>>| {
            let run = move |_: Found| rename::will_rename(&params.files, reply);
            Step { place: Place::Nowhere, needs: Needs::Site, run: Box::new(run) }
        };
        self.run(Pool::Worker, first_step).await
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(uri) = actions::document_of(&action) else { return Ok(action) };
        let needs = (Needs::Site, Pool::Worker);
        let resolved =
            self.answer_with(&uri, needs, move |document, features| actions::resolve(document, action, features));
        resolved.await?.unwrap_or_else(|| Err(Error::content_modified()))
    }
}

/// What a job calls with its answer.
type Reply<T> = Box<dyn FnOnce(T) + Send>;

/// Cancels a request whose answer is not awaited any more.
struct CancelOnDrop<'s> {
    cancel: Cancel,
    events: &'s Events,
    is_answered: bool,
}

impl Drop for CancelOnDrop<'_> {
    fn drop(&mut self) {
        if !self.is_answered {
            self.cancel.cancel();
            self.events.send(Event::RequestDropped);
        }
    }
}

impl Server {
    pub(crate) async fn set_trace(&self, params: serde_json::Value) {
        if let Some(trace) = params.get("value").and_then(Trace::of) {
            self.events.send(Event::SetTrace(trace));
        }
    }

    pub(crate) async fn page_report(&self, params: PageReportParams) -> Result<Option<PageReport>> {
        let uri = params.text_document.uri;
        let target = uri.clone();
        let report = self.answer(&uri, move |document, features| page_report::page_report(document, &target, features));
        report.await.map(Option::flatten)
    }

    pub(crate) async fn templates(&self, params: SiteParams) -> Result<Vec<TemplateChoice>> {
        self.on_site(params, Needs::Site, |snapshot, _, reply| {
            reply(new_page::templates(&snapshot.site));
            None
        })
        .await
    }

    pub(crate) async fn new_page(&self, params: NewPageParams) -> Result<Option<NewPage>> {
        let of = SiteParams { uri: params.folder.clone() };
        self.on_site(of, Needs::Site, move |snapshot, folder, reply| {
            reply(new_page::new_page(&snapshot.site, folder.as_deref(), &params));
            None
        })
        .await
    }

    pub(crate) async fn check_site(&self, params: SiteParams) -> Result<Option<SiteFindings>> {
        self.on_site(params, Needs::ExactIndex, |snapshot, _, reply| check_site::check(snapshot, reply)).await
    }

    /// Answers from the site that a file or a folder belongs to, and from that folder; without one, from the first folder
    /// of the workspace.
    async fn on_site<T: Send + 'static>(
        &self,
        params: SiteParams,
        needs: Needs,
        work: impl FnOnce(&Snapshot, Option<PathBuf>, Reply<T>) -> Option<Step> + Send + 'static,
    ) -> Result<T> {
        let first_step = |reply: Reply<T>| {
            let find_folder = move |_: Found| {
                let folder = match params.uri.as_ref().and_then(address::file_path) {
                    Some(path) if path.is_dir() => Some(path),
                    Some(path) => path.parent().map(PathBuf::from),
                    None => None,
                };
                let place = folder.clone().map_or(Place::FirstFolder, Place::Folder);
                let run = move |found: Found| work(&found.snapshot, folder.or(found.first_folder), reply);
                Some(Step { place, needs, run: Box::new(run) })
            };
            Step { place: Place::Nowhere, needs: Needs::Site, run: Box::new(find_folder) }
        };
        self.run(Pool::Worker, first_step).await
    }

    /// Answers from the document as it is when the request comes in. `None` for a document that is not open; an error where `work` panics.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&View, &Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.answer_with(uri, (Needs::Site, Pool::Latency), work).await
    }

    /// As [`Server::answer`], for what goes from page to page: the index is up to date with every open document, to the byte.
    async fn answer_exactly<T: Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&View, &Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        self.answer_with(uri, (Needs::ExactIndex, Pool::Latency), work).await
    }

    async fn answer_with<T: Send + 'static>(
        &self,
        uri: &Uri,
        (needs, pool): (Needs, Pool),
        work: impl FnOnce(&View, &Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let place = Place::Document(uri.clone());
        let step = |reply: Reply<Option<T>>| {
            let run = move |Found { snapshot, document, .. }: Found| {
                reply(document.map(|document| work(&snapshot.view(document), &snapshot.features)));
                None
            };
            Step { place, needs, run: Box::new(run) }
        };
        self.run(pool, step).await
    }

    /// Sends a request to the owner, and waits for its answer.
    async fn run<T: Send + 'static>(&self, pool: Pool, first_step: impl FnOnce(Reply<T>) -> Step) -> Result<T> {
        let (sender, answer) = oneshot::channel();
        let reply = move |answer: T| drop(sender.send(answer));
        let cancel = Cancel::default();
        let step = first_step(Box::new(reply));
        self.events.send(Event::Request(Request { step, pool, cancel: cancel.clone() }));
        let mut waiting = CancelOnDrop { cancel, events: &self.events, is_answered: false };
        let answer = answer.await;
        waiting.is_answered = true;
        // A job that panicked drops its reply.
        answer.map_err(|_| Error::internal_error())
    }
}
