//! The architecture as a test: ranks, fences, sizes, names, heads, registration.
//!
//! `src/lib.rs` and the tables below say the same thing; these fail a build.

mod arrows;
mod dependencies;
mod fences;
mod files;
mod ranks;
mod registries;
mod source;
