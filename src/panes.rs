//! The panes: one file each. A registry: `mod` lines, the contract, the list.
//!
//! Rank 6. A pane holds cursors, never facts: those are in the Store. It declares
//! what it wants to know; the shell asks. Its commands return effects as data.

pub mod drift;
pub mod journal;
mod list_detail;
mod pane;
pub mod stacks;
mod view;

pub use pane::{About, Acted, Cx, LIST, LIST_ACTIONS, ListAct, Pane};
use pane::{Actions, act_on, changes, counted, does, proposes};

/// Each pane, in the order of the tabs: its tab, command, scopes and itself follow.
pub const PANES: &[&About] = &[&drift::ABOUT, &stacks::ABOUT, &journal::ABOUT];
