//! The vocabulary of the loop: what happened, and what to do.
//!
//! Rank 4. `Msg` goes into `shell`, a `Turn` of `Effect`s comes out; messages and effects
//! are plain data that a test can compare and a recording can hold. Nothing here acts,
//! and nothing here names a pane.

mod effect;
mod link;
mod msg;
mod tick;
mod turn;

pub use effect::{Effect, Later};
pub use link::Link;
pub use msg::Msg;
pub use tick::Tick;
pub use turn::Turn;
