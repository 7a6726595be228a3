//! The journal of writes: its chain, its file, its command and its pane.

mod chain;
mod command;
mod disk;
mod entries;
mod left_over;
mod ownership;
pub(crate) mod pane;
mod secrets;
mod settle;
mod syslog;
mod torn;
mod turns;
