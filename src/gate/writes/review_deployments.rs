//! The deployments that a run waits for are approved, or rejected.

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    Change, GitHubPart, ReviewedEnvironment, Subject, Write,
    github::{of_run, review, run, state},
};
use crate::{
    facts::{
        Reason, Remote, Repository,
        actions::{Approval, PendingDeployment, RunId, abbreviated},
    },
    gate::{
        DeployedCommit, GitHubCall, GitHubFound, Observed, Step, TargetState,
        field::{Field, Misfilled},
    },
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewDeployments {
    pub repository: Repository,
    pub run: RunId,
    pub environments: Vec<ReviewedEnvironment>,
    /// Else they are rejected.
    pub approve: bool,
    /// GitHub takes no review without one; empty until a person wrote it.
    pub comment: Remote,
}

impl ReviewDeployments {
    fn word(&self) -> &'static str {
        if self.approve { "approved" } else { "rejected" }
    }

    fn names(&self) -> String {
        let names: Vec<&str> = self.environments.iter().map(|one| one.name.raw()).collect();
        names.join(", ")
    }

    /// Where one of the environments stands, in a word.
    fn of(&self, target: &TargetState, environment: &ReviewedEnvironment) -> Option<String> {
        let review = review(target).ok()?;
        let pending = review.pending.known()?;
        if is_pending(pending, environment) {
            return Some("waiting".to_owned());
        }
        // What was said of an earlier attempt stands in the same list: the word that was
        // given now is looked for, and else whatever ended the wait.
        let user = state(target).ok()?.user.known();
        let is_ours = |approval: &&Approval| {
            let login = approval.user.as_ref().and_then(|user| user.login.as_ref());
            let word = approval.state.as_ref().map_or("", Remote::raw);
            let on = approval
                .environments
                .iter()
                .any(|one| one.id == environment.id);
            on && word == self.word() && (user.is_none() || login == user)
        };
        let approvals = review.approvals.known()?;
        let ours = approvals.iter().any(|one| is_ours(&one));
        Some(match ours {
            true => self.word().to_owned(),
            false => "no longer waiting".to_owned(),
        })
    }

    /// The environment that would go back, and from where.
    fn rolls_back<'s>(&self, seen: &'s Observed) -> Option<&'s DeployedCommit> {
        let review = review(&seen.target).ok().filter(|_| self.approve)?;
        let ours = self.environments.iter();
        let mut deployed = ours.filter_map(|one| review.deployed(one.id));
        deployed.find(|one| one.rolls_back())
    }
}

fn is_pending(pending: &[PendingDeployment], environment: &ReviewedEnvironment) -> bool {
    let mut all = pending.iter();
    all.any(|one| one.environment.id == environment.id)
}

impl Change for ReviewDeployments {
    fn subject(&self) -> Subject<'_> {
        let part = GitHubPart::Review {
            run: self.run,
            environments: &self.environments,
            approve: self.approve,
            comment: self.comment.raw(),
        };
        Subject::GitHub(&self.repository, part)
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        if self.comment.raw().trim().is_empty() {
            return Err("GitHub takes no review without a comment.".into());
        }
        let id = self.run.0.to_string();
        let pending = review(&seen.target)?.pending.read()?;
        let mut ours = self.environments.iter();
        if let Some(gone) = ours.find(|one| !is_pending(pending, one)) {
            let name = gone.name.raw();
            return Err(format!("Run {id} does not wait for environment {name}.").into());
        }
        if self.environments.is_empty() {
            return Err(format!("Run {id} waits for no environment.").into());
        }
        let ids: Vec<u64> = self.environments.iter().map(|one| one.id.0).collect();
        let path = ["actions", "runs", &id, "pending_deployments"];
        let call = GitHubCall::post(&self.repository, &path, "deployments:write");
        Ok(vec![Step::GitHub(call.with(&json!({
            "environment_ids": ids,
            "state": self.word(),
            "comment": self.comment.raw(),
        })))])
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut after = state(&seen.target)?.clone();
        let user = after.user.known().cloned();
        let GitHubFound::Run(found) = &mut after.found else {
            return Err("The run was not read.".into());
        };
        let review = found
            .review
            .as_mut()
            .ok_or("The run was not asked what it waits for.")?;
        let ours = |id| self.environments.iter().any(|one| one.id == id);
        review
            .pending
            .read_mut()?
            .retain(|one| !ours(one.environment.id));
        let environments =
            self.environments
                .iter()
                .map(|one| crate::facts::actions::GitHubEnvironment {
                    id: one.id,
                    name: Some(one.name.clone()),
                    ..Default::default()
                });
        review.approvals.read_mut()?.push(Approval {
            state: Some(self.word().into()),
            user: Some(crate::facts::actions::Actor {
                login: user,
                kind: None,
            }),
            comment: Some(self.comment.clone()),
            environments: environments.collect(),
        });
        Ok(TargetState::GitHub(Box::new(after)))
    }

    fn part(&self, target: &TargetState) -> Option<Remote> {
        let all = self.environments.iter().map(|environment| {
            let word = self.of(target, environment)?;
            Some(format!("{}: {word}", environment.name.raw()))
        });
        let all: Option<Vec<String>> = all.collect();
        Some(Remote::new(all?.join("\n")))
    }

    fn undo(&self, _: &Observed) -> Result<Write, Reason> {
        Err(match self.approve {
            true => "what was approved is deployed; cancel the run, or deploy what was there",
            false => "what was rejected has failed; run it again",
        }
        .into())
    }

    fn removes(&self, _: &Observed) -> Vec<String> {
        match self.approve {
            true => Vec::new(),
            false => vec![format!("Run {} fails by it.", self.run.0)],
        }
    }

    fn conceal(&mut self, _: &str) {}

    fn headline(&self, seen: &Observed) -> String {
        let names = self.names();
        if !self.approve {
            return format!("REJECTS the deployment to {names}.");
        }
        let sha = run(&seen.target).ok().and_then(|run| run.head_sha.as_ref());
        let to = sha.map_or("?", |sha| abbreviated(sha.raw()));
        let from = self
            .rolls_back(seen)
            .and_then(|one| one.sha.known().cloned().flatten());
        match from {
            Some(from) => format!(
                "APPROVES the deployment to {names}, which ROLLS BACK from {} to {to}.",
                abbreviated(from.raw())
            ),
            None => format!("APPROVES the deployment of {to} to {names}."),
        }
    }

    /// Whoever takes an environment back types to which commit.
    fn also_typed(&self, seen: &Observed) -> Option<(&'static str, String)> {
        self.rolls_back(seen)?;
        let sha = of_run(&seen.target).ok()?.run.known()?.head_sha.as_ref()?;
        let what = "the first 7 characters of the commit that it goes back to";
        Some((what, abbreviated(sha.raw()).to_owned()))
    }

    fn fields(&self) -> Vec<Field> {
        match self.comment.raw().trim().is_empty() {
            true => vec![Field {
                label: "comment".into(),
                note: Remote::new(format!(
                    "why {} is {}, for everybody to read",
                    self.names(),
                    self.word()
                )),
                value: Remote::default(),
            }],
            false => Vec::new(),
        }
    }

    fn filled(&self, values: &[String]) -> Result<Write, Misfilled> {
        let comment = values.first().map_or("", |text| text.trim());
        if comment.is_empty() {
            let why = "GitHub takes no review without a comment.".into();
            return Err(Misfilled { field: 0, why });
        }
        Ok(Self {
            comment: Remote::new(comment),
            ..self.clone()
        }
        .into())
    }
}
