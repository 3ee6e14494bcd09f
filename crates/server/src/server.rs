//! One short function for each message: take the change in or take a snapshot, hand the work over. No logic.

use crate::ask_client;
use crate::configuration_trouble;
use crate::convert;
use crate::document::Document;
use crate::features::{self, Features};
use crate::new_page::{self, NewPage, NewPageParams, TemplateChoice};
use crate::page_report::{self, PageReport, PageReportParams};
use crate::publish;
use crate::settings::Settings;
use crate::site_findings::{self, SiteFindings, SiteParams};
use crate::sites::LazySite;
use crate::state::World;
use crate::trace::Trace;
use crate::transport::Outgoing;
use crate::{
    actions, address, client_process, completion, folders, lens_renewal, pull, reading, renaming, site_publish,
    site_renewal, workspace_pull,
};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tower_lsp::jsonrpc::{Error, Result};
use tower_lsp::ls_types::*;
use tower_lsp::{Client, LanguageServer};

#[derive(Debug, Clone)]
pub(crate) struct Server {
    pub(crate) client: Client,
    pub(crate) world: Arc<World>,
    pub(crate) outgoing: Outgoing,
    /// Ends the server when the client's process is gone.
    pub(crate) client_gone: Arc<tokio::sync::Notify>,
}

impl LanguageServer for Server {
    async fn initialize(&self, params: InitializeParams) -> Result<InitializeResult> {
        let settings = Settings::default().with(params.initialization_options.as_ref());
        let features = Features { settings: settings.clone(), ..Features::of(&params.capabilities) };
        let capabilities = features::offered(&features);
        {
            let mut state = self.world.lock();
            state.features = Arc::new(features);
            state.first_settings = settings;
            state.set_folders(folders::of(&params));
            state.trace = params.trace.map(Trace::from).unwrap_or_default();
        }
        if let Some(process) = params.process_id {
            client_process::watch(process, self.client_gone.clone());
        }
        let version = Some(env!("CARGO_PKG_VERSION").to_owned());
        let server_info = Some(ServerInfo { name: crate::SOURCE.to_owned(), version });
        Ok(InitializeResult { capabilities, server_info, ..InitializeResult::default() })
    }

    async fn initialized(&self, _: InitializedParams) {
        let features = self.world.lock().features.clone();
        ask_client::register(&self.client, features::registrations(&features));
        if features.has_configuration {
            ask_client::settings(self);
        }
        if features.refreshes.code_lens {
            lens_renewal::start(self);
        }
        site_publish::start(self);
    }

    async fn shutdown(&self) -> Result<()> {
        self.world.lock().shut_down = true;
        Ok(())
    }

    async fn did_open(&self, params: DidOpenTextDocumentParams) {
        let TextDocumentItem { uri, language_id, version, text } = params.text_document;
        let file = address::file_path(&uri);
        let unread_site = {
            let mut state = self.world.lock();
            state.open(uri.clone(), file.clone(), &language_id, version, &text);
            state.unread_site(&uri).filter(|_| state.features.shows_progress)
        };
        if let Some(site) = unread_site {
            ask_client::show_reading(&self.client, site);
        }
        site_publish::follow_files(&self.world, file);
        self.renew(&uri);
        configuration_trouble::report(self, std::slice::from_ref(&uri));
        if let Some(document) = self.world.document(&uri) {
            self.index_site(&document);
        }
    }

    async fn did_change(&self, params: DidChangeTextDocumentParams) {
        let VersionedTextDocumentIdentifier { uri, version } = params.text_document;
        let changes: Vec<_> = params.content_changes.into_iter().map(convert::change).collect();
        let is_open = self.world.lock().change(&uri, version, &changes);
        match is_open {
            true => self.renew(&uri),
            false => tracing::warn!("a change to {}, which is not open", uri.as_str()),
        }
    }

    async fn did_close(&self, params: DidCloseTextDocumentParams) {
        let closed = self.world.lock().close(&params.text_document.uri);
        self.renew(&params.text_document.uri);
        if let Some(document) = closed {
            self.leave(document);
        }
    }

    async fn did_save(&self, params: DidSaveTextDocumentParams) {
        self.files_changed(address::file_path(&params.text_document.uri).into_iter().collect());
    }

    async fn did_change_watched_files(&self, params: DidChangeWatchedFilesParams) {
        self.files_changed(params.changes.iter().filter_map(|event| address::file_path(&event.uri)).collect());
    }

    async fn did_change_workspace_folders(&self, params: DidChangeWorkspaceFoldersParams) {
        let affected = {
            let mut state = self.world.lock();
            folders::change(&mut state.folders, &params.event);
            state.reload()
        };
        self.renew_all(&affected);
    }

    /// A client that can be asked is asked; another one sends what there is to know.
    async fn did_change_configuration(&self, params: DidChangeConfigurationParams) {
        let affected = {
            let mut state = self.world.lock();
            if !state.features.has_configuration {
                let question = state.next_question();
                state.set_settings(question, Some(&params.settings));
            }
            state.reload()
        };
        self.renew_all(&affected);
        if self.world.lock().features.has_configuration {
            ask_client::settings(self);
        }
    }

