//! Hands on the demo's world: looks at it and changes it as AWS and the working
//! tree would be, through the same straight line.

use std::sync::Arc;

use jiff::Timestamp;

use super::{
    hub::{hub, new_run},
    recorded::Recorded,
};
use crate::{
    ask::{Ask, AwsAsk, CfnAsk, Question, Reads, cloudformation, sts},
    edge::{
        aws::Reader,
        write::{CallOutcome, Executor, SimulationPhase, github, registry, stacks},
    },
    facts::{AccountId, Arn, Caller, Fault, FaultKind, Reading, Reason, Remote, RoleName, Server},
    gate::{
        Assessment, Confirmed, Draft, FileState, GitState, Observed, Origin, Owner, PolicyVersion,
        ProfileState, RoleState, Simulated, TargetState,
        writes::{RolePart, Subject},
    },
};

#[derive(Debug)]
pub struct DemoExecutor {
    recorded: Arc<Recorded>,
    clock: fn() -> Timestamp,
}

impl DemoExecutor {
    pub(super) fn new(recorded: Arc<Recorded>, clock: fn() -> Timestamp) -> Self {
        Self { recorded, clock }
    }

    fn account<'a>(&'a self, draft: &'a Draft) -> Account<'a> {
        Account {
            executor: self,
            draft,
        }
    }

    /// `also`: policies that are looked at besides the attached ones.
    fn role(&self, draft: &Draft, name: &RoleName, also: &[Arn]) -> RoleState {
        let (role, mut managed) = self.recorded.role(&draft.environment, name);
        let attached = role.known().and_then(|role| role.attached.known());
        let attached = attached.cloned().unwrap_or_default();
        let (mut versions, mut changing) = (Vec::new(), None);
        if let Subject::Role(_, RolePart::Managed(arn)) = draft.write.change().subject() {
            changing = Some(arn);
            let policy = managed.iter().find(|policy| policy.arn == *arn);
            versions.extend(policy.map(|policy| PolicyVersion {
                id: policy.default_version.clone(),
                is_default: true,
                created: None,
            }));
        }
        managed.retain(|policy| {
            attached.contains(&policy.arn)
                || also.contains(&policy.arn)
                || changing == Some(&policy.arn)
        });
        let owner = self.recorded.owner(&draft.environment, name);
        let owner = owner.map(|stack| Owner::Stack {
            name: Remote::new(stack.raw()),
            region: None,
        });
        RoleState {
            name: name.clone(),
            role,
            managed,
            versions,
            also_attached_to: Vec::new(),
            owner: Reading::Known(owner),
            asked: Vec::new(),
        }
    }

    fn file(&self, path: &str) -> FileState {
        let text = self.recorded.file(path);
        let git = match (&text, self.recorded.was_written(path)) {
            (Some(_), false) => GitState::Clean,
            (Some(_), true) => GitState::Edited,
            (None, _) => GitState::Untracked,
        };
        FileState {
            path: path.to_owned(),
            text,
            git,
        }
    }

    async fn target(&self, draft: &Draft) -> Result<TargetState, Fault> {
        let change = draft.write.change();
        if let Some((repository, part)) = change.subject().github() {
            let hub = hub(&self.recorded, draft, repository);
            let state = github::observed(&hub, repository, part).await?;
            return Ok(TargetState::GitHub(Box::new(state)));
        }
        if let Some(stack) = change.stack() {
            return stacks::observed(&self.account(draft), change.subject(), stack).await;
        }
        if change.subject().entries().is_some() {
            return registry::observed(&self.account(draft), change.subject()).await;
        }
        let name = change.role().ok_or_else(|| {
            Fault::new(
                FaultKind::Bug,
                "The change is about no role and no stack.",
                "Nothing was written. Report this with the log of the run.",
            )
        })?;
        let role = self.role(draft, name, &[]);
        Ok(match draft.write.file() {
            Some(path) => TargetState::File {
                file: self.file(path),
                role,
            },
            None => TargetState::Role(role),
        })
    }

    fn caller(&self, draft: &Draft, at: Timestamp) -> Result<Option<Caller>, Fault> {
        let change = draft.write.change();
        if draft.write.file().is_some() || change.subject().github().is_some() {
            return Ok(None);
        }
        let asked = sts::CallerIdentity.of(&draft.environment);
        let mut caller = self.recorded.get(&asked).map_err(|_| {
            Fault::new(
                FaultKind::Missing,
                "The demo's world has no such environment.",
                "Choose one of its own.",
            )
        })?;
        caller.checked_at = at;
        Ok(Some(caller))
    }

    /// What the change leaves behind is put in the place of what was.
    fn put(&self, confirmed: &Confirmed) -> Result<(), Reason> {
        let assessment = confirmed.plan().assessment();
        let draft = &assessment.draft;
        let change = draft.write.change();
        if change.stack().is_some() || change.subject().github().is_some() {
            let now = (self.clock)();
            return self.recorded.perform(&draft.environment, &draft.write, now);
        }
        let after = draft.write.change().after(&assessment.observed);
        let after = after.map_err(|why| why.to_string())?;
        match after {
            TargetState::File { file, .. } => {
                let text = file.text.ok_or("There is no text to write.")?;
                self.recorded.put_file(&file.path, &text)
            }
            TargetState::Stack(_) => Err("The change is about no stack.".into()),
            TargetState::Registry(state) => {
                self.recorded.put_entries(&draft.environment, &state);
                Ok(())
            }
            TargetState::GitHub(_) => Err("The change is about nothing on GitHub.".into()),
            TargetState::Role(state) => match &state.role {
                Reading::Known(role) => {
                    let environment = &draft.environment;
                    self.recorded.put_role(environment, role, &state.managed);
                    Ok(())
                }
                Reading::Unknown(fault) => Err(fault.what.as_str().into()),
            },
        }
    }
}

