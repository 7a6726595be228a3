//! All that touches the world: terminal, AWS, GitHub, working tree, this machine's memory.
//!
//! May name `facts keys ask gate flow logs policy template`, never `rules ui
//! panes shell runbooks`; the core never names `edge`.

pub mod acknowledgements;
pub mod aws;
mod blocking;
pub mod demo;
pub mod dispatch;
pub mod github;
mod http;
pub mod in_sync_history;
pub mod journal_file;
pub mod log_desk;
pub mod log_file;
pub mod process;
mod program;
pub mod repo;
pub mod runbook_file;
mod state_file;
mod state_folder;
pub mod terminal;
pub mod write;
