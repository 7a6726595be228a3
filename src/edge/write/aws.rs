//! The executor on AWS and the working tree: what is looked at and signed with frozen
//! credentials, and the one file that a role's policy is written down in.

mod questions;
mod stacks;

use futures_core::future::BoxFuture;
use std::sync::Arc;

use jiff::Timestamp;

use super::{CallOutcome, Executor, SimulationPhase, WorkingTree, file::Sought, send};
use crate::{
    edge::aws::{Aws, Signing},
    facts::{Arn, Fault, FaultKind, Reading, RoleName},
    gate::{
        Approved, Assessment, AwsCall, Confirmed, Draft, FileState, Observed, Origin, RoleState,
        Simulated, Step, TargetState,
        writes::{RolePart, Subject},
    },
};

#[derive(Debug)]
pub struct RealExecutor {
    aws: Arc<Aws>,
    /// The fault says why there is none.
    tree: Result<Arc<WorkingTree>, Fault>,
}

impl RealExecutor {
    pub fn new(aws: Arc<Aws>, tree: Result<WorkingTree, Fault>) -> Self {
        Self {
            aws,
            tree: tree.map(Arc::new),
        }
    }

    async fn role(
        &self,
        draft: &Draft,
        name: &RoleName,
        signing: &Signing,
    ) -> Result<RoleState, Fault> {
        let (also, changing) = named_policies(draft);
        signing.role(name, &also, changing.as_ref()).await
    }

    async fn file(&self, path: &str) -> Result<FileState, Fault> {
        let (tree, path) = (self.tree.clone()?, path.to_owned());
        blocking(move || tree.observe(&path)).await?
    }

    async fn template(&self, path: &str) -> Result<FileState, Fault> {
        let (tree, path) = (self.tree.clone()?, path.to_owned());
        blocking(move || tree.template(&path)).await?
    }

    /// No stack that could be asked owns it: a template of the project may declare it.
    async fn declared(
        &self,
        draft: &Draft,
        state: &mut RoleState,
        signing: &Signing,
    ) -> Result<(), Fault> {
        let (Ok(tree), Reading::Known(None) | Reading::Unknown(_)) = (&self.tree, &state.owner)
        else {
            return Ok(());
        };
        let tree = Arc::clone(tree);
        let sought = Sought {
            role: state.name.clone(),
            policy: named_policies(draft).1,
            account: signing.caller.account.clone(),
            region: signing.caller.region.clone(),
        };
        let declared = blocking(move || tree.declares(&sought)).await?;
        state.owner = match (state.owner.clone(), declared) {
            (Reading::Unknown(stacks), Reading::Unknown(templates)) => {
                let what = format!("{} {}", stacks.what, templates.what);
                Reading::Unknown(Fault { what, ..stacks })
            }
            // That no template declares it does not make known whether a stack has it.
            (unknown @ Reading::Unknown(_), Reading::Known(None)) => unknown,
            (_, declared) => declared,
        };
        Ok(())
    }

    async fn target(&self, draft: &Draft) -> Result<(TargetState, Signing), Fault> {
        let signing = self.aws.signing(&draft.environment).await?;
        let change = draft.write.change();
        let target = match (draft.write.file(), change.role(), change.stack()) {
            (Some(path), Some(role), _) => TargetState::File {
                role: self.role(draft, role, &signing).await?,
                file: self.file(path).await?,
            },
            (None, Some(role), _) => TargetState::Role(self.role(draft, role, &signing).await?),
            (_, None, Some(stack)) => {
                let state = stacks::observed(&signing, change.subject(), stack).await?;
                TargetState::Stack(Box::new(state))
            }
            (_, None, None) => {
                return Err(Fault::new(
                    FaultKind::Bug,
                    "The change is about no role and no stack.",
                    "Nothing was written. Report this with the log of the run.",
                ));
            }
        };
        Ok((target, signing))
    }

    /// Of a stack only how far it is: what it rests on was read before.
    async fn looked(&self, draft: &Draft) -> Result<TargetState, Fault> {
        let Some(stack) = draft.write.change().stack() else {
            return Ok(self.target(draft).await?.0);
        };
        let signing = self.aws.signing(&draft.environment).await?;
        let state = stacks::looked(&signing, draft.write.change().subject(), stack).await?;
        let state = stacks::with_failure(&signing, state).await;
        Ok(TargetState::Stack(Box::new(state)))
    }

