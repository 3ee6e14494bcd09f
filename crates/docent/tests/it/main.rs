//! The real binary, run in folders of its own. Most files are named after a command.

mod check;
mod fix;
mod fix_sites;
mod harness;
mod hostile;
mod init;
#[cfg(unix)]
mod interrupted;
mod one_answer;
mod other;
mod pages;
mod safe_fixes;
mod selection;
mod site;
mod template_sets;
mod yaml;
