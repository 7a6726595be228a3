//! Writes to stacks: refusals first, then what ministack can do for real, and
//! answers of AWS's own shapes for what it cannot.

mod bucket;
mod deletion;
mod edited;
mod execute;
mod needs;
mod nested;
mod operations;
mod prepare;
pub mod stage;
mod wire;
