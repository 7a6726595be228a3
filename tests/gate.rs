//! The gate: what it refuses, first of all; then what it says, and lets through.

mod access;
mod agreement;
mod approval;
mod exposed;
mod finish_deletion;
pub(crate) mod fixture;
mod folded;
mod guards;
mod impact;
mod people;
mod phrase;
mod preview;
mod runs_as;
mod runs_as_open;
mod template;
mod thaw;
mod writes;
