//! The template sets that are compiled in. Their pages are Markdown files under `templates/`.

use crate::applies::TemplateSet;
use crate::compile::compile;
use crate::contract::{Contract, TemplateSource};
use std::sync::{Arc, LazyLock};

/// The template pages of `liveperson`, bases first.
const LIVEPERSON: &[(&str, &str)] = &[
    ("page", include_str!("../templates/liveperson/page.md")),
    ("overview", include_str!("../templates/liveperson/overview.md")),
];

/// All sets that are compiled in.
pub fn sets() -> Vec<Arc<TemplateSet>> {
    vec![liveperson()]
}

/// The embedded set `liveperson`: templates `page` and `overview`.
pub fn liveperson() -> Arc<TemplateSet> {
    static SET: LazyLock<Arc<TemplateSet>> = LazyLock::new(|| Arc::new(compiled("liveperson", LIVEPERSON)));
    SET.clone()
}

fn compiled(name: &str, pages: &[(&str, &str)]) -> TemplateSet {
    let mut set = TemplateSet { name: name.into(), templates: Vec::new() };
    for (page, text) in pages {
        let source = TemplateSource { name: format!("{name}/{page}").into(), is_file: false, text: (*text).into() };
        let contract: Contract = compile(source, |id| set.get(id).cloned());
        set.templates.push(Arc::new(contract));
    }
    set
}
