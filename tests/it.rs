//! The one integration test binary: a list of modules, nothing else.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr,
    reason = "a test says what went wrong by panicking"
)]

mod keys;
mod paint;
mod themes;
