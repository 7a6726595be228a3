//! The contract between a pane and the shell, and the commands all lists have.

use std::fmt;

use jiff::Timestamp;
use ratatui::{buffer::Buffer, layout::Rect};

use crate::{
    ask::Ask,
    checks::{Store, Topic},
    facts::{EnvironmentName, Remote, Settings},
    flow::Effect,
    gate::{Draft, writes::Write},
    keys::{Command, Scope},
    ui::{Filter, Look},
};

/// A pane's name, tab and command.
#[derive(Debug)]
pub struct About {
    /// Its digit; the numbers are the design's, so that they never move.
    pub number: u8,
    pub title: &'static str,
    /// The command that brings it to the front.
    pub command: Command,
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
    pub filter: &'a Filter,
    pub now: Timestamp,
    /// Something has been loading for so long that a person wonders.
    pub slow: bool,
    /// The area that the pane has on the screen.
    pub area: Rect,
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
    fn follows(&self, _: &Cx<'_>) -> Option<(u64, Vec<Ask>)> {
        None
    }
    /// What is to be asked once more although it was answered; given away once.
    fn again(&mut self) -> Vec<Ask> {
        Vec::new()
    }
    fn command(&mut self, id: &str, cx: &Cx<'_>) -> Vec<Effect>;
    /// The change that a command proposes, as harmless data, or why there is none
    /// to propose. None: the command is not the pane's.
    fn propose(&self, _: &str, _: &Cx<'_>) -> Option<Result<Draft, String>> {
        None
    }
    /// A write began or ended: shows where what comes of it is seen, if that is here.
    /// `made` is the ARN of what came into being.
    fn show_write(&mut self, _: &Write, _made: Option<&Remote>, _: &Cx<'_>) {}
    /// The selection has rested since this move.
    fn rested(&mut self, at_move: u64);
    /// Facts, filter or environment changed under the cursor.
    fn settled(&mut self, cx: &Cx<'_>);
    fn draw(&self, buf: &mut Buffer, cx: &Cx<'_>);
}

/// Movement, in every list and every text.
pub const LIST: Scope = Scope {
    name: "list",
    title: "Lists and texts",
    over: &["global"],
    typing: false,
    commands: &[
        Command::new("list.open", "open", "Open what is selected").in_footer(),
        Command::new("list.down", "down", "Move down"),
        Command::new("list.up", "up", "Move up"),
        Command::new("list.page-down", "page down", "Move down by a page"),
        Command::new("list.page-up", "page up", "Move up by a page"),
        Command::new("list.top", "top", "Go to the first line"),
        Command::new("list.bottom", "bottom", "Go to the last line"),
        Command::new(
            "list.other-side",
            "other side",
            "Move between the list and the detail",
        ),
    ],
};
