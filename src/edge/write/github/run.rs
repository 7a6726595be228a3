//! A run as a rerun, a cancellation or an approval needs it.

use super::hub::{Hub, missing, stacks, there, unasked};
use crate::{
    ask::github::{actions, contents, deployments, source},
    facts::{
        Fault, Reading, Remote, StackName,
        actions::{Deployment, GroupMember, Run, RunId, RunState},
    },
    gate::{
        DeployedCommit, GitHubFound, SeenReview, SeenRun, workflow, writes::ReviewedEnvironment,
    },
};

/// Deployments of an environment that are looked at for the last one that succeeded.
const MOST_DEPLOYMENTS: usize = 8;

pub(super) async fn begun_again(
    hub: &impl Hub,
    id: RunId,
    stack: Option<&StackName>,
) -> GitHubFound {
    let run = settled(hub, id).await;
    let workflow = match &run {
        Ok(run) => text(hub, run).await,
        Err(fault) => Err(fault.clone()),
    };
    let jobs = match &run {
        Ok(run) if run.is_over() => {
            let asked = actions::Jobs {
                run: id,
                attempt: run.attempt(),
            };
            Some(hub.read(&asked).await.map(|all| all.items).into())
        }
        _ => None,
    };
    let mut names: Vec<StackName> = stack.cloned().into_iter().collect();
    let named = workflow.as_ref().map(|text| workflow::stacks(text.raw()));
    for name in named.unwrap_or_default() {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    GitHubFound::Run(Box::new(SeenRun {
        stacks: stacks(hub, names).await,
        run: run.into(),
        workflow: workflow.into(),
        jobs,
        review: None,
    }))
}

pub(super) async fn cancelled(hub: &impl Hub, id: RunId) -> GitHubFound {
    let run = settled(hub, id).await;
    let workflow = match &run {
        Ok(run) => text(hub, run).await,
        Err(fault) => Err(fault.clone()),
    };
    found(run, workflow, None)
}

pub(super) async fn state(hub: &impl Hub, id: RunId) -> GitHubFound {
    let run = settled(hub, id).await;
    found(run, Err(unasked()), None)
}

fn found(
    run: Result<Run, Fault>,
    workflow: Result<Remote, Fault>,
    review: Option<Box<SeenReview>>,
) -> GitHubFound {
    GitHubFound::Run(Box::new(SeenRun {
        run: run.into(),
        workflow: workflow.into(),
        jobs: None,
        stacks: Vec::new(),
        review,
    }))
}

/// Without the moment of the last change, which goes on by itself.
async fn settled(hub: &impl Hub, id: RunId) -> Result<Run, Fault> {
    let mut run = hub.read(&actions::Run(id)).await?;
    run.updated_at = None;
    Ok(run)
}

/// Of the run's workflow, at the commit that it runs.
async fn text(hub: &impl Hub, run: &Run) -> Result<Remote, Fault> {
    let path = run.path.as_ref().map(Remote::raw);
    let (Some(path), Some(at)) = (path, &run.head_sha) else {
        return Err(missing("which workflow the run is of"));
    };
    let path = path.split('@').next().unwrap_or(path);
    workflow_at(hub, path, at).await
}

pub(super) async fn workflow_at(hub: &impl Hub, path: &str, at: &Remote) -> Result<Remote, Fault> {
    let asked = contents::File {
        path: Remote::new(path),
        at: at.clone(),
    };
    let file = hub.read(&asked).await?;
    file.text
        .ok_or_else(|| missing(&format!("the text of {path}")))
}

pub(super) async fn reviewed(
    hub: &impl Hub,
    id: RunId,
    environments: &[ReviewedEnvironment],
) -> GitHubFound {
    let run = settled(hub, id).await;
    let sha = run.as_ref().ok().and_then(|run| run.head_sha.clone());
    let mut deployed = Vec::new();
    for one in environments {
        deployed.push(deployed_to(hub, one, sha.as_ref()).await);
    }
    let mut pending = hub.read(&deployments::Pending(id)).await;
    for one in pending.iter_mut().flatten() {
        // Its own text says nothing of when it changed.
        one.environment.updated_at = None;
    }
    let review = SeenReview {
        pending: pending.into(),
        approvals: hub.read(&deployments::Approvals(id)).await.into(),
        environments: match environments.is_empty() {
            true => Reading::Known(Vec::new()),
            false => {
                let all = hub.read(&deployments::Environments).await;
                all.map(|all| all.items).into()
            }
        },
        deployed,
        newer: match environments.is_empty() {
            true => Reading::Known(Vec::new()),
            false => newer(hub, id).await.into(),
        },
    };
    let workflow = Err(unasked());
    found(run, workflow, Some(Box::new(review)))
}

async fn deployed_to(
    hub: &impl Hub,
    environment: &ReviewedEnvironment,
    new: Option<&Remote>,
) -> DeployedCommit {
    let sha = last_success(hub, &environment.name).await;
    let (mut brings, mut takes) = (None, None);
    if let (Ok(Some(old)), Some(new)) = (&sha, new) {
        let between = |base: &Remote, head: &Remote| contents::Compare {
            base: base.clone(),
            head: head.clone(),
        };
        brings = Some(hub.read(&between(old, new)).await.into());
        takes = Some(hub.read(&between(new, old)).await.into());
    }
    DeployedCommit {
        environment: environment.id,
        sha: sha.into(),
        brings,
        takes,
    }
}

/// The commit of the newest deployment that succeeded; None: none ever did.
async fn last_success(hub: &impl Hub, environment: &Remote) -> Result<Option<Remote>, Fault> {
    let asked = deployments::Newest {
        environment: Some(environment.clone()),
    };
    let all = hub.read(&asked).await?.items;
    let looked_at: Vec<&Deployment> = all.iter().take(MOST_DEPLOYMENTS).collect();
    for deployment in &looked_at {
        let statuses = hub.read(&deployments::Statuses(deployment.id)).await?;
        let mut states = statuses.items.iter().filter_map(|one| one.state.as_ref());
        if states.any(|state| state.raw() == "success") {
            return Ok(deployment.sha.clone());
        }
    }
    match all.len() > looked_at.len() {
        true => Err(missing("which of many deployments succeeded last")),
        false => Ok(None),
    }
}

/// Runs that began after this one and wait in a concurrency group of it.
async fn newer(hub: &impl Hub, id: RunId) -> Result<Vec<RunId>, Fault> {
    let groups = hub.read(&actions::ConcurrencyOf(id)).await?.items;
    let mut newer = Vec::new();
    for name in groups.into_iter().filter_map(|group| group.name) {
        let members = there(hub.read(&source::ConcurrencyMembers(name)).await)?;
        let waits =
            |member: &GroupMember| member.run_id > id && member.status == Some(RunState::Pending);
        let members = members.into_iter().flat_map(|group| group.members);
        newer.extend(members.filter(|one| waits(one)).map(|one| one.run_id));
    }
    newer.sort_unstable();
    newer.dedup();
    Ok(newer)
}
