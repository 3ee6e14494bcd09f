//! Holds the fixes of the front matter to what a safe fix is: the data stays the same but for the keys that the fix writes, every
//! comment stays, and the block stays one that can be read. Knows no rule.

use crate::finding::{Fix, Safety};
use crate::ordered_finding::OrderedFinding;
use docent_syntax::front_matter::effect::Effect;
use docent_syntax::{FrontMatter, TextRange};

/// Bytes of YAML that are parsed for the fixes of one page. What is not tried out is not safe.
const MAX_PARSED: usize = 1 << 20;

/// Drops the fixes that would break the block, and marks those unsafe that change more than they say.
pub(super) fn restrict_fixes(front_matter: &FrontMatter, findings: &mut [OrderedFinding]) {
    // Without an anchor there is nothing that an edit elsewhere can break.
    let has_anchors = front_matter.text.contains('&');
    let mut left = MAX_PARSED;
    for ordered in findings {
        ordered.finding.fixes.retain_mut(|fix| {
            if fix.safety == Safety::Unsafe && !has_anchors {
                return true;
            }
            let inside = fix.edits.iter().all(|edit| front_matter.range.contains_range(edit.range));
            let Some(fewer) = left.checked_sub(front_matter.text.len()) else {
                fix.safety = Safety::Unsafe;
                return !has_anchors;
            };
            left = fewer;
            let Some(effect) = inside.then(|| Effect::of(front_matter, &fix.edits)).flatten() else { return true };
            if effect.breaks {
                return false;
            }
            let changes_others = effect.changed_keys.iter().any(|key| !writes(front_matter, fix, key));
            // While the block cannot be read, the data before the fix is a guess.
            let has_data = front_matter.yaml.error.is_none();
            if (has_data && (changes_others || effect.crosses_merge)) || !effect.keeps_comments {
                fix.safety = Safety::Unsafe;
            }
            true
        });
    }
}

/// Whether a fix says that it changes this top-level key: it edits one of its entries, or the key is not there yet.
fn writes(front_matter: &FrontMatter, fix: &Fix, key: &str) -> bool {
    let touches = |range: TextRange| fix.edits.iter().any(|edit| edit.range.intersect(range).is_some());
    let mut entries = front_matter.yaml.entries().iter().filter(|entry| entry.key.as_str() == Some(key)).peekable();
    entries.peek().is_none() || entries.any(|entry| touches(entry.range))
}
