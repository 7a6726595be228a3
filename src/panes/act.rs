//! What a pane's commands do, and what comes of them.

use super::{cx::Cx, noting::Noting};
use crate::{
    facts::{Clip, Reason, StepRecord},
    flow::Effect,
    gate::{Draft, field::Field},
    keys::{Action, Command, find_action},
};

/// What a command of a pane does.
pub(super) enum Act<P> {
    /// What is copied, if there is such a thing.
    Copy(fn(&P, &Cx<'_>) -> Option<Clip>),
    /// Only the pane's own state changes.
    Change(fn(&mut P, &Cx<'_>)),
    /// The same, and what happened in a sentence, or why nothing did: where it is not seen.
    Tell(fn(&mut P, &Cx<'_>) -> Option<Reason>),
    /// A filter is going to be typed, beside what can be searched.
    Filter,
    /// Something is recorded, or asked of the person first; or why neither.
    Record(fn(&mut P, &Cx<'_>) -> Result<Acted, Reason>),
    /// What a person is asked for a note of, or why they are not.
    Note(fn(&P, &Cx<'_>) -> Result<Noting, Reason>),
    /// The change that it proposes, as harmless data, or why there is none to propose.
    Propose(fn(&P, &Cx<'_>) -> Proposed),
}

/// A change that the selected row can have, or why it can't.
pub type Proposed = Result<Draft, Declined>;

/// Why nothing is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declined {
    pub why: Reason,
    /// No row of this kind ever has such a change: a menu leaves it out.
    pub foreign: bool,
}

impl Declined {
    /// Such a row never has it.
    pub fn foreign(why: impl Into<Reason>) -> Self {
        Self {
            why: why.into(),
            foreign: true,
        }
    }
}

impl From<Reason> for Declined {
    fn from(why: Reason) -> Self {
        Self {
            why,
            foreign: false,
        }
    }
}

impl From<&str> for Declined {
    fn from(why: &str) -> Self {
        Reason::from(why).into()
    }
}

impl From<String> for Declined {
    fn from(why: String) -> Self {
        Reason::from(why).into()
    }
}

/// What came of a command.
#[derive(Debug)]
pub enum Acted {
    Done(Vec<Effect>),
    NothingToCopy,
    /// What it did, or why it did nothing.
    Told(Reason),
    /// A filter is going to be typed.
    Filter,
    /// Something is to be written by the person; what is comes back by [`Pane::noted`].
    Asks(Asking),
    Noting(Box<Noting>),
    /// A step of a runbook is to be recorded.
    Recorded(Box<StepRecord>),
    Proposed(Result<Box<Draft>, Declined>),
}

/// What a person is to write, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asking {
    /// The pane's own name for it.
    pub id: &'static str,
    pub title: String,
    pub fields: Vec<Field>,
}

/// The pane's commands of one scope, each with what it does.
pub(super) type Actions<P> = [Action<Act<P>>];

pub(super) const fn copies<P>(
    command: Command,
    act: fn(&P, &Cx<'_>) -> Option<Clip>,
) -> Action<Act<P>> {
    Action::new(command, Act::Copy(act))
}

pub(super) const fn changes<P>(command: Command, act: fn(&mut P, &Cx<'_>)) -> Action<Act<P>> {
    Action::new(command, Act::Change(act))
}

pub(super) const fn filters<P>(command: Command, (): ()) -> Action<Act<P>> {
    Action::new(command, Act::Filter)
}

pub(super) const fn tells<P>(
    command: Command,
    act: fn(&mut P, &Cx<'_>) -> Option<Reason>,
) -> Action<Act<P>> {
    Action::new(command, Act::Tell(act))
}

pub(super) const fn notes<P>(
    command: Command,
    act: fn(&P, &Cx<'_>) -> Result<Noting, Reason>,
) -> Action<Act<P>> {
    Action::new(command, Act::Note(act))
}

pub(super) const fn records<P>(
    command: Command,
    act: fn(&mut P, &Cx<'_>) -> Result<Acted, Reason>,
) -> Action<Act<P>> {
    Action::new(command, Act::Record(act))
}

pub(super) const fn proposes<P>(
    command: Command,
    act: fn(&P, &Cx<'_>) -> Proposed,
) -> Action<Act<P>> {
    Action::new(command.proposing_write(), Act::Propose(act))
}

/// What the command would propose, if it is one of these: nothing is changed by asking.
pub(super) fn offer_of<P>(
    pane: &P,
    actions: &Actions<P>,
    id: &str,
    cx: &Cx<'_>,
) -> Option<Proposed> {
    match find_action(actions, id)? {
        Act::Propose(act) => Some(act(pane, cx)),
        Act::Copy(_)
        | Act::Change(_)
        | Act::Tell(_)
        | Act::Filter
        | Act::Note(_)
        | Act::Record(_) => None,
    }
}

/// Runs the command, if it is one of these.
pub(super) fn act_on<P>(
    pane: &mut P,
    actions: &Actions<P>,
    id: &str,
    cx: &Cx<'_>,
) -> Option<Acted> {
    Some(match find_action(actions, id)? {
        Act::Copy(act) => match act(pane, cx) {
            Some(clip) => Acted::Done(vec![Effect::Copy { clip }]),
            None => Acted::NothingToCopy,
        },
        Act::Change(act) => {
            act(pane, cx);
            Acted::Done(Vec::new())
        }
        Act::Tell(act) => match act(pane, cx) {
            None => Acted::Done(Vec::new()),
            Some(said) => Acted::Told(said),
        },
        Act::Filter => Acted::Filter,
        Act::Note(act) => match act(pane, cx) {
            Ok(noting) => Acted::Noting(Box::new(noting)),
            Err(why) => Acted::Told(why),
        },
        Act::Record(act) => act(pane, cx).unwrap_or_else(Acted::Told),
        Act::Propose(act) => Acted::Proposed(act(pane, cx).map(Box::new)),
    })
}
