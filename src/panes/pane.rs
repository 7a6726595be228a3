//! The contract between a pane and the shell, what a pane's commands do, and the
//! commands that all lists have.

use std::fmt;

use jiff::Timestamp;
use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use crate::{
    ask::Ask,
    checks::{Store, Topic},
    facts::{Clip, EnvironmentName, Reason, Remote, Settings},
    flow::Effect,
    gate::{Draft, writes::Write},
    keys::{Action, Command, Keymap, Scope, actions, commands, find_action},
    ui::{Filter, Line, Look, Mark, Movement, Role, Times, age},
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
    pub now: Timestamp,
    /// When the newest of what is shown was read: the header says it, and ages count from it.
    pub checked: Option<Timestamp>,
    /// Something has been loading for so long that a person wonders.
    pub slow: bool,
    /// The area that the pane has on the screen.
    pub area: Rect,
}

impl Cx<'_> {
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
        format!("No {noun} matches the filter. {drops} drops it.")
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
    /// What the pane has the loop do.
    Do(fn(&mut P, &Cx<'_>) -> Vec<Effect>),
    /// Only the pane's own state changes.
    Change(fn(&mut P, &Cx<'_>)),
    /// The change that it proposes, as harmless data, or why there is none to propose.
    Propose(fn(&P, &Cx<'_>) -> Result<Draft, Reason>),
}

/// What came of a command.
#[derive(Debug)]
pub enum Acted {
    Done(Vec<Effect>),
    Proposed(Result<Box<Draft>, Reason>),
}

/// The pane's commands of one scope, each with what it does.
pub(super) type Actions<P> = [Action<Act<P>>];

pub(super) const fn does<P>(
    command: Command,
    act: fn(&mut P, &Cx<'_>) -> Vec<Effect>,
) -> Action<Act<P>> {
    Action::new(command, Act::Do(act))
}

pub(super) const fn changes<P>(command: Command, act: fn(&mut P, &Cx<'_>)) -> Action<Act<P>> {
    Action::new(command, Act::Change(act))
}

pub(super) const fn proposes<P>(
    command: Command,
    act: fn(&P, &Cx<'_>) -> Result<Draft, Reason>,
) -> Action<Act<P>> {
    Action::new(command.proposing_write(), Act::Propose(act))
}

/// Runs the command, if it is one of these.
pub(super) fn act_on<P>(
    pane: &mut P,
    actions: &Actions<P>,
    id: &str,
    cx: &Cx<'_>,
) -> Option<Acted> {
    Some(match find_action(actions, id)? {
        Act::Do(act) => Acted::Done(act(pane, cx)),
        Act::Change(act) => {
            act(pane, cx);
            Acted::Done(Vec::new())
        }
        Act::Propose(act) => Acted::Proposed(act(pane, cx).map(Box::new)),
    })
}

/// What all lists and texts can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ListAct {
    Move(Movement),
    Open,
    OtherSide,
    /// By the next column that rows can be sorted by.
    Sort,
    /// Back from what is innermost: the detail, an opened thing.
    Back,
    /// A filter is going to be typed: it is for the list.
    Filter,
}

/// How many are wrong, where any are.
pub(super) fn counted(mark: Mark, count: usize) -> Option<(Mark, usize)> {
    (count > 0).then_some((mark, count))
}

pub trait Pane: fmt::Debug + Send {
    fn about(&self) -> &'static About;
    /// The scope whose keys apply now.
    fn scope(&self, cx: &Cx<'_>) -> &'static Scope;
    /// What it needs to know at present. Asks that drop out of the list are cancelled.
    fn wants(&self, cx: &Cx<'_>) -> Vec<Ask>;
    /// The check whose conclusion it shows, and the asks that this rests on.
    fn judges(&self, cx: &Cx<'_>) -> Option<(Topic, Vec<Ask>)>;
    /// What it reads again and again while it is looked at, and after how many
    /// milliseconds next. Not while any of that is under way.
    fn poll(&self, _: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        None
    }
    /// What is to be asked once more although it was answered; given away once.
    fn take_refetch(&mut self) -> Vec<Ask> {
        Vec::new()
    }
    /// Runs one of its commands; None: the command is not the pane's.
    fn act(&mut self, id: &str, cx: &Cx<'_>) -> Option<Acted>;
    /// What it makes of a command that all lists have.
    fn on_list(&mut self, act: ListAct, cx: &Cx<'_>) -> Vec<Effect>;
    /// What is wrong with its things, and with how many, as far as is known: its tab says it.
    fn wrong(&self, _: &Cx<'_>) -> Option<(Mark, usize)> {
        None
    }
    /// The name of what is selected.
    fn copied(&self, cx: &Cx<'_>) -> Option<Clip>;
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

/// The commands that all lists have.
pub const LIST_ACTIONS: &[Action<ListAct>] = actions! {
    "list.open" "open" "Open what is selected" (in_footer)
        list ListAct::Open;
    "list.down" "down" "Move down"
        moves Movement::Down;
    "list.up" "up" "Move up"
        moves Movement::Up;
    "list.page-down" "page down" "Move down by a page"
        moves Movement::PageDown;
    "list.page-up" "page up" "Move up by a page"
        moves Movement::PageUp;
    "list.top" "top" "Go to the first line"
        moves Movement::Top;
    "list.bottom" "bottom" "Go to the last line"
        moves Movement::Bottom;
    "list.other-side" "other side" "Move between the list and the detail"
        list ListAct::OtherSide;
    "list.sort" "sort" "Sort the rows by the next column"
        list ListAct::Sort;
};

const fn list(command: Command, act: ListAct) -> Action<ListAct> {
    Action::new(command, act)
}

const fn moves(command: Command, movement: Movement) -> Action<ListAct> {
    Action::new(command, ListAct::Move(movement))
}

/// Movement, in every list and every text.
pub const LIST: Scope = Scope {
    name: "list",
    title: "Lists and texts",
    over: &["global"],
    typing: false,
    commands: &commands::<_, { LIST_ACTIONS.len() }>(LIST_ACTIONS),
};
