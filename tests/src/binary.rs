//! The real binary, built once for a test run, in the profile of the tests.

use crate::workspace;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

/// A command that runs `docent` in the workspace's root, without colours. `DOCENT_BIN` names another binary to test.
pub fn docent() -> Command {
    let mut command = Command::new(path());
    command.current_dir(workspace::root()).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command
}

/// Where the binary is; builds it when it is asked for the first time.
pub fn path() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| match std::env::var_os("DOCENT_BIN") {
        Some(path) => PathBuf::from(path),
        None => build(),
    })
}

fn build() -> PathBuf {
    // target/debug/deps/example_site-0123 → target/debug
    let test = std::env::current_exe().expect("a test knows its own file");
    let folder = test.ancestors().nth(2).expect("tests lie in target/PROFILE/deps").to_owned();
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(name) => name,
    };
    let output = Command::new(workspace::cargo())
        .args(["build", "--locked", "--package", "docent", "--bin", "docent", "--profile", profile, "--target-dir"])
        .arg(folder.parent().expect("a profile's folder lies in the target folder"))
        .current_dir(workspace::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "building docent: {}", String::from_utf8_lossy(&output.stderr));
    folder.join(format!("docent{}", std::env::consts::EXE_SUFFIX))
}
