//! What kramdown replaces in a text before an id is made of it.

/// Two or three hyphens are a dash, which no id has; a quotation mark of two angles takes the blank inside it along.
pub(in crate::markdown) fn without(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let symbols = ["---", "--", "<< ", " >>"];
        match symbols.into_iter().find(|symbol| rest.starts_with(symbol)) {
            Some(symbol) => rest = &rest[symbol.len()..],
            None => {
                clean.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    clean
}
