//! The gate as a person meets it: a proposal, its preview, the phrase, and what
//! came of it. The only part of the shell that turns a plan into an approval.
//!
//! One layer that lies over everything while it is there: no other command runs
//! under it. Nothing here writes: an approval leaves with the effects of the turn in
//! which it was given.

mod draw;
mod leaving;
mod lines;
mod preview;
mod reading;
mod report;
mod rhythm;
mod steps;
mod writing;

#[cfg(test)]
mod tests;

pub(super) use draw::{draw, is_longer_than_its_room};

use jiff::Timestamp;

use super::State;
use crate::{
    ask::Ticket,
    facts::{Caller, EnvironmentName, Fault, Reason, Remote},
    gate::{Draft, Outcome, Plan, Verified, WriteProgress, writes::Write},
    keys::{Action, Command, Scope, actions, commands},
};
pub(super) use preview::Input;
use preview::Preview;
pub(super) use rhythm::Rhythm;

type Deed = fn(&mut State);

const fn does(command: Command, act: Deed) -> Action<Deed> {
    Action::new(command, act)
}

/// The layer's own commands, each with what it does.
const ACTIONS: &[Action<Deed>] = actions! {
    "confirm.down" "down" "Read on by a line"
        does |state| state.confirm_input(Input::Scroll(1));
    "confirm.up" "up" "Read back by a line"
        does |state| state.confirm_input(Input::Scroll(-1));
    "confirm.page-down" "read on" "Read on by a page" (in_footer)
        does |state| state.confirm_input(Input::Page(1));
    "confirm.page-up" "page up" "Read back by a page"
        does |state| state.confirm_input(Input::Page(-1));
    "confirm.top" "top" "Go to the first line"
        does |state| state.confirm_input(Input::Scroll(isize::MIN / 2));
    "confirm.bottom" "bottom" "Go to the last line"
        does |state| state.confirm_input(Input::Scroll(isize::MAX / 2));
    "confirm.unfold" "unfold" "Show what is folded, or fold it again" (in_footer)
        does State::unfold;
    "confirm.apply" "apply" "Apply, once the phrase is typed in full"
        does State::apply;
    "confirm.again" "read again" "Read the world again for a preview that is too old"
        does State::again;
};

pub(super) const SCOPE: Scope = Scope {
    name: "confirm",
    title: "Confirming a change",
    over: &["text", "global"],
    typing: true,
    commands: &commands::<_, { ACTIONS.len() }>(ACTIONS),
};

/// While nothing can be typed yet, letters read on.
pub(super) const READING_SCOPE: Scope = Scope {
    name: "confirm-reading",
    title: "Confirming a change, until all of it is read",
    over: &["confirm", "text", "global"],
    typing: false,
    commands: &[],
};

#[derive(Debug)]
pub(super) struct Confirm {
    /// None: there was nothing to propose, and the fault says why.
    draft: Option<Box<Draft>>,
    stage: Stage,
    /// The first line in sight, where there is no preview to scroll.
    top: usize,
}

#[derive(Debug)]
enum Stage {
    /// The world is read for the preview.
    Preparing {
        ticket: Ticket,
    },
    /// It could not be proposed, and why.
    Fault(Fault),
    Preview(Box<Preview>),
    Writing {
        ticket: Ticket,
        applied: Box<Applied>,
        /// When it was confirmed.
        since: Timestamp,
        /// None: it is looked at again first.
        progress: Option<WriteProgress>,
        /// Somebody tried to leave.
        warned: bool,
        /// Somebody wants the whole console to end meanwhile.
        quitting: bool,
    },
    Done {
        applied: Box<Applied>,
        ended: Box<Ended>,
        /// What is best done next, proposed when a person wants it.
        next: Option<Box<Draft>>,
    },
}

