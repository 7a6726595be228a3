//! The one integration test binary: a list of modules, nothing else.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what went wrong by panicking, and its binary exports nothing"
)]

mod cause;
mod cli;
mod codify;
mod config;
mod edge;
mod gate;
mod hostile;
mod house;
mod journal;
mod journeys;
mod keys;
mod log;
mod logs;
mod notices;
mod paint;
mod policy;
mod pty;
mod repo;
mod rules;
mod runbooks;
mod screens;
mod support;
mod template;
mod themes;
mod write;
