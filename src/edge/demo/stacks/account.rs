//! What the demo's account answers about stacks, to be read and to be changed.
//!
//! It keeps the answers that belong together the same: the list of stacks and a
//! stack by itself, the list of change sets and a change set in full.

use super::gone;
use crate::{
    ask::{Ask, AwsAsk, CfnAsk, Question, cloudformation},
    edge::demo::recorded::Recorded,
    facts::{
        ChangeSet, ChangeSetId, ChangeSetSummary, EnvironmentName, EventExtent, Fault, FaultKind,
        Remote, Stack, StackEvents, StackName, StackResources, StackTemplate,
    },
};

/// Stacks of one environment.
pub(in crate::edge::demo) struct Account<'a> {
    pub(in crate::edge::demo) recorded: &'a Recorded,
    pub(in crate::edge::demo) environment: &'a EnvironmentName,
}

/// Events are recorded once, as far back as any ask goes, and under the stack's name.
pub(in crate::edge::demo) fn recorded_as(ask: &Ask) -> Ask {
    let Ask::Aws(environment, AwsAsk::CloudFormation(ask)) = ask else {
        return ask.clone();
    };
    let ask = match ask.clone() {
        CfnAsk::Events(cloudformation::Events { stack, .. }) => cloudformation::Events {
            stack: stack.as_short(),
            extent: EventExtent::Operation,
        }
        .into(),
        CfnAsk::Stack(ask) => cloudformation::Stack(ask.0.as_short()).into(),
        CfnAsk::Resources(ask) => cloudformation::Resources(ask.0.as_short()).into(),
        CfnAsk::Template(ask) => cloudformation::Template {
            stack: ask.stack.as_short(),
        }
        .into(),
        CfnAsk::ChangeSets(ask) => cloudformation::ChangeSets(ask.0.as_short()).into(),
        CfnAsk::ResourceDrifts(ask) => cloudformation::ResourceDrifts(ask.0.as_short()).into(),
        other => other,
    };
    Ask::Aws(environment.clone(), AwsAsk::CloudFormation(ask))
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

    pub(super) fn events(&self, name: &StackName) -> Result<StackEvents, Fault> {
        self.get(cloudformation::Events {
            stack: name.clone(),
            extent: EventExtent::Operation,
        })
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
        self.recorded.proposed(id).ok_or_else(|| gone(id))
    }

    fn put<Q: Question>(&self, question: Q, answer: Result<Q::Answer, Fault>)
    where
        Q::Service: Into<AwsAsk>,
    {
        self.recorded.put(&question.of(self.environment), answer);
    }

    pub(super) fn put_stack(&self, stack: &Stack) {
        self.put(cloudformation::Stack(stack.name.clone()), Ok(stack.clone()));
        self.relist(|all| {
            if let Some(known) = all.iter_mut().find(|known| known.id == stack.id) {
                known.clone_from(stack);
            }
        });
    }

    fn relist(&self, change: impl FnOnce(&mut Vec<Stack>)) {
        if let Ok(mut all) = self.get(cloudformation::Stacks) {
            change(&mut all.stacks);
            self.put(cloudformation::Stacks, Ok(all));
        }
    }

    /// Asked by its name it does not exist any more.
    pub(super) fn remove_stack(&self, stack: &Stack) {
        let name = stack.name.raw();
        let fault = Fault::new(
            FaultKind::Missing,
            format!("Stack {name} does not exist."),
            "Refresh the list of stacks.",
        )
        .caused_by(format!("Stack with id {name} does not exist"));
        self.put(cloudformation::Stack(stack.name.clone()), Err(fault));
        self.relist(|all| all.retain(|known| known.id != stack.id));
    }

    pub(super) fn put_template(&self, template: StackTemplate) {
        let stack = template.name.clone();
        self.put(cloudformation::Template { stack }, Ok(template));
    }

    pub(super) fn put_resources(&self, name: &StackName, all: StackResources) {
        self.put(cloudformation::Resources(name.clone()), Ok(all));
    }

    pub(super) fn put_events(&self, events: StackEvents) {
        let ask = cloudformation::Events {
            stack: events.name.clone(),
            extent: EventExtent::Operation,
        };
        self.put(ask, Ok(events));
    }

    /// In the list of its stack and in full; a new one stands first.
    pub(super) fn put_change_set(&self, set: &ChangeSet) {
        let mut listed = self.change_sets(&set.stack_name).unwrap_or_default();
        let row = summary(set);
        match listed.iter_mut().find(|known| known.id == set.id) {
            Some(known) => *known = row,
            None => listed.insert(0, row),
        }
        let list = cloudformation::ChangeSets(set.stack_name.clone());
        self.put(list, Ok(listed));
        self.put(cloudformation::ChangeSet(set.id.clone()), Ok(set.clone()));
    }

    pub(super) fn remove_change_set(&self, set: &ChangeSet) {
        let mut listed = self.change_sets(&set.stack_name).unwrap_or_default();
        listed.retain(|known| known.id != set.id);
        let list = cloudformation::ChangeSets(set.stack_name.clone());
        self.put(list, Ok(listed));
        self.put(
            cloudformation::ChangeSet(set.id.clone()),
            Err(gone(&set.id)),
        );
    }
}

fn summary(set: &ChangeSet) -> ChangeSetSummary {
    ChangeSetSummary {
        id: set.id.clone(),
        name: set.name.clone(),
        stack: set.stack.clone(),
        status: set.status.clone(),
        reason: set.reason.clone(),
        execution: set.execution.clone(),
        created: set.created,
        description: set.description.clone(),
        parent: None,
        root: None,
    }
}