    async fn diagnostic(&self, params: DocumentDiagnosticParams) -> Result<DocumentDiagnosticReportResult> {
        let uri = params.text_document.uri.clone();
        // What other open pages say comes first: it may be what this page's findings rest on.
        let world = self.world.clone();
        let entered = self.answer(&uri, move |_, _| site_renewal::enter_all(&world, false)).await?;
        if entered.is_some_and(|concerned| concerned.iter().any(|other| *other != uri)) {
            ask_client::refresh_diagnostics(&self.client, &self.world.lock().features);
        }
        let world = self.world.clone();
        let report = move |document: &Document, features: &Features| pull::report(document, &params, features, &world);
        let report = self.answer(&uri, report).await?;
        let report = report.unwrap_or_else(pull::no_report);
        Ok(report)
    }

    async fn workspace_diagnostic(&self, params: WorkspaceDiagnosticParams) -> Result<WorkspaceDiagnosticReportResult> {
        self.world.site_publish.client_asks();
        let server = self.clone();
        let runtime = tokio::runtime::Handle::current();
        let mut task = AbortOnDrop(tokio::task::spawn_blocking(move || {
            let _inside = runtime.enter();
            let sites = server.indexed_sites();
            site_renewal::enter_all(&server.world, true);
            workspace_pull::report(&server.world, &server.outgoing, &sites, &params)
        }));
        (&mut task.0).await.map_err(|error| {
            tracing::error!("the findings of the workspace failed: {error}");
            Error::internal_error()
        })
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
        self.answer(&params.text_document.uri, reading::code_lenses).await
    }

    async fn references(&self, params: ReferenceParams) -> Result<Option<Vec<Location>>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position;
        let with_declaration = params.context.include_declaration;
        let found = self.answer_across(&text_document.uri, move |world, document, features| {
            reading::references(world, document, position, with_declaration, features)
        });
        found.await.map(Option::flatten)
    }

    async fn goto_definition(&self, params: GotoDefinitionParams) -> Result<Option<GotoDefinitionResponse>> {
        let TextDocumentPositionParams { text_document, position } = params.text_document_position_params;
        let found = self.answer_across(&text_document.uri, move |world, document, features| {
            reading::definition(world, document, position, features)
        });
        found.await.map(Option::flatten)
    }

    async fn document_link(&self, params: DocumentLinkParams) -> Result<Option<Vec<DocumentLink>>> {
        let world = self.world.clone();
        let links = move |document: &Document, features: &Features| reading::document_links(&world, document, features);
        self.answer(&params.text_document.uri, links).await
    }

    async fn symbol(&self, params: WorkspaceSymbolParams) -> Result<Option<WorkspaceSymbolResponse>> {
        let cancelled = CancelOnDrop::default();
        let (server, flag) = (self.clone(), cancelled.0.clone());
        let runtime = tokio::runtime::Handle::current();
        let mut task = AbortOnDrop(tokio::task::spawn_blocking(move || {
            let concerned = server.index_folders(&runtime);
            let features = server.world.lock().features.clone();
            let found = reading::workspace_symbols(&server.world, &params.query, &features, &flag);
            (found, concerned)
        }));
        let (found, concerned) = (&mut task.0).await.map_err(|error| {
            tracing::error!("a request about symbols failed: {error}");
            Error::internal_error()
        })?;
        self.renew_all(&concerned);
        Ok(Some(WorkspaceSymbolResponse::Flat(found)))
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
        let world = self.world.clone();
        self.answer(&uri, move |document, features| actions::code_actions(document, &params, features, &world)).await
    }

    async fn prepare_rename(&self, params: TextDocumentPositionParams) -> Result<Option<PrepareRenameResponse>> {
        let TextDocumentPositionParams { text_document, position } = params;
        let found =
            self.answer(&text_document.uri, move |document, features| renaming::prepare(document, position, features));
        found.await?.transpose()
    }

    async fn rename(&self, params: RenameParams) -> Result<Option<WorkspaceEdit>> {
        let RenameParams { text_document_position, new_name, .. } = params;
        let TextDocumentPositionParams { text_document, position } = text_document_position;
        let world = self.world.clone();
        let edit = self.answer(&text_document.uri, move |document, features| {
            renaming::rename(&world, document, position, &new_name, features)
        });
        edit.await?.transpose()
    }

    async fn will_rename_files(&self, params: RenameFilesParams) -> Result<Option<WorkspaceEdit>> {
        let (server, features) = (self.clone(), self.world.lock().features.clone());
        let runtime = tokio::runtime::Handle::current();
        let work = move || {
            let _inside = runtime.enter();
            renaming::will_rename(&server, &params.files, &features)
        };
        tokio::task::spawn_blocking(work).await.map_err(|error| {
            tracing::error!("files that move cannot be followed: {error}");
            Error::internal_error()
        })
    }

    async fn code_action_resolve(&self, action: CodeAction) -> Result<CodeAction> {
        let Some(uri) = actions::document_of(&action) else { return Ok(action) };
        let resolved = self.answer(&uri, move |document, features| actions::resolve(document, action, features));
        resolved.await?.unwrap_or_else(|| Err(Error::content_modified()))
    }
}

