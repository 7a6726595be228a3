//! Who a request comes from, against a `Principal` element.

use super::{Principal, PrincipalType, canonical::fold_principal};

/// One entry of a `Principal` or `NotPrincipal` element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Wanted {
    /// The bare `"*"`.
    Anyone,
    /// `{"AWS": "*"}`
    AnyAws,
    /// A whole account: everyone in it.
    Account(String),
    /// A user, role or session, by its ARN or id.
    Aws(String),
    Federated(String),
    Service(String),
    Canonical(String),
}

impl Wanted {
    pub(super) fn compile(principal: &Principal) -> Self {
        let (kind, name) = fold_principal(principal);
        match kind {
            PrincipalType::Anyone => Self::Anyone,
            PrincipalType::Aws if name == "*" => Self::AnyAws,
            PrincipalType::Aws => match name.strip_suffix(":root").and_then(account_of) {
                Some(account) => Self::Account(account.to_owned()),
                None => Self::Aws(name),
            },
            PrincipalType::Federated => Self::Federated(name),
            PrincipalType::Service => Self::Service(name),
            PrincipalType::CanonicalUser => Self::Canonical(name),
        }
    }

    pub(super) fn matches(&self, from: &str) -> bool {
        match self {
            Self::Anyone => true,
            Self::AnyAws => !is_typed(from),
            Self::Account(account) => account_of(from) == Some(account),
            Self::Aws(name) => {
                name == from
                    || role_of_session(from).is_some_and(|role| {
                        role_name(name) == Some(role) && account_of(name) == account_of(from)
                    })
            }
            Self::Federated(name) => from.strip_prefix("federated:") == Some(name),
            Self::Service(name) => from.strip_prefix("service:") == Some(name),
            Self::Canonical(name) => from.strip_prefix("canonical:") == Some(name),
        }
    }
}

fn is_typed(from: &str) -> bool {
    ["federated:", "service:", "canonical:"]
        .iter()
        .any(|kind| from.starts_with(kind))
}

/// The account of an IAM or STS ARN.
pub(super) fn account_of(arn: &str) -> Option<&str> {
    let mut parts = arn.split(':');
    let (arn, _, service) = (parts.next()?, parts.next()?, parts.next()?);
    let account = parts.nth(1)?;
    (arn == "arn" && matches!(service, "iam" | "sts") && !account.is_empty()).then_some(account)
}

/// The role's name in `arn:aws:sts::1:assumed-role/NAME/session`.
fn role_of_session(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    resource.strip_prefix("assumed-role/")?.split('/').next()
}

/// The name in `arn:aws:iam::1:role/path/NAME`: sessions do not carry the path.
fn role_name(arn: &str) -> Option<&str> {
    let resource = arn.splitn(6, ':').nth(5)?;
    resource.strip_prefix("role/")?.rsplit('/').next()
}
