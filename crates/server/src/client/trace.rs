//! `$/logTrace`: what the server did, told to a client that wants to know. The log is another thing: it is for those who look
//! for a mistake of ours, and goes where the command line says.

use crate::transport::frame;
use serde::Serialize;
use serde_json::Value;
use tower_lsp::ls_types::TraceValue;

/// How much the client wants to know.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Trace {
    #[default]
    Off,
    Messages,
    Verbose,
}

impl From<TraceValue> for Trace {
    fn from(value: TraceValue) -> Trace {
        match value {
            TraceValue::Off => Trace::Off,
            TraceValue::Messages => Trace::Messages,
            TraceValue::Verbose => Trace::Verbose,
        }
    }
}

impl Trace {
    /// As the protocol writes it; what it does not know is `None`.
    pub(crate) fn of(value: &Value) -> Option<Trace> {
        match value.as_str()? {
            "off" => Some(Trace::Off),
            "messages" => Some(Trace::Messages),
            "verbose" => Some(Trace::Verbose),
            _ => None,
        }
    }
}

#[derive(Serialize)]
struct LogTrace {
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    verbose: Option<String>,
}

/// The frame of a line, and what there is to say beyond it; `None` for a client that does not trace.
pub(crate) fn line(trace: Trace, message: String, more: impl FnOnce() -> String) -> Option<Vec<u8>> {
    if trace == Trace::Off {
        return None;
    }
    let verbose = (trace == Trace::Verbose).then(more);
    Some(frame::notification("$/logTrace", &LogTrace { message, verbose }))
}
