//! Nested stacks of a change set, each with its own change set, templates and live
//! roles: read afresh, to a bound. Reads only; what is not read is said to be
//! unknown, never left out, so that a guard stops.

use super::{Account, change_set, reading, stack, template};
use crate::{
    ask::cloudformation,
    facts::{ChangeSetId, Fault, FaultKind, LogicalId, PhysicalId, Reading, StackName},
    gate::{NestedState, StackState},
};

/// Reads the change sets that come with this one, level by level.
pub(super) async fn follow(account: &impl Account, root: &mut StackState) -> Result<(), Fault> {
    let mut left = NestedState::MOST;
    let mut above: Vec<&mut StackState> = vec![root];
    for depth in 1.. {
        let mut next = Vec::new();
        for parent in above {
            for named in named(parent) {
                let refused = match (depth > NestedState::DEEPEST, left) {
                    (true, _) => Some(format!(
                        "it lies more than {} stacks deep",
                        NestedState::DEEPEST
                    )),
                    (_, 0) => Some(format!("there are more than {} of them", NestedState::MOST)),
                    _ => None,
                };
                left = left.saturating_sub(1);
                let nested = match refused {
                    Some(why) => unread(named, &why),
                    None => one(account, named).await?,
                };
                parent.nested.push(nested);
            }
            next.extend(parent.nested.iter_mut().map(|nested| &mut nested.state));
        }
        if next.is_empty() {
            break;
        }
        above = next;
    }
    Ok(())
}

/// The live roles that a stack's own changes are about, and those that things are to
/// run as.
pub(super) async fn live_roles(
    account: &impl Account,
    state: &mut StackState,
) -> Result<(), Fault> {
    for (role, policies) in state.roles_to_read() {
        let role = account.documents(&role, &policies).await?;
        state.roles.push(role);
    }
    let mut run_as = state.run_as();
    for name in &run_as.profiles {
        state.profiles.push(account.profile(name).await?);
    }
    run_as.with_roles_of(&state.profiles);
    for role in &run_as.roles {
        if state.reading_of(role).is_none() {
            let role = account.documents(role, &[]).await?;
            state.given.push(role);
        }
    }
    Ok(())
}

/// As a change of the parent names it.
struct Named {
    logical_id: LogicalId,
    change_set: ChangeSetId,
    physical: Option<PhysicalId>,
}

fn named(parent: &StackState) -> Vec<Named> {
    let set = parent.change_set();
    let changes = set.into_iter().flat_map(|set| &set.changes);
    let named = changes.filter_map(|change| {
        Some(Named {
            logical_id: change.logical_id.clone(),
            change_set: change.nested.clone()?,
            physical: change.physical_id.clone(),
        })
    });
    named.collect()
}

/// Of a change set that is not read nothing is known.
fn unread(named: Named, why: &str) -> NestedState {
    let fault = Fault::new(
        FaultKind::Malformed,
        format!(
            "The change set of nested stack {} was not read: {why}.",
            named.logical_id.raw(),
            why = why.trim_end_matches('.'),
        ),
        "Review the change set by hand, or change the nested stacks in smaller steps.",
    );
    let name = named.physical.as_ref().map_or("", PhysicalId::raw);
    let stack = Reading::Unknown(fault.clone());
    let mut state = StackState::of(StackName::from(name), stack);
    state.change_set = Some(Reading::Unknown(fault));
    NestedState {
        logical_id: named.logical_id,
        change_set: named.change_set,
        state,
    }
}

async fn one(account: &impl Account, named: Named) -> Result<NestedState, Fault> {
    let set = change_set(account, &named.change_set).await?;
    let name = match &set {
        Reading::Known(set) => set.stack.as_name(),
        Reading::Unknown(fault) => return Ok(unread(named, &fault.what)),
    };
    let mut state = StackState::of(name.clone(), stack(account, &name).await?);
    state.change_set = Some(set);
    state.template = Some(template(account, &name).await?);
    let proposed = cloudformation::Proposed(named.change_set.clone());
    let proposed = account.read(&proposed).await;
    state.proposed = Some(reading(proposed)?);
    live_roles(account, &mut state).await?;
    Ok(NestedState {
        logical_id: named.logical_id,
        change_set: named.change_set,
        state,
    })
}
