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

use std::sync::atomic::{AtomicU32, Ordering};

use super::{session::Session, sts};
use crate::{
    ask::{Answer, CfnAsk},
    facts::{AccountId, Caller, Fault, Region, StackId},
};

pub(super) async fn answer(
    session: &Session,
    caller: &Caller,
    ask: &CfnAsk,
    budget: &Budget,
) -> Result<Answer, Fault> {
    let reader = Reader {
        session,
        caller,
        budget,
        calls: AtomicU32::new(0),
    };
    match ask {
        CfnAsk::Stacks => stacks::all(&reader).await.map(Answer::Stacks),
        CfnAsk::Stack(name) => {
            let stack = stacks::one(&reader, name).await?;
            Ok(Answer::Stack(Box::new(stack)))
        }
        CfnAsk::Events { stack, extent } => events::read(&reader, stack, *extent)
            .await
            .map(Answer::StackEvents),
        CfnAsk::Resources(name) => resources::resources(&reader, name)
            .await
            .map(Answer::StackResources),
        CfnAsk::Template { stack } => resources::template(&reader, stack)
            .await
            .map(Answer::StackTemplate),
        CfnAsk::ChangeSets(name) => change_sets::list(&reader, name)
            .await
            .map(Answer::ChangeSets),
        CfnAsk::ChangeSet(id) => {
            let change_set = change_sets::describe(&reader, id).await?;
            Ok(Answer::ChangeSet(Box::new(change_set)))
        }
        CfnAsk::Proposed(id) => {
            reader.belongs(id.account())?;
            resources::proposed(&reader, id).await.map(Answer::Proposed)
        }
        CfnAsk::ChangeSetFailures(id) => events::of_change_set(&reader, id)
            .await
            .map(Answer::ChangeSetFailures),
        CfnAsk::DriftStatus { detection } => drift::status(&reader, detection)
            .await
            .map(Answer::StackDrift),
        CfnAsk::ResourceDrifts(name) => drift::resources(&reader, name)
            .await
            .map(Answer::ResourceDrifts),
        CfnAsk::DetectDrift(name) => drift::detect(&reader, name)
            .await
            .map(Answer::DriftDetection),
    }
}

/// One ask being answered.
struct Reader<'a> {
    session: &'a Session,
    caller: &'a Caller,
    budget: &'a Budget,
    calls: AtomicU32,
}

impl Reader<'_> {
    fn client(&self) -> &aws_sdk_cloudformation::Client {
        &self.session.cloudformation
    }

    /// Sends one request in its turn, and lets the budget learn how it went.
    async fn send<T>(&self, request: impl Future<Output = Result<T, Fault>>) -> Result<T, Fault> {
        let place = self.place();
        self.budget.turn(&place).await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let answer = request.await;
        self.budget.went(&place, answer.as_ref().err());
        answer
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    fn place(&self) -> (AccountId, Region) {
        (self.caller.account.clone(), self.caller.region.clone())
    }

    /// The stack must be of the account that STS named: credentials may have
    /// been replaced, between two calls, by those of another.
    fn belongs(&self, account: Option<AccountId>) -> Result<(), Fault> {
        match account {
            Some(found) if found != self.caller.account => Err(sts::wrong_account(
                self.session,
                &self.caller.account,
                &found,
                "Nothing is shown of it. Refresh: the credentials changed while they were in use.",
            )),
            _ => Ok(()),
        }
    }

    fn stack(&self, id: &StackId) -> Result<(), Fault> {
        self.belongs(id.account())
    }
}
