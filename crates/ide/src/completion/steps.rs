//! Canned text of the section that the cursor is in: all of it where the section is empty, the list where it has none,
//! and each step that is missing, with the number its place gives it.

use super::context::Context;
use super::half_typed::{begins, continued};
use super::insert_text::{InsertText, Piece};
use super::item::{Completion, CompletionKind, Offers};
use super::line::{After, Line};
use super::place::Place;
use docent_rules::analysis::steps::{Steps, canned_steps};
use docent_rules::edits::item_number::with_number;
use docent_rules::edits::outline_source::section_body;
use docent_rules::edits::steps::{NewNumber, is_loose, numbers_with_step, numbers_with_typed};
use docent_syntax::{BlockKind, ListItem};
use docent_template::canned::same_wording;
use docent_template::{CannedKind, CannedStep, CannedText, SectionSpec, StepMatch, align_steps, canned_block_source};

pub(super) fn provide(context: &Context<'_>, offers: &mut Offers) {
    let (line, typed) = match &context.place {
        Place::Blank(line) => (line, false),
        Place::Number(line) => (line, true),
        _ => return,
    };
    let Some(contract) = context.contract else { return };
    let outline = context.outline(contract);
    let Some(found) = outline.sections.get(line.section.index).copied().flatten() else { return };
    let Some(spec) = contract.sections.get(found.spec) else { return };
    if !typed {
        whole_body(context, line, found.spec, spec, offers);
    }
    if !typed {
        paragraphs(context, line, found.spec, spec, offers);
    }
    let Some(list) = canned_steps(spec) else { return };
    let items: Vec<&ListItem> = line.section.segment.ordered_items().collect();
    let line_end = usize::from(line.local_start()) + line.text.len();
    let is_typed = |item: &&ListItem| {
        typed && item.range.start() >= line.local_start() && usize::from(item.range.start()) <= line_end
    };
    let typed_item = items.iter().position(is_typed);
    // What is being typed must not stand for the step that it may become.
    let others: Vec<&ListItem> = items.iter().copied().filter(|item| !is_typed(item)).collect();
    let mut alignment = align_steps(list, line.section.segment, &others);
    let (missing_steps, one_is_there) = (alignment.missing.clone(), alignment.canned.iter().any(Option::is_some));
    if let Some(index) = typed_item {
        let match_ = StepMatch { canned: 0, same_text: false, misplaced: false };
        alignment.items.insert(index.min(alignment.items.len()), Some(match_));
    }
    let steps = Steps { section: line.section, spec, list, items, alignment };
    if list.any_of && one_is_there {
        return;
    }
    let typed_words = if typed { typed_words(line.before()) } else { "" };
    if others.is_empty() && typed_words.is_empty() {
        whole_list(context, line, found.spec, &steps, offers);
    }
    let at = others.iter().filter(|item| item.range.start() < line.local_start()).count();
    let numbers = match typed_item {
        Some(index) => numbers_with_typed(&steps, index),
        None => numbers_with_step(&steps, at),
    };
    let item_follows = others.get(at).is_some_and(|next| {
        let end: usize = next.range.start().into();
        line.section.segment.text.get(line_end..end).is_some_and(|between| between.trim().is_empty())
    });
    let place = StepPlace { numbers, is_first: at == 0, item_follows };
    let mut missing: Vec<(usize, &CannedStep, bool)> = Vec::new();
    for (canned, before) in missing_steps {
        if let Some(step) = list.steps.get(canned) {
            // What the author may add belongs at its place only.
            if (before == at || !step.open) && begins(&step.text.text, typed_words) {
                missing.push((canned, step, before == at));
            }
        }
    }
    // What belongs here first; what the author may add of his own last.
    missing.sort_by_key(|(_, step, here)| (step.open, !here));
    let goes_on = typed_item.is_some_and(|index| usize::from(steps.items[index].range.end()) > line_end);
    for (canned, step, here) in missing {
        // What stands below the typed line may not fit below the last of several lines.
        if goes_on && step.source.trim_end().contains('\n') {
            continue;
        }
        let mut item = one_step(context, line, typed, &steps, &place, step);
        item.preselect = here && !step.open && !step.optional;
        item.about = format!("step/{}/{canned}", found.spec);
        offers.add(item);
    }
}

/// Whether the block that ends above the line is a list.
fn is_below_list(line: &Line<'_>) -> bool {
    let blocks = &line.section.segment.blocks;
    let above = blocks.partition_point(|block| block.range.start() < line.local_start());
    above.checked_sub(1).is_some_and(|index| matches!(blocks[index].kind, BlockKind::List(_)))
}

/// Where a step would stand.
struct StepPlace {
    numbers: NewNumber,
    is_first: bool,
    /// The next block is an item of the same list.
    item_follows: bool,
}

/// The paragraphs and lists that the template gives the section, where nothing stands in it yet.
fn whole_body(context: &Context<'_>, line: &Line<'_>, index: usize, spec: &SectionSpec, offers: &mut Offers) {
    let Some(contract) = context.contract else { return };
    let only_comments = |kind: &BlockKind| matches!(kind, BlockKind::Comment(_) | BlockKind::AttributeList(_));
    let is_empty = line.section.segment.blocks.iter().all(|block| only_comments(&block.kind));
    let body = section_body(contract, index);
    let is_more_than_list =
        spec.blocks.iter().filter(|block| !block.optional).count() > 1 || canned_steps(spec).is_none();
    if !is_empty || body.trim().is_empty() || !is_more_than_list {
        return;
    }
    let mut item = block_item(context, line, format!("{}: the template's text", spec.title), &body);
    item.detail = Some(format!("all that '{}' always says", spec.title));
    item.preselect = true;
    item.about = format!("body/{index}");
    offers.add(item);
}