impl Executor for DemoExecutor {
    type Signing = ();

    async fn observe(&self, draft: &Draft) -> Result<(Observed, ()), Fault> {
        let at = (self.clock)();
        let caller = self.caller(draft, at)?;
        let of_stack = draft.write.change().stack().is_some();
        let of_entries = draft.write.change().subject().entries().is_some();
        let hosts = caller.iter().flat_map(|caller| {
            let region = caller.region.raw();
            let sts = format!("https://sts.{region}.amazonaws.com");
            let target = match (of_stack, of_entries) {
                (true, _) => format!("https://cloudformation.{region}.amazonaws.com"),
                (_, true) => format!("https://servicediscovery.{region}.amazonaws.com"),
                (false, false) => "https://iam.amazonaws.com".to_owned(),
            };
            [sts, target].into_iter().filter_map(|url| Server::of(&url))
        });
        let observed = Observed {
            hosts: hosts.collect(),
            caller,
            partition: "aws".to_owned(),
            target: self.target(draft).await?,
            source: match &draft.origin {
                Origin::Repository { path } => Some(self.file(path)),
                _ => None,
            },
            at,
        };
        Ok((observed, ()))
    }

    async fn simulate(
        &self,
        assessment: &Assessment,
        (): &(),
        _: SimulationPhase,
    ) -> Result<Vec<Simulated>, Fault> {
        if assessment.observed.github().is_some() {
            return Ok(Vec::new());
        }
        Err(Fault::new(
            FaultKind::Missing,
            "The demo has no policy simulator.",
            "What the change means was judged offline, from the documents.",
        ))
    }

    async fn perform(&self, confirmed: Confirmed, (): &()) -> CallOutcome {
        if let Err(why) = self.put(&confirmed) {
            return CallOutcome::Not(Fault::new(
                FaultKind::Missing,
                why.as_str(),
                "The demo's world is as it was.",
            ));
        }
        let assessment = confirmed.plan().assessment();
        let draft = &assessment.draft;
        let before = assessment.observed.github();
        // What was made, as it is found by its name, or as nothing else is new.
        let found = |now: TargetState| {
            let made = draft.write.change().made(&now);
            made.or_else(|| new_run(before, &now))
        };
        CallOutcome::Done {
            request_ids: Vec::new(),
            made: self.target(draft).await.ok().and_then(found),
        }
    }

    /// Of a stack only how far it is: what it rests on was read before.
    async fn look(&self, draft: &Draft) -> Result<TargetState, Fault> {
        let change = draft.write.change();
        match change.stack() {
            Some(stack) => stacks::looked_at(&self.account(draft), change.subject(), stack).await,
            None => self.target(draft).await,
        }
    }

    async fn roles(&self, seen: &Assessment, (): &()) -> Vec<RoleState> {
        stacks::roles(&self.account(&seen.draft), seen).await
    }
}

/// The demo's account as the account of a stack, in the environment of this draft.
struct Account<'a> {
    executor: &'a DemoExecutor,
    draft: &'a Draft,
}

impl stacks::Account for Account<'_> {
    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        let asked = question.clone().of(&self.draft.environment);
        let answer = self.executor.recorded.get(&asked);
        answer.map_err(|fault| gone(&asked).unwrap_or(fault))
    }

    async fn documents(&self, name: &RoleName, also: &[Arn]) -> Result<RoleState, Fault> {
        Ok(self.executor.role(self.draft, name, also))
    }

    /// The demo's templates take nothing from one another.
    async fn imports(&self, _: &Remote) -> Result<Reading<Vec<Remote>>, Fault> {
        Ok(Reading::Known(Vec::new()))
    }

    /// Nobody recorded one: as whom things run by one is not known.
    async fn profile(&self, name: &Remote) -> Result<ProfileState, Fault> {
        Ok(ProfileState {
            name: name.clone(),
            roles: Reading::Unknown(Fault::new(
                FaultKind::Missing,
                format!("The demo's account has no instance profile {}.", name.raw()),
                "Look at another change set.",
            )),
        })
    }
}

impl registry::Registry for Account<'_> {
    fn account(&self) -> AccountId {
        let asked = sts::CallerIdentity.of(&self.draft.environment);
        let caller = self.executor.recorded.get(&asked);
        caller.map_or_else(|_| AccountId::new(""), |caller| caller.account)
    }

    async fn read<Q>(&self, question: &Q) -> Result<Q::Answer, Fault>
    where
        Q: Question<Answer: Clone, Service: Into<AwsAsk>> + Clone + Sync,
        for<'a> Reader<'a>: Reads<Q>,
    {
        let asked = question.clone().of(&self.draft.environment);
        self.executor.recorded.get(&asked)
    }
}

/// As CloudFormation says it of a change set that is gone.
fn gone(asked: &Ask) -> Option<Fault> {
    let Ask::Aws(_, AwsAsk::CloudFormation(ask)) = asked else {
        return None;
    };
    let (CfnAsk::ChangeSet(cloudformation::ChangeSet(id))
    | CfnAsk::Proposed(cloudformation::Proposed(id))) = ask
    else {
        return None;
    };
    let fault = Fault::new(
        FaultKind::Missing,
        format!("Change set {} does not exist.", id.raw()),
        "Refresh the list of the stack's change sets.",
    );
    Some(fault.caused_by(format!("ChangeSet [{}] does not exist", id.raw())))
}
