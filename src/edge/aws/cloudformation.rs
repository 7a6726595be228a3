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
mod read;
mod resources;
mod stacks;

pub(super) use budget::Budget;
pub(super) use events::Cache;
pub(super) use ids::Ids;
pub(super) use owner::owner;

use std::sync::atomic::Ordering;

use aws_smithy_runtime_api::client::{orchestrator::HttpResponse, result::SdkError};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;

use super::{fault::Call, reader::Reader};
use crate::facts::{AccountId, Fault, Region, StackId};

impl Reader<'_> {
    fn client(&self) -> &aws_sdk_cloudformation::Client {
        &self.session.cloudformation
    }

    /// Sends one request in its turn, and lets the budget learn how it went.
    async fn send<T, E>(
        &self,
        call: Call<'_>,
        request: impl Future<Output = Result<T, SdkError<E, HttpResponse>>>,
    ) -> Result<T, Fault>
    where
        E: std::error::Error + ProvideErrorMetadata + 'static,
    {
        let place = self.place();
        self.budgets.cloudformation.turn(&place).await;
        self.calls.fetch_add(1, Ordering::Relaxed);
        let answer = call.answer(request).await;
        self.budgets
            .cloudformation
            .went(&place, answer.as_ref().err());
        answer
    }

    fn calls(&self) -> u32 {
        self.calls.load(Ordering::Relaxed)
    }

    pub(super) fn place(&self) -> (AccountId, Region) {
        (self.caller.account.clone(), self.caller.region.clone())
    }

    fn stack(&self, id: &StackId) -> Result<(), Fault> {
        self.belongs(id.account())
    }
}
