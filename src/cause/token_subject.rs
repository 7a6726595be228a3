//! Why AWS refused a job's OIDC token: the subject that the job presents, and what in the
//! role's trust policy does not match it.
//!
//! The subject is put together from what GitHub says of the repository and of the job;
//! what can't be known leaves it open, and an open claim is never taken to match.

mod presented;
mod trust;

pub use presented::{Inputs, Presented};
pub use trust::{TrustVerdict, judge};

use serde::{Deserialize, Serialize};

use crate::facts::{Arn, Denied};

/// The call that a token is presented to.
pub const ACTION: &str = "sts:AssumeRoleWithWebIdentity";

/// Whether a refusal is of this kind.
pub fn is_refused_token(denied: &Denied) -> bool {
    denied.action.eq_ignore_ascii_case(ACTION)
}

/// One role, and what its trust policy says of the token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustOf {
    pub role: Arn,
    pub verdict: TrustVerdict,
}

/// All that is told of a refused token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenStory {
    pub presented: Presented,
    /// The role that the job names, judged; None: it could not be read, or is not named.
    pub trust: Option<TrustOf>,
    /// The job takes its role from a secret: the account's roles that accept the subject.
    pub accepting: Option<Vec<Arn>>,
    /// Why the role could not be judged.
    pub open: Option<String>,
}

impl TokenStory {
    /// What it comes to, in sentences: they quote the outside world.
    pub fn sentences(&self) -> Vec<String> {
        let mut said = vec![self.presented.said()];
        match &self.trust {
            Some(TrustOf { role, verdict }) => said.extend(verdict.sentences(role)),
            None => said.extend(self.open.clone()),
        }
        if let Some(accepting) = &self.accepting {
            said.push(match accepting.as_slice() {
                [] => "No role that was read accepts this subject.".to_owned(),
                roles => {
                    let names: Vec<&str> = roles.iter().map(Arn::last_segment).collect();
                    format!("These roles accept this subject: {}.", names.join(", "))
                }
            });
        }
        said.extend(self.hints());
        said
    }

    /// What explains a mismatch, where it was found.
    fn hints(&self) -> Vec<String> {
        let refused = self.trust.as_ref().map(|trust| &trust.verdict);
        match refused {
            Some(TrustVerdict::Refuses { asked, .. }) => self.presented.hints(asked),
            _ => Vec::new(),
        }
    }

    /// The one sentence that is the cause; None: it was not found.
    pub fn cause(&self) -> Option<String> {
        let trust = self.trust.as_ref()?;
        let TrustVerdict::Refuses { .. } = trust.verdict else {
            return None;
        };
        let name = trust.role.last_segment();
        Some(format!(
            "the trust policy of {name} does not accept what this job presents"
        ))
    }
}
