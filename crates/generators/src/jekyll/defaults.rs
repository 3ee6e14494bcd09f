//! `defaults` of a `_config.yml`: values that front matter has without saying so.

use super::ruby::{Value, matches_pattern};
use docent_syntax::{YamlKind, YamlNode};

/// An entry of `defaults`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DefaultSet {
    path: Option<String>,
    /// `pages`, or the label of a collection.
    kind: Option<String>,
    values: Vec<(String, Value)>,
}

impl DefaultSet {
    pub(super) fn read(node: &YamlNode) -> Option<DefaultSet> {
        let values = mapping(member(node, "values")?)?;
        let scope = member(node, "scope");
        let text = |key: &str| scope.and_then(|scope| member(scope, key)).and_then(|node| node.as_str());
        let kind = text("type").map(|kind| match kind {
            "page" => "pages",
            "post" => "posts",
            "draft" => "drafts",
            other => other,
        });
        Some(DefaultSet { path: text("path").map(str::to_owned), kind: kind.map(str::to_owned), values })
    }

    fn applies(&self, path: &str, kind: &str, collections_dir: &str) -> bool {
        if self.kind.as_deref().is_some_and(|of| of != kind) {
            return false;
        }
        let Some(scope) = self.path.as_deref().filter(|scope| !scope.is_empty()) else { return true };
        let in_collections = scope.strip_prefix(collections_dir).and_then(|rest| rest.strip_prefix('/'));
        let scope = in_collections.filter(|_| !collections_dir.is_empty()).unwrap_or(scope);
        if !scope.contains('*') {
            return path.starts_with(scope);
        }
        // The pattern names files and folders that exist: the page, or one of the folders it lies in.
        let ends = path.match_indices('/').map(|(at, _)| at).chain([path.len()]);
        ends.into_iter().any(|end| matches_pattern(scope.trim_end_matches('/'), &path[..end], true))
    }

    /// Whether this set wins over `other`: the longer path, then the one with a type, then the later one.
    fn wins_over(&self, other: &DefaultSet) -> bool {
        let length = |set: &DefaultSet| set.path.as_deref().map_or(0, |path| path.trim_matches('/').len());
        let (own, others) = (length(self), length(other));
        if own != others { own > others } else { self.kind.is_some() || other.kind.is_none() }
    }
}

/// What the sets say about a key for a page; `kind` is `pages` or the label of its collection.
pub(super) fn default_value<'s>(
    sets: &'s [DefaultSet],
    path: &str,
    kind: &str,
    collections_dir: &str,
    key: &str,
) -> Option<&'s Value> {
    let mut best: Option<(&DefaultSet, &Value)> = None;
    for set in sets.iter().filter(|set| set.applies(path, kind, collections_dir)) {
        let Some((_, value)) = set.values.iter().rev().find(|(of, _)| of == key) else { continue };
        if best.is_none_or(|(old, _)| set.wins_over(old)) {
            best = Some((set, value));
        }
    }
    best.map(|(_, value)| value)
}

fn member<'n>(node: &'n YamlNode, key: &str) -> Option<&'n YamlNode> {
    let YamlKind::Mapping(entries) = &node.kind else { return None };
    entries.iter().rev().find(|entry| entry.key.as_str() == Some(key)).map(|entry| &entry.value)
}

fn mapping(node: &YamlNode) -> Option<Vec<(String, Value)>> {
    let YamlKind::Mapping(entries) = &node.kind else { return None };
    let pair = |entry: &docent_syntax::YamlEntry| Some((entry.key.as_str()?.to_owned(), Value::of(&entry.value)));
    Some(entries.iter().filter_map(pair).collect())
}