/// What came of a write.
#[derive(Debug)]
struct Ended {
    outcome: Outcome,
    verified: Verified,
    /// Its number in the journal.
    change: String,
    request_ids: Vec<String>,
    /// What came into being by it, where GitHub's answer names that.
    made: Option<Remote>,
    /// Why the journal does not have the outcome.
    unjournaled: Option<Box<Fault>>,
}

/// What was approved, for the screens that follow the preview.
#[derive(Clone, Debug)]
struct Applied {
    title: &'static str,
    target: String,
    environment: EnvironmentName,
    /// The service works on it for minutes after its answer.
    goes_on: bool,
    prepares: bool,
    /// What is read of GitHub is out of date by it.
    on_github: bool,
    /// The draft that puts back what was there, or why there is none.
    undo: Result<Write, Reason>,
}

impl Applied {
    fn of(plan: &Plan) -> Self {
        let target = plan.target();
        let part = target.part.map_or(String::new(), |(kind, name)| {
            format!(", {kind} {}", name.raw())
        });
        Self {
            title: plan.write().change().title(),
            target: format!("{} {}{part}", target.kind, target.name.raw()),
            environment: plan.environment().name.clone(),
            goes_on: plan.write().change().stack().is_some(),
            prepares: plan.write().change().is_preparation(),
            on_github: plan.write().change().subject().github().is_some(),
            undo: plan.undo().cloned().map_err(Reason::from),
        }
    }
}

impl Confirm {
    fn preview(&mut self) -> Option<&mut Preview> {
        match &mut self.stage {
            Stage::Preview(preview) => Some(preview),
            _ => None,
        }
    }

    /// It waits for the outcome of the write under this ticket.
    fn writes(&self, of: Ticket) -> bool {
        matches!(self.stage, Stage::Writing { ticket, .. } if ticket == of)
    }

    /// A wish to end the console is not kept for later.
    fn looked_away(mut self: Box<Self>) -> Box<Self> {
        if let Stage::Writing { quitting, .. } = &mut self.stage {
            *quitting = false;
        }
        self
    }

    /// Something goes on that a person waits for.
    pub(super) fn is_busy(&self) -> bool {
        matches!(self.stage, Stage::Preparing { .. } | Stage::Writing { .. })
    }

    /// Nothing is asked and nothing goes on: what came of it is read, and left.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.stage, Stage::Fault(_) | Stage::Done { .. })
    }

    /// Something in the preview is folded, or would be.
    pub(super) fn folds(&self) -> bool {
        matches!(&self.stage, Stage::Preview(preview) if preview.page().folded > 0)
    }

    /// The scope whose keys apply.
    pub(super) fn scope(&self, now: Timestamp) -> &'static str {
        match &self.stage {
            Stage::Preview(preview) if !preview.takes_commands(now) => SCOPE.name,
            _ => READING_SCOPE.name,
        }
    }

    /// Where it would be written, and who would sign, where that was read.
    pub(super) fn environment(&self) -> Option<(&EnvironmentName, Option<&Caller>)> {
        let signs = match &self.stage {
            Stage::Preview(preview) => preview.plan().assessment().observed.caller.as_ref(),
            _ => None,
        };
        Some((&self.draft.as_ref()?.environment, signs))
    }

    /// Until when the open preview may be confirmed.
    pub(super) fn until(&self) -> Option<Timestamp> {
        match &self.stage {
            Stage::Preview(preview) => Some(preview.plan().expires_at()),
            _ => None,
        }
    }

    /// The change's kind and its target.
    fn heading(&self) -> (&'static str, String) {
        match &self.stage {
            Stage::Writing { applied, .. } | Stage::Done { applied, .. } => {
                (applied.title, applied.target.clone())
            }
            Stage::Preparing { .. } | Stage::Fault(_) | Stage::Preview(_) => match &self.draft {
                Some(draft) => {
                    let change = draft.write.change();
                    let target = change.target();
                    let name = format!("{} {}", target.kind, target.name.raw());
                    (change.title(), name)
                }
                None => ("NOTHING IS PROPOSED", String::new()),
            },
        }
    }
}
