//! The straight line of a write, the same for every world and every kind.
//!
//! Look again, compare with what was confirmed, journal the intent, open the
//! permit, call once, read back, journal the outcome, verify. Only an
//! [`Approved`](crate::gate::Approved) starts it, and it is spent by that.
//! Nothing here decides what may be written: that is the gate's, asked twice.

mod answered;
mod apply;
mod attach_role_policy;
mod aws;
mod cancel_update_stack;
mod client;
mod continue_update_rollback;
mod create_change_set;
mod create_policy_version;
mod delete_change_set;
mod delete_policy_version;
mod delete_role_policy;
mod delete_stack;
mod detach_role_policy;
mod execute_change_set;
mod executor;
mod file;
mod follow;
mod journal;
pub mod permit;
mod put_role_policy;
mod rollback_stack;
mod send;
mod settle;
mod update_assume_role_policy;
mod update_termination_protection;
mod vanished_change_sets;
mod verify;

pub use apply::{Patience, Writer};
pub use aws::RealExecutor;
pub use executor::{CallOutcome, Executor, SimulationPhase};
pub use file::WorkingTree;
pub use journal::{Journal, Written};
