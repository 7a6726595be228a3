//! The contract between a pane and the shell, and what a pane's commands do.

use std::{any::Any, fmt};

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{ListAct, noting::Noting};
use crate::{
    ask::Ask,
    checks::{Store, Topic},
    facts::{Clip, EnvironmentName, Reason, Remote, Settings},
    flow::Effect,
    gate::{Draft, writes::Write},
    keys::{Action, Command, Keymap, Scope, find_action},
    logs::{News, Order},
    ui::{Destination, Filter, Line, Look, Mark, Role, Times, age},
};

/// A pane's name, tab and command.
#[derive(Debug)]
pub struct About {
    /// Its digit; the numbers are the design's, so that they never move.
    pub number: u8,
    pub title: &'static str,
    /// The command that brings it to the front.
    pub command: Command,
    /// The scopes that it brings to the keymap.
    pub scopes: &'static [&'static Scope],
    /// Makes it as it is when the program starts.
    pub open: fn() -> Box<dyn Pane>,
}

impl About {
    /// What a person calls it on the command line: `drift`.
    pub fn name(&self) -> &'static str {
        let id = self.command.id;
        id.strip_prefix("pane.").unwrap_or(id)
    }
}

/// What a pane may look at.
#[derive(Clone, Copy, Debug)]
pub struct Cx<'a> {
    pub settings: &'a Settings,
    pub environment: &'a EnvironmentName,
    pub store: &'a Store,
    pub look: &'a Look,
    pub keymap: &'a Keymap,
    pub filter: &'a Filter,
    /// What is searched for in the text that has the focus.
    pub search: &'a str,
    pub now: Timestamp,
    /// When the newest of what is shown was read: the header says it, and ages count from it.
    pub checked: Option<Timestamp>,
    /// Something has been loading for so long that a person wonders.
    pub slow: bool,
    /// The area that the pane has on the screen.
    pub area: Rect,
}

impl<'a> Cx<'a> {
    /// The same with another filter.
    pub(super) fn filtered_by(&self, filter: &'a Filter) -> Self {
        Self { filter, ..*self }
    }

    /// The key of a command, as a sentence names it: `Esc`, `R`.
    pub(super) fn key(&self, id: &str) -> String {
        self.keymap.key_in_words(id)
    }

    /// The zone that times are told in.
    pub(super) fn times(&self) -> &Times {
        &self.look.times
    }

    /// How old it was when things were read: `14 m`.
    pub(super) fn age(&self, at: Timestamp) -> String {
        self.checked.map_or_else(String::new, |now| age(at, now))
    }

    /// A moment and how long ago it was: `2026-05-18 13:42Z, 14 m ago`.
    pub(super) fn dated(&self, at: Timestamp) -> String {
        self.with_age(self.times().minute(at), at)
    }

    /// A form of a moment, and how long ago that was.
    pub(super) fn with_age(&self, form: String, at: Timestamp) -> String {
        match self.checked {
            Some(now) => format!("{form}, {} ago", age(at, now)),
            None => form,
        }
    }

    /// Where the filter hides all there would be.
    pub(super) fn no_match(&self, noun: &str) -> String {
        let drops = self.key("app.back");
        format!("No {noun} matches the filter. {drops} clears it.")
    }