/// A cancelled request that has not begun yet is not begun any more.
struct AbortOnDrop<T>(tokio::task::JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Tells the work for a request that nobody waits for its answer any more.
#[derive(Default)]
struct CancelOnDrop(Arc<AtomicBool>);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Server {
    pub(crate) async fn set_trace(&self, params: serde_json::Value) {
        if let Some(trace) = params.get("value").and_then(Trace::of) {
            self.world.lock().trace = trace;
        }
    }

    /// What the client answered to a question about its configuration.
    pub(crate) fn take_settings(&self, question: u64, given: Option<&serde_json::Value>) {
        let affected = {
            let mut state = self.world.lock();
            match state.set_settings(question, given) {
                true => state.reload(),
                false => return,
            }
        };
        self.renew_all(&affected);
    }

    pub(crate) async fn page_report(&self, params: PageReportParams) -> Result<Option<PageReport>> {
        let uri = params.text_document.uri;
        let target = uri.clone();
        let report = self.answer(&uri, move |document, features| page_report::page_report(document, &target, features));
        report.await.map(Option::flatten)
    }

    pub(crate) async fn templates(&self, params: SiteParams) -> Result<Vec<TemplateChoice>> {
        self.on_site(params, |site, _| new_page::templates(&site)).await
    }

    pub(crate) async fn new_page(&self, params: NewPageParams) -> Result<Option<NewPage>> {
        let of = SiteParams { uri: params.folder.clone() };
        self.on_site(of, move |site, folder| new_page::new_page(&site, folder.as_deref(), &params)).await
    }

    pub(crate) async fn check_site(&self, params: SiteParams) -> Result<Option<SiteFindings>> {
        let server = self.clone();
        let runtime = tokio::runtime::Handle::current();
        let check = move |site: Arc<LazySite>, _| {
            let _inside = runtime.enter();
            server.indexed(&site);
            site_renewal::enter_all(&server.world, true);
            site_findings::check(&server.world, &site)
        };
        self.on_site(params, check).await
    }

    /// Answers from the site that a file or a folder belongs to, and from that folder; without one, from the first folder
    /// of the workspace.
    async fn on_site<T: Send + 'static>(
        &self,
        params: SiteParams,
        work: impl FnOnce(Arc<LazySite>, Option<PathBuf>) -> T + Send + 'static,
    ) -> Result<T> {
        let world = self.world.clone();
        let mut task = AbortOnDrop(tokio::task::spawn_blocking(move || {
            let folder = match params.uri.as_ref().and_then(address::file_path) {
                Some(path) if path.is_dir() => Some(path),
                Some(path) => path.parent().map(Path::to_owned),
                None => world.lock().folders.first().cloned(),
            };
            let site = world.lock().site_of_folder(folder.as_deref());
            work(site, folder)
        }));
        (&mut task.0).await.map_err(|error| {
            tracing::error!("a request about a site failed: {error}");
            Error::internal_error()
        })
    }

    /// Answers from the document as it is when the request comes in, on a thread that may take its time. `None` for a
    /// document that is not open; an error where `work` panics.
    async fn answer<T: Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&Document, &Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let (document, features) = (self.world.document(uri), self.world.lock().features.clone());
        let Some(document) = document else {
            return Ok(None);
        };
        let mut task = AbortOnDrop(tokio::task::spawn_blocking(move || work(&document, &features)));
        (&mut task.0).await.map(Some).map_err(|error| {
            tracing::error!("a request about {} failed: {error}", uri.as_str());
            Error::internal_error()
        })
    }

    /// As [`Server::answer`], for what goes from page to page: the index is up to date with every open document, to the byte.
    async fn answer_across<T: Send + 'static>(
        &self,
        uri: &Uri,
        work: impl FnOnce(&World, &Document, &Features) -> T + Send + 'static,
    ) -> Result<Option<T>> {
        let world = self.world.clone();
        let answer = self.answer(uri, move |document, features| {
            let concerned = site_renewal::enter_all(&world, true);
            (work(&world, document, features), concerned)
        });
        let Some((answer, concerned)) = answer.await? else { return Ok(None) };
        self.renew_all(&concerned);
        Ok(Some(answer))
    }

    fn renew(&self, uri: &Uri) {
        publish::renew(&self.world, &self.outgoing, uri);
    }

    /// New findings for documents whose text is the same.
    pub(crate) fn renew_all(&self, uris: &[Uri]) {
        for uri in uris {
            self.renew(uri);
            // Where all sites are read anew, so is this one's index.
            if let Some(document) = self.world.document(uri) {
                self.index_site(&document);
            }
        }
        configuration_trouble::report(self, uris);
        self.world.site_publish.look_around();
        if !uris.is_empty() {
            let refreshes = self.world.lock().features.refreshes;
            ask_client::refresh(&self.client, refreshes);
            self.world.lenses.renew();
        }
    }
}
