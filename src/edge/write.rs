//! The straight line of a write, the same for every world and every kind.
//!
//! Look again, compare with what was confirmed, journal the intent, open the
//! permit, call once, read back, journal the outcome, verify. Only an
//! [`Approved`](crate::gate::Approved) starts it, and it is spent by that.
//! Nothing here decides what may be written: that is the gate's, asked twice.

mod answered;
mod apply;
mod aws;
mod client;
mod cloudformation;
mod credentials;
mod executor;
mod file;
mod follow;
pub(in crate::edge) mod github;
mod hanging;
mod iam;
mod journal;
pub mod permit;
pub(in crate::edge) mod registry;
mod renewed;
mod s3;
mod send;
mod settle;
pub(in crate::edge) mod stacks;
mod vanished_change_sets;
mod verify;
mod wire;
mod writer;

pub use aws::RealExecutor;
pub use credentials::Credentials;
pub use executor::{CallOutcome, Executor, SimulationPhase};
pub use file::WorkingTree;
pub use journal::{Journal, Written};
pub(in crate::edge) use writer::read_only;
pub use writer::{Heard, Patience, Writer, Writes};
