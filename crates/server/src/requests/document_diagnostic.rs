//! Findings for a client that asks for them. The result's id is the document's generation, which also grows when what the
//! document is checked against changes.

use crate::client::Features;
use crate::convert;
use crate::documents::View;
use tower_lsp::ls_types::*;

/// The findings, or that they are those the client has.
pub(crate) fn report(
    document: &View,
    params: &DocumentDiagnosticParams,
    features: &Features,
) -> DocumentDiagnosticReportResult {
    let result_id = document.generation.to_string();
    if params.previous_result_id.as_ref() == Some(&result_id) {
        let unchanged = UnchangedDocumentDiagnosticReport { result_id };
        let report = RelatedUnchangedDocumentDiagnosticReport {
            related_documents: None,
            unchanged_document_diagnostic_report: unchanged,
        };
        return DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Unchanged(report));
    }
    full(Some(result_id), convert::diagnostics(document, &params.text_document.uri, features))
}

/// For a document that is not open.
pub(crate) fn no_report() -> DocumentDiagnosticReportResult {
    full(None, Vec::new())
}

fn full(result_id: Option<String>, items: Vec<Diagnostic>) -> DocumentDiagnosticReportResult {
    let report = RelatedFullDocumentDiagnosticReport {
        related_documents: None,
        full_document_diagnostic_report: FullDocumentDiagnosticReport { result_id, items },
    };
    DocumentDiagnosticReportResult::Report(DocumentDiagnosticReport::Full(report))
}
