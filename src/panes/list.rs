//! What all lists and texts can be told, and the commands that tell them.

use crate::{
    keys::{Action, Command, Scope, actions, commands},
    ui::Movement,
};

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
    /// The next hit of a search, else the next row of interest; or the one before.
    Next(bool),
}

/// The commands that all lists have.
pub const LIST_ACTIONS: &[Action<ListAct>] = actions! {
    "list.open" "open" "Open what is selected, or go where the text leads" (in_footer_of_row)
        list ListAct::Open;
    "list.next" "next" "Go to the next hit, or to the next row to look at" (in_footer_of_row)
        list ListAct::Next(true);
    "list.previous" "previous" "Go to the hit before, or to the row before to look at"
        list ListAct::Next(false);
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
