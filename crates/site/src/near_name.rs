//! How many letters two names differ in, to find what was probably meant. Knows nothing of pages. Many names are compared with one
//! intended name, and nearly all of them are far from it: that is found out in one pass over their letters.

use std::mem::swap;

/// A name that leads to nothing, made ready to be compared with those that are there. Upper and lower case do not matter.
#[derive(Debug)]
pub struct NearName {
    /// In lower case.
    intended: Vec<char>,
    /// How often each letter comes; letters beyond ASCII share the places.
    counts: [u32; 128],
    other: Vec<char>,
    rows: [Vec<usize>; 3],
}

impl NearName {
    pub fn new(intended: &str) -> NearName {
        let mut name = NearName { intended: Vec::new(), counts: [0; 128], other: Vec::new(), rows: Default::default() };
        push_lower(intended, &mut name.intended);
        for letter in &name.intended {
            if let Some(count) = name.counts.get_mut(place(*letter)) {
                *count += 1;
            }
        }
        name
    }

    /// How many letters are to be put in, left out, replaced, or swapped with the next one, if no more than `most`.
    pub fn distance(&mut self, other: &str, most: usize) -> Option<usize> {
        self.other.clear();
        push_lower(other, &mut self.other);
        if self.intended.len().abs_diff(self.other.len()) > most || self.letters_that_differ() > most {
            return None;
        }
        let (a, b) = without_common_ends(&self.intended, &self.other);
        let distance = bounded(a, b, most, &mut self.rows);
        (distance <= most).then_some(distance)
    }

    /// Each change brings at most one letter of one name into the other, whatever their order.
    fn letters_that_differ(&self) -> usize {
        let mut left = self.counts;
        let mut shared = 0;
        for letter in &self.other {
            if let Some(count) = left.get_mut(place(*letter))
                && *count > 0
            {
                *count -= 1;
                shared += 1;
            }
        }
        self.intended.len().max(self.other.len()) - shared
    }
}

/// Whether `other` is what the author of `intended` probably meant: a word with few enough changes for its length. In a short word each
/// letter tells words apart (`faq` and `fax`, `live` and `love`), so there it takes a letter too many, one too few, or two swapped.
pub fn is_misspelling(intended: &str, other: &str) -> bool {
    let (mut a, mut b) = (Vec::new(), Vec::new());
    push_lower(intended, &mut a);
    push_lower(other, &mut b);
    let length = a.len().max(b.len());
    let most = match length {
        0..=3 => 0,
        4..=11 => 1,
        _ => length / 6,
    };
    let Some(distance) = NearName::new(intended).distance(other, most) else { return false };
    let same_length = a.len() == b.len();
    a.sort_unstable();
    b.sort_unstable();
    let replaces_a_letter = same_length && a != b;
    distance == 0 || length > 5 || !replaces_a_letter
}

fn place(letter: char) -> usize {
    letter as usize % 128
}

fn push_lower(name: &str, letters: &mut Vec<char>) {
    if name.is_ascii() {
        letters.extend(name.bytes().map(|byte| char::from(byte.to_ascii_lowercase())));
    } else {
        letters.extend(name.chars().flat_map(char::to_lowercase));
    }
}

fn without_common_ends<'a>(mut a: &'a [char], mut b: &'a [char]) -> (&'a [char], &'a [char]) {
    while let ([first, a_rest @ ..], [other, b_rest @ ..]) = (a, b)
        && first == other
    {
        (a, b) = (a_rest, b_rest);
    }
    while let ([a_rest @ .., last], [b_rest @ .., other]) = (a, b)
        && last == other
    {
        (a, b) = (a_rest, b_rest);
    }
    (a, b)
}

/// The distance, or anything beyond `most` where it is beyond that. `rows` are kept from one call to the next for their memory.
fn bounded(a: &[char], b: &[char], most: usize, rows: &mut [Vec<usize>; 3]) -> usize {
    if a.is_empty() || b.is_empty() {
        return a.len().max(b.len());
    }
    let beyond = most.saturating_add(1);
    let [before, last, row] = rows;
    for kept in [&mut *before, &mut *last, &mut *row] {
        kept.clear();
        kept.resize(b.len() + 1, beyond);
    }
    for (j, cell) in last.iter_mut().enumerate() {
        *cell = j.min(beyond);
    }
    for (i, letter) in a.iter().enumerate() {
        // Only cells this near to the diagonal can be within `most`; those beside them are set, since rows are reused.
        let (from, until) = (i.saturating_sub(most), b.len().min(i.saturating_add(beyond)));
        row.fill(beyond);
        if let Some(first) = row.first_mut() {
            *first = (i + 1).min(beyond);
        }
        let mut least = row.first().copied().unwrap_or(beyond);
        for j in from..until {
            let replaced = last[j] + usize::from(*letter != b[j]);
            let mut cell = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == b[j] && *letter == b[j - 1] {
                cell = cell.min(before[j - 1] + 1);
            }
            row[j + 1] = cell.min(beyond);
            least = least.min(row[j + 1]);
        }
        if least > most {
            return beyond;
        }
        swap(before, last);
        swap(last, row);
    }
    last.last().copied().unwrap_or(beyond)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_a_short_word_counts() {
        for (intended, other) in [
            ("faqs", "faq"),
            ("wkii", "wiki"),
            ("messaging", "mesaging"),
            ("überblick", "uberblick"),
            ("contact-center-overview", "contact-centre-overveiw"),
            ("FAQ", "faq"),
        ] {
            assert!(is_misspelling(intended, other) && is_misspelling(other, intended), "{intended} {other}");
        }
        for (intended, other) in [
            ("faq", "fax"),
            ("cli", "css"),
            ("tos", "ios"),
            ("ab", "a"),
            ("live", "love"),
            ("über", "aber"),
            ("日本", "日"),
        ] {
            assert!(!is_misspelling(intended, other) && !is_misspelling(other, intended), "{intended} {other}");
        }
    }

    #[test]
    fn the_distance_is_that_of_the_whole_table_within_the_bound_and_none_beyond() {
        let mut names = vec![String::new()];
        for length in 1..=4_u32 {
            names.extend((0..3_u32.pow(length)).map(|number| {
                (0..length).map(|at| ['a', 'b', 'é'][(number / 3_u32.pow(at) % 3) as usize]).collect::<String>()
            }));
        }
        names.extend(
            ["area-methods-12.html", "AREA-metohds-21.html", "methods-area.html", "ÄREA-12"].map(str::to_owned),
        );
        for intended in &names {
            let mut near = NearName::new(intended);
            for other in &names {
                let whole = strsim::osa_distance(&intended.to_lowercase(), &other.to_lowercase());
                for most in [0, 1, 2, 3, 33] {
                    let expected = Some(whole).filter(|distance| *distance <= most);
                    assert_eq!(near.distance(other, most), expected, "{intended} {other} {most}");
                }
            }
        }
    }
}
