//! Things to do, as data: comparable in a test, loggable, never a closure.

use serde::{Deserialize, Serialize};

use crate::{
    ask::{Ask, Ticket},
    facts::EnvironmentName,
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
    /// Put text on the clipboard of the person's terminal.
    Copy {
        text: String,
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
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    Drift(EnvironmentName),
}
