//! What a world must be able to do to be written to: AWS and the working tree,
//! or the demo's.

use futures_core::future::BoxFuture;

use crate::{
    facts::{Fault, Remote},
    gate::{Assessment, Confirmed, Draft, Observed, RoleState, Simulated, TargetState},
};

pub trait Executor: Send + Sync + 'static {
    /// The credentials that were observed: what is signed is signed with these.
    type Signing: Send + Sync;

    /// Everything the gate looks at, read now: the caller by STS with the very
    /// credentials that would sign, the target, the file it comes from.
    fn observe<'a>(
        &'a self,
        draft: &'a Draft,
    ) -> BoxFuture<'a, Result<(Observed, Self::Signing), Fault>>;

    /// The service's own answer to the requests that the preview names: as they
    /// would be decided after the change, or as they are once it was applied.
    fn simulate<'a>(
        &'a self,
        assessment: &'a Assessment,
        signing: &'a Self::Signing,
        phase: SimulationPhase,
    ) -> BoxFuture<'a, Result<Vec<Simulated>, Fault>>;

    /// The one function that writes. It takes the confirmation away and performs its
    /// steps in order, each once, until one was not clearly done.
    fn perform<'a>(
        &'a self,
        confirmed: Confirmed,
        signing: &'a Self::Signing,
    ) -> BoxFuture<'a, CallOutcome>;

    /// The target as it is now, after an answer that was lost or to verify one that came.
    fn look<'a>(&'a self, draft: &'a Draft) -> BoxFuture<'a, Result<TargetState, Fault>>;

    /// Where the working tree is that files are written in: its canonical root.
    fn root(&self) -> Option<String> {
        None
    }

    /// The roles that a change set changed, as they are after it; those that
    /// cannot be read are missing.
    fn roles<'a>(
        &'a self,
        _: &'a Assessment,
        _: &'a Self::Signing,
    ) -> BoxFuture<'a, Vec<RoleState>> {
        Box::pin(async { Vec::new() })
    }
}

/// Whether the change is still a plan when its effect is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SimulationPhase {
    Planned,
    Applied,
}

/// What is known of the calls when they ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CallOutcome {
    /// The service said that all was done.
    Done {
        request_ids: Vec<String>,
        /// The ARN of what it made, where the answer has one.
        made: Option<Remote>,
    },
    /// Nothing was done: refused before it was sent, or in so many words.
    Not(Fault),
    /// So many of the first calls were done, and the next one certainly not.
    Partly {
        done: usize,
        request_ids: Vec<String>,
        fault: Fault,
    },
    /// So many of the first calls were done, and of the next one no answer says which.
    PartlyUnknown {
        done: usize,
        request_ids: Vec<String>,
        fault: Fault,
    },
    /// Sent, and no answer that says which: the state must be read.
    Unknown(Fault),
    /// Sent, and answered with another thing than was asked for: what it did is
    /// in doubt, whatever the state of the target is.
    UnexpectedAnswer(Fault),
}
