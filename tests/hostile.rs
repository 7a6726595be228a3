//! Names, documents and lines made to harm: shown everywhere, raw nowhere, and
//! compared exactly all the same.

mod audits;
mod github;
mod memory;
mod names;
mod screens;
mod stacks;
mod text;
pub(crate) mod world;
