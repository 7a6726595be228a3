//! What a write to GitHub rests on, read afresh of the world that is written to. Reads only.

use super::{run, workflow};
use crate::{
    ask::{
        GitHubAsk, Question, Reads,
        github::{contents, source},
    },
    edge::github::Reader,
    facts::{
        Fault, FaultKind, Reading, Remote, Repository, StackName, StackStatus, Through,
        actions::PullRequest,
    },
    gate::{DeployedStack, GitHubFound, GitHubState, PinnedFile, SeenBranch, writes::GitHubPart},
};

/// The repository that is written to: GitHub's, with the token that will sign, or one
/// that was recorded.
pub(in crate::edge) trait Hub: Sync {
    fn read<Q>(&self, question: &Q) -> impl Future<Output = Result<Q::Answer, Fault>> + Send
    where
        Q: Question<Answer: Clone, Service: Into<GitHubAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>;

    /// How a stack of the environment's account stands.
    fn stack(&self, name: &StackName) -> impl Future<Output = Result<StackStatus, Fault>> + Send;

    /// As addresses name it.
    fn host(&self) -> String;

    fn through(&self) -> Vec<Through>;

    /// Of a classic token, once anything was read.
    fn scopes(&self) -> Option<Vec<String>>;
}

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

/// How each of these stacks stands now.
pub(super) async fn stacks(hub: &impl Hub, names: Vec<StackName>) -> Vec<DeployedStack> {
    let mut all = Vec::new();
    for name in names {
        let status = hub.stack(&name).await.into();
        all.push(DeployedStack { name, status });
    }
    all
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

pub(super) async fn tip(hub: &impl Hub, branch: &Remote) -> Result<Remote, Fault> {
    let known = hub.read(&source::Branch(branch.clone())).await?;
    known
        .tip()
        .cloned()
        .ok_or_else(|| missing("the newest commit of a branch"))
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

/// That there is none is an answer.
pub(super) fn there<T>(read: Result<T, Fault>) -> Result<Option<T>, Fault> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(fault) if fault.kind == FaultKind::Missing => Ok(None),
        Err(fault) => Err(fault),
    }
}

pub(super) fn missing(what: &str) -> Fault {
    Fault::new(
        FaultKind::Malformed,
        format!("GitHub does not say {what}."),
        "Refresh; if it stays so, look at it in a browser.",
    )
}