    /// Loading says what is asked, but only once it takes long; a fault has its banner.
    pub(super) fn unread(&self, asks: &[Ask], otherwise: &str) -> Vec<Line> {
        let asking = |ask: &&Ask| {
            let load = self.store.load(ask);
            load.is_some_and(|load| load.asking.is_some())
        };
        let mut asked = asks.iter().filter(asking);
        if self.slow {
            let reading = |ask: &Ask| Line::of(Role::Dim, format!("Reading {}", ask.in_words()));
            return asked.map(reading).collect();
        }
        match asked.next() {
            Some(_) => Vec::new(),
            None => vec![Line::of(Role::Text, otherwise)],
        }
    }
}

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
    /// The change that it proposes, as harmless data, or why there is none to propose.
    Propose(fn(&P, &Cx<'_>) -> Proposed),
    /// What a person is asked for a note of, or why they are not.
    Note(fn(&P, &Cx<'_>) -> Result<Noting, Reason>),
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

/// A pane's own notion of where a person is in it: nobody else looks inside.
pub type Spot = Box<dyn Any + Send>;

/// What came of a command.
#[derive(Debug)]
pub enum Acted {
    Done(Vec<Effect>),
    NothingToCopy,
    /// What it did, or why it did nothing.
    Told(Reason),
    /// A filter is going to be typed.
    Filter,
    Proposed(Result<Box<Draft>, Declined>),
    Noting(Box<Noting>),
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
        Act::Copy(_) | Act::Change(_) | Act::Tell(_) | Act::Filter | Act::Note(_) => None,
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
        Act::Propose(act) => Acted::Proposed(act(pane, cx).map(Box::new)),
        Act::Note(act) => match act(pane, cx) {
            Ok(noting) => Acted::Noting(Box::new(noting)),
            Err(why) => Acted::Told(why),
        },
    })
}

/// What is known of a pane's things.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// They were never read: they may be well or not.
    #[default]
    Unread,
    Well,
    /// The worst of what is not well, and how many are not.
    Wrong(Mark, usize),
}

impl Standing {
    pub(super) fn counted(mark: Mark, count: usize) -> Self {
        match count {
            0 => Self::Well,
            _ => Self::Wrong(mark, count),
        }
    }
}

pub trait Pane: fmt::Debug + Send {
    fn about(&self) -> &'static About;
    /// The scope whose keys apply now.
    fn scope(&self, cx: &Cx<'_>) -> &'static Scope;
    /// What it needs to know at present. Asks that drop out of the list are cancelled.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask>;
    /// What a person who reads again wants read: all of it, or what is missing of it.
    fn rereads(&self, cx: &Cx<'_>) -> Vec<Ask> {
        self.wants(cx)
    }
    /// The check whose conclusion it shows, and the asks that this rests on.
    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)>;
    /// What it reads again and again while it is looked at, and after how many
    /// milliseconds next. Not while any of that is under way.
    fn poll(&self, _: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        None
    }
    /// What it wants of the log that it shows, in order; given away once.
    fn take_orders(&mut self) -> Vec<Order> {
        Vec::new()
    }
    /// The log says something new.
    fn heard(&mut self, _: &News, _: &Cx<'_>) -> Vec<Effect> {
        Vec::new()
    }
    /// What the person is called for, wherever they look; given away once.
    fn take_alarm(&mut self) -> Option<String> {
        None
    }
    /// What is to be asked once more although it was answered; given away once.
    fn take_refetch(&mut self) -> Vec<Ask> {
        Vec::new()
    }
    /// Runs one of its commands; None: the command is not the pane's.
    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted>;
    /// What a command of it would propose for what is selected.
    fn offer(&self, _id: &str, _: &Cx<'_>) -> Option<Proposed> {
        None
    }
    /// The command that would mend what is selected, where that is known.
    fn recommended(&self, _: &Cx<'_>) -> Option<&'static str> {
        None
    }
    /// The selection has come to rest: what is said of it need not keep up with a held key.
    fn is_rested(&self) -> bool;
    /// What it makes of a command that all lists have.
    fn on_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect>;
    /// How many things a person has opened in it, each in the one before; 0: its list.
    fn depth(&self) -> usize;
    /// There is neither a row nor a text: nothing can be opened, copied or proposed.
    fn is_blank(&self, cx: &Cx<'_>) -> bool;
    /// A text has the focus: there is no row to move to.
    fn is_reading(&self, cx: &Cx<'_>) -> bool;
    /// The filter is for what it shows; a text that is read is searched instead.
    fn is_filtering(&self, cx: &Cx<'_>) -> bool {
        !self.is_reading(cx)
    }
    /// Where the text that is read leads to.
    fn leads_to(&self, cx: &Cx<'_>) -> Option<Destination>;
    /// The cells of the text that is read that name something, and what they name.
    fn names_on_screen(&self, cx: &Cx<'_>) -> Vec<(Rect, Destination)>;
    /// The file of the repository that has what is selected.
    fn file(&self, _: &Cx<'_>) -> Option<Destination> {
        None
    }
    /// Another text is searched for in what is read.
    fn searched(&mut self, cx: &Cx<'_>);
    /// The number of the hit that was gone to, from 1 on, and of all.
    fn found(&self, cx: &Cx<'_>) -> (usize, usize);
    /// Goes there, if it is here that such a thing is shown.
    fn reach(&mut self, to: &Destination, cx: &Cx<'_>) -> Option<Result<(), Reason>>;
    /// Where a person is in it, to come back to.
    fn spot(&self) -> Spot;
    fn return_to(&mut self, spot: Spot, cx: &Cx<'_>);
    /// What is known of its things: its tab says it.
    fn standing(&self, cx: &Cx<'_>) -> Standing;
    /// The name of what is selected.
    fn copied(&self, cx: &Cx<'_>) -> Option<Clip>;
    /// Where a browser shows what is selected.
    fn address(&self, _: &Cx<'_>) -> Result<String, Reason> {
        Err("The AWS console has no page for what is selected.".into())
    }
    /// Everything that is said of what is selected.
    fn text(&self, cx: &Cx<'_>) -> String;
    /// A write began or ended: shows where what comes of it is seen, if that is here.
    /// `made` is the ARN of what came into being.
    fn show_write(&mut self, _: &Write, _made: Option<&Remote>, _: &Cx<'_>) {}
    /// The selection has rested since this move.
    fn selection_rested(&mut self, at_move: u64);
    /// Facts, filter or environment changed under the cursor.
    fn facts_changed(&mut self, cx: &Cx<'_>);
    /// Says where the selected row stands, if there is one: the terminal's cursor goes there.
    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>) -> Option<Position>;
}
