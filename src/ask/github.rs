//! What is asked of GitHub, about one repository.
//!
//! Reads only. One file for each part of its API; the endpoints that they call, with the
//! permission that each needs, are in one list.

pub mod actions;
pub mod contents;
pub mod deployments;
pub mod endpoint;
pub mod protection;
pub mod source;

pub use actions::{ActionsAnswer, ActionsAsk};
pub use contents::{ContentsAnswer, ContentsAsk};
pub use deployments::{DeploymentsAnswer, DeploymentsAsk};
pub use endpoint::Endpoint;
pub use protection::{ProtectionAnswer, ProtectionAsk};
pub use source::{SourceAnswer, SourceAsk};
