//! The real binary, run in folders of its own. One file for each command in `command_line/`.

#[path = "command_line/check.rs"]
mod check;
#[path = "command_line/fix.rs"]
mod fix;
#[path = "command_line/fix_sites.rs"]
mod fix_sites;
#[path = "command_line/harness.rs"]
mod harness;
#[path = "command_line/hostile.rs"]
mod hostile;
#[path = "command_line/init.rs"]
mod init;
#[cfg(unix)]
#[path = "command_line/interrupted.rs"]
mod interrupted;
#[path = "command_line/one_answer.rs"]
mod one_answer;
#[path = "command_line/other.rs"]
mod other;
#[path = "command_line/pages.rs"]
mod pages;
#[path = "command_line/safe_fixes.rs"]
mod safe_fixes;
#[path = "command_line/selection.rs"]
mod selection;
#[path = "command_line/site.rs"]
mod site;
#[path = "command_line/yaml.rs"]
mod yaml;
