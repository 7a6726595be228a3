//! What is asked of a repository on GitHub for a write, and of the stacks of its
//! environment: by whoever can, GitHub itself or a recording.

use crate::{
    ask::{GitHubAsk, Question, Reads, github::source},
    edge::github::Reader,
    facts::{Fault, FaultKind, Remote, StackName, StackStatus, Through},
    gate::DeployedStack,
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

/// How each of these stacks stands now.
pub(super) async fn stacks(hub: &impl Hub, names: Vec<StackName>) -> Vec<DeployedStack> {
    let mut all = Vec::new();
    for name in names {
        let status = hub.stack(&name).await.into();
        all.push(DeployedStack { name, status });
    }
    all
}

pub(super) async fn tip(hub: &impl Hub, branch: &Remote) -> Result<Remote, Fault> {
    let known = hub.read(&source::Branch(branch.clone())).await?;
    known
        .tip()
        .cloned()
        .ok_or_else(|| missing("the newest commit of a branch"))
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

/// Of what decides nothing here.
pub(super) fn unasked() -> Fault {
    Fault::new(
        FaultKind::Missing,
        "It was not asked, because nothing here rests on it.",
        "Look at it in a browser.",
    )
}
