//! The demo's GitHub as a write to it looks at it: recorded answers, and what approved
//! writes made of them.

use super::recorded::Recorded;
use crate::{
    ask::{GitHubAsk, Question, Reads, cloudformation},
    edge::{github::Reader, write::github::Hub},
    facts::{Fault, Remote, Repository, StackName, StackStatus, Through},
    gate::{Draft, GitHubState, TargetState},
};

pub(super) struct DemoHub<'a> {
    recorded: &'a Recorded,
    draft: &'a Draft,
    repository: Repository,
}

/// The recordings have the repository by its bare names.
pub(super) fn hub<'a>(
    recorded: &'a Recorded,
    draft: &'a Draft,
    repository: &Repository,
) -> DemoHub<'a> {
    let bare = Repository::parse(&repository.to_string());
    DemoHub {
        recorded,
        draft,
        repository: bare.unwrap_or_else(|| repository.clone()),
    }
}

impl Hub for DemoHub<'_> {
    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<GitHubAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        let asked = question.clone().in_repository(&self.repository);
        self.recorded.get(&asked)
    }

    async fn stack(&self, name: &StackName) -> Result<StackStatus, Fault> {
        let asked = cloudformation::Stack(name.clone()).of(&self.draft.environment);
        Ok(self.recorded.get(&asked)?.status)
    }

    fn host(&self) -> String {
        "github.com".to_owned()
    }

    fn through(&self) -> Vec<Through> {
        Vec::new()
    }

    fn scopes(&self) -> Option<Vec<String>> {
        None
    }
}

/// The run that is there now and was not before.
pub(super) fn new_run(before: Option<&GitHubState>, now: &TargetState) -> Option<Remote> {
    let known = before?.workflow()?.started.known()?;
    let started = now.github()?.workflow()?.started.known()?;
    let new = started.iter().find(|run| !known.contains(run))?;
    Some(Remote::new(new.0.to_string()))
}
