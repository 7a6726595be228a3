//! What ended an operation though nothing failed: a person cancelled it, or
//! CloudFormation turned a deletion down and left the stack as it was.

use serde::{Deserialize, Serialize};

use super::EventView;

/// Numbers are places in the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// Somebody ordered the stack back, or to be deleted, while it was being made
    /// or updated.
    Cancelled(usize),
    /// The deletion was begun and refused: the event says why.
    TurnedDown(usize),
}

impl Ending {
    pub fn event(self) -> usize {
        match self {
            Self::Cancelled(at) | Self::TurnedDown(at) => at,
        }
    }
}

/// `order`: the places of the operation's events, oldest first.
pub(super) fn of(events: &[EventView<'_>], outermost: &str, order: &[usize]) -> Option<Ending> {
    let own = order.iter().copied();
    let own = own.filter(|at| {
        let event = &events[*at];
        event.stack_id == outermost && event.is_of_stack()
    });
    let own: Vec<usize> = own.collect();
    let (first, later) = own.split_first()?;
    let first = events[*first].status;
    let began_work = matches!(
        first,
        "CREATE_IN_PROGRESS" | "UPDATE_IN_PROGRESS" | "IMPORT_IN_PROGRESS"
    );
    let is_counter_order = |at: &&usize| {
        let event = &events[**at];
        let ordered = event
            .reason
            .is_some_and(|said| said.starts_with("User Initiated"));
        let back = event.status.ends_with("ROLLBACK_IN_PROGRESS");
        ordered && (back || event.status == "DELETE_IN_PROGRESS")
    };
    if began_work {
        return later
            .iter()
            .find(is_counter_order)
            .copied()
            .map(Ending::Cancelled);
    }
    let last = later.last().copied()?;
    let (status, reason) = (events[last].status, events[last].reason);
    let stays = status.ends_with("_COMPLETE") && !status.starts_with("DELETE_");
    (first == "DELETE_IN_PROGRESS" && stays && reason.is_some_and(|said| !said.is_empty()))
        .then_some(Ending::TurnedDown(last))
}
