//! Environments on GitHub, what is deployed there, and what waits for an approval.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Actor, DeploymentId, GitHubEnvironmentId,
    lenient::{moment, nullable},
};
use crate::facts::Remote;

/// An environment that holds a run up until somebody approves or a timer ends.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingDeployment {
    #[serde(default, deserialize_with = "nullable")]
    pub environment: GitHubEnvironment,
    /// Minutes.
    #[serde(default)]
    pub wait_timer: Option<u64>,
    #[serde(default, deserialize_with = "moment")]
    pub wait_timer_started_at: Option<Timestamp>,
    /// None: the server does not say.
    #[serde(default)]
    pub current_user_can_approve: Option<bool>,
    #[serde(default, deserialize_with = "nullable")]
    pub reviewers: Vec<Reviewer>,
}

impl PendingDeployment {
    /// The environment's name, raw.
    pub fn named(&self) -> &str {
        let name = self.environment.name.as_ref();
        name.map_or("an environment without a name", Remote::raw)
    }

    /// `approval by anna or release-managers`, `a timer of 30 minutes`.
    pub fn waits_for(&self) -> String {
        let reviewers: Vec<&str> = self.reviewers.iter().filter_map(Reviewer::name).collect();
        match (reviewers.as_slice(), self.wait_timer) {
            ([], Some(minutes)) if minutes > 0 => format!("a timer of {minutes} minutes"),
            ([], _) => "nobody who is named: a rule of an app, or the server does not say".into(),
            (names, _) => format!("approval by {}", names.join(" or ")),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GitHubEnvironment {
    #[serde(default, deserialize_with = "nullable")]
    pub id: GitHubEnvironmentId,
    #[serde(default)]
    pub name: Option<Remote>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "nullable")]
    pub protection_rules: Vec<ProtectionRule>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProtectionRule {
    /// `wait_timer`, `required_reviewers`, `branch_policy`, or an app's own.
    #[serde(default, rename = "type")]
    pub kind: Option<Remote>,
    /// Minutes.
    #[serde(default)]
    pub wait_timer: Option<u64>,
    #[serde(default)]
    pub prevent_self_review: Option<bool>,
    #[serde(default, deserialize_with = "nullable")]
    pub reviewers: Vec<Reviewer>,
}

/// A person or a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reviewer {
    /// `User`, `Team`.
    #[serde(default, rename = "type")]
    pub kind: Option<Remote>,
    #[serde(default)]
    pub reviewer: Option<ReviewerName>,
}

/// A person has a login, a team a slug.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewerName {
    #[serde(default)]
    pub login: Option<Remote>,
    #[serde(default)]
    pub slug: Option<Remote>,
    #[serde(default)]
    pub name: Option<Remote>,
}

impl Reviewer {
    /// What to call this one, raw.
    pub fn name(&self) -> Option<&str> {
        let named = self.reviewer.as_ref()?;
        let name = named.login.as_ref().or(named.slug.as_ref());
        name.or(named.name.as_ref()).map(Remote::raw)
    }

    pub fn is_team(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.raw() == "Team")
    }
}

/// Who approved or rejected what, earlier.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// `approved`, `rejected`, `pending`.
    #[serde(default)]
    pub state: Option<Remote>,
    #[serde(default)]
    pub user: Option<Actor>,
    #[serde(default)]
    pub comment: Option<Remote>,
    #[serde(default, deserialize_with = "nullable")]
    pub environments: Vec<GitHubEnvironment>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deployment {
    pub id: DeploymentId,
    #[serde(default)]
    pub sha: Option<Remote>,
    #[serde(default, rename = "ref")]
    pub reference: Option<Remote>,
    #[serde(default)]
    pub environment: Option<Remote>,
    #[serde(default)]
    pub creator: Option<Actor>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    #[serde(default, deserialize_with = "moment")]
    pub updated_at: Option<Timestamp>,
    #[serde(default)]
    pub production_environment: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeploymentStatus {
    /// `success`, `failure`, `error`, `inactive`, `in_progress`, `queued`, `pending`.
    #[serde(default)]
    pub state: Option<Remote>,
    #[serde(default, deserialize_with = "moment")]
    pub created_at: Option<Timestamp>,
    /// Of the run that deployed.
    #[serde(default)]
    pub log_url: Option<Remote>,
    #[serde(default)]
    pub creator: Option<Actor>,
}
