//! All that touches the world: terminal, AWS, working tree, this machine's memory.
//!
//! May name `facts keys ask gate flow logs policy template`, never `rules ui
//! panes shell runbooks`; the core never names `edge`.

pub mod aws;
mod blocking;
pub mod demo;
pub mod dispatch;
pub mod in_sync_history;
pub mod journal_file;
pub mod log_file;
pub mod process;
pub mod repo;
mod state_folder;
pub mod terminal;
pub mod write;
