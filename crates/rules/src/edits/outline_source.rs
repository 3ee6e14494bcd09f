//! The template's text as it is inserted into a page: one section with what belongs below it, or the whole outline.

use docent_template::{Contract, canned_block_source, canned_source};

/// A section with its canned text and the sections that a page must have below it; LF, no blank lines around it.
pub fn section_source(contract: &Contract, index: usize) -> String {
    let mut sources = Vec::new();
    if let Some(spec) = contract.sections.get(index) {
        sources.push(canned_source(spec).trim_end().to_owned());
    }
    collect_children(contract, Some(index), &mut sources, 0);
    sources.join("\n\n")
}

/// The canned text of a section alone, without its heading. Empty where the template has none.
pub fn section_body(contract: &Contract, index: usize) -> String {
    let Some(spec) = contract.sections.get(index) else { return String::new() };
    let blocks = spec.blocks.iter().filter(|block| !block.optional).map(canned_block_source);
    blocks.filter(|source| !source.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The lead and all sections that a page must have.
pub fn outline_source(contract: &Contract) -> String {
    let lead = contract.lead.iter().filter(|block| !block.optional).map(canned_block_source);
    let mut sources: Vec<String> = lead.filter(|source| !source.is_empty()).collect();
    collect_children(contract, None, &mut sources, 0);
    sources.iter().map(|source| format!("{source}\n")).collect::<Vec<_>>().join("\n")
}

fn collect_children(contract: &Contract, parent: Option<usize>, sources: &mut Vec<String>, depth: u32) {
    // There are six levels of headings; the bound keeps a broken contract from running for ever.
    if depth > 6 {
        return;
    }
    for index in contract.children(parent).filter(|&index| contract.sections[index].repeat.min > 0) {
        sources.push(canned_source(&contract.sections[index]).trim_end().to_owned());
        collect_children(contract, Some(index), sources, depth + 1);
    }
}
