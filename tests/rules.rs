//! The rules over fixtures, by folder.

mod change_set;
mod drift;
mod health;
mod least_privilege;
mod pipeline;
mod stacks;
mod stale;
