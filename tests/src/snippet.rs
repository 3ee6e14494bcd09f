//! A snippet as an editor inserts it, and its author tabs through it: `$1`, `${1:default}` and `${1|a,b|}`, not nested.

/// The text after each stop got its value from `values`, in the order of the stops' numbers; a stop without a value keeps
/// its default, or its first choice. `$0` is nothing.
pub fn filled(snippet: &str, values: &[&str]) -> String {
    let mut numbers: Vec<u32> = pieces(snippet).into_iter().filter_map(|piece| piece.stop).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers.retain(|number| *number > 0);
    let value = |stop: u32| numbers.iter().position(|number| *number == stop).and_then(|index| values.get(index));
    let text = |piece: &Piece| match piece.stop.and_then(value) {
        Some(value) => (*value).to_owned(),
        None => piece.text.clone(),
    };
    pieces(snippet).iter().map(text).collect()
}

/// The defaults of the stops, in order.
pub fn stops(snippet: &str) -> Vec<String> {
    let mut stops: Vec<Piece> = pieces(snippet).into_iter().filter(|piece| piece.stop.is_some()).collect();
    stops.sort_by_key(|piece| piece.stop);
    stops.into_iter().map(|piece| piece.text).collect()
}

#[derive(Debug)]
struct Piece {
    /// `None`: ordinary text.
    stop: Option<u32>,
    text: String,
}

fn pieces(snippet: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = snippet.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\\' => text.extend(rest.next()),
            '$' => {
                pieces.push(Piece { stop: None, text: std::mem::take(&mut text) });
                let in_braces = rest.next_if_eq(&'{').is_some();
                let mut number = String::new();
                while let Some(digit) = rest.next_if(char::is_ascii_digit) {
                    number.push(digit);
                }
                let default = if in_braces { default(&mut rest) } else { String::new() };
                pieces.push(Piece { stop: number.parse().ok(), text: default });
            }
            other => text.push(other),
        }
    }
    pieces.push(Piece { stop: None, text });
    pieces
}

/// What stands after a stop's number up to the closing brace; of choices the first.
fn default(rest: &mut std::iter::Peekable<std::str::Chars<'_>>) -> String {
    let is_choice = rest.next_if_eq(&'|').is_some();
    rest.next_if_eq(&':');
    let mut text = String::new();
    let mut is_first = true;
    while let Some(character) = rest.next() {
        match character {
            '\\' => text.extend(rest.next().filter(|_| is_first)),
            '}' => break,
            ',' | '|' if is_choice => is_first = false,
            other if is_first => text.push(other),
            _ => {}
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stops_are_filled() {
        let snippet = "a: ${1:x\\}y}\nb: ${2|c,d|}\n\\$5 $1 {{${3:e f}}}$0";
        assert_eq!(stops(snippet), ["", "x}y", "", "c", "e f"]);
        assert_eq!(filled(snippet, &[]), "a: x}y\nb: c\n$5  {{e f}}");
        assert_eq!(filled(snippet, &["1", "2", "3"]), "a: 1\nb: 2\n$5 1 {{3}}");
    }
}
