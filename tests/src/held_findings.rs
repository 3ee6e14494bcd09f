//! What an editor holds of all pages after everything it was told, and what `docent check` says of the same files: in one form, so that
//! the two can be compared.

use crate::binary;
use crate::lsp_client::{LspClient, file_uri};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const METHOD: &str = "textDocument/publishDiagnostics";

/// By the page's address, what is found in it, sorted; no page without findings.
pub type Findings = BTreeMap<String, Vec<String>>;

/// For clients with columns in UTF-16, in which `docent check` counts.
#[derive(Debug, Default)]
pub struct HeldFindings {
    held: Findings,
    /// How often the findings of a page came.
    pub told: BTreeMap<String, usize>,
}

impl HeldFindings {
    /// Takes in all that has come.
    pub fn take(&mut self, client: &mut LspClient) {
        for message in client.take_unread() {
            self.take_one(&message);
        }
    }

    fn take_one(&mut self, message: &Value) {
        if message["method"] != METHOD {
            return;
        }
        let uri = message["params"]["uri"].as_str().expect("an address").to_owned();
        let findings = message["params"]["diagnostics"].as_array().expect("a list").iter();
        let mut findings: Vec<String> = findings.map(shown).collect();
        findings.sort();
        *self.told.entry(uri.clone()).or_insert(0) += 1;
        match findings.is_empty() {
            true => drop(self.held.remove(&uri)),
            false => drop(self.held.insert(uri, findings)),
        }
    }

    pub fn of(&self, uri: &str) -> &[String] {
        self.held.get(uri).map_or(&[], Vec::as_slice)
    }

    pub fn all(&self) -> &Findings {
        &self.held
    }

    /// Reads on until what is held is so; fails where it does not come to that.
    pub fn wait_until(&mut self, client: &mut LspClient, what: &str, is_so: impl Fn(&Findings) -> bool) {
        self.take(client);
        while !is_so(&self.held) {
            let message = client.wait_for(&format!("{what}; held are {:#?}", self.held), |it| it["method"] == METHOD);
            self.take_one(&message);
        }
    }

    /// Reads on until what is held is what `docent check` finds.
    pub fn wait_until_checked(&mut self, client: &mut LspClient, root: &Path) {
        let expected = checked(root);
        self.wait_until(client, &format!("what is found in all pages: {expected:#?}"), |held| *held == expected);
    }
}

/// `rule severity line:column-line:column message`
fn shown(finding: &Value) -> String {
    let severity = match finding["severity"].as_u64() {
        Some(1) => "error",
        Some(2) => "warning",
        Some(3) => "info",
        _ => "hint",
    };
    let code = finding["code"].as_str().unwrap_or_default();
    line(code, severity, &finding["range"], finding["message"].as_str().unwrap_or_default())
}

fn line(rule: &str, severity: &str, range: &Value, message: &str) -> String {
    let at = |end: &str| format!("{}:{}", range[end]["line"], range[end]["character"]);
    format!("{rule} {severity} {}-{} {message}", at("start"), at("end"))
}

/// What `docent check` finds in a folder as it is now.
pub fn checked(root: &Path) -> Findings {
    checked_with(root, &["."], &[])
}

/// What `docent check` finds with further arguments, in this working directory.
pub fn checked_with(root: &Path, arguments: &[&str], input: &[u8]) -> Findings {
    let mut command = binary::docent();
    command.args(["check", "--format", "json"]).args(arguments).current_dir(root);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it runs");
    // A run that does not read its input closes the pipe.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    let output = child.wait_with_output().expect("it ends").stdout;
    let report: Value = serde_json::from_slice(&output).expect("it writes JSON");
    let mut findings = Findings::new();
    for finding in report["findings"].as_array().expect("a list") {
        let text = |name: &str| finding[name].as_str().unwrap_or_default();
        let of_page = findings.entry(file_uri(&root.join(text("path")))).or_default();
        of_page.push(line(text("rule"), text("severity"), &finding["range"], text("message")));
    }
    findings.values_mut().for_each(|of_page| of_page.sort());
    findings
}
