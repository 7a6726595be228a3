//! The vocabulary of the loop: what happened, what to do, what is known.
//!
//! Rank 3. `Msg` goes into `shell`, `Effect` comes out, both plain data that a
//! test can compare and a recording can hold. `Store` is the only place where
//! facts live. Nothing here acts, and nothing here names a pane.

mod effect;
mod msg;
pub mod sides;
mod store;
mod tick;
mod told;

pub use effect::{Effect, Later, Topic};
pub use msg::{Judgement, Msg};
pub use store::Store;
pub use tick::Tick;
pub use told::Told;
