//! The one integration test binary: a list of modules, nothing else.
#![allow(
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what went wrong by panicking, and its binary exports nothing"
)]

mod house;
mod keys;
mod paint;
mod themes;
mod policy;
mod config;
mod repo;
mod edge;
mod support;
mod pty;
