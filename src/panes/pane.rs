//! The contract between a pane and the shell.

use std::{any::Any, fmt};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

use super::{
    ListAct,
    act::{Acted, Proposed},
    cx::Cx,
};
use crate::{
    ask::Ask,
    checks::Topic,
    facts::{Clip, Reason, Remote},
    flow::Effect,
    gate::{field::Misfilled, writes::Write},
    keys::{Command, Scope},
    logs::{News, Order},
    ui::{Destination, Mark},
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

/// A pane's own notion of where a person is in it: nobody else looks inside.
pub type Spot = Box<dyn Any + Send>;

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
    /// What a person wrote where it asked for that; or which line is not as it must be.
    fn noted(&mut self, _id: &str, _: &[String], _: &Cx<'_>) -> Result<Acted, Misfilled> {
        Ok(Acted::Done(Vec::new()))
    }
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
