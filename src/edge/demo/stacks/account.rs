//! What the demo's account answers about stacks.

use super::gone;
use crate::{
    ask::{AwsAsk, Question, cloudformation},
    edge::demo::recorded::Recorded,
    facts::{
        ChangeSet, ChangeSetId, ChangeSetSummary, EnvironmentName, Fault, Remote, Stack, StackName,
        StackResources, StackTemplate,
    },
};

/// Stacks of one environment.
pub(in crate::edge::demo) struct Account<'a> {
    pub(in crate::edge::demo) recorded: &'a Recorded,
    pub(in crate::edge::demo) environment: &'a EnvironmentName,
}

impl Account<'_> {
    pub(super) fn get<Q: Question<Answer: Clone>>(&self, question: Q) -> Result<Q::Answer, Fault>
    where
        Q::Service: Into<AwsAsk>,
    {
        self.recorded.get(&question.of(self.environment))
    }

    pub(super) fn stack(&self, name: &StackName) -> Result<Stack, Fault> {
        self.get(cloudformation::Stack(name.clone()))
    }

    pub(super) fn template(&self, name: &StackName) -> Result<StackTemplate, Fault> {
        let stack = name.clone();
        self.get(cloudformation::Template { stack })
    }

    pub(super) fn resources(&self, name: &StackName) -> Result<StackResources, Fault> {
        self.get(cloudformation::Resources(name.clone()))
    }

    pub(super) fn change_sets(&self, name: &StackName) -> Result<Vec<ChangeSetSummary>, Fault> {
        self.get(cloudformation::ChangeSets(name.clone()))
    }

    pub(super) fn change_set(&self, id: &ChangeSetId) -> Result<ChangeSet, Fault> {
        self.get(cloudformation::ChangeSet(id.clone()))
            .map_err(|_| gone(id))
    }

    /// The template that a change set was made from.
    pub(super) fn proposed(&self, id: &ChangeSetId) -> Result<Remote, Fault> {
        self.get(cloudformation::Proposed(id.clone()))
            .map_err(|_| gone(id))
    }
}
