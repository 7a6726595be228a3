//! The panes: one file each. A registry: `mod` lines, the contract, the list.
//!
//! Rank 6. A pane holds cursors, never facts: those are in the Store. It declares
//! what it wants to know; the shell asks. Its commands return effects as data.

mod cursor;
pub mod drift;
pub mod journal;
mod pane;
pub mod stacks;

pub use pane::{About, Cx, LIST, Pane};

use crate::keys::Scope;

/// What each pane says of itself, in the order of their tabs.
pub const PANES: &[&About] = &[&drift::ABOUT, &stacks::ABOUT, &journal::ABOUT];

/// The scopes that panes bring to the keymap.
pub const SCOPES: &[Scope] = &[
    LIST,
    drift::SCOPE,
    drift::DETAIL_SCOPE,
    stacks::SCOPE,
    stacks::DETAIL_SCOPE,
    stacks::STACK_SCOPE,
    stacks::CHANGE_SETS_SCOPE,
    stacks::QUESTION_SCOPE,
    journal::SCOPE,
    journal::DETAIL_SCOPE,
];

/// The panes themselves, in the order of `PANES`, as they are when the program starts.
pub fn open() -> Vec<Box<dyn Pane>> {
    vec![
        Box::new(drift::Drift::default()),
        Box::new(stacks::Stacks::default()),
        Box::new(journal::Journal::default()),
    ]
}
