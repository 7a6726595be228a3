//! What several test modules stand on.

mod caller;
pub mod cloud_map;
pub mod drafts;
pub mod folder;
pub mod github;
pub mod harness;
pub mod headless;
pub mod json_schema;
pub mod ministack;
pub mod moto;
pub mod openapi;
pub mod venv;

pub use caller::caller;
