//! What is deployed? For each environment on GitHub the commit of its last successful
//! deployment, how far the branch is ahead of it, and what its run left behind.
//!
//! The commit is the one that the job checked out. A run of `workflow_run`, or a checkout
//! with a `ref` of its own, has another one than its run says: then the log of the checkout
//! names it, or it is not known. The run's own commit never stands in for it.

mod asks;
mod checkout;
mod judge;

use serde::{Deserialize, Serialize};

use super::{
    Check, Command, Only, Outcome, Registered, Store, Topic,
    known_runs::{asks_repository, repository},
};
use crate::{
    ask::{Ask, Question, sts},
    facts::{
        EnvironmentName, Finding, Reason, Remote, Repository, Settings, Unknown,
        actions::{Artifact, DeploymentId, RunId},
        numbered,
    },
};

/// Environments that are looked at: each costs a few requests.
const MOST: usize = 10;
/// Deployments of one, the newest first, until one was successful.
const TRIED: usize = 4;

#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Deployed {
    environment: EnvironmentName,
    /// Only this environment on GitHub.
    only: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedReport {
    /// None: nothing says which one it is.
    pub repository: Option<Repository>,
    /// What the commits are compared with.
    pub branch: Option<Remote>,
    pub environments: Vec<DeployedTo>,
}

/// One environment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeployedTo {
    pub name: Remote,
    /// Its last successful deployment; None: there is none among the newest.
    pub deployment: Option<DeploymentId>,
    pub at: Option<jiff::Timestamp>,
    pub run: Option<RunId>,
    /// What was checked out.
    pub sha: Option<Remote>,
    /// How that is known, or why it is not.
    pub said: String,
    /// Commits that the branch has and it has not; and the other way round.
    pub ahead: Option<u64>,
    pub behind: Option<u64>,
    /// None: they were not read.
    pub artifacts: Option<Vec<Artifact>>,
    /// A newer deployment that was not successful, and what became of it.
    pub newer: Option<Remote>,
}

const COMMAND: Command = Command {
    name: "deployed",
    doc: "Say which commit is deployed to each environment on GitHub, and how far the branch is ahead",
    only: Only {
        option: "to",
        value: "ENVIRONMENT",
        doc: "Only this environment on GitHub",
    },
    topic: |environment, only| {
        let only = only.map(str::to_owned);
        Topic::Deployed(Deployed { environment, only })
    },
    heading: "Deployments",
    well: "known",
    found: "found",
    rules: Vec::new,
};

impl Deployed {
    pub fn of(environment: &EnvironmentName) -> Self {
        Self {
            environment: environment.clone(),
            only: None,
        }
    }

    fn is_wanted(&self, name: &Remote) -> bool {
        self.only.as_ref().is_none_or(|only| only == name.raw())
    }
}

impl Check for Deployed {
    type Conclusion = DeployedReport;
    const COMMAND: Option<&'static Command> = Some(&COMMAND);

    fn environment(&self) -> &EnvironmentName {
        &self.environment
    }

    fn is_of_repository(&self) -> bool {
        true
    }

    fn asks(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = vec![sts::CallerIdentity.of(&self.environment).into()];
        asks.extend(asks_repository(settings));
        if let Some(repository) = repository(settings, store) {
            asks.extend(self.asks_of(&repository, store));
        }
        asks
    }

    /// Without the list nothing is known; what is open of one environment is said there.
    fn needed(&self, settings: &Settings, store: &Store) -> Vec<Ask> {
        let mut asks: Vec<Ask> = asks_repository(settings).into_iter().collect();
        asks.extend(repository(settings, store).map(|of| self.list(&of)));
        asks
    }

    /// What its answers name is read next.
    fn first(&self, _: &Settings, _: &Store) -> Vec<Topic> {
        vec![self.topic()]
    }

    fn judge(&self, settings: &Settings, store: &Store) -> DeployedReport {
        match repository(settings, store) {
            Some(repository) => self.report(&repository, store),
            None => DeployedReport::default(),
        }
    }

    fn findings(&self, _: &DeployedReport) -> Vec<Finding> {
        Vec::new()
    }

    fn unknown(&self, report: &DeployedReport) -> Vec<Unknown> {
        let none = report.repository.is_none().then(|| Unknown {
            what: "what is deployed".into(),
            why: "no repository on GitHub is known".into(),
            hint: "Write `[github] repository = \"OWNER/NAME\"` in watchkeeper.toml, or start in a clone of it.".into(),
        });
        let open = report.environments.iter().filter(|one| one.sha.is_none());
        let open = open
            .filter(|one| one.deployment.is_some())
            .map(|one| Unknown {
                what: format!("which commit is deployed to {}", one.name.raw()),
                why: one.said.clone(),
                hint: "Look at the log of its checkout step.".into(),
            });
        none.into_iter().chain(open).collect()
    }

    fn status(
        &self,
        _: &DeployedReport,
        findings: usize,
        unknown: usize,
        faults: usize,
    ) -> Outcome {
        Outcome::of(findings, unknown + faults)
    }

    fn narrowed(
        &self,
        report: &DeployedReport,
        whole: bool,
    ) -> Result<Option<DeployedReport>, Reason> {
        match (
            &self.only,
            report.environments.is_empty() && whole && report.repository.is_some(),
        ) {
            (Some(only), true) => Err(format!(
                "No environment {only} is known on GitHub. Look at its spelling."
            )
            .into()),
            _ => Ok(None),
        }
    }

    fn counts(&self, report: &DeployedReport) -> Vec<String> {
        vec![numbered(report.environments.len(), "environment")]
    }
}

impl DeployedTo {
    /// The first letters of the SHA, or a question mark: never a guess.
    pub fn short(&self) -> &str {
        let sha = self.sha.as_ref().map_or("?", Remote::raw);
        sha.get(..7).unwrap_or(sha)
    }

    /// `main is 3 commits ahead of it`.
    pub fn distance(&self, branch: &str) -> String {
        let commits = |count: u64| numbered(usize::try_from(count).unwrap_or(usize::MAX), "commit");
        match (self.ahead, self.behind) {
            (Some(0), Some(0)) => format!("{branch} is at it"),
            (Some(ahead), Some(0) | None) => format!("{branch} is {} ahead of it", commits(ahead)),
            (Some(ahead), Some(behind)) => format!(
                "{branch} is {} ahead of it, and lacks {} of it",
                commits(ahead),
                commits(behind)
            ),
            (None, _) => format!("how far {branch} is ahead of it is not known"),
        }
    }
}
