//! Jobs do not begin while the stack that they deploy is changing or has failed.
//!
//! A deployment into a stack that works fails, and one into a stack that failed hides
//! why. `UPDATE_ROLLBACK_COMPLETE` is stable: from there the deployment is run again.

use crate::{
    facts::{Reading, StackStatus},
    gate::DeployedStack,
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new(
    "deployed_stack",
    "the stack that is deployed is stable",
    check,
);

fn check(case: &Case<'_>) -> Ruling {
    let starts = case
        .subject()
        .github()
        .filter(|(_, part)| part.starts_jobs());
    let (Some(_), Some(state)) = (starts, case.seen().github()) else {
        return Ruling::Pass;
    };
    let stacks = state.stacks();
    if let Some(unstable) = stacks.iter().find_map(unstable) {
        return unstable;
    }
    let unread = stacks.iter().filter_map(|stack| match &stack.status {
        Reading::Known(_) => None,
        Reading::Unknown(fault) => Some(format!(
            "Whether stack {} is stable could not be read: {}",
            stack.name.short(),
            fault.what
        )),
    });
    let mut what: Vec<String> = unread.collect();
    if stacks.is_empty() && !case.change().touches_only_checks(case.seen()) {
        what.push(
            "Which stack these jobs deploy is not known, so whether it is stable was not looked at."
                .to_owned(),
        );
    }
    Ruling::warn_all(what)
}

fn unstable(stack: &DeployedStack) -> Option<Ruling> {
    let status: &StackStatus = stack.status.known()?;
    let (name, word) = (stack.name.short(), status.raw());
    if status.in_progress() {
        return Some(Ruling::stop(
            format!("Stack {name}, which these jobs deploy, is {word}."),
            "Wait for its end; the stacks pane shows it.",
        ));
    }
    // A roll back of an update ends stable; one of a creation leaves what only can be deleted.
    let failed = word.ends_with("_FAILED") || *status == StackStatus::RollbackComplete;
    failed.then(|| {
        Ruling::stop(
            format!("Stack {name}, which these jobs deploy, is {word}: a deployment would fail."),
            "Mend the stack first: the stacks pane offers what helps.",
        )
    })
}
