//! A `permalink` setting that is not in a `_config.yml`: which texts are one, and what it means. A style, and a pattern for posts, mean
//! what they mean to Jekyll, which takes nothing but its ending for pages; a pattern with `:basename`, which Jekyll knows of pages only, is
//! the address of pages as it stands.

use super::config::JekyllConfig;
use super::permalink::{POST_PLACEHOLDERS, placeholder_names};
use crate::kind::Suggest;
use docent_syntax::PAGE_ENDINGS;

/// The built-in styles.
pub(crate) const STYLES: [&str; 5] = ["date", "pretty", "ordinal", "weekdate", "none"];

const PAGE_PLACEHOLDERS: [&str; 3] = ["path", "basename", "output_ext"];

impl JekyllConfig {
    /// Has pages without a permalink published where this setting says.
    pub(crate) fn set_permalink(&mut self, setting: &str) {
        match is_of_pages(setting) {
            true => self.page_pattern = Some(setting.to_owned()),
            false => setting.clone_into(&mut self.permalink),
        }
    }

    /// For a generator that is not Jekyll: any file that docent takes for a page is one.
    pub(crate) fn accept_every_page_ending(&mut self) {
        self.markdown_endings = PAGE_ENDINGS.map(|ending| format!(".{ending}")).to_vec();
    }

    /// For a generator that is not Jekyll: Markdown files need no front matter to be pages.
    pub(crate) fn publish_bare_pages(&mut self) {
        self.publishes_bare_pages = true;
    }
}

/// Whether a pattern is the address of pages, letter by letter.
fn is_of_pages(setting: &str) -> bool {
    placeholder_names(setting).any(|name| name.strip_prefix("basename").is_some_and(ends_a_name))
}

fn ends_a_name(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('_')
}

/// Of pages Jekyll knows three, of posts all but `:basename`.
fn known_placeholders(setting: &str) -> Vec<&'static str> {
    match is_of_pages(setting) {
        true => PAGE_PLACEHOLDERS.to_vec(),
        false => ["basename"].into_iter().chain(POST_PLACEHOLDERS).collect(),
    }
}

/// What is wrong with a setting, in words; `suggest` proposes a known word for an unknown one.
pub(crate) fn mistake(setting: &str, suggest: Suggest<'_>) -> Option<String> {
    if STYLES.contains(&setting) {
        return None;
    }
    let styles = STYLES.join(", ");
    if !setting.contains([':', '/']) {
        let hint = suggest(setting, &STYLES);
        let known = if hint.is_empty() { format!("; they are {styles}") } else { hint };
        return Some(format!("'{setting}' is no style of permalinks{known}"));
    }
    let known = known_placeholders(setting);
    // Jekyll takes the longest name, or the one before an underscore: `:year_:title`.
    let is_known = |name: &str| known.iter().any(|known| name.strip_prefix(known).is_some_and(ends_a_name));
    if let Some(name) = placeholder_names(setting).find(|name| !is_known(name)) {
        let with_colon: Vec<String> = known.iter().map(|name| format!(":{name}")).collect();
        let candidates: Vec<&str> = with_colon.iter().map(String::as_str).collect();
        let hint = suggest(&format!(":{name}"), &candidates);
        let list = if hint.is_empty() { "; known are" } else { " Known are" };
        return Some(format!("':{name}' is no placeholder{hint}{list} {}", candidates.join(", ")));
    }
    let has_any = placeholder_names(setting).next().is_some();
    let expected = format!("a style ({styles}), or a pattern such as '/:path/:basename:output_ext', is expected here");
    (!has_any).then(|| format!("'{setting}' is one address for all pages; {expected}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Suggests a word in which one letter more stands.
    fn one_letter_more(word: &str, known: &[&str]) -> String {
        let is_near = |known: &&&str| {
            let mut letters = known.chars();
            known.len() == word.len() + 1 && word.chars().all(|c| letters.any(|letter| letter == c))
        };
        known.iter().find(is_near).map_or_else(String::new, |known| format!("; did you mean '{known}'?"))
    }

    #[test]
    fn settings_and_mistakes() {
        for good in [
            "pretty",
            "none",
            "/:path/:basename:output_ext",
            "/:path/:basename/",
            ":basename.html",
            "/docs/:basename",
            "/:categories/:year_:month/:title:output_ext",
        ] {
            assert_eq!(mistake(good, &one_letter_more), None, "{good}");
        }
        for (bad, says) in [
            ("prety", "'prety' is no style of permalinks; did you mean 'pretty'?"),
            ("html", "'html' is no style of permalinks; they are date, pretty, ordinal, weekdate, none"),
            ("/:base/:basename", "':base' is no placeholder; known are :path, :basename, :output_ext"),
            ("/:year/:basename", "':year' is no placeholder; known are :path, :basename, :output_ext"),
            (
                "/:basenam/",
                "':basenam' is no placeholder; did you mean ':basename'? Known are :basename, :path, :output_ext, \
              :collection, :name, :title, :slug, :categories, :slugified_categories, :year, :short_year, :month, :i_month, \
              :short_month, :long_month, :day, :i_day, :y_day, :week, :w_year, :w_day, :short_day, :long_day, :hour, :minute, \
              :second",
            ),
            (
                "/docs/",
                "'/docs/' is one address for all pages; a style (date, pretty, ordinal, weekdate, none), or a pattern such \
              as '/:path/:basename:output_ext', is expected here",
            ),
        ] {
            assert_eq!(mistake(bad, &one_letter_more).as_deref(), Some(says), "{bad}");
        }
    }
}
