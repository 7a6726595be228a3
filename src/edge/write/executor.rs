//! What a world must be able to do to be written to: AWS and the working tree,
//! or the demo's.

use crate::{
    facts::{Fault, Remote},
    gate::{Assessment, Confirmed, Draft, Observed, RoleState, Simulated, TargetState},
};

/// Its futures hold those of the SDK and are large: whoever awaits one boxes it.
pub trait Executor: Send + Sync + 'static {
    /// The credentials that were observed: what is signed is signed with these.
    type Signing: Send + Sync;

    /// Everything the gate looks at, read now: the caller by STS with the very
    /// credentials that would sign, the target, the file it comes from.
    fn observe(
        &self,
        draft: &Draft,
    ) -> impl Future<Output = Result<(Observed, Self::Signing), Fault>> + Send;

    /// The service's own answer to the requests that the preview names: as they
    /// would be decided after the change, or as they are once it was applied.
    fn simulate(
        &self,
        assessment: &Assessment,
        signing: &Self::Signing,
        phase: SimulationPhase,
    ) -> impl Future<Output = Result<Vec<Simulated>, Fault>> + Send;

    /// The one function that writes. It takes the confirmation away and performs its
    /// steps in order, each once, until one was not clearly done.
    fn perform(
        &self,
        confirmed: Confirmed,
        signing: &Self::Signing,
    ) -> impl Future<Output = CallOutcome> + Send;

    /// The target as it is now, after an answer that was lost or to verify one that came.
    fn look(&self, draft: &Draft) -> impl Future<Output = Result<TargetState, Fault>> + Send;

    /// Where the working tree is that files are written in: its canonical root.
    fn root(&self) -> Option<String> {
        None
    }

    /// The roles that a change set changed, as they are after it; those that
    /// cannot be read are missing.
    fn roles(
        &self,
        _: &Assessment,
        _: &Self::Signing,
    ) -> impl Future<Output = Vec<RoleState>> + Send {
        async { Vec::new() }
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
