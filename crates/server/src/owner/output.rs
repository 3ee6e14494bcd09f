//! Messages from the owner to the client. The owner never waits for a client that does not read: newer findings of a document replace those
//! that were not sent yet.

use super::event::{Event, Events};
use crate::transport::Outgoing;
use crate::transport::frame;
use std::collections::VecDeque;
use tokio::runtime::Handle;
use tokio::sync::mpsc::OwnedPermit;
use tower_lsp::ls_types::{Diagnostic, PublishDiagnosticsParams, Uri};

pub(crate) const PUBLISH: &str = "textDocument/publishDiagnostics";

/// Messages beyond it, such as lines of a trace, are dropped while the client does not read.
const MAX_PENDING_MESSAGES: usize = 1000;

pub(super) struct Output {
    outgoing: Outgoing,
    events: Events,
    runtime: Handle,
    waiting: VecDeque<(Option<Uri>, Vec<u8>)>,
    waits_for_room: bool,
}

impl Output {
    pub(super) fn new(outgoing: Outgoing, events: Events, runtime: Handle) -> Output {
        Output { outgoing, events, runtime, waiting: VecDeque::new(), waits_for_room: false }
    }

    #[cfg(test)]
    pub(super) fn outgoing(&self) -> Outgoing {
        self.outgoing.clone()
    }

    /// Sends the frame of a `publishDiagnostics`.
    pub(super) fn publish(&mut self, uri: &Uri, frame: Vec<u8>) {
        self.waiting.retain(|(waiting, _)| waiting.as_ref() != Some(uri));
        self.waiting.push_back((Some(uri.clone()), frame));
    }

    pub(super) fn publish_findings(&mut self, uri: &Uri, findings: Vec<Diagnostic>) {
        let params = PublishDiagnosticsParams::new(uri.clone(), findings, None);
        self.publish(uri, frame::notification(PUBLISH, &params));
    }

    pub(super) fn notify(&mut self, frame: Vec<u8>) {
        if self.waiting.len() < MAX_PENDING_MESSAGES {
            self.waiting.push_back((None, frame));
        }
    }

    /// Sends as much as there is room for; the rest waits for [`Event::OutputReady`].
    pub(super) fn send(&mut self) {
        while !self.waits_for_room && !self.waiting.is_empty() {
            match self.outgoing.try_reserve() {
                Some(permit) => self.send_one(permit),
                None => {
                    self.waits_for_room = true;
                    let (outgoing, events) = (self.outgoing.clone(), self.events.clone());
                    self.runtime.spawn(async move {
                        if let Some(permit) = outgoing.reserve().await {
                            events.send(Event::OutputReady(permit));
                        }
                    });
                }
            }
        }
    }

    pub(super) fn send_with(&mut self, permit: OwnedPermit<Vec<u8>>) {
        self.waits_for_room = false;
        self.send_one(permit);
    }

    fn send_one(&mut self, permit: OwnedPermit<Vec<u8>>) {
        if let Some((_, frame)) = self.waiting.pop_front() {
            permit.send(frame);
        }
    }
}
