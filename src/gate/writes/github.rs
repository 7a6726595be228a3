//! What writes to GitHub have in common: the run as it was read, and its state after.

use crate::{
    facts::{Reason, Remote, actions::Run},
    gate::{
        GitHubFound, GitHubState, Observed, SeenReview, SeenRun, SeenWorkflow, TargetState,
        observed::github::SeenBranch,
    },
};

pub(super) const ACTIONS: &str = "actions:write";

pub(super) fn state(target: &TargetState) -> Result<&GitHubState, Reason> {
    let state = target.github();
    Ok(state.ok_or("What is on GitHub was not read.")?)
}

pub(super) fn of_run(target: &TargetState) -> Result<&SeenRun, Reason> {
    Ok(state(target)?.run().ok_or("The run was not read.")?)
}

pub(super) fn run(target: &TargetState) -> Result<&Run, Reason> {
    Ok(of_run(target)?.run.read()?)
}

pub(super) fn review(target: &TargetState) -> Result<&SeenReview, Reason> {
    let review = of_run(target)?.review.as_deref();
    Ok(review.ok_or("What the run waits for was not read.")?)
}

pub(super) fn workflow(target: &TargetState) -> Result<&SeenWorkflow, Reason> {
    let state = state(target)?.workflow();
    Ok(state.ok_or("The workflow was not read.")?)
}

pub(super) fn branch(target: &TargetState) -> Result<&SeenBranch, Reason> {
    Ok(state(target)?.branch().ok_or("The branch was not read.")?)
}

/// The same with another run in it.
pub(super) fn with_run(
    seen: &Observed,
    change: impl FnOnce(&mut Run),
) -> Result<TargetState, Reason> {
    let mut after = state(&seen.target)?.clone();
    if let GitHubFound::Run(found) = &mut after.found {
        change(found.run.read_mut()?);
    }
    Ok(TargetState::GitHub(Box::new(after)))
}

/// `completed: failure`, as GitHub says it.
pub(super) fn standing(run: &Run) -> Remote {
    let word = |state: &Option<crate::facts::actions::RunState>| {
        state.as_ref().map(|state| state.word().to_owned())
    };
    let status = word(&run.status).unwrap_or_else(|| "unknown".to_owned());
    Remote::new(match word(&run.conclusion) {
        Some(conclusion) => format!("{status}: {conclusion}"),
        None => status,
    })
}
