//! What GitHub has set for the repository and what is live in the account, as far as it was
//! read. What nobody asked is nothing; what could not be read has its fault. Judges nothing.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::row::{Mark, State};
use crate::{
    ask::Endpoint,
    facts::{
        Arn, Reading, Remote, Role,
        actions::{
            ActionsPermissions, Advisory, Branch, BranchRule, GitHubEnvironment, Listing,
            Organisation, RepositoryFacts, RunsPage, SubjectTemplate, Tag, WorkflowToken,
        },
    },
};

/// None: nobody asked.
type Told<T> = Option<Reading<T>>;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Online {
    /// `owner/name`.
    pub repository: Option<String>,
    pub facts: Told<RepositoryFacts>,
    pub subject: Told<SubjectTemplate>,
    pub permissions: Told<ActionsPermissions>,
    pub token: Told<WorkflowToken>,
    pub environments: Told<Listing<GitHubEnvironment>>,
    pub branch: Told<Branch>,
    pub rules: Told<Listing<BranchRule>>,
    pub organisation: Told<Organisation>,
    pub succeeded: Told<RunsPage>,
    pub failed: Told<RunsPage>,
    /// The repositories of pinned actions, by their names in small letters.
    pub actions: BTreeMap<String, Used>,
    /// The roles that workflows name, by their ARNs.
    pub roles: BTreeMap<Arn, Reading<Role>>,
}

/// An action's repository.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Used {
    pub tags: Told<Listing<Tag>>,
    pub advisories: Told<Listing<Advisory>>,
}

/// What was read, or the mark of what was not: who would have to be asked and with which
/// permission.
pub(super) fn told<'a, T>(
    reading: &'a Told<T>,
    what: &str,
    endpoint: Endpoint,
) -> Result<&'a T, Mark> {
    let permission = endpoint.permission();
    match reading {
        None => Err(Mark::of(
            State::Unknown,
            format!("{what} is only known on GitHub"),
        )),
        Some(Reading::Known(known)) => Ok(known),
        Some(Reading::Unknown(fault)) => Err(Mark::of(
            State::Unknown,
            format!(
                "{what} was not read ({}); reading it takes {permission}",
                fault.in_short()
            ),
        )),
    }
}

impl Online {
    /// The checks that the default branch requires, by rules of either kind.
    pub(super) fn required_checks(&self) -> Result<Vec<&str>, Mark> {
        use crate::ask::github::endpoint::{BRANCH, BRANCH_RULES};
        let what = "which checks the default branch requires";
        let rules = told(&self.rules, what, BRANCH_RULES)?;
        let branch = told(&self.branch, what, BRANCH)?;
        let of_rules = rules.items.iter();
        let of_rules = of_rules.flat_map(|rule| &rule.parameters.required_status_checks);
        let of_rules = of_rules.filter_map(|check| check.context.as_ref());
        let protection = branch.protection.as_ref();
        let older = protection.and_then(|one| one.required_status_checks.as_ref());
        let older = older.into_iter().flat_map(|checks| &checks.contexts);
        Ok(of_rules.chain(older).map(Remote::raw).collect())
    }
}
