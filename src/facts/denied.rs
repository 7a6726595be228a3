//! A refused call, as AWS told of it in some text.
//!
//! What the text says and no more: nothing here guesses at a policy nobody named.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{AccountId, Remote, RoleName, ids::account_in};

/// One "access denied" found in a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denied {
    /// Who asked: usually an ARN, sometimes a service's name or `anonymous`.
    pub principal: Option<Remote>,
    /// `service:Action`; the API operation alone where the service is not said;
    /// empty where neither is. Letters, digits and `:*_-` only.
    pub action: String,
    pub resource: Option<Remote>,
    pub why: DeniedWhy,
    /// The ARN of the policy that denied, which newer messages name.
    pub policy: Option<Remote>,
    /// What `sts:DecodeAuthorizationMessage` takes.
    pub encoded: Option<Remote>,
    /// The bytes of the text that say so, on character boundaries.
    pub span: Range<usize>,
}

/// The reason that AWS gave.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeniedWhy {
    NoIdentityPolicy,
    NoResourcePolicy,
    NoBoundary,
    NoSessionPolicy,
    /// No service control policy allows it.
    NoScp,
    /// No resource control policy allows it.
    NoRcp,
    NoVpcEndpoint,
    /// No statement of the role's trust policy allows the caller.
    NoTrustPolicy,
    ExplicitDenyIn(PolicyKind),
    /// An explicit deny, in a policy of a kind that older messages do not say.
    ExplicitDeny,
    /// A role could not be assumed: by its trust policy or the caller's permissions.
    AssumeRole,
    #[default]
    Unsaid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    Identity,
    Resource,
    Boundary,
    Session,
    /// A service control policy of the organisation.
    Scp,
    /// A resource control policy of the organisation.
    Rcp,
    VpcEndpoint,
}

impl PolicyKind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity-based policy",
            Self::Resource => "resource-based policy",
            Self::Boundary => "permissions boundary",
            Self::Session => "session policy",
            Self::Scp => "service control policy",
            Self::Rcp => "resource control policy",
            Self::VpcEndpoint => "VPC endpoint policy",
        }
    }
}

impl Denied {
    /// The role whose session asked: `deploy` of `arn:aws:sts::1:assumed-role/deploy/run`.
    pub fn role(&self) -> Option<RoleName> {
        let arn = self.principal.as_ref()?.raw();
        let path = arn.splitn(6, ':').nth(5)?;
        let name = match path.split_once('/')? {
            ("assumed-role", rest) => rest.split('/').next()?,
            ("role", rest) => rest.rsplit('/').next()?,
            _ => return None,
        };
        (!name.is_empty()).then(|| RoleName::new(name))
    }

    /// The account of whoever asked.
    pub fn account(&self) -> Option<AccountId> {
        let arn = self.principal.as_ref()?.raw();
        arn.starts_with("arn:").then(|| account_in(arn))?
    }

    /// Whether the action is complete enough to be asked of a policy.
    pub fn is_action_known(&self) -> bool {
        self.action.contains(':')
    }
}
