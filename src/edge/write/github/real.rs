//! GitHub as it is, and the stacks of the environment that a repository belongs to.

use std::sync::Arc;

use jiff::Timestamp;

use super::{Hub, looked_at, observed};
use crate::{
    ask::{GitHubAsk, Question, Reads, cloudformation},
    edge::{
        aws::Aws,
        github::{GitHub, GitHubSigning, Reader},
    },
    facts::{EnvironmentName, Fault, Repository, StackName, StackStatus, Through},
    gate::{Draft, Observed, TargetState, writes::GitHubPart},
};

/// With the token that will sign.
struct Real<'a> {
    signing: &'a GitHubSigning,
    aws: &'a Arc<Aws>,
    environment: &'a EnvironmentName,
}

impl Hub for Real<'_> {
    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<GitHubAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        self.signing.read(question).await
    }

    async fn stack(&self, name: &StackName) -> Result<StackStatus, Fault> {
        let signing = self.aws.signing(self.environment).await?;
        let stack = cloudformation::Stack(name.clone());
        Ok(signing.reader().read(&stack).await?.status)
    }

    fn host(&self) -> String {
        self.signing.host().to_owned()
    }

    fn through(&self) -> Vec<Through> {
        self.signing.through().to_vec()
    }

    fn scopes(&self) -> Option<Vec<String>> {
        self.signing.scopes()
    }
}

/// Everything that the gate looks at, and the token that it was read with.
pub(in crate::edge::write) async fn read_afresh(
    github: &GitHub,
    aws: &Arc<Aws>,
    draft: &Draft,
    (repository, part): (&Repository, GitHubPart<'_>),
) -> Result<(Observed, GitHubSigning), Fault> {
    let signing = github.signing(repository).await?;
    let hub = Real {
        signing: &signing,
        aws,
        environment: &draft.environment,
    };
    let state = Box::pin(observed(&hub, repository, part)).await?;
    let observed = Observed {
        caller: None,
        partition: "github".to_owned(),
        hosts: vec![signing.server().clone()],
        target: TargetState::GitHub(Box::new(state)),
        source: None,
        at: Timestamp::now(),
    };
    Ok((observed, signing))
}

/// Only what tells whether it was done.
pub(in crate::edge::write) async fn look(
    github: &GitHub,
    aws: &Arc<Aws>,
    draft: &Draft,
    (repository, part): (&Repository, GitHubPart<'_>),
) -> Result<TargetState, Fault> {
    let signing = github.signing(repository).await?;
    let hub = Real {
        signing: &signing,
        aws,
        environment: &draft.environment,
    };
    let state = Box::pin(looked_at(&hub, repository, part)).await?;
    Ok(TargetState::GitHub(Box::new(state)))
}
