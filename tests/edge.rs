//! The edge against real answers: moto's server where it tells the truth, and a
//! small server of our own, with AWS's wire shapes, where moto cannot.

pub mod cloudformation;
mod cloudtrail;
mod dispatch;
pub mod fake;
mod faults;
pub mod fixture;
pub mod github;
mod health;
mod health_faults;
pub mod health_world;
mod log_worker;
mod logs;
mod needs;
mod network;
mod pages;
mod read_only;
mod reads;
mod recording;
mod registry;
mod renewal;
mod roles;
mod runbook_file;
