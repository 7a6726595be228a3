//! The gate: what it refuses, first of all; then what it says, and lets through.

mod agreement;
mod approval;
mod fixture;
mod guards;
mod meaning;
mod phrase;
mod preview;
mod template;
