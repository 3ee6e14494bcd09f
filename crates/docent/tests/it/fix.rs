//! `docent fix`: what it writes, and what it leaves alone.

use crate::harness::{CLEAN, Folder};

#[test]
fn a_clean_file_is_not_touched() {
    let folder = Folder::new(&[("a.md", CLEAN)]);
    let before = std::fs::metadata(folder.path("a.md")).and_then(|data| data.modified()).expect("a time");
    let run = folder.run(&["fix"]);
    assert_eq!(run.code, Some(0), "{run:?}");
    assert_eq!(folder.read("a.md"), CLEAN);
    let after = std::fs::metadata(folder.path("a.md")).and_then(|data| data.modified()).expect("a time");
    assert_eq!(before, after);
}

#[test]
fn nothing_to_fix_in_nothing_is_2() {
    let folder = Folder::new(&[]);
    assert_eq!(folder.run(&["fix"]).code, Some(2));
    assert_eq!(folder.run(&["fix", "gone.md"]).code, Some(2));
}

/// A list written `1)` stays one list, and the second run finds nothing to do.
#[test]
fn steps_are_inserted_with_the_delimiter_of_the_list() {
    const TEMPLATE: &str = "---\ndocent: { template: recipe }\n---\n\n## Steps\n\n1. **Weigh** the flour.\n\n\
        2. **Knead** the dough.\n\n3. **Wait** for an hour.\n\n4. **Bake** it at {{degrees}} degrees.\n";
    const PAGE: &str = "## Steps\n\n1) **Weigh** the flour.\n\n2) **Wait** for an hour.\n";
    const FIXED: &str = "## Steps\n\n1) **Weigh** the flour.\n\n2) **Knead** the dough.\n\n3) **Wait** for an hour.\n\n\
        4) **Bake** it at {{degrees}} degrees.\n";
    let configuration = "templates: _template/recipe.md\npages: [{ path: \"*.md\", template: recipe }]\n";
    let folder = Folder::new(&[("docent.yaml", configuration), ("_template/recipe.md", TEMPLATE), ("bread.md", PAGE)]);
    let run = folder.run(&["fix", "--unsafe"]);
    assert_eq!(folder.read("bread.md"), FIXED, "{run:?}");
    let run = folder.run(&["fix", "--unsafe"]);
    assert_eq!(folder.read("bread.md"), FIXED, "{run:?}");
}
