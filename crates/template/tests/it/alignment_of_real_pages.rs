//! Real overview pages aligned with the embedded template: what an editor of that site would say about them.
//!
//! The pages are not part of the project; `DOCENT_CORPUS` names the folder that holds them.

use docent_syntax::{BlockKind, Dialect, Page};
use docent_template::{CannedKind, Contract, SpecState, align_outline, align_steps, nested_items, top_level_items};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

#[test]
fn real_pages() {
    let Some(pages) = corpus() else {
        let skipped = "skipped: DOCENT_CORPUS names no folder of real pages";
        writeln!(std::io::stderr(), "{skipped}").expect("stderr");
        return;
    };
    let set = docent_template::embedded::set("liveperson").expect("it is embedded");
    let contract = set.templates.iter().find(|contract| &*contract.id == "liveperson/overview").expect("the overview");
    let mut results = BTreeMap::new();
    for path in pages {
        let text = std::fs::read_to_string(&path).expect("a page");
        let name = path.parent().and_then(Path::file_name).expect("a folder").to_string_lossy().into_owned();
        results.insert(name, tell(contract, &Page::parse(&text, Dialect::EXTENDED)));
    }
    let results: String = results.iter().map(|(name, lines)| format!("{name}\n{lines}")).collect();
    expect_test::expect![[r#"
        AgentSurveyForMessagingConfigurationAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases = Use Cases for Agent Survey API (Alias)
        AgentSurveyForMessagingRuntimeAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1] missing []
              below 2 [1] missing [2@1]
          Use cases = Use Cases for Agent Survey Runtime API (Alias)
        ChatAgentAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started with the Chat Agent API (Alias)
            steps [3 4 1~! - - -] missing [2@0 5@2]
              below 1 [] missing [1@0]
          Use cases = Use Cases (Same)
        EngagementWindowWidgetSDK
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [- - 3] missing [1@0 2@0 4@3 5@3]
          Use cases = Use Cases (Same)
        LOBsAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases = Use Cases for LoBs API (Alias)
        ProfilesAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases = Use Cases for Profiles API (Alias)
        ShiftStatusAPI
          Introduction is missing before Getting Started
          Getting started = Getting Started (Same)
            steps [1 2~ 3 4] missing [5@4]
              below 1 [1] missing []
              below 2 [1~ -] missing [2@1]
          Use cases is missing before the end
        SpecialOccasionsAPI
          Introduction is missing before Getting Started
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases is missing before the end
        UnifiedAutomaticMessagesAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases is missing before the end
        UsersAPI
          Introduction = Introduction (Same)
          Getting started = Getting Started (Same)
            steps [1 2~ 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1~ -] missing [2@1]
          Use cases = Use Cases for Users API (Alias)
        WorkdaysAPI
          Introduction is missing before Use Cases
          Getting started = Getting Started (Same, misplaced)
            steps [1 2 3 4] missing [5@4]
              below 1 [1 -] missing []
              below 2 [1 2] missing []
          Use cases = Use Cases (Same)
    "#]]
    .assert_eq(&results);
}

fn corpus() -> Option<Vec<PathBuf>> {
    let mut folders = vec![PathBuf::from(std::env::var_os("DOCENT_CORPUS")?)];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).ok()?.flatten() {
            let path = entry.path();
            match path.is_dir() {
                true => folders.push(path),
                false if path.ends_with("overview.md") => pages.push(path),
                false => {}
            }
        }
    }
    pages.sort();
    Some(pages)
}

fn tell(contract: &Contract, page: &Page) -> String {
    let outline = align_outline(contract, page);
    let title = |section: usize| match page.sections().nth(section).and_then(|s| s.segment.heading.as_ref()) {
        Some(heading) => heading.title.to_string(),
        None => "the end".to_owned(),
    };
    let mut lines = String::new();
    for (spec, state) in contract.sections.iter().zip(&outline.specs) {
        lines += &match state {
            SpecState::Found(found) => {
                format!(
                    "  {} = {} ({:?}{})\n",
                    spec.title,
                    title(found.section),
                    found.title,
                    if found.misplaced { ", misplaced" } else { "" }
                )
            }
            SpecState::Missing { before } => format!("  {} is missing before {}\n", spec.title, title(*before)),
        };
        let SpecState::Found(found) = state else { continue };
        let segment = page.section(found.section).segment;
        for block in &spec.blocks {
            let CannedKind::Steps(list) = &block.kind else { continue };
            let items = top_level_items(segment, true);
            let steps = align_steps(list, segment, &items);
            lines += &format!("    steps {}\n", tell_steps(&steps));
            for (item, found) in items.iter().zip(&steps.items) {
                let Some(found) = found else { continue };
                let Some(children) = &list.steps[found.canned].children else { continue };
                let nested = nested_items(item);
                lines += &format!(
                    "      below {} {}\n",
                    found.canned + 1,
                    tell_steps(&align_steps(children, segment, &nested))
                );
            }
        }
        let has_list = segment.blocks.iter().any(|block| matches!(block.kind, BlockKind::List(_)));
        if !has_list && !spec.blocks.is_empty() {
            lines += "    no list\n";
        }
    }
    for (copy, first) in &outline.duplicates {
        lines += &format!("  {} repeats {}\n", title(*copy), title(*first));
    }
    lines
}

fn tell_steps(steps: &docent_template::StepAlignment) -> String {
    let item = |found: &Option<docent_template::StepMatch>| match found {
        None => "-".to_owned(),
        Some(found) => format!(
            "{}{}{}",
            found.canned + 1,
            if found.same_text { "" } else { "~" },
            if found.misplaced { "!" } else { "" }
        ),
    };
    let items: Vec<String> = steps.items.iter().map(item).collect();
    let missing: Vec<String> = steps.missing.iter().map(|(step, before)| format!("{}@{before}", step + 1)).collect();
    format!("[{}] missing [{}]", items.join(" "), missing.join(" "))
}
