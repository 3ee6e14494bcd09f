//! One message of the base protocol: `Content-Length`, an empty line, JSON. Anything else is skipped or answered with an error, and the next
//! message is read.

use std::io::{BufRead, Read};
use tower_lsp::jsonrpc::{Error, Request, Response};

/// What the client sent.
#[derive(Debug)]
pub(crate) enum Incoming {
    /// A request or a notification.
    Request(Request),
    /// The answer to a request of the server.
    Response(Response),
    /// Something else, and what to answer.
    Unreadable(Error),
}

/// A longer line is no header.
const MAX_HEADER_BYTES: u64 = 4096;

/// A header with a larger length is ignored.
const MAX_BODY_BYTES: u64 = 1 << 31;

/// The next message; `None` at the end of the input.
pub(crate) fn read_message(input: &mut impl BufRead) -> Option<Incoming> {
    let length = read_header(input)?;
    let mut body = Vec::new();
    input.take(length).read_to_end(&mut body).ok()?;
    if (body.len() as u64) < length {
        return None;
    }
    Some(parse(&body))
}

/// The length of the body that follows. Lines that are no header, and headers without a length, are skipped.
fn read_header(input: &mut impl BufRead) -> Option<u64> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        if input.take(MAX_HEADER_BYTES).read_until(b'\n', &mut line).ok()? == 0 {
            return None;
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            if length.is_some() {
                return length;
            }
            continue;
        }
        length = content_length(line).or(length);
    }
}

fn content_length(line: &[u8]) -> Option<u64> {
    let (name, value) = std::str::from_utf8(line).ok()?.split_once(':')?;
    // Garbage before a header (a stray print, say) stands on the same line.
    if !name.to_ascii_lowercase().ends_with("content-length") {
        return None;
    }
    value.trim().parse().ok().filter(|&length| length <= MAX_BODY_BYTES)
}

fn parse(body: &[u8]) -> Incoming {
    let request = match serde_json::from_slice::<Request>(body) {
        Ok(request) if !request.method().is_empty() => return Incoming::Request(request),
        other => other,
    };
    if let Ok(response) = serde_json::from_slice::<Response>(body) {
        return Incoming::Response(response);
    }
    Incoming::Unreadable(match request {
        Err(error) if !error.is_data() => Error::parse_error(),
        _ => Error::invalid_request(),
    })
}

/// A message as it goes over the wire.
pub(crate) fn encode(message: &impl serde::Serialize) -> Vec<u8> {
    let body = serde_json::to_vec(message).unwrap_or_else(|error| {
        // Does not happen: the types are the server's own, with string keys.
        tracing::error!("cannot write a message: {error}");
        b"{}".to_vec()
    });
    let mut frame = format!("Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    frame.extend_from_slice(&body);
    frame
}

/// A notification as it goes over the wire.
pub(crate) fn notification(method: &str, params: &impl serde::Serialize) -> Vec<u8> {
    encode(&Notification { jsonrpc: "2.0", method, params })
}

#[derive(serde::Serialize)]
struct Notification<'a, P> {
    jsonrpc: &'static str,
    method: &'a str,
    params: &'a P,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(mut input: &[u8]) -> Vec<String> {
        std::iter::from_fn(|| read_message(&mut input))
            .map(|message| match message {
                Incoming::Request(request) => request.method().to_owned(),
                Incoming::Response(response) => format!("answer {}", response.id()),
                Incoming::Unreadable(error) => format!("error {}", error.code.code()),
            })
            .collect()
    }

    fn frame(body: &str) -> String {
        format!("Content-Length: {}\r\n\r\n{body}", body.len())
    }

    #[test]
    fn messages_after_garbage_are_read() {
        let notification = frame(r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#);
        let answer = frame(r#"{"jsonrpc":"2.0","id":3,"result":null}"#);
        let cases: [(String, &[&str]); 8] = [
            (notification.clone() + &answer, &["initialized", "answer 3"]),
            (frame("{") + &notification, &["error -32700", "initialized"]),
            (frame("\u{fffd}") + &notification, &["error -32700", "initialized"]),
            (frame("[1]") + &notification, &["error -32600", "initialized"]),
            (frame(r#"{"jsonrpc":"1.0","method":"x"}"#) + &notification, &["error -32600", "initialized"]),
            (format!("hello\r\n\r\n{notification}"), &["initialized"]),
            (format!("Content-Length: -5\r\nX-A: 1\r\nX-B: 2\r\n{notification}"), &["initialized"]),
            (notification.clone() + "Content-Length: 70\r\n\r\n{", &["initialized"]),
        ];
        for (input, expected) in cases {
            assert_eq!(read_all(input.as_bytes()), expected, "{input}");
        }
    }
}
