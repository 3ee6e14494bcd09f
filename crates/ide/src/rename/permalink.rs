//! A page gets another address: links follow, and the old address becomes a redirect.

use super::relink::{Moved, NewPlace, relink};
use super::{ReadPage, Renamable, RenameKind, SiteEdits};
use docent_rules::edits::keys::is_empty_value;
use docent_rules::finding::Fix;
use docent_rules::input::CheckInput;
use docent_site::index::ClaimKind;
use docent_site::{PageId, SiteIndex, SiteModel};
use docent_syntax::front_matter::Place;
use docent_syntax::front_matter::edit::{add_to_list, insert_entry, remove_entry, remove_item, set_value};
use docent_syntax::front_matter::split;
use docent_syntax::text::apply_edits;
use docent_syntax::{FrontMatter, ResolvedEntry, TextEdit, TextSize, YamlEntry, YamlKind, YamlTree};
use serde_json::Value;

pub(super) fn renamable(input: &CheckInput<'_>, offset: TextSize) -> Option<Renamable> {
    let entry = permalink_entry(input, &model_of(input).permalink_key)?;
    let is_here = entry.range.contains_inclusive(offset) && !is_empty_value(&entry.value);
    let name = entry.value.as_str().filter(|_| is_here)?;
    Some(Renamable { range: entry.value.range, name: name.to_owned(), kind: RenameKind::Permalink })
}

pub(super) fn rename(input: &CheckInput<'_>, new: &str, read: ReadPage<'_>) -> Result<SiteEdits, String> {
    let model = model_of(input);
    let front_matter = input.page.front_matter();
    let entry = permalink_entry(input, &model.permalink_key).ok_or("The page has no permalink of its own")?;
    let old = entry.value.as_str().unwrap_or_default().to_owned();
    if new.contains(char::is_whitespace) || new.contains("://") {
        return Err(format!("'{new}' is no address of a page: no blanks, and from the site's root"));
    }
    let (old_address, new_address) = (model.generator.address_of(&old), model.generator.address_of(new));
    if let Some(site) = input.site {
        refuse_taken(site.index, site.page, &new_address)?;
    }
    let mut own = set_value(front_matter, entry, &Value::from(new));
    if old_address != new_address {
        own.extend(redirect_edits(front_matter, &model, &old, &new_address));
    }
    refuse_damage(front_matter, &model, &own, new)?;
    let mut edits = SiteEdits::default();
    edits.add(input.path, own);
    if old_address == new_address {
        return Ok(edits);
    }
    if let Some(site) = input.site {
        let place = NewPlace { path: input.path.to_owned(), address: Some(new_address) };
        let moved = Moved { pages: [(site.page, place)].into(), ..Moved::default() };
        for (path, more) in relink(site.index, &moved, read).files {
            edits.add(&path, more);
        }
    }
    Ok(edits)
}

/// The error names who has the address.
pub(super) fn refuse_taken(index: &SiteIndex, page: PageId, address: &str) -> Result<(), String> {
    let claims = index.claims(address);
    let taken = claims.iter().find(|claim| claim.page != page && claim.kind != ClaimKind::Intended);
    match taken {
        None => Ok(()),
        Some(claim) => {
            let how = if matches!(claim.kind, ClaimKind::Redirect(_)) { "redirects from" } else { "lies at" };
            Err(format!("{} {how} {address} already", index.path(claim.page)))
        }
    }
}

/// The old address among the redirects, the new one not among them. Redirects that an alias or `<<` brings in stay as they are
/// where they are written: the page gets a list of its own.
pub(super) fn redirect_edits(
    front_matter: &FrontMatter,
    model: &SiteModel,
    old: &str,
    new_address: &str,
) -> Vec<TextEdit> {
    let key = &*model.redirect_key;
    let address_of = |written: &str| model.generator.address_of(written);
    let Some(found) = front_matter.yaml.find(key, model.yaml_schema()) else {
        return insert_entry(front_matter, key, &Value::from(vec![old]), place(front_matter, model));
    };
    let is_there = |address: &str| redirects(found.entry).any(|written| address_of(written) == address);
    let has_old = is_there(&address_of(old));
    if has_old && !is_there(new_address) {
        return Vec::new();
    }
    let all = || -> Value {
        let others = redirects(found.entry).filter(|written| address_of(written) != new_address);
        others.map(str::to_owned).chain((!has_old).then(|| old.to_owned())).collect()
    };
    match found.own() {
        // After `<<`, which would override it.
        None => insert_entry(front_matter, key, &all(), Place::End),
        Some(entry) if matches!(entry.value.kind, YamlKind::Alias(_)) => set_value(front_matter, entry, &all()),
        Some(entry) if !is_there(new_address) => add_to_list(front_matter, entry, old),
        Some(entry) => without(front_matter, model, entry, new_address, (!has_old).then_some(old)),
    }
}

