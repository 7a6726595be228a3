//! What the demo's account answers about stacks, to be read and to be changed.
//!
//! It keeps the answers that belong together the same: the list of stacks and a
//! stack by itself, the list of change sets and a change set in full.

use super::gone;
use crate::{
    ask::{Answer, Ask, AwsAsk, CfnAsk},
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
    let ask = match ask {
        CfnAsk::Events { stack, .. } => CfnAsk::Events {
            stack: stack.as_short(),
            extent: EventExtent::Operation,
        },
        CfnAsk::Stack(stack) => CfnAsk::Stack(stack.as_short()),
        CfnAsk::Resources(stack) => CfnAsk::Resources(stack.as_short()),
        CfnAsk::Template { stack } => CfnAsk::Template {
            stack: stack.as_short(),
        },
        CfnAsk::ChangeSets(stack) => CfnAsk::ChangeSets(stack.as_short()),
        CfnAsk::ResourceDrifts(stack) => CfnAsk::ResourceDrifts(stack.as_short()),
        other => other.clone(),
    };
    Ask::Aws(environment.clone(), AwsAsk::CloudFormation(ask))
}

macro_rules! of_kind {
    ($self:ident, $ask:expr, $answer:pat => $value:expr) => {
        match $self.answer($ask)? {
            $answer => Ok($value),
            _ => Err(strange()),
        }
    };
}

impl Account<'_> {
    fn key(&self, ask: CfnAsk) -> Ask {
        let ask = AwsAsk::CloudFormation(ask);
        recorded_as(&Ask::Aws(self.environment.clone(), ask))
    }

    pub(super) fn answer(&self, ask: CfnAsk) -> Result<Answer, Fault> {
        self.recorded.answer(&self.key(ask))
    }

    pub(super) fn stack(&self, name: &StackName) -> Result<Stack, Fault> {
        of_kind!(self, CfnAsk::Stack(name.clone()), Answer::Stack(stack) => *stack)
    }

    pub(super) fn template(&self, name: &StackName) -> Result<StackTemplate, Fault> {
        let stack = name.clone();
        of_kind!(self, CfnAsk::Template { stack }, Answer::StackTemplate(template) => template)
    }

    pub(super) fn resources(&self, name: &StackName) -> Result<StackResources, Fault> {
        of_kind!(self, CfnAsk::Resources(name.clone()), Answer::StackResources(all) => all)
    }

    pub(super) fn events(&self, name: &StackName) -> Result<StackEvents, Fault> {
        let ask = CfnAsk::Events {
            stack: name.clone(),
            extent: EventExtent::Operation,
        };
        of_kind!(self, ask, Answer::StackEvents(events) => events)
    }

    pub(super) fn change_sets(&self, name: &StackName) -> Result<Vec<ChangeSetSummary>, Fault> {
        of_kind!(self, CfnAsk::ChangeSets(name.clone()), Answer::ChangeSets(all) => all)
    }

    pub(super) fn change_set(&self, id: &ChangeSetId) -> Result<ChangeSet, Fault> {
        let answer = self.answer(CfnAsk::ChangeSet(id.clone()));
        match answer.map_err(|_| gone(id))? {
            Answer::ChangeSet(set) => Ok(*set),
            _ => Err(strange()),
        }
    }

    /// The template that a change set was made from.
    pub(super) fn proposed(&self, id: &ChangeSetId) -> Result<Remote, Fault> {
        self.recorded.proposed(id).ok_or_else(|| gone(id))
    }

    fn put(&self, ask: CfnAsk, answer: Result<Answer, Fault>) {
        self.recorded.answers().insert(self.key(ask), answer);
    }

    pub(super) fn put_stack(&self, stack: &Stack) {
        let name = stack.name.clone();
        self.put(
            CfnAsk::Stack(name),
            Ok(Answer::Stack(Box::new(stack.clone()))),
        );
        let mut answers = self.recorded.answers();
        if let Some(Ok(Answer::Stacks(all))) = answers.get_mut(&self.key(CfnAsk::Stacks)) {
            let mut listed = all.stacks.iter_mut();
            if let Some(known) = listed.find(|known| known.id == stack.id) {
                known.clone_from(stack);
            }
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
        self.put(CfnAsk::Stack(stack.name.clone()), Err(fault));
        let mut answers = self.recorded.answers();
        if let Some(Ok(Answer::Stacks(all))) = answers.get_mut(&self.key(CfnAsk::Stacks)) {
            all.stacks.retain(|known| known.id != stack.id);
        }
    }

    pub(super) fn put_template(&self, template: StackTemplate) {
        let stack = template.name.clone();
        self.put(
            CfnAsk::Template { stack },
            Ok(Answer::StackTemplate(template)),
        );
    }

    pub(super) fn put_resources(&self, name: &StackName, all: StackResources) {
        self.put(
            CfnAsk::Resources(name.clone()),
            Ok(Answer::StackResources(all)),
        );
    }

    pub(super) fn put_events(&self, events: StackEvents) {
        let ask = CfnAsk::Events {
            stack: events.name.clone(),
            extent: EventExtent::Operation,
        };
        self.put(ask, Ok(Answer::StackEvents(events)));
    }

    /// In the list of its stack and in full; a new one stands first.
    pub(super) fn put_change_set(&self, set: &ChangeSet) {
        let mut listed = self.change_sets(&set.stack_name).unwrap_or_default();
        let row = summary(set);
        match listed.iter_mut().find(|known| known.id == set.id) {
            Some(known) => *known = row,
            None => listed.insert(0, row),
        }
        let list = CfnAsk::ChangeSets(set.stack_name.clone());
        self.put(list, Ok(Answer::ChangeSets(listed)));
        let full = CfnAsk::ChangeSet(set.id.clone());
        self.put(full, Ok(Answer::ChangeSet(Box::new(set.clone()))));
    }

    pub(super) fn remove_change_set(&self, set: &ChangeSet) {
        let mut listed = self.change_sets(&set.stack_name).unwrap_or_default();
        listed.retain(|known| known.id != set.id);
        let list = CfnAsk::ChangeSets(set.stack_name.clone());
        self.put(list, Ok(Answer::ChangeSets(listed)));
        self.put(CfnAsk::ChangeSet(set.id.clone()), Err(gone(&set.id)));
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

fn strange() -> Fault {
    Fault::new(
        FaultKind::Bug,
        "The demo's world answers something else than it was asked.",
        "Report it with the version of the program.",
    )
}
