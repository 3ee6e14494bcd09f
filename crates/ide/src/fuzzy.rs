//! How well a few typed letters fit a text: the one order in which titles, addresses and headings are offered. Looks at hundreds of
//! thousands of texts at a time, so that it allocates nothing for those in ASCII.

/// What was typed, folded once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    /// Lower case; words separated by one blank.
    words: Vec<String>,
    /// All letters and digits in one.
    letters: String,
    is_ascii: bool,
}

/// How well a text fits: the smaller the better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fit {
    /// It is what was typed.
    Whole,
    /// It begins with it.
    Beginning,
    /// Its words begin with the typed ones, in their order.
    Words,
    /// It holds each of the typed words.
    Inside,
    /// Its letters hold the typed ones in their order.
    Letters,
}

impl Query {
    pub(crate) fn new(typed: &str) -> Query {
        let lower = typed.to_lowercase();
        let words: Vec<String> =
            lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect();
        let letters = words.concat();
        Query { is_ascii: letters.is_ascii(), words, letters }
    }

    /// Nothing was typed that could be compared: everything fits.
    pub(crate) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// `None` where the text does not fit. Signs and blanks count for nothing.
    pub(crate) fn fit(&self, text: &str) -> Option<Fit> {
        if self.is_empty() {
            return Some(Fit::Letters);
        }
        // The cheapest test comes first: it rules out nearly every text, and its cost is dominated by fetching the text.
        let lower = |c: u8| c.to_ascii_lowercase();
        if self.is_ascii && !has_letters(text.as_bytes(), self.letters.as_bytes(), lower) {
            return None;
        }
        if text.is_ascii() {
            return if self.is_ascii { self.fit_lower(text.as_bytes(), lower) } else { None };
        }
        // Signs beyond ASCII count as letters here; that is no harm where the typed ones are left out.
        self.fit_lower(text.to_lowercase().as_bytes(), |c| c)
    }

    fn fit_lower(&self, text: &[u8], lower: impl Fn(u8) -> u8 + Copy) -> Option<Fit> {
        if !self.is_ascii && !has_letters(text, self.letters.as_bytes(), lower) {
            return None;
        }
        let mut typed = self.words.iter();
        let mut query_word = typed.next();
        let (mut number, mut first, mut last) = (0, None, 0);
        for word in words_of(text) {
            if let Some(query) = query_word
                && begins(word, query.as_bytes(), lower)
            {
                first.get_or_insert(number);
                last = number;
                query_word = typed.next();
                let is_last = query_word.is_none();
                if is_last && word.len() != query.len() {
                    // The last word goes on.
                    last += 1;
                }
            }
            number += 1;
        }
        if query_word.is_none() {
            let in_a_row = first == Some(0) && last <= self.words.len();
            return Some(match in_a_row {
                true if last + 1 == number && number == self.words.len() => Fit::Whole,
                true => Fit::Beginning,
                false => Fit::Words,
            });
        }
        let holds = |word: &String| holds(text, word.as_bytes(), lower);
        Some(if self.words.iter().all(holds) { Fit::Inside } else { Fit::Letters })
    }
}

fn words_of(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|byte| byte.is_ascii() && !byte.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

fn has_letters(text: &[u8], letters: &[u8], lower: impl Fn(u8) -> u8) -> bool {
    if text.len() < letters.len() {
        return false;
    }
    let mut rest = letters.iter();
    let Some(mut next) = rest.next() else { return true };
    for byte in text {
        if lower(*byte) == *next {
            match rest.next() {
                Some(letter) => next = letter,
                None => return true,
            }
        }
    }
    false
}

fn begins(text: &[u8], with: &[u8], lower: impl Fn(u8) -> u8) -> bool {
    text.len() >= with.len() && text.iter().zip(with).all(|(a, b)| lower(*a) == *b)
}

fn holds(text: &[u8], word: &[u8], lower: impl Fn(u8) -> u8 + Copy) -> bool {
    text.windows(word.len().max(1)).any(|window| begins(window, word, lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_better_it_fits_the_earlier_it_comes() {
        let fit = |typed: &str, text: &str| Query::new(typed).fit(text);
        assert_eq!(fit("users api", "Users API"), Some(Fit::Whole));
        assert_eq!(fit("users", "Users API"), Some(Fit::Beginning));
        assert_eq!(fit("us", "users-api-overview.html"), Some(Fit::Beginning));
        assert_eq!(fit("users api", "users-api-overview"), Some(Fit::Beginning));
        assert_eq!(fit("us ov", "users-api-overview"), Some(Fit::Words));
        assert_eq!(fit("api", "Users API"), Some(Fit::Words));
        assert_eq!(fit("view", "users-api-overview"), Some(Fit::Inside));
        assert_eq!(fit("uao", "users-api-overview"), Some(Fit::Letters));
        assert_eq!(fit("oau", "users-api-overview"), None);
        assert_eq!(fit("ÜB", "Über uns"), Some(Fit::Beginning));
        assert_eq!(fit("über", "Uber"), None);
        assert_eq!(fit("", "x"), Some(Fit::Letters));
        assert_eq!(fit("-", ""), Some(Fit::Letters));
        assert_eq!(fit("😀", "a"), Some(Fit::Letters));
        assert_eq!(fit("a", ""), None);
    }
}
