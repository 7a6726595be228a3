//! What several test modules stand on.

pub mod drafts;
pub mod folder;
pub mod harness;
pub mod ministack;
pub mod moto;
pub mod venv;
