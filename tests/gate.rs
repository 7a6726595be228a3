//! The gate: what it refuses, first of all; then what it says, and lets through.

mod access;
mod agreement;
mod approval;
mod fixture;
mod guards;
mod meaning;
mod people;
mod phrase;
mod preview;
mod template;
