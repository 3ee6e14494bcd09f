//! A post's date, as far as it gets into its address. Knows no clock and no time zone: a date is what is written.

use super::ruby::extension;

/// A day and a time of it. What cannot be read is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Date {
    year: i64,
    month: i64,
    day: i64,
    time: [i64; 3],
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Date {
    /// `2024-2-3`, `24-02-03`, `2024-02-03 04:05:06 +0100`.
    pub(super) fn parse(text: &str) -> Date {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        let mut next = || numbers.next().and_then(|part| part.parse().ok()).filter(|&n: &i64| n < 10_000).unwrap_or(0);
        let year = match next() {
            short @ 0..69 => 2000 + short,
            short @ 69..100 => 1900 + short,
            year => year,
        };
        Date { year, month: next().min(12), day: next().min(31), time: [next(), next(), next()] }
    }

    /// What a placeholder of a permalink gives: `month` is `02`, `i_month` is `2`. `None` for a name that is none.
    pub(super) fn part(self, placeholder: &str) -> Option<String> {
        let Date { year, month, day, time: [hour, minute, second] } = self;
        let month_name = || MONTHS[(month.max(1) - 1) as usize];
        let day_name = || DAYS[(self.week_day() - 1) as usize];
        Some(match placeholder {
            "year" => format!("{year:04}"),
            "month" => format!("{month:02}"),
            "day" => format!("{day:02}"),
            "hour" => format!("{hour:02}"),
            "minute" => format!("{minute:02}"),
            "second" => format!("{second:02}"),
            "i_day" => day.to_string(),
            "i_month" => month.to_string(),
            "short_month" => month_name()[..3].to_owned(),
            "long_month" => month_name().to_owned(),
            "short_year" => format!("{:02}", year % 100),
            "w_year" => self.iso_week().0.to_string(),
            "week" => format!("{:02}", self.iso_week().1),
            "w_day" => self.week_day().to_string(),
            "short_day" => day_name()[..3].to_owned(),
            "long_day" => day_name().to_owned(),
            "y_day" => format!("{:03}", self.year_day()),
            _ => return None,
        })
    }

    /// Days since 0000-03-01 in the calendar of today.
    fn number(self) -> i64 {
        let year = self.year - i64::from(self.month <= 2);
        let month = (self.month + 9) % 12;
        year * 365 + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (153 * month + 2) / 5 + self.day
            - 1
    }

    fn first_of_year(year: i64) -> i64 {
        Date { year, month: 1, day: 1, ..Date::default() }.number()
    }

    /// 1 for the first of January.
    fn year_day(self) -> i64 {
        self.number() - Date::first_of_year(self.year) + 1
    }

    /// 1 (Monday) to 7. The day that numbers begin with was a Wednesday.
    fn week_day(self) -> i64 {
        (self.number() + 2).rem_euclid(7) + 1
    }

    /// The year that the week belongs to, and its number: it belongs where its Thursday is.
    fn iso_week(self) -> (i64, i64) {
        let thursday = self.number() - self.week_day() + 4;
        let year = [self.year + 1, self.year].into_iter().find(|&year| Date::first_of_year(year) <= thursday);
        let year = year.unwrap_or(self.year - 1);
        (year, (thursday - Date::first_of_year(year)) / 7 + 1)
    }
}

/// `2024-02-03-title` is a date and a title.
pub(super) fn dated(name: &str) -> Option<(&str, &str)> {
    let mut dashes = name.match_indices('-').map(|(at, _)| at);
    let (year, month, day) = (dashes.next()?, dashes.next()?, dashes.next()?);
    let digits = |from: usize, to: usize, lengths: std::ops::RangeInclusive<usize>| {
        let part = &name[from..to];
        lengths.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit())
    };
    let is_date = digits(0, year, 2..=4) && digits(year + 1, month, 1..=2) && digits(month + 1, day, 1..=2);
    is_date.then(|| (&name[..day], &name[day + 1..]))
}

/// Whether a name is that of a post.
pub(super) fn is_post_name(name: &str) -> bool {
    let ending = extension(name);
    ending.len() > 1 && name.strip_suffix(ending).is_some_and(|stem| dated(stem).is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calendar() {
        for (date, expected) in [
            ("2024-02-29", "2024 2 29 060 Thu 2024-09"),
            ("2021-01-03", "2021 1 3 003 Sun 2020-53"),
            ("2018-12-31", "2018 12 31 365 Mon 2019-01"),
            ("00-3-1", "2000 3 1 061 Wed 2000-09"),
        ] {
            let date = Date::parse(date);
            let part = |name| date.part(name).expect("a placeholder");
            let words = ["year", "i_month", "i_day", "y_day", "short_day"].map(part).join(" ");
            assert_eq!(format!("{words} {}-{}", part("w_year"), part("week")), expected);
        }
        assert_eq!(Date::parse("no date").part("long_month").as_deref(), Some("January"));
        assert_eq!(Date::parse("").part("title"), None);
    }
}
