//! The change sets of a stack, newest first.

use super::{Open, asks, words::Facts};
use crate::{
    ask::cloudformation,
    checks::change_set::ChangeSetReview,
    facts::{
        ChangeSetId, ChangeSetSummary, Remote,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    panes::{Cx, view::ViewRows},
    ui::{Column, Line, Order, Role},
};

const COLUMNS: &[Column] = &[
    Column::mark(""),
    Column::name("change set").sorts(Order::Up),
    Column::weighing("status", 2)
        .least(12)
        .state()
        .sorts(Order::Up),
    Column::weighing("execution", 4).least(10),
    Column::adding("created", 1).sorts(Order::Down),
    Column::adding("age", 3).right(),
];

pub(super) struct ChangeSets<'a> {
    all: &'a [ChangeSetSummary],
    cx: Cx<'a>,
}

impl<'a> ChangeSets<'a> {
    pub(super) fn of(open: &Open, cx: &Cx<'a>) -> Self {
        let all = asks::view_answer::<cloudformation::ChangeSets>(open, cx);
        Self {
            all: all.map_or(&[], Vec::as_slice),
            cx: *cx,
        }
    }
}

impl ViewRows<ChangeSetId> for ChangeSets<'_> {
    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn count(&self) -> usize {
        self.all.len()
    }

    fn key(&self, at: usize) -> &str {
        self.all[at].id.raw()
    }

    fn name(&self, at: usize) -> String {
        self.all[at].name.raw().to_owned()
    }

    fn cells(&self, at: usize, name: Role, _: &[u16]) -> Vec<Line> {
        let one = &self.all[at];
        let word = word_of_guards(&one.id, &self.cx);
        let (letter, state) = of_status(&one.status, &one.execution, word);
        let created = one.created;
        let created = created.map(|at| (self.cx.times().minute(at), self.cx.age(at)));
        let (created, age) = created.unwrap_or_default();
        vec![
            Line::of(state, letter),
            Line::of(name, one.name.raw()),
            Line::of(Role::Text, one.status.raw()),
            Line::of(state, one.execution.raw()),
            Line::of(Role::Dim, created),
            Line::of(Role::Dim, age),
        ]
    }

    fn about(&self, at: usize) -> Vec<Line> {
        let one = &self.all[at];
        let parent = "It belongs to a change set of a parent stack.";
        let (reason, says) = (one.reason.as_ref(), one.description.as_ref());
        let mut facts = Facts(vec![Line::of(Role::Strong, one.name.raw())]);
        let meaning = meaning(&one.execution);
        let guards = match word_of_guards(&one.id, &self.cx) {
            _ if one.execution != ExecutionStatus::Available => None,
            WordOfGuards::Stop => Some(STOPPED),
            WordOfGuards::None => Some(UNJUDGED),
            WordOfGuards::Pass => None,
        };
        let said = [meaning, guards].into_iter().flatten();
        facts.0.extend(said.map(|said| Line::of(Role::Warn, said)));
        facts
            .fact("Reason", Role::Text, reason.map(Remote::raw))
            .fact("About", Role::Text, says.map(Remote::raw))
            .fact("", Role::Dim, one.parent.as_ref().map(|_| parent))
            .0
    }

    fn opens(&self, at: usize) -> Option<ChangeSetId> {
        Some(self.all[at].id.clone())
    }

    fn empty(&self) -> &'static str {
        "The stack has no change sets. Those that you or a pipeline create are listed here."
    }
}

/// Of one that could be executed, where it was looked at before.
const STOPPED: &str = "A guard stops it: opened, it says which.";

/// Of one that could be executed, and that nobody opened.
const UNJUDGED: &str = "No guard has looked at it yet: open it.";

/// What the guards said of a change set when it was read last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordOfGuards {
    /// It was not read whole: nothing was said.
    None,
    Stop,
    Pass,
}

pub(super) fn word_of_guards(id: &ChangeSetId, cx: &Cx<'_>) -> WordOfGuards {
    let review = ChangeSetReview::of(cx.environment, id);
    match cx.store.conclusion(&review) {
        None => WordOfGuards::None,
        Some(report) if report.is_stopped() => WordOfGuards::Stop,
        Some(_) => WordOfGuards::Pass,
    }
}

pub(super) fn of_status(
    status: &ChangeSetStatus,
    execution: &ExecutionStatus,
    word: WordOfGuards,
) -> (char, Role) {
    match (status, execution) {
        (ChangeSetStatus::Failed | ChangeSetStatus::DeleteFailed, _) => ('x', Role::Bad),
        (_, ExecutionStatus::Failed | ExecutionStatus::Obsolete) => ('x', Role::Bad),
        (_, ExecutionStatus::InProgress) => ('>', Role::Info),
        (ChangeSetStatus::CreatePending | ChangeSetStatus::CreateInProgress, _) => {
            ('>', Role::Info)
        }
        (_, ExecutionStatus::Available) if word == WordOfGuards::Stop => ('x', Role::Bad),
        (_, ExecutionStatus::Available) if word == WordOfGuards::None => ('?', Role::Warn),
        (_, ExecutionStatus::Available | ExecutionStatus::Complete) => ('=', Role::Good),
        _ => ('?', Role::Warn),
    }
}

/// What a state means for whoever wanted to execute it.
pub(super) fn meaning(execution: &ExecutionStatus) -> Option<&'static str> {
    Some(match execution {
        ExecutionStatus::Obsolete => {
            "OBSOLETE: the stack was updated since, so it cannot be executed. Create it again."
        }
        ExecutionStatus::Unavailable => {
            "UNAVAILABLE: it cannot be executed; see the status and its reason."
        }
        ExecutionStatus::Failed => "EXECUTE_FAILED: it was executed, and that failed.",
        ExecutionStatus::Complete => "It has been executed already.",
        ExecutionStatus::InProgress => "It is being executed.",
        ExecutionStatus::Available => return None,
        ExecutionStatus::Unknown(_) => "Whether it can be executed is not known.",
    })
}
