//! What several test modules stand on.

pub mod harness;
pub mod moto;
