//! Findings as diagnostics.

use super::positions::{range, range_in};
use super::site_places::SitePlaces;
use crate::client::Features;
use crate::documents::View;
use docent_rules::{Finding, Place, Related, Severity};
use docent_syntax::{Encoding, LineIndex, TextRange};
use docent_template::TemplateSource;
use serde_json::json;
use std::path::Path;
use tower_lsp::ls_types as lsp;

/// All findings of a document. Checks it unless a job has.
pub(crate) fn diagnostics(document: &View, uri: &lsp::Uri, features: &Features) -> Vec<lsp::Diagnostic> {
    let mut others = OtherFiles::new(document);
    document.findings().iter().map(|finding| diagnostic(document, uri, finding, features, &mut others)).collect()
}

/// The other files of a document's site, looked at where a finding names a place in one.
pub(crate) struct OtherFiles<'v> {
    document: &'v View,
    places: Option<SitePlaces>,
}

impl<'v> OtherFiles<'v> {
    pub(crate) fn new(document: &'v View) -> OtherFiles<'v> {
        OtherFiles { document, places: None }
    }

    fn location(&mut self, path: &str, range: TextRange, encoding: Encoding) -> Option<lsp::Location> {
        let places = || SitePlaces::new(self.document, encoding);
        self.places.get_or_insert_with(places).location_of(path, range)
    }
}

pub(crate) fn diagnostic(
    document: &View,
    uri: &lsp::Uri,
    finding: &Finding,
    features: &Features,
    others: &mut OtherFiles<'_>,
) -> lsp::Diagnostic {
    let related = || {
        let places = finding.related.iter();
        let places = places.filter_map(|related| related_information(document, uri, related, features, others));
        places.collect::<Vec<_>>()
    };
    let titles = || finding.fixes.iter().map(|fix| &*fix.title).collect::<Vec<_>>();
    let tags = [
        (finding.unnecessary && features.unnecessary_tag).then_some(lsp::DiagnosticTag::UNNECESSARY),
        (finding.deprecated && features.deprecated_tag).then_some(lsp::DiagnosticTag::DEPRECATED),
    ];
    lsp::Diagnostic {
        range: range(&document.text, finding.range, features.encoding),
        severity: Some(severity(finding.severity)),
        code: Some(lsp::NumberOrString::String(finding.rule.to_owned())),
        code_description: features
            .code_description
            .then(|| features.settings.rule_page(finding.rule).map(|href| lsp::CodeDescription { href }))
            .flatten(),
        source: Some(crate::SOURCE.to_owned()),
        message: finding.message.clone(),
        related_information: features.related_information.then(related).filter(|places| !places.is_empty()),
        tags: Some(tags.into_iter().flatten().collect::<Vec<_>>()).filter(|tags| !tags.is_empty()),
        data: features.diagnostic_data.then(|| json!({ "fixes": titles() })),
    }
}

fn severity(severity: Severity) -> lsp::DiagnosticSeverity {
    match severity {
        Severity::Error => lsp::DiagnosticSeverity::ERROR,
        Severity::Warning => lsp::DiagnosticSeverity::WARNING,
        Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        Severity::Hint => lsp::DiagnosticSeverity::HINT,
    }
}

/// A place in the page, in another one, or in a template that is a file: an embedded template is nowhere an editor could go.
fn related_information(
    document: &View,
    uri: &lsp::Uri,
    related: &Related,
    features: &Features,
    others: &mut OtherFiles<'_>,
) -> Option<lsp::DiagnosticRelatedInformation> {
    let location = match &related.place {
        Place::Page(place) => lsp::Location::new(uri.clone(), range(&document.text, *place, features.encoding)),
        Place::Template { source, range } => {
            let root = document.site().root.as_deref();
            template_location(source, *range, root, features.encoding)?
        }
        Place::File { path, range } => others.location(path, *range, features.encoding)?,
    };
    Some(lsp::DiagnosticRelatedInformation { location, message: related.message.clone() })
}

fn template_location(
    source: &TemplateSource,
    range: TextRange,
    root: Option<&Path>,
    encoding: Encoding,
) -> Option<lsp::Location> {
    if !source.is_file {
        return None;
    }
    let path = root.unwrap_or(Path::new("")).join(&*source.name);
    location_in(&source.text, &path, range, encoding)
}

/// A place in the text of a file.
fn location_in(text: &str, path: &Path, range: TextRange, encoding: Encoding) -> Option<lsp::Location> {
    let uri = path.is_absolute().then(|| lsp::Uri::from_file_path(path))??;
    Some(lsp::Location::new(uri, range_in(&LineIndex::new(text), text, range, encoding)))
}

#[cfg(all(test, debug_assertions))]
mod tests {
    use super::*;
    use crate::documents::{Change, Document, DocumentKind, Identity};
    use docent_syntax::work::{Counts, Work, counted};
    use std::sync::Arc;

    /// The work of one keystroke, from the change to the message, in a page with as many free sections.
    fn work_of_a_keystroke(sections: usize) -> (usize, Counts) {
        let details: String = (0..sections).map(|number| format!("#### Detail {number}\n\nText.\n\n")).collect();
        let text = format!(
            "---\npagename: Overview\nsitesection: Documents\ncategoryname: API\n---\n\n### Introduction\n\nText.\n\n\
             {details}### Getting started\n\n1. **Retrieve your domain**.\n\n### Use cases\n\nThe end.\n"
        );
        let identity = Identity { path: "overview.md".into(), kind: DocumentKind::Page };
        let document = Document::open(identity, 1, 1, &text, Arc::default());
        let view = |document| View { document: Arc::new(document), index: None, open: Arc::default() };
        let (uri, features) = ("file:///overview.md".parse().expect("a uri"), Features::default());
        let first = view(document);
        diagnostics(&first, &uri, &features);
        let line = text.lines().count() as u32 - 1;
        let end = docent_syntax::Position { line, column: 3 };
        let change = Change { range: Some((end, end)), text: "x".to_owned() };
        counted(|| {
            let second = view(first.edited(&[change], features.encoding, 2, 2));
            diagnostics(&second, &uri, &features).len()
        })
    }

    /// Reading, parsing, checking and conversion: none of them costs more in a longer page.
    #[test]
    fn a_keystroke_costs_what_it_touches() {
        let (findings, work) = work_of_a_keystroke(10);
        assert!(findings > 0 && work.of(Work::PositionsConverted) <= 2 * findings);
        assert!(
            work.of(Work::BytesRead) < 100 && work.of(Work::BytesParsed) < 100 && work.of(Work::SectionsChecked) == 1
        );
        assert_eq!(work_of_a_keystroke(1000), (findings, work));
    }
}
