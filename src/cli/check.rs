//! `check ...`: the panes' questions and judgements, without a console.

mod drift;
mod read;
mod stacks;

pub(super) use read::{faults, read, runtime};
pub(super) use stacks::told;

use super::{Stop, arguments::Check};
use crate::config::Loaded;

pub(super) fn run(loaded: Loaded, check: &Check) -> Result<u8, Stop> {
    match check {
        Check::Drift { role, json } => drift::run(loaded, role.as_deref(), *json),
        Check::Stacks { stack, json } => stacks::run(loaded, stack.as_deref(), *json),
    }
}
