//! GitHub as a write to it needs it: read afresh before, written to once, read back after.

mod hub;
mod observed;
mod real;
mod run;
mod send;
mod workflow;

pub(in crate::edge) use hub::Hub;
pub(in crate::edge) use observed::{looked_at, observed};
pub(super) use real::{look, read_afresh};
pub(super) use send::send_all;
