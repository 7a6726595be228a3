//! The panes: one file each. A registry: `mod` lines, the contract, the list.
//!
//! Rank 6. A pane holds cursors, never facts: those are in the Store. It declares
//! what it wants to know; the shell asks. Its commands return effects as data.

mod act;
mod address;
mod cx;
pub mod drift;
pub mod health;
pub mod journal;
mod list;
mod list_detail;
pub mod logs;
mod noting;
mod pane;
pub mod pipeline;
pub mod registry;
pub mod runbooks;
pub mod runs;
pub mod stacks;
mod view;
pub mod watch;

pub use act::{Acted, Asking, Declined, Proposed};
use act::{Actions, act_on, changes, copies, filters, notes, offer_of, proposes, records, tells};
pub use address::address_of;
pub use cx::Cx;
pub use list::{LIST, LIST_ACTIONS, ListAct};
pub use noting::Noting;
pub use pane::{About, Pane, Spot, Standing};

/// Each pane, in the order of the tabs: its tab, command, scopes and itself follow.
pub const PANES: &[&About] = &[
    &watch::ABOUT,
    &drift::ABOUT,
    &stacks::ABOUT,
    &runs::ABOUT,
    &logs::ABOUT,
    &registry::ABOUT,
    &health::ABOUT,
    &pipeline::ABOUT,
    &runbooks::ABOUT,
    &journal::ABOUT,
];
