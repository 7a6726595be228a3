//! CloudFormation: stacks, their events, templates, change sets and drift.
//!
//! Only translates, and counts its calls: one budget for each account and region,
//! because CloudFormation throttles by both. An answer of another account than
//! the one that STS confirmed is refused, and what bears no account is asked for
//! by an ARN that does.

mod budget;
mod change;
mod change_sets;
mod drift;
mod events;
mod ids;
mod owner;
mod pages;
mod read;
mod resources;
mod stacks;

pub(super) use budget::Budget;
pub(super) use events::Cache;
pub(super) use ids::Ids;
pub(super) use owner::owner;

use std::sync::atomic::Ordering;

use super::reader::Reader;
use crate::{
    ask::{Reads, cloudformation as asks},
    facts::{
        AccountId, ChangeSet, ChangeSetFailures, ChangeSetSummary, DriftDetectionId, Fault, Region,
        Remote, ResourceDrift, Stack, StackDrift, StackEvents, StackId, StackResources,
        StackTemplate, Stacks,
    },
};

impl Reads<asks::Stacks> for Reader<'_> {
    async fn read(&self, _: &asks::Stacks) -> Result<Stacks, Fault> {
        stacks::all(self).await
    }
}

impl Reads<asks::Stack> for Reader<'_> {
    async fn read(&self, ask: &asks::Stack) -> Result<Stack, Fault> {
        stacks::one(self, &ask.0).await
    }
}

impl Reads<asks::Events> for Reader<'_> {
    async fn read(&self, ask: &asks::Events) -> Result<StackEvents, Fault> {
        events::read(self, &ask.stack, ask.extent).await
    }
}

impl Reads<asks::Resources> for Reader<'_> {
    async fn read(&self, ask: &asks::Resources) -> Result<StackResources, Fault> {
        resources::resources(self, &ask.0).await
    }
}

impl Reads<asks::Template> for Reader<'_> {
    async fn read(&self, ask: &asks::Template) -> Result<StackTemplate, Fault> {
        resources::template(self, &ask.stack).await
    }
}

impl Reads<asks::ChangeSets> for Reader<'_> {
    async fn read(&self, ask: &asks::ChangeSets) -> Result<Vec<ChangeSetSummary>, Fault> {
        change_sets::list(self, &ask.0).await
    }
}

impl Reads<asks::ChangeSet> for Reader<'_> {
    async fn read(&self, ask: &asks::ChangeSet) -> Result<ChangeSet, Fault> {
        change_sets::describe(self, &ask.0).await
    }
}

impl Reads<asks::Proposed> for Reader<'_> {
    async fn read(&self, ask: &asks::Proposed) -> Result<Remote, Fault> {
        self.belongs(ask.0.account())?;
        resources::proposed(self, &ask.0).await
    }
}

impl Reads<asks::ChangeSetFailures> for Reader<'_> {
    async fn read(&self, ask: &asks::ChangeSetFailures) -> Result<ChangeSetFailures, Fault> {
        events::of_change_set(self, &ask.0).await
    }
}

impl Reads<asks::DriftStatus> for Reader<'_> {
    async fn read(&self, ask: &asks::DriftStatus) -> Result<StackDrift, Fault> {
        drift::status(self, &ask.detection).await
    }
}

impl Reads<asks::ResourceDrifts> for Reader<'_> {
    async fn read(&self, ask: &asks::ResourceDrifts) -> Result<Vec<ResourceDrift>, Fault> {
        drift::resources(self, &ask.0).await
    }
}

impl Reads<asks::DetectDrift> for Reader<'_> {
    async fn read(&self, ask: &asks::DetectDrift) -> Result<DriftDetectionId, Fault> {
        drift::detect(self, &ask.0).await
    }
}

impl Reader<'_> {
    fn client(&self) -> &aws_sdk_cloudformation::Client {
        &self.session.cloudformation
    }

    /// Sends one request in its turn, and lets the budget learn how it went.
    async fn send<T>(&self, request: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let place = self.place();
        self.budgets.cloudformation.turn(&place).await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let answer = request.await;
        self.budgets
            .cloudformation
            .went(&place, answer.as_ref().err());
        answer
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    fn place(&self) -> (AccountId, Region) {
        (self.caller.account.clone(), self.caller.region.clone())
    }

    fn stack(&self, id: &StackId) -> Result<(), Fault> {
        self.belongs(id.account())
    }
}
