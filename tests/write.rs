//! Writes on AWS through the gate, against moto's server with a recorder before
//! it: refusals first, then exactly what was previewed, once.

mod clones;
mod doubt;
mod foreign_answers;
mod github;
mod iam;
mod kill;
mod needs;
mod owned;
mod permit;
pub mod recorder;
mod refusals;
mod regions;
mod registry;
mod stacks;
pub mod stage;
mod thaw;
pub mod through;
