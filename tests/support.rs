//! What several test modules stand on.

pub mod moto;
