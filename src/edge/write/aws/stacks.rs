//! A stack as a write to it needs it: read afresh with the credentials that will
//! sign. Reads only.

mod nested;

use crate::{
    ask::cloudformation,
    edge::aws::Signing,
    facts::{
        ChangeSet, ChangeSetId, EventExtent, Fault, FaultKind, LogicalId, Reading, Remote,
        RoleName, Stack, StackName, stack::ChangeSetName,
    },
    gate::{
        Assessment, RoleState, StackState,
        writes::{StackPart, Subject},
    },
};

/// Everything that the gate looks at.
pub(super) async fn observed(
    signing: &Signing,
    subject: Subject<'_>,
    name: &StackName,
) -> Result<StackState, Fault> {
    let mut state = looked(signing, subject, name).await?;
    let Subject::Stack(_, part) = subject else {
        return Ok(state);
    };
    match part {
        StackPart::NewChangeSet(_) => state.template = Some(template(signing, name).await?),
        StackPart::Execute(change_set) => {
            state.template = Some(template(signing, name).await?);
            let proposed = cloudformation::Proposed(change_set.clone());
            let proposed = signing.read(&proposed).await;
            state.proposed = Some(reading(proposed)?);
            nested::live_roles(signing, &mut state).await?;
            nested::follow(signing, &mut state).await?;
        }
        StackPart::ContinueRollBack(_) => state.stuck = Some(reading(stuck(signing, name).await)?),
        _ => {}
    }
    Ok(state)
}

async fn template(signing: &Signing, name: &StackName) -> Result<Reading<Remote>, Fault> {
    let stack = name.clone();
    let template = signing.read(&cloudformation::Template { stack }).await;
    reading(template.map(|template| template.body))
}

async fn stack(signing: &Signing, name: &StackName) -> Result<Reading<Stack>, Fault> {
    reading(signing.read(&cloudformation::Stack(name.clone())).await)
}

/// How far it is: the stack and its change set alone, and what failed first.
pub(super) async fn looked(
    signing: &Signing,
    subject: Subject<'_>,
    name: &StackName,
) -> Result<StackState, Fault> {
    let mut state = StackState::of(name.clone(), stack(signing, name).await?);
    state.change_set = match subject {
        Subject::Stack(_, StackPart::Execute(id) | StackPart::DeleteChangeSet(id)) => {
            Some(change_set(signing, id).await?)
        }
        Subject::Stack(_, StackPart::NewChangeSet(new)) => named(signing, name, new.name).await?,
        _ => None,
    };
    Ok(state)
}

pub(super) async fn with_failure(signing: &Signing, mut state: StackState) -> StackState {
    let failed = state
        .stack
        .known()
        .is_some_and(|stack| stack.status.is_failed());
    if failed {
        state.failure = first_failure(signing, &state.name).await;
    }
    state
}

async fn change_set(signing: &Signing, id: &ChangeSetId) -> Result<Reading<ChangeSet>, Fault> {
    reading(signing.read(&cloudformation::ChangeSet(id.clone())).await)
}

/// What failed to go back, by the resources' own states.
async fn stuck(signing: &Signing, name: &StackName) -> Result<Vec<LogicalId>, Fault> {
    let all = signing
        .read(&cloudformation::Resources(name.clone()))
        .await?;
    let failed = all
        .resources
        .into_iter()
        .filter(|one| one.status.is_failed());
    Ok(failed.map(|one| one.logical_id).collect())
}

/// The change set of this name, where the stack has one.
async fn named(
    signing: &Signing,
    stack: &StackName,
    name: &ChangeSetName,
) -> Result<Option<Reading<ChangeSet>>, Fault> {
    let answer = signing
        .read(&cloudformation::ChangeSets(stack.clone()))
        .await;
    match reading(answer)? {
        Reading::Known(all) => match all.into_iter().find(|one| one.name == *name) {
            Some(one) => Ok(Some(change_set(signing, &one.id).await?)),
            None => Ok(None),
        },
        Reading::Unknown(fault) => Ok(Some(Reading::Unknown(fault))),
    }
}

/// A sentence: which resource, and in whose words.
async fn first_failure(signing: &Signing, name: &StackName) -> Option<Remote> {
    let ask = cloudformation::Events {
        stack: name.clone(),
        extent: EventExtent::Failures,
    };
    let events = signing.read(&ask).await.ok()?;
    let failed = events.failed();
    // A resource that CloudFormation stopped is not what failed.
    let genuine = failed.iter().find(|event| !event.is_cancellation());
    let first = genuine.or(failed.first())?;
    let reason = first.said().map_or("", Remote::raw);
    Some(Remote::new(format!(
        "{} ({}): {reason}",
        first.logical_id.raw(),
        first.resource_type.raw()
    )))
}

/// The roles that a change set changed, as they are now.
pub(super) async fn roles(signing: &Signing, seen: &Assessment) -> Vec<RoleState> {
    let mut names: Vec<&RoleName> = Vec::new();
    for resource in &seen.impact.resources {
        names.extend(resource.role.as_ref().filter(|name| !names.contains(name)));
    }
    let mut roles = Vec::new();
    for name in names {
        roles.extend(signing.documents(name, &[]).await.ok());
    }
    roles
}

/// What only this reading lacks is a state to be judged; credentials that ended
/// or a network that is down is no statement about the stack.
fn reading<T>(answer: Result<T, Fault>) -> Result<Reading<T>, Fault> {
    match answer {
        Ok(known) => Ok(Reading::Known(known)),
        Err(fault) => match fault.kind {
            FaultKind::Expired
            | FaultKind::Offline
            | FaultKind::Throttled
            | FaultKind::WrongAccount { .. }
            | FaultKind::Bug => Err(fault),
            _ => Ok(Reading::Unknown(fault)),
        },
    }
}
