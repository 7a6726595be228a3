//! A stack as a write to it needs it, read afresh of the world that is written to.
//! Reads only.

mod nested;
mod remains;

use crate::{
    ask::{AwsAsk, Question, Reads, cloudformation},
    edge::aws::Reader,
    facts::{
        Arn, ChangeSet, ChangeSetId, EventExtent, Fault, FaultKind, LogicalId, Reading, Remote,
        RoleName, Stack, StackEvents, StackName,
        stack::{ChangeSetName, ChangeSetStatus, ClientToken},
    },
    gate::{
        Assessment, ProfileState, RoleState, StackState, TargetState,
        writes::{StackPart, Subject},
    },
};

/// The account that a stack is in: AWS's, with the credentials that will sign, or one
/// that was recorded.
pub(in crate::edge) trait Account: Sync {
    fn read<Q>(&self, question: &Q) -> impl Future<Output = Result<Q::Answer, Fault>> + Send
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>;

    /// The role, and what it may do with these policies besides its own.
    fn documents(
        &self,
        name: &RoleName,
        also: &[Arn],
    ) -> impl Future<Output = Result<RoleState, Fault>> + Send;

    fn profile(&self, name: &Remote) -> impl Future<Output = Result<ProfileState, Fault>> + Send;

    /// The stacks that import what is exported under this name.
    fn imports(
        &self,
        export: &Remote,
    ) -> impl Future<Output = Result<Reading<Vec<Remote>>, Fault>> + Send;
}

/// Everything that the gate looks at.
pub(in crate::edge) async fn observed(
    account: &impl Account,
    subject: Subject<'_>,
    name: &StackName,
) -> Result<TargetState, Fault> {
    let mut state = looked(account, subject, name).await?;
    let Subject::Stack(_, part) = subject else {
        return Ok(TargetState::Stack(Box::new(state)));
    };
    match part {
        StackPart::NewChangeSet(_) => state.template = Some(template(account, name).await?),
        StackPart::Execute(change_set) => {
            state.template = Some(template(account, name).await?);
            let proposed = cloudformation::Proposed(change_set.clone());
            let proposed = account.read(&proposed).await;
            state.proposed = Some(reading(proposed)?);
            nested::live_roles(account, &mut state).await?;
            nested::follow(account, &mut state).await?;
        }
        StackPart::FinishDeletion(_) => state.remains = Some(remains::read(account, name).await?),
        StackPart::ContinueRollBack(_) => state.stuck = Some(reading(stuck(account, name).await)?),
        _ => {}
    }
    Ok(TargetState::Stack(Box::new(state)))
}

async fn template(account: &impl Account, name: &StackName) -> Result<Reading<Remote>, Fault> {
    let stack = name.clone();
    let template = account.read(&cloudformation::Template { stack }).await;
    reading(template.map(|template| template.body))
}

async fn stack(account: &impl Account, name: &StackName) -> Result<Reading<Stack>, Fault> {
    reading(account.read(&cloudformation::Stack(name.clone())).await)
}

/// How far it is: the stack and its change set alone.
async fn looked(
    account: &impl Account,
    subject: Subject<'_>,
    name: &StackName,
) -> Result<StackState, Fault> {
    let mut state = StackState::of(name.clone(), stack(account, name).await?);
    state.change_set = match subject {
        Subject::Stack(_, StackPart::Execute(id) | StackPart::DeleteChangeSet(id)) => {
            Some(change_set(account, id).await?)
        }
        Subject::Stack(_, StackPart::NewChangeSet(new)) => named(account, name, new.name).await?,
        _ => None,
    };
    Ok(state)
}

/// The same as the target of a write, with what failed first.
pub(in crate::edge) async fn looked_at(
    account: &impl Account,
    subject: Subject<'_>,
    name: &StackName,
) -> Result<TargetState, Fault> {
    let mut state = looked(account, subject, name).await?;
    if let Subject::Stack(_, StackPart::NewChangeSet(new)) = subject
        && new.through.is_some()
        && let Some(Reading::Known(set)) = &state.change_set
        && set.status == ChangeSetStatus::CreateComplete
    {
        // Whoever may write to the bucket may have been faster than CloudFormation.
        let made = cloudformation::Proposed(set.id.clone());
        state.proposed = Some(reading(account.read(&made).await)?);
    }
    if let Reading::Known(stack) = &state.stack
        && stack.status.is_failed()
    {
        (state.failure, state.begun_by) = last_operation(account, name).await.unwrap_or_default();
    }
    Ok(TargetState::Stack(Box::new(state)))
}

async fn change_set(account: &impl Account, id: &ChangeSetId) -> Result<Reading<ChangeSet>, Fault> {
    reading(account.read(&cloudformation::ChangeSet(id.clone())).await)
}

/// What failed to go back, by the resources' own states.
async fn stuck(account: &impl Account, name: &StackName) -> Result<Vec<LogicalId>, Fault> {
    let all = account
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
    account: &impl Account,
    stack: &StackName,
    name: &ChangeSetName,
) -> Result<Option<Reading<ChangeSet>>, Fault> {
    let answer = account
        .read(&cloudformation::ChangeSets(stack.clone()))
        .await;
    match reading(answer)? {
        Reading::Known(all) => match all.into_iter().find(|one| one.name == *name) {
            Some(one) => Ok(Some(change_set(account, &one.id).await?)),
            None => Ok(None),
        },
        Reading::Unknown(fault) => Ok(Some(Reading::Unknown(fault))),
    }
}

/// What failed first in it, in a sentence, and what its caller named it by.
async fn last_operation(
    account: &impl Account,
    name: &StackName,
) -> Option<(Option<Remote>, Option<ClientToken>)> {
    let ask = cloudformation::Events {
        stack: name.clone(),
        extent: EventExtent::Failures,
    };
    let events = account.read(&ask).await.ok()?;
    let mut of_stack = events.events.iter().filter(|one| one.is_of_the_stack());
    let token = of_stack.find_map(|one| one.client_token.as_deref());
    Some((first_failure(&events), token.map(ClientToken::from)))
}

/// Which resource, and in whose words.
fn first_failure(events: &StackEvents) -> Option<Remote> {
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
pub(in crate::edge) async fn roles(account: &impl Account, seen: &Assessment) -> Vec<RoleState> {
    let mut names: Vec<&RoleName> = Vec::new();
    for resource in &seen.impact.resources {
        names.extend(resource.role.as_ref().filter(|name| !names.contains(name)));
    }
    let mut roles = Vec::new();
    for name in names {
        roles.extend(account.documents(name, &[]).await.ok());
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
