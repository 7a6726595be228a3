//! The vocabulary of the loop: what happened, and what to do.
//!
//! Rank 4. `Msg` goes into `shell`, `Effect` comes out, both plain data that a
//! test can compare and a recording can hold. Nothing here acts, and nothing here
//! names a pane.

mod effect;
mod msg;
mod tick;

pub use effect::{Effect, Later};
pub use msg::Msg;
pub use tick::Tick;
