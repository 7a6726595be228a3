//! The straight line of a write, the same for every world and every kind.
//!
//! Look again, compare with what was confirmed, journal the intent, open the
//! permit, call once, read back, journal the outcome, verify. Only an
//! [`Approved`] starts it, and it is spent by that. Nothing here decides what
//! may be written: that is the gate's, and it is asked twice.

mod file;
mod hands;
mod journal;

pub use file::WorkingTree;
pub use hands::{Called, Doing, Hands};
pub use journal::{Journal, Written};
