//! The real program on the command line, with an environment of its own.

mod check;
mod exchange;
mod handover;
mod init;
mod logs;
mod pipeline;
mod pipeline_online;
mod policy;
mod process;
mod project;
mod registry;
mod restricted;
mod runbook;
mod runner;
mod runs;
mod runs_beyond;
mod stacks;
mod stale;
mod usage;
