//! What a write to GitHub rests on, read afresh of the world that is written to. Reads only.

use super::{
    hub::{Hub, missing, there, tip},
    run, workflow,
};
use crate::{
    ask::github::{contents, source},
    facts::{Fault, FaultKind, Reading, Remote, Repository, actions::PullRequest},
    gate::{GitHubFound, GitHubState, PinnedFile, SeenBranch, writes::GitHubPart},
};

/// Everything that the gate looks at.
pub(in crate::edge) async fn observed(
    hub: &impl Hub,
    repository: &Repository,
    part: GitHubPart<'_>,
) -> Result<GitHubState, Fault> {
    let viewer = hub.read(&source::Viewer).await;
    let user = viewer.and_then(|actor| {
        actor.login.ok_or_else(|| {
            Fault::new(
                FaultKind::Malformed,
                "GitHub does not say whose token it is.",
                "Use a person's token.",
            )
        })
    });
    let found = match part {
        GitHubPart::Rerun(id, stack) => run::begun_again(hub, id, stack).await,
        GitHubPart::Cancel { run: id, .. } => run::cancelled(hub, id).await,
        GitHubPart::Review {
            run: id,
            environments,
            ..
        } => run::reviewed(hub, id, environments).await,
        GitHubPart::Dispatch {
            workflow,
            branch,
            id,
            stack,
        } => workflow::observed(hub, workflow, branch, id, stack).await,
        GitHubPart::PullRequest { branch, path, .. } => of_branch(hub, branch, path).await,
    };
    Ok(of(hub, repository, user.into(), found))
}

/// Only what tells whether it was done: what it rests on was read before.
pub(in crate::edge) async fn looked_at(
    hub: &impl Hub,
    repository: &Repository,
    part: GitHubPart<'_>,
) -> Result<GitHubState, Fault> {
    let user = hub
        .read(&source::Viewer)
        .await
        .map(|one| one.login.unwrap_or_default());
    let found = match part {
        GitHubPart::Rerun(id, _) | GitHubPart::Cancel { run: id, .. } => run::state(hub, id).await,
        GitHubPart::Review { run: id, .. } => run::reviewed(hub, id, &[]).await,
        GitHubPart::Dispatch { id, .. } => workflow::started_by_hand(hub, id).await,
        GitHubPart::PullRequest { branch, path, .. } => of_branch(hub, branch, path).await,
    };
    Ok(of(hub, repository, user.into(), found))
}

fn of(
    hub: &impl Hub,
    repository: &Repository,
    user: Reading<Remote>,
    found: GitHubFound,
) -> GitHubState {
    GitHubState {
        host: hub.host(),
        repository: repository.clone(),
        user,
        scopes: hub.scopes(),
        through: hub.through(),
        found,
    }
}

async fn of_branch(hub: &impl Hub, branch: &str, path: &str) -> GitHubFound {
    let about = hub.read(&contents::Repository).await;
    let base = about.and_then(|about| {
        about
            .default_branch
            .ok_or_else(|| missing("which branch is its default one"))
    });
    let (tip, file) = match &base {
        Ok(base) => (tip(hub, base).await, pinned(hub, base, path).await),
        Err(fault) => (Err(fault.clone()), Err(fault.clone())),
    };
    let exists = hub.read(&source::Branch(Remote::new(branch))).await;
    let from = source::PullRequests {
        branch: Remote::new(branch),
    };
    let pull_requests = there(hub.read(&from).await);
    let first = pull_requests.map(|all| -> Option<PullRequest> { all?.items.into_iter().next() });
    GitHubFound::Branch(Box::new(SeenBranch {
        base: base.into(),
        tip: tip.into(),
        file: file.into(),
        exists: there(exists).map(|branch| branch.is_some()).into(),
        pull_request: first.into(),
    }))
}

async fn pinned(hub: &impl Hub, base: &Remote, path: &str) -> Result<Option<PinnedFile>, Fault> {
    let asked = contents::File {
        path: Remote::new(path),
        at: base.clone(),
    };
    let Some(file) = there(hub.read(&asked).await)? else {
        return Ok(None);
    };
    let text = file.text.ok_or_else(|| {
        let what = format!("GitHub gives no text of {path}: it is too long, or no text.");
        Fault::new(FaultKind::Malformed, what, "Change it by hand.")
    })?;
    let sha = file.sha.ok_or_else(|| missing("which blob a file is"))?;
    Ok(Some(PinnedFile { sha, text }))
}
