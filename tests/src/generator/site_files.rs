//! The files of the site that are no pages: configuration, the template of methods, navigation, images.

use super::faults::{self, Fault};
use super::page_text::{Expected, LineEnds, PageText};
use super::plan::{self, FAULTY, Kind, PARTNER, Plan};
use super::{Options, links};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// How many images there are, from number 0 on.
pub(super) const IMAGES: usize = 40;

const NAVIGATION: &str = "_data/documentsupdated.yaml";

const CONFIG: &str = "\
# Written by docent-generate. Nothing here describes a real service.
title: Generated documentation
markdown: kramdown
plugins:
  - jekyll-redirect-from
exclude:
  - _template
  - docent.yaml
";

const DOCENT: &str = "\
# Overviews have the built-in template; methods have one of the site's own.
templates:
  - liveperson
  - _template/method.md
pages:
  - path: \"Documents/**/Methods/*.md\"
    template: method
site:
  # All that the pages have; no filters.
  link-styles: [relative, root-relative, file, root-file, own-url, liquid-variable, link-tag, html]
";

const METHOD_TEMPLATE: &str = "\
---
docent:
  template: method
  title: Method
  extends: liveperson/page
  closed: true
front-matter:
  required: [documentname, subfoldername]
  properties:
    subtitle:
      description: What the method is also called.
      deprecated: true
---

<!-- guidance
What the method does, in a sentence or two.
-->

### Request

### Response

### Errors
<!-- docent: optional aliases=\"Error codes\" -->
";

/// The smallest picture: one pixel.
const PNG: [u8; 67] = [
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8, 0,
    0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0, 10, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0x60, 0, 0, 0, 2, 0, 1,
    0x48, 0xaf, 0xa4, 0x71, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// Writes them. What is expected in the navigation file comes back.
pub(super) fn write(folder: &Path, options: &Options) -> io::Result<Vec<Expected>> {
    for part in ["_data", "_template", "assets/img", "assets/files"] {
        fs::create_dir_all(folder.join(part))?;
    }
    fs::write(folder.join("_config.yml"), format!("{CONFIG}url: {}\n", links::SITE))?;
    fs::write(folder.join("docent.yaml"), DOCENT)?;
    fs::write(folder.join("_template/method.md"), METHOD_TEMPLATE)?;
    fs::write(folder.join("assets/files/sample.json"), "{ \"sample\": true }\n")?;
    for number in 0..IMAGES {
        fs::write(folder.join(format!("assets/img/diagram-{number}.png")), PNG)?;
    }
    navigation(&mut BufWriter::new(File::create(folder.join(NAVIGATION))?), options)
}

/// Category > documents > pages > subpages, each document written as soon as it is known.
fn navigation(out: &mut impl Write, options: &Options) -> io::Result<Vec<Expected>> {
    let mut expected = Vec::new();
    let mut line = 0;
    let mut category = String::new();
    let mut put = |part: PageText, expected: &mut Vec<Expected>| {
        let (text, found) = part.finish(NAVIGATION, LineEnds::Lf);
        expected.extend(found.into_iter().map(|mut finding| {
            finding.start.0 += line;
            finding.end.0 += line;
            finding
        }));
        line += text.bytes().filter(|byte| *byte == b'\n').count() as u32;
        out.write_all(text.as_bytes())
    };
    let mut head = PageText::default();
    head.push("# The sidebar: categories, their documents, their pages.\nentries:\n");
    put(head, &mut expected)?;
    for document in 0..plan::documents(options) {
        let mut part = PageText::default();
        let pages: Vec<Plan> = plan::pages_of(options, document).map(|index| Plan::new(options, index)).collect();
        let fault = faults::of_document(options, document);
        if pages[0].category != category {
            category.clone_from(&pages[0].category);
            part.push(&format!("  - category: {category}\n    documents:\n"));
        }
        match document {
            0 => guidelines(&mut part, &pages),
            _ => entries_of_document(&mut part, &pages, fault),
        }
        put(part, &mut expected)?;
    }
    out.flush()?;
    Ok(expected)
}

/// Pages that stand directly below their category.
fn guidelines(part: &mut PageText, pages: &[Plan]) {
    for page in pages.iter().filter(|page| page.kind == Kind::Guideline) {
        part.push(&format!("      - pagename: {}\n        permalink: {}\n", page.pagename, page.address));
    }
}

fn entries_of_document(part: &mut PageText, pages: &[Plan], fault: Option<Fault>) {
    let name = pages[0].documentname.as_deref().unwrap_or_default();
    part.push(&format!("      - document: {name}\n        pages:\n"));
    let mut subfolder = None;
    let mut sorted: Vec<&Plan> = pages.iter().collect();
    sorted.sort_by_key(|page| page.subfolder);
    for page in sorted {
        if page.subfolder != subfolder {
            subfolder = page.subfolder;
            part.push(&format!("          - pagename: {}\n            subpages:\n", subfolder.unwrap_or_default()));
        }
        let indent = if subfolder.is_some() { "    " } else { "" };
        let is_faulty = page.slot == FAULTY;
        match fault {
            Some(Fault::NotInNavigation) if is_faulty => continue,
            // Its entry would lead to the other page of the same address.
            Some(Fault::DuplicatePermalink) if page.slot == PARTNER => continue,
            _ => {}
        }
        let address = match fault {
            Some(Fault::PermalinkConvention) if is_faulty => format!("odd-{}", page.address),
            _ => page.address.clone(),
        };
        part.push(&format!("{indent}          - pagename: \"{}\"\n{indent}            permalink: ", page.pagename));
        match fault.is_some_and(Fault::hides_page) && is_faulty {
            true => part.push_marked("missing-navigation", &address),
            false => part.push(&address),
        }
        part.push("\n");
    }
    if fault == Some(Fault::NavigationWithoutPage) {
        part.push("          - pagename: Planned\n            permalink: ");
        part.push_marked("missing-navigation", &format!("planned-page-{}.html", pages[0].index));
        part.push("\n");
    }
}
