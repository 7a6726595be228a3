//! The one queue: all that happens comes through it, in order.
//!
//! Unbounded, because no sender may wait for the loop; each sender bounds what it sends.

use std::sync::mpsc::{Receiver, Sender, channel};

use tokio::{
    runtime::Handle,
    sync::mpsc::{UnboundedSender, unbounded_channel},
};

use crate::flow::Msg;

#[derive(Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly all mail is messages, and a box for each would only cost"
)]
pub(super) enum Mail {
    Msg(Msg),
    /// No more keys will come: there is nobody left to run for.
    Closed,
}

pub(super) type Inbox = Receiver<Mail>;

/// Where messages to the loop are put, from any thread.
#[derive(Clone, Debug)]
pub struct Outbox(Sender<Mail>);

impl Outbox {
    /// After the loop's end nobody listens, and that is fine.
    pub fn send(&self, msg: Msg) {
        let _ = self.0.send(Mail::Msg(msg));
    }

    /// A sender for tasks of this runtime; what they send comes out here.
    pub fn for_tasks(&self, runtime: &Handle) -> UnboundedSender<Msg> {
        let (sender, mut receiver) = unbounded_channel();
        let outbox = self.clone();
        runtime.spawn(async move {
            while let Some(msg) = receiver.recv().await {
                outbox.send(msg);
            }
        });
        sender
    }

    pub(super) fn close(&self) {
        let _ = self.0.send(Mail::Closed);
    }
}

pub(super) fn open() -> (Outbox, Inbox) {
    let (sender, receiver) = channel();
    (Outbox(sender), receiver)
}
