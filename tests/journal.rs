//! The journal of writes: its chain, its file, its command and its pane.

mod age;
mod chain;
mod command;
mod disk;
mod entries;
mod hidden;
mod left_over;
mod ownership;
pub(crate) mod pane;
mod renew;
mod renew_command;
mod secrets;
mod settle;
mod syslog;
mod torn;
mod turns;
