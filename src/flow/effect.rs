//! Things to do, as data: comparable in a test, loggable, never a closure.

use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Ticket},
    checks::Topic,
    facts::{AccountId, Acknowledgement, Clip, EnvironmentName, InSync, StepRecord},
    gate::{Assessment, Draft, record::Stage},
    logs::Order,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Effect {
    Ask {
        ticket: Ticket,
        ask: Ask,
    },
    /// Nobody waits for this answer any more.
    Cancel {
        ticket: Ticket,
    },
    /// Draw conclusions from the facts as they are now; answered by `Msg::Judged`.
    Judge {
        generation: u64,
        topic: Topic,
    },
    /// Send `Msg::Woke` after so many milliseconds. The only timers there are.
    Wake {
        after_ms: u64,
        later: Later,
    },
    /// Keep on this machine what was seen in sync.
    Remember {
        environment: EnvironmentName,
        account: AccountId,
        seen: Vec<InSync>,
    },
    /// Record a step of a runbook; answered by `Msg::Answered` with all that are recorded.
    Record {
        ticket: Ticket,
        record: Box<StepRecord>,
    },
    /// Keep on this machine what a person acknowledged; answered by `Msg::Acknowledged`.
    Acknowledge {
        environment: EnvironmentName,
        account: AccountId,
        what: Acknowledgement,
    },
    /// Read afresh what a proposed write rests on; answered by `Msg::Prepared`.
    Prepare {
        ticket: Ticket,
        draft: Box<Draft>,
    },
    /// Note in the journal that a write was proposed, or refused before it was begun.
    Note {
        assessment: Box<Assessment>,
        stage: Stage,
    },
    /// Put text on the clipboard of the person's terminal.
    Copy {
        clip: Clip,
    },
    /// Hand a file of the repository, by its path from the root, to the person's editor;
    /// answered by `Msg::Edited`.
    Edit {
        path: String,
        line: Option<u32>,
    },
    /// What somebody wants of the log that is looked at; answered by `Msg::Log`.
    Log {
        order: Box<Order>,
    },
    /// What the terminal's title says from now on.
    Title {
        title: String,
    },
    /// Ring the terminal's bell, and have it show this where it shows notifications.
    Ring {
        said: String,
    },
    /// Forget what is on the screen and draw all of it.
    Redraw,
    /// Stop the process as ^Z does.
    Suspend,
    Quit,
}

/// What a timer was for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Later {
    /// The selection rested: the detail beside it may follow. Carries the move it belongs to.
    Detail(u64),
    /// Something has been loading for a while: say so, and turn the spinner.
    Spinner,
    /// The preview of this number has stood for a moment at its present size:
    /// what is typed from now on is meant for it.
    Settled(u64),
    /// The preview of this number is as old as one may be.
    Expired(u64),
    /// Leaving has taken as long as it may. Carries the number of the wish.
    Leave(u64),
    /// What is followed is to be read again. Carries the number of the round.
    Follow(u64),
}
