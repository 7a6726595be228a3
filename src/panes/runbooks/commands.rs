//! The pane's commands: what they are called, and what they record.

use super::{Runbooks, take};
use crate::{
    keys::{Scope, actions, commands},
    panes::{Actions, changes, copies, list_detail::ListDetail, records},
};

pub(super) const ACTIONS: &Actions<Runbooks> = actions! {
    "runbooks.start" "start" "Begin the selected runbook for what it mends" (in_footer_of_row)
        records take::start;
    "runbooks.done" "done" "Take the current step: what it rests on is recorded" (in_footer_of_row)
        records take::done;
    "runbooks.refuse" "refuse" "Record that whoever must agree said no, which ends the runbook"
        records take::refuse;
    "runbooks.skip" "leave out" "Leave the current step out, and write why"
        records take::skip;
    "runbooks.leave" "give up" "End the runbook before its last step, and write why"
        records take::leave;
    "runbooks.copy-command" "command" "Copy the command that the current step quotes"
        copies take::command;
    "runbooks.show-ended" "hidden" "Show or hide runbooks that ended" (in_footer)
        changes |pane, cx| {
            pane.shows_ended = !pane.shows_ended;
            pane.keep(cx);
        };
};

pub(super) const SCOPE: Scope = Scope {
    name: "runbooks",
    title: "Runbooks",
    over: &["list", "global"],
    typing: false,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// The same keys while the detail has the focus: movement then scrolls it.
pub(super) const DETAIL_SCOPE: Scope = Scope {
    name: "runbooks-detail",
    title: "Runbooks, detail",
    over: &["runbooks", "list", "global"],
    typing: false,
    commands: &[],
};
