//! The real pages that rules are calibrated on: what is reported on them, page for page. They are not part of the
//! project; where they are absent the test says so and passes.

use docent_tests::binary::docent;
use expect_test::expect;
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

/// `DOCENT_CORPUS` names the folder; without it, the one that the project's developers have beside their checkout.
fn pages() -> Option<PathBuf> {
    let named = std::env::var_os("DOCENT_CORPUS").map(PathBuf::from);
    let folder =
        named.or_else(|| Some(docent_tests::workspace::root().parent()?.join("shared/corpus/liveperson/pages")))?;
    folder.is_dir().then_some(folder)
}

#[test]
fn real_pages_get_the_findings_an_editor_would_agree_with() {
    let Some(pages) = pages() else {
        writeln!(std::io::stderr(), "skipped: the real pages are not here").expect("stderr");
        return;
    };
    let output = docent().args(["check", ".", "--format", "json"]).current_dir(pages).output().expect("docent runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("check prints JSON");
    let mut lines: BTreeMap<(String, String), usize> = BTreeMap::new();
    for finding in report["findings"].as_array().expect("findings") {
        let text = |name: &str| finding[name].as_str().unwrap_or_default().to_owned();
        let page = text("path").replace("Documents/", "");
        *lines.entry((page, format!("{} {}", text("severity"), text("rule")))).or_default() += 1;
    }
    let table: String = lines.iter().map(|((page, finding), count)| format!("{page}: {finding} {count}\n")).collect();
    expect![[r#"
        APIGuidelines/domain-api.md: error empty-value 1
        APIGuidelines/domain-api.md: warning unknown-key 1
        APIGuidelines/retry-policy-recommendations.md: hint key-order 1
        APIGuidelines/retry-policy-recommendations.md: warning broken-link 2
        AgentExperience/ChatAgentAPI/overview.md: info changed-step 1
        AgentExperience/ChatAgentAPI/overview.md: info section-content 2
        AgentExperience/ChatAgentAPI/overview.md: warning broken-link 4
        AgentExperience/ChatAgentAPI/overview.md: warning missing-image 1
        AgentExperience/ChatAgentAPI/overview.md: warning missing-step 1
        AgentExperience/ChatAgentAPI/overview.md: warning step-number 1
        AgentExperience/ChatAgentAPI/overview.md: warning step-order 1
        AgentExperience/ChatAgentAPI/overview.md: warning unknown-key 1
        ClientSideConfiguration/EngagementWindowWidgetSDK/overview.md: info section-content 2
        ClientSideConfiguration/EngagementWindowWidgetSDK/overview.md: warning missing-step 3
        ClientSideConfiguration/JavaScriptChatSDK/Events/onstop.md: warning broken-link 1
        ContactCenterManagement/AgentGroupsAPI/Methods/delete-agent-group.md: hint redirected-link 1
        ContactCenterManagement/AgentGroupsAPI/Methods/delete-agent-group.md: warning broken-link 1
        ContactCenterManagement/AgentSurveyForMessagingConfigurationAPI/overview.md: warning broken-link 2
        ContactCenterManagement/AgentSurveyForMessagingRuntimeAPI/overview.md: info section-content 1
        ContactCenterManagement/AgentSurveyForMessagingRuntimeAPI/overview.md: warning broken-link 1
        ContactCenterManagement/LOBsAPI/overview.md: warning broken-link 2
        ContactCenterManagement/PredefinedCategoriesAPI/introduction.md: hint redirected-link 2
        ContactCenterManagement/PredefinedCategoriesAPI/introduction.md: warning broken-link 3
        ContactCenterManagement/ProfilesAPI/overview.md: warning broken-link 2
        ContactCenterManagement/ProfilesAPI/overview.md: warning missing-image 1
        ContactCenterManagement/ShiftStatusAPI/overview.md: error missing-section 1
        ContactCenterManagement/ShiftStatusAPI/overview.md: info changed-step 1
        ContactCenterManagement/ShiftStatusAPI/overview.md: warning broken-link 1
        ContactCenterManagement/ShiftStatusAPI/overview.md: warning missing-section 1
        ContactCenterManagement/SpecialOccasionsAPI/overview.md: error missing-section 1
        ContactCenterManagement/SpecialOccasionsAPI/overview.md: hint redirected-link 1
        ContactCenterManagement/SpecialOccasionsAPI/overview.md: warning broken-link 3
        ContactCenterManagement/SpecialOccasionsAPI/overview.md: warning missing-section 1
        ContactCenterManagement/UnifiedAutomaticMessagesAPI/overview.md: error missing-section 1
        ContactCenterManagement/UnifiedAutomaticMessagesAPI/overview.md: warning broken-link 2
        ContactCenterManagement/UnifiedAutomaticMessagesAPI/overview.md: warning missing-image 1
        ContactCenterManagement/UsersAPI/overview.md: info changed-step 1
        ContactCenterManagement/UsersAPI/overview.md: info section-content 1
        ContactCenterManagement/UsersAPI/overview.md: warning broken-link 2
        ContactCenterManagement/UsersAPI/overview.md: warning missing-image 1
        ContactCenterManagement/WorkdaysAPI/overview.md: warning broken-link 3
        ContactCenterManagement/WorkdaysAPI/overview.md: warning missing-section 1
        ContactCenterManagement/WorkdaysAPI/overview.md: warning section-order 1
        GettingStarted/secondHiddenFile.md: warning broken-link 1
        Hidden/Hidden/blank.md: error missing-key 1
    "#]]
    .assert_eq(&table);
}
