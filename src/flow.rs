//! The vocabulary of the loop: what happened, what to do, what is known.
//!
//! Rank 3. `Msg` goes into `shell`, a `Turn` of `Effect`s comes out; messages and effects
//! are plain data that a test can compare and a recording can hold. `Store` is the only place where
//! facts live. Nothing here acts, and nothing here names a pane.

mod effect;
mod msg;
mod stack_activity;
mod store;
pub mod template_sides;
mod tick;
mod turn;

pub use effect::{Effect, Later, Topic};
pub use msg::{Judgement, Msg};
pub use stack_activity::StackActivity;
pub use store::Store;
pub use tick::Tick;
pub use turn::Turn;
