//! The change sets of a stack, newest first.

use super::{
    Open, asks,
    words::{self, Facts},
};
use crate::{
    ask::cloudformation,
    facts::{
        ChangeSetId, ChangeSetSummary, Remote,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Role},
};

const COLUMNS: &[Column] = &[
    Column::fixed("", 2),
    Column::rest("change set").gap(1),
    Column::fixed("status", 19).gap(1),
    Column::fixed("execution", 19),
    Column::fixed(" created", 20).gap(1),
];

pub(super) struct ChangeSets<'a>(&'a [ChangeSetSummary]);

impl<'a> ChangeSets<'a> {
    pub(super) fn of(open: &Open, cx: &Cx<'a>) -> Self {
        let all = asks::view_answer::<cloudformation::ChangeSets>(open, cx);
        Self(all.map_or(&[], Vec::as_slice))
    }
}

impl ViewRows<ChangeSetId> for ChangeSets<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.0.len()
    }

    fn key(&self, at: usize) -> &str {
        self.0[at].id.raw()
    }

    fn name(&self, at: usize) -> String {
        self.0[at].name.raw().to_owned()
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let one = &self.0[at];
        let (letter, state) = of_status(&one.status, &one.execution);
        let created = one.created.map_or(String::new(), words::minute);
        vec![
            Line::of(state, letter),
            Line::of(name, one.name.raw()),
            Line::of(Role::Text, one.status.raw()),
            Line::of(state, one.execution.raw()),
            Line::of(Role::Dim, created),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let one = &self.0[at];
        let parent = "It belongs to a change set of a parent stack.";
        let (reason, says) = (one.reason.as_ref(), one.description.as_ref());
        let mut facts = Facts(vec![Line::of(Role::Strong, one.name.raw())]);
        let meaning = meaning(&one.execution);
        facts
            .0
            .extend(meaning.map(|said| Line::of(Role::Warn, said)));
        facts
            .fact("Reason", Role::Text, reason.map(Remote::raw))
            .fact("About", Role::Text, says.map(Remote::raw))
            .fact("", Role::Dim, one.parent.as_ref().map(|_| parent))
            .0
    }

    fn opens(&self, at: usize) -> Option<ChangeSetId> {
        Some(self.0[at].id.clone())
    }

    fn empty(&self) -> &'static str {
        "The stack has no change sets. One that is created here or by a pipeline shows here."
    }
}

pub(super) fn of_status(status: &ChangeSetStatus, execution: &ExecutionStatus) -> (char, Role) {
    match (status, execution) {
        (ChangeSetStatus::Failed | ChangeSetStatus::DeleteFailed, _) => ('x', Role::Bad),
        (_, ExecutionStatus::Failed | ExecutionStatus::Obsolete) => ('x', Role::Bad),
        (_, ExecutionStatus::InProgress) => ('>', Role::Info),
        (ChangeSetStatus::CreatePending | ChangeSetStatus::CreateInProgress, _) => {
            ('>', Role::Info)
        }
        (_, ExecutionStatus::Available | ExecutionStatus::Complete) => ('=', Role::Good),
        _ => ('?', Role::Warn),
    }
}

/// What a state means for whoever wanted to execute it.
pub(super) fn meaning(execution: &ExecutionStatus) -> Option<&'static str> {
    Some(match execution {
        ExecutionStatus::Obsolete => {
            "OBSOLETE: the stack was updated since, so it cannot be executed. Create it anew."
        }
        ExecutionStatus::Unavailable => {
            "UNAVAILABLE: it cannot be executed; the status and its reason say why."
        }
        ExecutionStatus::Failed => "EXECUTE_FAILED: it was executed, and that failed.",
        ExecutionStatus::Complete => "It has been executed already.",
        ExecutionStatus::InProgress => "It is being executed.",
        ExecutionStatus::Available => return None,
        ExecutionStatus::Unknown(_) => "Whether it can be executed is not known.",
    })
}
