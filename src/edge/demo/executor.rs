//! Hands on the demo's world: looks at it and changes it as AWS and the working
//! tree would be, through the same straight line.

use futures_core::future::BoxFuture;
use std::sync::Arc;

use jiff::Timestamp;

use super::{
    recorded::Recorded,
    stacks::{self, Account},
};
use crate::{
    edge::write::{CallOutcome, Executor, SimulationPhase},
    facts::{
        Arn, Caller, EnvironmentName, Fault, FaultKind, Reading, Reason, Remote, RoleName, Server,
    },
    gate::{
        Assessment, Confirmed, Draft, FileState, GitState, Observed, Origin, Owner, PolicyVersion,
        RoleState, Simulated, TargetState,
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

    fn account<'a>(&'a self, environment: &'a EnvironmentName) -> Account<'a> {
        Account {
            recorded: &self.recorded,
            environment,
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

    fn target(&self, draft: &Draft) -> Result<TargetState, Fault> {
        let change = draft.write.change();
        if let Some(stack) = change.stack() {
            let account = self.account(&draft.environment);
            let role = |name: &RoleName, policies: &[Arn]| self.role(draft, name, policies);
            let state = stacks::observed(&account, &draft.write, stack, role);
            return Ok(TargetState::Stack(Box::new(state)));
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

    /// Of a stack only how far it is: what it rests on was read before.
    fn looked(&self, draft: &Draft) -> Result<TargetState, Fault> {
        let Some(stack) = draft.write.change().stack() else {
            return self.target(draft);
        };
        let account = self.account(&draft.environment);
        let state = stacks::looked(&account, &draft.write, stack);
        let state = stacks::with_failure(&account, state);
        Ok(TargetState::Stack(Box::new(state)))
    }

    fn caller(&self, draft: &Draft, at: Timestamp) -> Result<Option<Caller>, Fault> {
        if draft.write.file().is_some() {
            return Ok(None);
        }
        let caller = self.recorded.caller(&draft.environment);
        let mut caller = caller.ok_or_else(|| {
            Fault::new(
                FaultKind::Missing,
                "The demo's world has no such environment.",
                "Choose one of its own.",
            )
        })?;
        caller.checked_at = at;
        Ok(Some(caller))
    }

    fn observed(&self, draft: &Draft) -> Result<Observed, Fault> {
        let at = (self.clock)();
        let caller = self.caller(draft, at)?;
        let of_stack = draft.write.change().stack().is_some();
        let hosts = caller.iter().flat_map(|caller| {
            let region = caller.region.raw();
            let sts = format!("https://sts.{region}.amazonaws.com");
            let target = match of_stack {
                true => format!("https://cloudformation.{region}.amazonaws.com"),
                false => "https://iam.amazonaws.com".to_owned(),
            };
            [sts, target].into_iter().filter_map(|url| Server::of(&url))
        });
        Ok(Observed {
            hosts: hosts.collect(),
            caller,
            partition: "aws".to_owned(),
            target: self.target(draft)?,
            source: match &draft.origin {
                Origin::Repository { path } => Some(self.file(path)),
                _ => None,
            },
            at,
        })
    }

    /// What the change leaves behind is put in the place of what was.
    fn put(&self, confirmed: &Confirmed) -> Result<(), Reason> {
        let assessment = confirmed.plan().assessment();
        let draft = &assessment.draft;
        if draft.write.change().stack().is_some() {
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

impl DemoExecutor {
    /// The ARN of what was made, as it is found by its name.
    fn made(&self, confirmed: &Confirmed) -> Option<Remote> {
        let draft = &confirmed.plan().assessment().draft;
        draft.write.change().made(&self.target(draft).ok()?)
    }
}

impl Executor for DemoExecutor {
    type Signing = ();

    fn observe<'a>(&'a self, draft: &'a Draft) -> BoxFuture<'a, Result<(Observed, ()), Fault>> {
        Box::pin(async move { Ok((self.observed(draft)?, ())) })
    }

    fn simulate<'a>(
        &'a self,
        _: &'a Assessment,
        (): &'a (),
        _: SimulationPhase,
    ) -> BoxFuture<'a, Result<Vec<Simulated>, Fault>> {
        Box::pin(async {
            Err(Fault::new(
                FaultKind::Missing,
                "The demo has no policy simulator.",
                "What the change means was judged offline, from the documents.",
            ))
        })
    }

    fn perform<'a>(&'a self, confirmed: Confirmed, (): &'a ()) -> BoxFuture<'a, CallOutcome> {
        Box::pin(async move {
            match self.put(&confirmed) {
                Ok(()) => CallOutcome::Done {
                    request_ids: Vec::new(),
                    made: self.made(&confirmed),
                },
                Err(why) => CallOutcome::Not(Fault::new(
                    FaultKind::Missing,
                    why.as_str(),
                    "The demo's world is as it was.",
                )),
            }
        })
    }

    fn look<'a>(&'a self, draft: &'a Draft) -> BoxFuture<'a, Result<TargetState, Fault>> {
        Box::pin(async move { self.looked(draft) })
    }

    fn roles<'a>(&'a self, seen: &'a Assessment, (): &'a ()) -> BoxFuture<'a, Vec<RoleState>> {
        let names = seen.impact.resources.iter();
        let names = names.filter_map(|effect| effect.role.as_ref());
        let roles = names
            .map(|name| self.role(&seen.draft, name, &[]))
            .collect();
        Box::pin(async { roles })
    }
}