    async fn write_file(&self, approved: Approved) -> CallOutcome {
        let tree = match self.tree.clone() {
            Ok(tree) => tree,
            Err(fault) => return CallOutcome::Not(fault),
        };
        let written = blocking(move || tree.write(approved)).await;
        written.unwrap_or_else(CallOutcome::Unknown)
    }
}

impl Executor for RealExecutor {
    type Signing = Signing;

    fn observe<'a>(
        &'a self,
        draft: &'a Draft,
    ) -> BoxFuture<'a, Result<(Observed, Signing), Fault>> {
        Box::pin(async move {
            let (mut target, signing) = self.target(draft).await?;
            if let TargetState::Role(state) = &mut target {
                self.declared(draft, state, &signing).await?;
            }
            // Nobody signs what is written into the working tree.
            let signs = !matches!(target, TargetState::File { .. });
            let service = match target {
                TargetState::Stack(_) => "CloudFormation",
                TargetState::Role(_) | TargetState::File { .. } => "IAM",
            };
            let source = match &draft.origin {
                Origin::Repository { path } if draft.write.change().stack().is_some() => {
                    Some(self.template(path).await?)
                }
                Origin::Repository { path } => Some(self.file(path).await?),
                _ => None,
            };
            let observed = Observed {
                partition: signing.caller.partition().to_owned(),
                caller: signs.then(|| signing.caller_by_now()),
                hosts: if signs {
                    signing.hosts(service)
                } else {
                    Vec::new()
                },
                target,
                source,
                at: Timestamp::now(),
            };
            Ok((observed, signing))
        })
    }

    fn simulate<'a>(
        &'a self,
        assessment: &'a Assessment,
        signing: &'a Signing,
        phase: SimulationPhase,
    ) -> BoxFuture<'a, Result<Vec<Simulated>, Fault>> {
        Box::pin(questions::simulate(assessment, signing, phase))
    }

    fn perform<'a>(
        &'a self,
        confirmed: Confirmed,
        signing: &'a Signing,
    ) -> BoxFuture<'a, CallOutcome> {
        Box::pin(async move {
            let steps = confirmed.plan().steps();
            let calls = steps.iter().map(|step| step.call().cloned());
            let calls: Option<Vec<AwsCall>> = calls.collect();
            let is_file = matches!(steps, [Step::File(_)]);
            match (calls, confirmed) {
                (Some(calls), _) if !calls.is_empty() => send::send_all(signing, &calls).await,
                (None, Confirmed::Approved(approved)) if is_file => self.write_file(approved).await,
                _ => CallOutcome::Not(Fault::new(
                    FaultKind::Bug,
                    "The plan's steps are of a kind that is not written together.",
                    "Nothing was written. Report this with the log of the run.",
                )),
            }
        })
    }

    fn look<'a>(&'a self, draft: &'a Draft) -> BoxFuture<'a, Result<TargetState, Fault>> {
        Box::pin(self.looked(draft))
    }

    fn root(&self) -> Option<String> {
        self.tree.as_ref().ok()?.canonical_root()
    }

    fn roles<'a>(
        &'a self,
        seen: &'a Assessment,
        signing: &'a Signing,
    ) -> BoxFuture<'a, Vec<RoleState>> {
        Box::pin(stacks::roles(signing, seen))
    }
}

/// The disk may block: it is waited for on threads kept for that.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Fault> {
    tokio::task::spawn_blocking(work).await.map_err(|error| {
        Fault::new(
            FaultKind::Bug,
            "The working tree stopped being read or written halfway, through a mistake of this program.",
            "Look at the file with git; report it with the log of the run.",
        )
        .caused_by(error.to_string())
    })
}

/// Managed policies that are looked at besides the attached ones, and the one that changes.
fn named_policies(draft: &Draft) -> (Vec<Arn>, Option<Arn>) {
    match draft.write.change().subject() {
        Subject::Role(_, RolePart::Attachment { policy, attaches }) if attaches => {
            (vec![policy.clone()], None)
        }
        Subject::Role(_, RolePart::Managed(policy)) => (Vec::new(), Some(policy.clone())),
        _ => (Vec::new(), None),
    }
}
