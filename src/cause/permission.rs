//! Why a call was refused: what the live policies and the repository's say of it.
//!
//! Decided by the evaluator, statement by statement. What a message leaves out,
//! a resource or the values behind a condition, is not filled in: then the answer
//! is that a policy may grant it. Organisation policies, boundaries and sessions
//! are not looked at here; the message itself names them.

mod side;
mod words;

use serde::{Deserialize, Serialize};

pub use self::side::Side;
use crate::{
    facts::{Denied, DeniedWhy, PolicyKind},
    policy::{Document, Request},
};

/// A policy document with the name a person knows it by.
#[derive(Clone, Copy, Debug)]
pub struct NamedDocument<'a> {
    pub name: &'a str,
    pub document: &'a Document,
    pub origin: Origin,
}

/// Where a document was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    Live,
    /// A template of the repository: a stack brings it to AWS.
    Template,
    /// A codified document of the repository.
    File,
}

/// What was found, and in which words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PermissionCause {
    pub verdict: PermissionVerdict,
    pub live: Side,
    pub codified: Side,
    /// Sentences: they quote the outside world and are shown sanitised like it.
    pub sentences: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PermissionVerdict {
    /// A template of the repository grants it, the live policies do not: the stack is stale.
    StaleStack,
    /// A codified document grants it, the live policies do not.
    Drift,
    /// Neither side grants it: the permission has to be written first.
    NobodyGrants,
    /// A statement denies it on both sides: somebody wants it refused.
    BothDeny,
    /// The live policies grant it and the repository's do not.
    OnlyLiveGrants,
    /// Both grant it: the change came since, or has not spread, or another policy limits it.
    BothGrant,
    /// The message names a policy that is not the role's own.
    Elsewhere(PolicyKind),
    /// The role's trust policy, not the caller's permissions.
    Trust,
    /// Conditions, or what the message leaves out, decide.
    Undecided,
}

/// Explains a denial of the caller that `live` and `codified` belong to.
pub fn explain(
    denied: &Denied,
    live: &[NamedDocument<'_>],
    codified: &[NamedDocument<'_>],
) -> PermissionCause {
    let question = Question::of(denied);
    let live = side::of(&question, live);
    let codified = side::of(&question, codified);
    let verdict = verdict(denied, &live, &codified);
    PermissionCause {
        sentences: words::sentences(denied, &question, verdict, &live, &codified),
        verdict,
        live,
        codified,
    }
}

fn verdict(denied: &Denied, live: &Side, codified: &Side) -> PermissionVerdict {
    let is_denied = matches!(live, Side::Denies(_));
    match denied.why {
        DeniedWhy::ExplicitDenyIn(PolicyKind::Identity) | DeniedWhy::ExplicitDeny if is_denied => {}
        // Somebody denies it, and what was read does so under conditions at most.
        DeniedWhy::ExplicitDeny => return PermissionVerdict::Undecided,
        DeniedWhy::ExplicitDenyIn(PolicyKind::Identity)
            if matches!(
                live,
                Side::Grants {
                    unless: Some(_),
                    ..
                }
            ) =>
        {
            return PermissionVerdict::Undecided;
        }
        DeniedWhy::ExplicitDenyIn(kind) => return PermissionVerdict::Elsewhere(kind),
        DeniedWhy::NoBoundary => return PermissionVerdict::Elsewhere(PolicyKind::Boundary),
        DeniedWhy::NoSessionPolicy => return PermissionVerdict::Elsewhere(PolicyKind::Session),
        DeniedWhy::NoScp => return PermissionVerdict::Elsewhere(PolicyKind::Scp),
        DeniedWhy::NoRcp => return PermissionVerdict::Elsewhere(PolicyKind::Rcp),
        DeniedWhy::NoVpcEndpoint => return PermissionVerdict::Elsewhere(PolicyKind::VpcEndpoint),
        DeniedWhy::NoResourcePolicy => return PermissionVerdict::Elsewhere(PolicyKind::Resource),
        DeniedWhy::NoTrustPolicy => return PermissionVerdict::Trust,
        // A service that could not become the role has no permissions of its own.
        DeniedWhy::AssumeRole if denied.role().is_none() && !is_person(denied) => {
            return PermissionVerdict::Trust;
        }
        DeniedWhy::NoIdentityPolicy | DeniedWhy::AssumeRole | DeniedWhy::Unsaid => {}
    }
    match (live, codified) {
        (Side::Denies(_), Side::Denies(_)) => PermissionVerdict::BothDeny,
        (Side::Denies(_) | Side::Silent { .. }, Side::Grants { origin, .. }) => match origin {
            Origin::Template => PermissionVerdict::StaleStack,
            Origin::File | Origin::Live => PermissionVerdict::Drift,
        },
        (Side::Denies(_) | Side::Silent { .. }, Side::Silent { .. })
        | (Side::Silent { .. }, Side::Denies(_)) => PermissionVerdict::NobodyGrants,
        (Side::Grants { .. }, Side::Grants { .. })
            if matches!(denied.why, DeniedWhy::AssumeRole) =>
        {
            PermissionVerdict::Trust
        }
        (Side::Grants { .. }, Side::Grants { .. }) => PermissionVerdict::BothGrant,
        (Side::Grants { .. }, Side::Silent { .. } | Side::Denies(_)) => {
            PermissionVerdict::OnlyLiveGrants
        }
        (Side::MayGrant(_) | Side::Unknown, _) | (_, Side::MayGrant(_) | Side::Unknown) => {
            PermissionVerdict::Undecided
        }
    }
}

/// The message names somebody with an ARN, whose permissions count too.
fn is_person(denied: &Denied) -> bool {
    let principal = denied.principal.as_ref();
    principal.is_some_and(|name| name.raw().starts_with("arn:"))
}

/// The call as the evaluator is asked about it.
#[derive(Debug)]
struct Question {
    /// None: the message does not name the action with its service.
    request: Option<Request>,
    /// The message does not say on what.
    any_resource: bool,
}

impl Question {
    fn of(denied: &Denied) -> Self {
        let resource = resource(denied);
        Self {
            any_resource: resource.is_none(),
            request: denied.is_action_known().then(|| Request {
                principal: denied.principal.as_ref().map(|name| name.raw().to_owned()),
                action: denied.action.clone(),
                resource: resource.unwrap_or_else(|| "*".to_owned()),
                ..Request::default()
            }),
        }
    }
}

/// An ARN or `*`; IAM's "role NAME" is made one. Masked text is as good as none.
fn resource(denied: &Denied) -> Option<String> {
    let said = denied.resource.as_ref()?.raw();
    if said == "*" || (said.starts_with("arn:") && !said.contains("***")) {
        return Some(said.to_owned());
    }
    let (kind, name) = said.rsplit_once(' ')?;
    let kind = match kind {
        "role" | "user" | "group" | "policy" => kind,
        "instance profile" => "instance-profile",
        _ => return None,
    };
    let principal = denied.principal.as_ref()?.raw();
    let partition = principal.split(':').nth(1)?;
    let account = denied.account()?;
    Some(format!(
        "arn:{partition}:iam::{}:{kind}/{name}",
        account.raw()
    ))
}
