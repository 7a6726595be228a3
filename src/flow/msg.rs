//! Things that happened. All of time comes in here: the core never reads a clock.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Later, Tick};
use crate::{
    ask::{Answer, Ask, Ticket},
    checks::{Conclusion, Topic},
    facts::Fault,
    gate::{Assessment, WriteProgress, WriteReport},
    keys::Chord,
    logs::News,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Msg {
    /// The first message: from here on there is a time.
    Started {
        now: Timestamp,
    },
    Key {
        chord: Chord,
        now: Timestamp,
        /// When the terminal's reader had it in hand.
        read: Tick,
    },
    Pasted {
        text: String,
        read: Tick,
    },
    /// The terminal sent what is no key: an answer that nobody asked for, or the end
    /// of a paste that had ended before.
    NoKey {
        read: Tick,
    },
    Resized {
        columns: u16,
        rows: u16,
    },
    /// The terminal came back from a stop (`fg`).
    Resumed,
    /// The person looks at another window now.
    FocusLost,
    Answered {
        ticket: Ticket,
        ask: Ask,
        result: Result<Arc<Answer>, Fault>,
        at: Timestamp,
        /// Calls to AWS since the start, retries included.
        calls: u64,
    },
    /// What a proposed write rests on, read afresh and weighed.
    Prepared {
        ticket: Ticket,
        result: Result<Box<Assessment>, Fault>,
        at: Timestamp,
    },
    /// How far an approved write has come.
    Writing {
        ticket: Ticket,
        progress: WriteProgress,
        at: Timestamp,
    },
    /// What came of an approved write.
    Written {
        ticket: Ticket,
        report: WriteReport,
        at: Timestamp,
    },
    /// A conclusion was drawn off the drawing task.
    Judged {
        generation: u64,
        topic: Topic,
        conclusion: Conclusion,
    },
    /// What the log says now that is looked at.
    Log {
        news: Box<News>,
        /// Calls to AWS since the start, retries included.
        calls: u64,
    },
    /// A delay asked for by `Effect::Wake` is over.
    Woke {
        later: Later,
        now: Timestamp,
    },
    /// What came of a copy: a sentence for the status line.
    Copied {
        said: String,
    },
    /// What a person acknowledged was kept, or could not be.
    Acknowledged {
        result: Result<(), Fault>,
    },
    /// The person's editor was left, or could not be started.
    Edited {
        said: Option<String>,
    },
    /// No more keys will come: there is nobody left to run for.
    Closed,
}
