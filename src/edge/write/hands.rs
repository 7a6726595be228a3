//! What a world must be able to do to be written to: AWS and the working tree,
//! or the demo's.

use std::{future::Future, pin::Pin};

use crate::{
    facts::Fault,
    gate::{Draft, Observed, Plan, Prospect, Simulated, TargetState},
};

pub type Doing<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

pub trait Hands: Send + Sync {
    /// Everything the gate looks at, read now: the caller by STS with the very
    /// credentials that would sign, the target, the file it comes from.
    fn observe<'a>(&'a self, draft: &'a Draft) -> Doing<'a, Result<Observed, Fault>>;

    /// The service's own answer to the requests that the preview names.
    fn simulate<'a>(&'a self, prospect: &'a Prospect) -> Doing<'a, Result<Vec<Simulated>, Fault>>;

    /// Performs the plan's steps in order, each once, and stops at the first
    /// that was not clearly done.
    fn perform<'a>(&'a self, plan: &'a Plan, seen: &'a Observed) -> Doing<'a, Called>;

    /// The target as it is now, after an answer that was lost or to verify one that came.
    fn look<'a>(&'a self, draft: &'a Draft) -> Doing<'a, Result<TargetState, Fault>>;
}

/// What is known of a call when it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    /// The service said that it was done.
    Done { request_ids: Vec<String> },
    /// It was certainly not done: refused before it was sent, or denied in so many words.
    Not(Fault),
    /// Sent, and no answer that says which: the state must be read.
    Unknown(Fault),
}
