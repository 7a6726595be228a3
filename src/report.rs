//! What leaves the program as text or JSON: headless answers.
//!
//! Rank 3: pure, from facts and findings to strings. Remote text goes out
//! sanitised in text, and as JSON strings in JSON.

pub mod drift;
pub mod journal;
pub mod json;
pub mod runner;
pub mod stacks;
mod text;
pub mod why;
