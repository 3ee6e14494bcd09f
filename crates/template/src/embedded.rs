//! The template sets that are compiled in.

use crate::applies::TemplateSet;
use std::sync::{Arc, LazyLock};

/// The embedded set `liveperson`: templates `page` and `overview`.
pub fn liveperson() -> Arc<TemplateSet> {
    static SET: LazyLock<Arc<TemplateSet>> = LazyLock::new(|| Arc::new(TemplateSet::default()));
    SET.clone()
}
