//! `$/logTrace`: a trace of the server's work for a client that requests it. The log is separate: it is for bugs in docent, and goes where the
//! command line says.

use crate::transport::frame;
use serde::Serialize;
use serde_json::Value;
use tower_lsp::ls_types::TraceValue;

/// How much the client traces.
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
    /// A value of the protocol; `None` for any other.
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

/// The frame of a line with its verbose part; `None` for a client that does not trace.
pub(crate) fn line(trace: Trace, message: String, more: impl FnOnce() -> String) -> Option<Vec<u8>> {
    if trace == Trace::Off {
        return None;
    }
    let verbose = (trace == Trace::Verbose).then(more);
    Some(frame::notification("$/logTrace", &LogTrace { message, verbose }))
}
