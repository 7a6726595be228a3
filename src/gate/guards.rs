//! What stops a change, or warns of it: one file for each guard, and the list.
//!
//! A guard is a pure function of fresh facts and settings. It runs for the
//! preview and again just before the write. What stops can't be clicked away.

mod guard;
mod permitted;

pub use guard::{Case, Given, Guard, Verdict, judge};

pub const GUARDS: &[&Guard] = &[&permitted::GUARD];
