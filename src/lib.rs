//! Watchkeeper: a terminal operations console whose every write stands behind a gate.

pub mod ask;
pub mod config;
pub mod edge;
pub mod facts;
pub mod flow;
pub mod keys;
pub mod panes;
pub mod policy;
pub mod rules;
pub mod run;
pub mod shell;
pub mod ui;
