//! Hands on AWS: the role looked at with frozen credentials, and written with
//! the same.

mod questions;

use std::sync::Arc;

use jiff::Timestamp;

use super::{Called, Doing, Hands, Moment, send};
use crate::{
    edge::aws::{Aws, Signing},
    facts::{Arn, Caller, Fault, FaultKind},
    gate::{
        Approved, AwsCall, Draft, Observed, Prospect, RoleState, Simulated, Step, TargetState,
        writes::Write,
    },
};

#[derive(Debug)]
pub struct AwsHands {
    aws: Arc<Aws>,
}

impl AwsHands {
    pub fn new(aws: Arc<Aws>) -> Self {
        Self { aws }
    }

    async fn role(&self, draft: &Draft) -> Result<(RoleState, Signing), Fault> {
        let signing = self.aws.signing(&draft.environment).await?;
        let (also, changing) = named_policies(&draft.write);
        let role = signing
            .role(draft.write.change().role(), &also, changing.as_ref())
            .await?;
        Ok((role, signing))
    }
}

impl Hands for AwsHands {
    type Signing = Signing;

    fn observe<'a>(&'a self, draft: &'a Draft) -> Doing<'a, Result<(Observed, Signing), Fault>> {
        Box::pin(async move {
            let (role, signing) = self.role(draft).await?;
            let observed = Observed {
                partition: partition(&signing.caller),
                caller: Some(signing.caller.clone()),
                hosts: signing.hosts(),
                target: TargetState::Role(role),
                source: None,
                at: Timestamp::now(),
            };
            Ok((observed, signing))
        })
    }

    fn simulate<'a>(
        &'a self,
        prospect: &'a Prospect,
        signing: &'a Signing,
        moment: Moment,
    ) -> Doing<'a, Result<Vec<Simulated>, Fault>> {
        Box::pin(questions::simulate(prospect, signing, moment))
    }

    fn perform<'a>(&'a self, approved: Approved, signing: &'a Signing) -> Doing<'a, Called> {
        Box::pin(async move {
            let steps = approved.plan().steps();
            let calls: Option<Vec<AwsCall>> = steps.iter().map(aws_call).collect();
            match calls {
                Some(calls) if !calls.is_empty() => send::send_all(signing, &calls).await,
                _ => Called::Not(Fault::new(
                    FaultKind::Bug,
                    "The plan has no steps that AWS could perform.",
                    "Nothing was sent. Report this with the log of the run.",
                )),
            }
        })
    }

    fn look<'a>(&'a self, draft: &'a Draft) -> Doing<'a, Result<TargetState, Fault>> {
        Box::pin(async move {
            let (role, _) = self.role(draft).await?;
            Ok(TargetState::Role(role))
        })
    }
}

fn aws_call(step: &Step) -> Option<AwsCall> {
    match step {
        Step::Aws(call) => Some(call.clone()),
        Step::File(_) => None,
    }
}

/// Managed policies that are looked at besides the attached ones, and the one that changes.
fn named_policies(write: &Write) -> (Vec<Arn>, Option<Arn>) {
    match write {
        Write::AttachRolePolicy(attach) => (vec![attach.policy.clone()], None),
        Write::CreatePolicyVersion(create) => (Vec::new(), Some(create.policy.clone())),
        _ => (Vec::new(), None),
    }
}

fn partition(caller: &Caller) -> String {
    let partition = caller.arn.raw().split(':').nth(1);
    partition.unwrap_or("aws").to_owned()
}
