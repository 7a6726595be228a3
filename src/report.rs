//! What leaves the program as text or JSON: headless answers.
//!
//! Rank 5: pure, from conclusions to strings; it judges nothing. Remote text goes out
//! sanitised in text, and as JSON strings in JSON.

pub mod check;
mod code;
mod deployed;
mod drift;
mod envelope;
mod exchange;
pub mod export;
pub mod finding;
pub mod handover;
mod health;
pub mod journal;
pub mod json;
pub mod pipeline;
mod registry;
pub mod runner;
mod runs;
mod stacks;
mod text;
mod watch;
pub mod why;
