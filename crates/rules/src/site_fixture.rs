//! A small site as text, for tests: `//- path` begins a file, `$0` is the cursor.

use crate::input::{CheckInput, RuleSettings, SiteView};
use docent_site::SiteModel;
use docent_site::index::{SiteIndex, facts_of};
use docent_syntax::{Page, TextRange, TextSize};
use docent_template::Contract;

pub struct SiteFixture {
    pub index: SiteIndex,
    pub files: Vec<(String, String)>,
    /// The file with the cursor.
    pub path: String,
    pub page: Page,
    pub offset: TextSize,
    settings: RuleSettings,
}

impl SiteFixture {
    /// A site with pages at addresses.
    pub fn new(text: &str) -> SiteFixture {
        SiteFixture::with_model(text, SiteModel::of_kind("jekyll"))
    }

    pub fn with_model(text: &str, model: SiteModel) -> SiteFixture {
        let mut files: Vec<(String, String)> = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_prefix("//- ") {
                Some(path) => files.push((path.trim().to_owned(), String::new())),
                None => files.last_mut().expect("a fixture begins with //- path").1.push_str(line),
            }
        }
        let with_cursor = files.iter().position(|(_, text)| text.contains("$0")).expect("a fixture has a cursor");
        let offset = files[with_cursor].1.find("$0").expect("it is there");
        files[with_cursor].1 = files[with_cursor].1.replacen("$0", "", 1);
        let mut index = SiteIndex::new(model);
        for (path, text) in &files {
            match path.ends_with(".md") {
                true => {
                    let facts = facts_of(&Page::parse(text, index.model().dialect(path)), path, None, index.model());
                    index.set_page(path, facts, false);
                }
                false => {
                    index.set_file(path, true);
                }
            }
        }
        let (path, text) = files[with_cursor].clone();
        let dialect = index.model().dialect(&path);
        let offset = TextSize::new(offset as u32);
        SiteFixture { index, files, path, page: Page::parse(&text, dialect), offset, settings: RuleSettings::default() }
    }

    pub fn input<'a>(&'a self, contract: Option<&'a Contract>) -> CheckInput<'a> {
        let page = self.index.page(&self.path).expect("the page is in the index");
        let site = Some(SiteView { index: &self.index, page });
        CheckInput {
            page: &self.page,
            path: &self.path,
            contract,
            settings: &self.settings,
            yaml: self.index.model().yaml_schema(),
            site,
        }
    }

    pub fn text(&self, path: &str) -> &str {
        self.files.iter().find(|(other, _)| other == path).map_or("", |(_, text)| text)
    }

    /// `path:line: the line with «the range» marked`, both counted from 1.
    pub fn shown(&self, path: &str, range: TextRange) -> String {
        let text = self.text(path);
        let (start, end) = (usize::from(range.start()), usize::from(range.end()));
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[end..].find(['\n', '\r']).map_or(text.len(), |at| end + at);
        let line = text[..start].matches('\n').count() + 1;
        format!("{path}:{line}: {}«{}»{}", &text[line_start..start], &text[start..end], &text[end..line_end])
    }
}
