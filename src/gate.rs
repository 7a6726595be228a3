//! The gate: the one door through which a change becomes a write.
//!
//! Rank 2, pure: drafts and fresh facts come in, a [`Plan`] comes out, and a
//! person's typing turns it into an [`Approved`], which only `edge/write` takes.
//! Nothing here calls anything; nothing outside can make, copy or read in a
//! `Plan` or an `Approved`.
//!
//! A draft is harmless data and may come from anywhere:
//!
//! ```
//! fn harmless<T: Clone + serde::de::DeserializeOwned>() {}
//! harmless::<watchkeeper::gate::Draft>();
//! ```
//!
//! A plan cannot be copied, nor read in from outside:
//!
//! ```compile_fail,E0277
//! fn copied<T: Clone>() {}
//! copied::<watchkeeper::gate::Plan>();
//! ```
//!
//! ```compile_fail,E0277
//! fn read_in<T: serde::de::DeserializeOwned>() {}
//! read_in::<watchkeeper::gate::Plan>();
//! ```
//!
//! An approval can be moved, once:
//!
//! ```
//! fn apply(_: watchkeeper::gate::Approved) {}
//! fn once(approved: watchkeeper::gate::Approved) { apply(approved); }
//! ```
//!
//! ```compile_fail,E0382
//! fn apply(_: watchkeeper::gate::Approved) {}
//! fn twice(approved: watchkeeper::gate::Approved) { apply(approved); apply(approved); }
//! ```
//!
//! It has no other constructor, and no field that could be filled:
//!
//! ```compile_fail,E0451
//! fn forge(plan: watchkeeper::gate::Plan) -> watchkeeper::gate::Approved {
//!     watchkeeper::gate::Approved { plan }
//! }
//! ```
//!
//! What only prepares takes a plain yes, and is as hard to make up or to copy:
//!
//! ```compile_fail,E0451
//! fn forge(plan: watchkeeper::gate::Plan) -> watchkeeper::gate::Acknowledged {
//!     watchkeeper::gate::Acknowledged { plan }
//! }
//! ```
//!
//! ```compile_fail,E0277
//! fn copied<T: Clone>() {}
//! copied::<watchkeeper::gate::Acknowledged>();
//! ```
//!
//! ```compile_fail,E0277
//! fn copied<T: Clone>() {}
//! copied::<watchkeeper::gate::Confirmed>();
//! ```

// A write, a kind of change or a state that is new must be weighed wherever others are.
#![deny(clippy::wildcard_enum_match_arm)]

mod acknowledged;
mod approved;
mod assessment;
mod call;
mod draft;
pub mod field;
mod fingerprint;
mod github_call;
pub mod guards;
mod impact;
mod moved;
mod observed;
mod outcome;
mod phrase;
mod plan;
pub mod preview;
pub mod record;
mod review;
pub mod workflow;
pub mod writes;

pub use acknowledged::{Acknowledged, Confirmed};
pub use approved::{Approved, Refusal};
pub use assessment::{Assessment, Undoes};
pub use call::{AwsCall, FileWrite, Step};
pub use draft::{Draft, Origin};
pub use fingerprint::Fingerprint;
pub use github_call::GitHubCall;
pub use impact::{Cause, CodeAs, Covered, Grant, Impact, ImpactedResource, Part, Wanted};
pub use observed::{
    Changed, DeletionPolicy, DeployedCommit, DeployedStack, ExportUse, FileState, GitHubFound,
    GitHubState, GitState, Holder, HolderKind, NestedState, Observed, Owner, PinnedFile,
    PolicyVersion, ProfileState, Remaining, Remains, RoleState, SeenBranch, SeenReview, SeenRun,
    SeenWorkflow, Simulated, StackNode, StackState, TargetState,
};
pub use outcome::{Outcome, Verified, WriteReport};
pub use phrase::{Expected, Phrase, Typed};
pub use plan::{Plan, SessionId};
pub use review::review;
pub use writes::ReadBack;