/// Each of the template's paragraphs that the section lacks, unless all of its text is offered.
fn paragraphs(context: &Context<'_>, line: &Line<'_>, index: usize, spec: &SectionSpec, offers: &mut Offers) {
    if !offers.items.is_empty() {
        return;
    }
    let there: Vec<&str> =
        line.section.segment.blocks.iter().filter_map(|block| Some(&*block.paragraph()?.text)).collect();
    for (number, block) in spec.blocks.iter().enumerate() {
        let CannedKind::Paragraph(text) = &block.kind else { continue };
        if there.iter().any(|found| same_wording(text, found)) {
            continue;
        }
        let mut item = block_item(context, line, short(text), &text.source);
        item.note = block.optional.then(|| "optional".to_owned());
        item.detail = Some(format!("text of '{}'", spec.title));
        item.about = format!("text/{index}/{number}");
        offers.add(item);
    }
}

fn whole_list(context: &Context<'_>, line: &Line<'_>, index: usize, steps: &Steps<'_>, offers: &mut Offers) {
    let block = steps.spec.blocks.iter().find(|block| matches!(block.kind, CannedKind::Steps(_)));
    let source = block.map(canned_block_source).unwrap_or_default();
    let count = steps.list.steps.iter().filter(|step| !step.optional && !step.open).count();
    if source.is_empty() || count < 2 {
        return;
    }
    let mut item = block_item(context, line, format!("{} steps", steps.spec.title), &source);
    item.note = Some(format!("{count} steps"));
    item.detail = Some("the whole list".to_owned());
    item.filter = filter(line, 1, &item.label);
    item.about = format!("list/{index}");
    offers.add(item);
}

/// A block of its own at the cursor's line.
fn block_item(context: &Context<'_>, line: &Line<'_>, label: String, source: &str) -> Completion {
    let mut text = InsertText::default();
    if !line.blank_before {
        text.push_text("\n");
    }
    text.append(InsertText::of_template(source.trim_end()));
    if matches!(line.after, After::Text | After::End { ending: false }) {
        text.push_text("\n");
    }
    Completion::new(CompletionKind::Text, label, line.whole(), text.with_ending(context.ending))
}

fn one_step(
    context: &Context<'_>,
    line: &Line<'_>,
    typed: bool,
    steps: &Steps<'_>,
    place: &StepPlace,
    step: &CannedStep,
) -> Completion {
    let number = place.numbers.number;
    let mut text = InsertText::default();
    let loose = is_loose(steps);
    // Only a list goes on without a blank line: a number below a paragraph is part of it.
    if !line.blank_before && (loose || place.is_first || !is_below_list(line)) {
        text.push_text("\n");
    }
    let source = with_number(step.source.trim_end(), number, place.numbers.delimiter);
    text.append(if step.open { to_fill_in(&source) } else { InsertText::of_template(&source) });
    if line.after == After::Text && (loose || !place.item_follows) {
        text.push_text("\n");
    }
    let words = if step.open { "A step of your own".to_owned() } else { short(&step.text) };
    let label = format!("{number}. {words}");
    let mut item = Completion::new(CompletionKind::Text, label, line.whole(), text.with_ending(context.ending));
    item.filter = if typed { filter(line, number, &words) } else { item.label.clone() };
    item.note = match (step.open, step.optional) {
        (true, _) => None,
        (false, true) => Some("optional".to_owned()),
        (false, false) => None,
    };
    item.detail = Some(format!("step {} of '{}'", step.number, steps.spec.title));
    item.more = place.numbers.others.clone();
    item
}

/// A step whose words are the author's: nothing is left of the placeholder in plain text.
fn to_fill_in(source: &str) -> InsertText {
    let mut text = InsertText::of_template(source);
    for piece in &mut text.pieces {
        if let Piece::Stop { plain, .. } = piece {
            plain.clear();
        }
    }
    text
}

/// The number as it was typed, so that an editor that compares letter by letter finds the step.
fn filter(line: &Line<'_>, number: u64, words: &str) -> String {
    let before = line.before();
    let typed = typed_words(before);
    if before.trim().is_empty() {
        return format!("{number}. {words}");
    }
    let separator = match before.chars().next_back() {
        Some(last) if typed.is_empty() && last.is_ascii_digit() => ". ",
        Some('.' | ')') if typed.is_empty() => " ",
        _ => "",
    };
    continued(&format!("{before}{separator}"), words, typed)
}

/// What stands after the number.
fn typed_words(before: &str) -> &str {
    before.trim_start().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches(['.', ')']).trim_start()
}

/// The words by which a step is known: what is bold at its beginning, else its beginning.
pub(super) fn short(text: &CannedText) -> String {
    const MAX_SHOWN: usize = 60;
    let words = text.bold_lead.as_deref().unwrap_or(&text.text);
    let shown: String = words.chars().take(MAX_SHOWN).collect();
    if shown.len() < words.len() { format!("{}…", shown.trim_end()) } else { shown }
}
