//! The executor on AWS, GitHub and the working tree: what is looked at and signed with
//! frozen credentials, and the one file that a role's policy is written down in.

mod questions;

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    CallOutcome, Credentials, Executor, SimulationPhase, WorkingTree, file::Sought, github,
    registry, send, stacks, wire::bug,
};
use crate::{
    ask::{AwsAsk, Question, Reads},
    edge::{
        aws::{Aws, Reader, Signing},
        blocking::blocking,
        github::GitHub,
    },
    facts::{Arn, Fault, FaultKind, Reading, Remote, RoleName},
    gate::{
        Approved, Assessment, AwsCall, Confirmed, Draft, FileState, GitHubCall, Observed, Origin,
        ProfileState, RoleState, Simulated, Step, TargetState,
        writes::{RolePart, Subject},
    },
};

#[derive(Debug)]
pub struct RealExecutor {
    aws: Arc<Aws>,
    /// The fault says why there is none.
    tree: Result<Arc<WorkingTree>, Fault>,
    /// None: this world has no GitHub.
    github: Option<Arc<GitHub>>,
}

impl RealExecutor {
    pub fn new(aws: Arc<Aws>, tree: Result<WorkingTree, Fault>) -> Self {
        Self {
            aws,
            tree: tree.map(Arc::new),
            github: None,
        }
    }

    /// With a GitHub that can be written to.
    #[must_use]
    pub fn with_github(mut self, github: Arc<GitHub>) -> Self {
        self.github = Some(github);
        self
    }

    fn github(&self) -> Result<&GitHub, Fault> {
        self.github
            .as_deref()
            .ok_or_else(|| bug("there is no GitHub here"))
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

    /// The disk may block: it is waited for on threads kept for that.
    async fn in_tree<T: Send + 'static>(
        &self,
        work: impl FnOnce(&WorkingTree) -> T + Send + 'static,
    ) -> Result<T, Fault> {
        let tree = self.tree.clone()?;
        blocking(
            move || work(&tree),
            "The working tree stopped being read or written halfway, through a mistake of this program.",
            "Look at the file with git; report it with the log of the run.",
        )
        .await
    }

    async fn file(&self, path: &str) -> Result<FileState, Fault> {
        let path = path.to_owned();
        self.in_tree(move |tree| tree.observe(&path)).await?
    }

    async fn template(&self, path: &str) -> Result<FileState, Fault> {
        let path = path.to_owned();
        self.in_tree(move |tree| tree.template(&path)).await?
    }

