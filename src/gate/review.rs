//! A change set under the eyes of the guards while it is only looked at, before
//! anybody proposes to execute it, and in a console that may write nothing.
//!
//! It permits nothing: the gate reads everything afresh and asks all guards again.

use super::{
    Assessment, Draft, Observed, Origin, StackState, TargetState,
    guards::{Case, GuardRuling, judge},
    writes::ExecuteChangeSet,
};
use crate::facts::{Caller, ChangeSetId, EnvironmentName, Reason, Settings};

/// Guards of who asks, from where and when: nobody asks yet. All others speak, a new one too.
const OF_ASKING: &[&str] = &[
    "caller",
    "endpoint",
    "freeze",
    "origin",
    "permitted",
    "read_only",
    "through",
    "unchanged",
];

/// Guards that have nothing to say of a stack.
const OF_GITHUB: &[&str] = &["deployed_stack", "repository", "reviewer", "rolls_back"];

/// What the guards say of it, as far as it was read.
pub fn review(
    state: StackState,
    change_set: ChangeSetId,
    caller: &Caller,
    environment: &EnvironmentName,
    settings: &Settings,
) -> Vec<GuardRuling> {
    let draft = Draft {
        environment: environment.clone(),
        write: ExecuteChangeSet {
            stack: state.name.clone(),
            change_set,
        }
        .into(),
        origin: Origin::Stack,
        uses: Vec::new(),
        peers: None,
    };
    let observed = Observed {
        partition: caller.partition().to_owned(),
        caller: Some(caller.clone()),
        hosts: Vec::new(),
        target: TargetState::Stack(Box::new(state)),
        source: None,
        at: caller.checked_at,
    };
    let assessment = Assessment::weighed(draft, observed);
    let environment = settings.environment_or_unknown(environment);
    let steps = assessment.draft.write.change().steps(&assessment.observed);
    let case = Case {
        assessment: &assessment,
        settings,
        environment: &environment,
        steps: steps.as_deref().map_err(Reason::as_str),
        // Near enough to say whether an expectation is over: the gate asks with its own time.
        now: caller.checked_at,
    };
    let mut given = judge(&case);
    given.retain(|given| !OF_ASKING.contains(&given.id) && !OF_GITHUB.contains(&given.id));
    given
}
