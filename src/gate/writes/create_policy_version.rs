//! `iam:CreatePolicyVersion` with SetAsDefault: a managed policy gets a new document.
//!
//! A policy has at most five versions. At the limit the oldest that is not the
//! default is deleted first: part of the plan, shown, and never to be undone.

use serde::{Deserialize, Serialize};

use super::{Change, RolePart, Subject, Write, role::state};
use crate::{
    facts::{Arn, Reading, Reason, Remote, RoleName},
    gate::{AwsCall, Observed, PolicyVersion, Step, TargetState},
};

/// IAM's quota: "managed policy versions", 5, not adjustable.
const MOST_VERSIONS: usize = 5;

const NOT_MADE: &str = "no new version was made: the one in force is as it was";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreatePolicyVersion {
    /// The role by which the policy was found.
    pub role: RoleName,
    pub policy: Arn,
    pub document: Remote,
}

impl Change for CreatePolicyVersion {
    fn subject(&self) -> Subject<'_> {
        Subject::Role(&self.role, RolePart::Managed(&self.policy))
    }

    fn steps(&self, seen: &Observed) -> Result<Vec<Step>, Reason> {
        let versions = &state(&seen.target)?.versions;
        if versions.is_empty() {
            return Err(format!(
                "The versions of {} could not be read, so it is not known whether there is room for another.",
                self.policy.raw()
            ).into());
        }
        let mut steps = Vec::new();
        if versions.len() >= MOST_VERSIONS {
            let oldest = oldest(versions).ok_or("None of its versions may be deleted.")?;
            let mut call = AwsCall::iam(
                "DeletePolicyVersion",
                [("PolicyArn", self.policy.raw()), ("VersionId", &oldest.id)],
            );
            call.is_final = true;
            steps.push(Step::Aws(call));
        }
        steps.push(Step::Aws(AwsCall::iam(
            "CreatePolicyVersion",
            [
                ("PolicyArn", self.policy.raw()),
                ("PolicyDocument", self.document.raw()),
                ("SetAsDefault", "true"),
            ],
        )));
        Ok(steps)
    }

    fn after(&self, seen: &Observed) -> Result<TargetState, Reason> {
        let mut target = seen.target.clone();
        let state = target.role_mut().ok_or("The target is not a role.")?;
        let policy = state.managed.iter_mut().find(|p| p.arn == self.policy);
        let policy = policy.ok_or_else(|| format!("Policy {} was not read.", self.policy.raw()))?;
        policy.document = Reading::Known(self.document.clone());
        Ok(target)
    }

    fn part(&self, state: &TargetState) -> Option<Remote> {
        let policy = state.role()?.managed(&self.policy)?;
        policy.document.known().cloned()
    }

    fn step_in_words(&self, call: &AwsCall, is_done: bool) -> String {
        let version = call.parameters.get("VersionId");
        match (version.map(Remote::raw), is_done) {
            (Some(version), true) => format!("version {version} is deleted for good"),
            (Some(version), false) => format!("version {version} was not deleted"),
            (None, true) => "the new version was made".to_owned(),
            (None, false) => NOT_MADE.to_owned(),
        }
    }

    /// Only at the limit is there a first step, so room for another version says that
    /// it was done.
    fn half(&self, steps: usize, now: &TargetState) -> Result<Option<[String; 2]>, Reason> {
        if steps < 2 {
            return Ok(None);
        }
        match now.role().map_or(0, |state| state.versions.len()) {
            0 => Err(format!(
                "The versions of {} could not be read, so it is not known whether one was deleted.",
                self.policy.raw()
            )
            .into()),
            MOST_VERSIONS.. => Ok(None),
            _ => Ok(Some([
                "the oldest version is deleted for good".to_owned(),
                NOT_MADE.to_owned(),
            ])),
        }
    }

    fn undo(&self, seen: &Observed) -> Result<Write, Reason> {
        let before = self.part(&seen.target);
        let before = before.ok_or("The document it had could not be read.")?;
        let back = Self {
            document: before,
            ..self.clone()
        };
        Ok(back.into())
    }

    fn removes(&self, seen: &Observed) -> Vec<String> {
        let versions = seen.role().map_or(&[][..], |state| &state.versions);
        let deleted = match versions.len() >= MOST_VERSIONS {
            true => oldest(versions),
            false => None,
        };
        let words = deleted.map(|version| {
            let (id, policy) = (&version.id, self.policy.raw());
            format!("Version {id} of {policy} is DELETED for good: nothing can bring it back.")
        });
        words.into_iter().collect()
    }

    fn conceal(&mut self, _: &str) {}
}

/// The version made first, of those that are not in force: `v2` is older than `v10`.
fn oldest(versions: &[PolicyVersion]) -> Option<&PolicyVersion> {
    let number = |version: &&PolicyVersion| {
        let digits = version.id.strip_prefix('v').unwrap_or(&version.id);
        digits.parse::<u64>().unwrap_or(u64::MAX)
    };
    let others = versions.iter().filter(|version| !version.is_default);
    others.min_by_key(number)
}