    /// No stack that could be asked owns it: a template of the project may declare it.
    async fn declared(
        &self,
        draft: &Draft,
        state: &mut RoleState,
        signing: &Signing,
    ) -> Result<(), Fault> {
        if self.tree.is_err() || matches!(state.owner, Reading::Known(Some(_))) {
            return Ok(());
        }
        let sought = Sought {
            role: state.name.clone(),
            policy: named_policies(draft).1,
            account: signing.caller.account.clone(),
            region: signing.caller.region.clone(),
        };
        let declared = self.in_tree(move |tree| tree.declares(&sought)).await?;
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
            (_, None, Some(stack)) => stacks::observed(&signing, change.subject(), stack).await?,
            (_, None, None) if change.subject().entries().is_some() => {
                registry::observed(&signing, change.subject()).await?
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

    async fn write_file(&self, approved: Approved) -> CallOutcome {
        if let Err(fault) = &self.tree {
            return CallOutcome::Not(fault.clone());
        }
        let written = self.in_tree(move |tree| tree.write(approved)).await;
        written.unwrap_or_else(CallOutcome::Unknown)
    }
}

impl Executor for RealExecutor {
    type Signing = Credentials;

    async fn observe(&self, draft: &Draft) -> Result<(Observed, Credentials), Fault> {
        if let Some(on) = draft.write.change().subject().github() {
            let github = self.github()?;
            let read = github::read_afresh(github, &self.aws, draft, on);
            let (observed, signing) = Box::pin(read).await?;
            return Ok((observed, Credentials::GitHub(signing)));
        }
        let (mut target, signing) = self.target(draft).await?;
        if let TargetState::Role(state) = &mut target {
            self.declared(draft, state, &signing).await?;
        }
        // Nobody signs what is written into the working tree.
        let service = match target {
            TargetState::Stack(_) => Some("CloudFormation"),
            TargetState::Registry(_) => Some("ServiceDiscovery"),
            TargetState::Role(_) => Some("IAM"),
            TargetState::File { .. } | TargetState::GitHub(_) => None,
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
            caller: service.map(|_| signing.caller_by_now()),
            hosts: service.map_or_else(Vec::new, |service| signing.hosts(service)),
            target,
            source,
            at: Timestamp::now(),
        };
        Ok((observed, Credentials::Aws(Box::new(signing))))
    }

    async fn simulate(
        &self,
        assessment: &Assessment,
        signing: &Credentials,
        phase: SimulationPhase,
    ) -> Result<Vec<Simulated>, Fault> {
        match signing {
            Credentials::Aws(signing) => questions::simulate(assessment, signing, phase).await,
            Credentials::GitHub(_) => Ok(Vec::new()),
        }
    }

    async fn perform(&self, confirmed: Confirmed, signing: &Credentials) -> CallOutcome {
        let steps = confirmed.plan().steps();
        let signing = match signing {
            Credentials::Aws(signing) => signing,
            Credentials::GitHub(signing) => {
                return github::send_all(signing, &of_github(steps)).await;
            }
        };
        let calls = steps.iter().map(|step| step.call().cloned());
        let calls: Option<Vec<AwsCall>> = calls.collect();
        let is_file = matches!(steps, [Step::File(_)]);
        match (calls, confirmed) {
            (Some(calls), confirmed)
                if confirmed
                    .plan()
                    .write()
                    .change()
                    .subject()
                    .entries()
                    .is_some() =>
            {
                registry::send_all(signing, confirmed.plan().assessment(), &calls).await
            }
            (Some(calls), _) if !calls.is_empty() => send::send_all(signing, &calls).await,
            (None, Confirmed::Approved(approved)) if is_file => self.write_file(approved).await,
            _ => CallOutcome::Not(Fault::new(
                FaultKind::Bug,
                "The plan's steps are of a kind that is not written together.",
                "Nothing was written. Report this with the log of the run.",
            )),
        }
    }

    /// Of a stack only how far it is: what it rests on was read before.
    async fn look(&self, draft: &Draft) -> Result<TargetState, Fault> {
        if let Some(on) = draft.write.change().subject().github() {
            return Box::pin(github::look(self.github()?, &self.aws, draft, on)).await;
        }
        let Some(stack) = draft.write.change().stack() else {
            return Ok(self.target(draft).await?.0);
        };
        let signing = self.aws.signing(&draft.environment).await?;
        stacks::looked_at(&signing, draft.write.change().subject(), stack).await
    }

    fn root(&self) -> Option<String> {
        self.tree.as_ref().ok()?.canonical.clone()
    }

    async fn roles(&self, seen: &Assessment, signing: &Credentials) -> Vec<RoleState> {
        match signing.aws() {
            Ok(signing) => stacks::roles(signing, seen).await,
            Err(_) => Vec::new(),
        }
    }
}

impl stacks::Account for Signing {
    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        self.reader().read(question).await
    }

    async fn documents(&self, name: &RoleName, also: &[Arn]) -> Result<RoleState, Fault> {
        self.documents(name, also).await
    }

    async fn profile(&self, name: &Remote) -> Result<ProfileState, Fault> {
        self.profile(name).await
    }

    async fn imports(&self, export: &Remote) -> Result<Reading<Vec<Remote>>, Fault> {
        self.imports(export).await
    }
}

/// Its requests, where it has no step of another kind.
fn of_github(steps: &[Step]) -> Vec<GitHubCall> {
    let calls = steps.iter().map(|step| match step {
        Step::GitHub(call) => Some(call.clone()),
        Step::Aws(_) | Step::File(_) => None,
    });
    calls.collect::<Option<Vec<_>>>().unwrap_or_default()
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