/// The error says what the edits would damage: YAML that cannot be read, another value than the new one, or a key that shares its
/// value by an alias.
fn refuse_damage(front_matter: &FrontMatter, model: &SiteModel, edits: &[TextEdit], new: &str) -> Result<(), String> {
    let by_hand =
        |what: &str| Err(format!("The front matter is written in a way that this edit {what}: change it by hand"));
    let schema = model.yaml_schema();
    let now = apply_edits(&front_matter.text, edits).map(|text| split(&text).yaml);
    let Some(now) = now.filter(|now| now.error.is_none() || front_matter.yaml.error.is_some()) else {
        return by_hand("would break");
    };
    let is_new = |found: ResolvedEntry<'_>| found.entry.value.as_str() == Some(new);
    if !now.find(&model.permalink_key, schema).is_some_and(is_new) {
        return by_hand("does not reach");
    }
    let others = |yaml: &YamlTree| {
        let keys = yaml.resolved(schema).into_iter();
        let keys = keys.filter(|found| found.name != *model.permalink_key && found.name != *model.redirect_key);
        keys.map(|found| (found.name.to_string(), found.entry.value.to_json_as(schema))).collect::<Vec<_>>()
    };
    let (before, after) = (others(&front_matter.yaml), others(&now));
    match before.iter().find(|known| !after.contains(known)) {
        Some((key, _)) => Err(format!("The key `{key}` shares this value by an alias: change it by hand")),
        None => Ok(()),
    }
}

/// The redirects without the one to `address`, with `added` in its place.
fn without(
    front_matter: &FrontMatter,
    model: &SiteModel,
    entry: &YamlEntry,
    address: &str,
    added: Option<&str>,
) -> Vec<TextEdit> {
    let is_address =
        |written: Option<&str>| written.is_some_and(|written| model.generator.address_of(written) == address);
    let YamlKind::Sequence(items) = &entry.value.kind else {
        return match added {
            Some(added) => set_value(front_matter, entry, &Value::from(added)),
            None => remove_entry(front_matter, entry),
        };
    };
    let Some(index) = items.iter().position(|item| is_address(item.as_str())) else { return Vec::new() };
    match added {
        Some(added) => {
            let text = docent_syntax::yaml::write::scalar_in_style(added, items[index].style);
            vec![TextEdit::replace(items[index].range, text)]
        }
        None => remove_item(front_matter, &entry.value, index),
    }
}

fn redirects(entry: &YamlEntry) -> impl Iterator<Item = &str> {
    let items = match &entry.value.target().kind {
        YamlKind::Sequence(items) => items.as_slice(),
        _ => std::slice::from_ref(&entry.value),
    };
    items.iter().filter(|item| !is_empty_value(item)).filter_map(|item| item.as_str())
}

/// Directly after the permalink, where there is one.
fn place<'f>(front_matter: &'f FrontMatter, model: &SiteModel) -> Place<'f> {
    front_matter.yaml.get(&model.permalink_key).map_or(Place::End, Place::After)
}

/// For an author who has just changed a permalink by hand: keeps the address that was (as it was written) as a redirect. `None`
/// where it still is the page's, or another page's by now.
pub fn keep_old_address(input: &CheckInput<'_>, old: &str) -> Option<Fix> {
    let model = model_of(input);
    let now = permalink_entry(input, &model.permalink_key)?;
    let new = now.value.as_str().filter(|text| !text.trim().is_empty())?;
    let (old_address, new_address) = (model.generator.address_of(old), model.generator.address_of(new));
    if old.trim().is_empty() || old_address == new_address {
        return None;
    }
    if let Some(site) = input.site {
        refuse_taken(site.index, site.page, &old_address).ok()?;
    }
    let edits = redirect_edits(input.page.front_matter(), &model, old, &new_address);
    (!edits.is_empty()).then(|| Fix::safe(format!("Keep the old address '{old}' as a redirect"), edits))
}

/// One that `<<` merges in may have other users: it is changed by hand.
fn permalink_entry<'a>(input: &CheckInput<'a>, key: &str) -> Option<&'a YamlEntry> {
    input.page.front_matter().yaml.find(key, input.yaml)?.own()
}

fn model_of(input: &CheckInput<'_>) -> SiteModel {
    input.site.map(|site| site.index.model().clone()).unwrap_or_default()
}
