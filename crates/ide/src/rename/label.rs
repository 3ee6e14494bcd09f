//! A reference label gets another name: its definition and all that use it. What a reader sees stays the same.

use super::{Renamable, RenameKind, SiteEdits};
use docent_rules::analysis::text_of;
use docent_rules::input::CheckInput;
use docent_syntax::{Link, LinkKind, ReferenceDefinition, SectionRef, TextEdit, TextRange, TextSize};

pub(super) fn renamable(input: &CheckInput<'_>, offset: TextSize) -> Option<Renamable> {
    let section = input.page.section_at(offset)?;
    let used = section.segment.links.iter().filter(|link| link.kind == LinkKind::Reference);
    let used = used.map(|link| section.absolute(link.destination));
    let defined = section.segment.definitions.iter().filter_map(|definition| label_range(section, definition));
    let range = used.chain(defined).find(|range| range.contains_inclusive(offset))?;
    Some(Renamable { range, name: text_of(input.page, range)?.to_owned(), kind: RenameKind::Label })
}

pub(super) fn rename(input: &CheckInput<'_>, old: &str, new: &str) -> Result<SiteEdits, String> {
    if new.contains(['[', ']']) || new.starts_with('^') {
        return Err("A label has no brackets in it and does not begin with '^'".to_owned());
    }
    let (old, new_label) = (normalized(old), normalized(new));
    let definitions = || {
        input
            .page
            .sections()
            .flat_map(|section| section.segment.definitions.iter().map(move |definition| (section, definition)))
    };
    if old != new_label && definitions().any(|(_, definition)| normalized(&definition.label) == new_label) {
        return Err(format!("There is a definition of '{new}' already"));
    }
    let mut edits = SiteEdits::default();
    let defined = definitions().filter(|(_, definition)| normalized(&definition.label) == old);
    let defined = defined.filter_map(|(section, definition)| label_range(section, definition));
    edits.add(input.path, defined.map(|range| TextEdit::replace(range, new)));
    for section in input.page.sections() {
        for link in section.segment.links.iter().filter(|link| link.kind == LinkKind::Reference) {
            let range = section.absolute(link.destination);
            if text_of(input.page, range).is_some_and(|label| normalized(label) == old) {
                edits.add(input.path, use_edit(section, link, new));
            }
        }
    }
    Ok(edits)
}

/// `[text][label]` gets the new label; `[label][]` and `[label]` keep their text and get the label behind it.
fn use_edit(section: SectionRef<'_>, link: &Link, new: &str) -> Option<TextEdit> {
    let source = section.segment.text.get(std::ops::Range::<usize>::from(link.range))?;
    let label_ends_link = link.destination.end() + TextSize::of(']') == link.range.end();
    let starts_link = link.destination.start() <= link.range.start() + TextSize::of("![");
    let edit = match (label_ends_link, starts_link) {
        (true, false) => TextEdit::replace(link.destination, new),
        (false, _) if source.ends_with("[]") => TextEdit::insert(link.range.end() - TextSize::of(']'), new),
        _ => TextEdit::insert(link.range.end(), format!("[{new}]")),
    };
    Some(TextEdit { range: section.absolute(edit.range), ..edit })
}

/// Where the label stands in `[label]: destination`.
fn label_range(section: SectionRef<'_>, definition: &ReferenceDefinition) -> Option<TextRange> {
    let source = section.segment.text.get(std::ops::Range::<usize>::from(definition.range))?;
    let open = source.find('[')? + 1;
    source.get(open..).filter(|rest| rest.starts_with(&*definition.label))?;
    let range = TextRange::at(definition.range.start() + TextSize::new(open as u32), TextSize::of(&*definition.label));
    Some(section.absolute(range))
}

/// Labels are equal without regard to case and to how their words are spaced.
fn normalized(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
