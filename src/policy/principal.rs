//! Who a request comes from, against a `Principal` element.

use super::{
    Principal, PrincipalType,
    canonical::{fold_principal, is_account_id},
    document::unique_id,
};

/// One entry of a `Principal` or `NotPrincipal` element.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Wanted {
    /// `"*"`, bare or under `AWS`.
    Anyone,
    /// A whole account: everyone in it.
    Account(Account),
    /// The same by a bare id in a partition that is not known. Requests reach a
    /// document in their own partition alone, so whoever has the number is meant.
    AccountId(String),
    /// What is left of a principal that was deleted: nobody.
    Gone(String),
    /// A unique id that AWS does not show: whose it is, and whether anybody has it,
    /// nobody knows.
    Id(String),
    /// A user, role or session, by its ARN.
    Aws(String),
    Federated(String),
    Service(String),
    Canonical(String),
}

impl Wanted {
    pub(super) fn compile(principal: &Principal) -> Self {
        let (kind, name) = fold_principal(principal);
        if principal.deleted {
            return Self::Gone(name);
        }
        match kind {
            PrincipalType::Anyone => Self::Anyone,
            PrincipalType::Aws if is_account_id(&name) => Self::AccountId(name),
            PrincipalType::Aws if unique_id(&name).is_some() => Self::Id(name),
            PrincipalType::Aws => match Account::of_root(&name) {
                Some(account) => Self::Account(account),
                None => Self::Aws(name),
            },
            PrincipalType::Federated => Self::Federated(name),
            PrincipalType::Service => Self::Service(name),
            PrincipalType::CanonicalUser => Self::Canonical(name),
        }
    }

    /// The id of somebody who is not known.
    pub(super) fn id(&self) -> Option<&str> {
        match self {
            Self::Id(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn matches(&self, from: &str) -> bool {
        match self {
            Self::Anyone => true,
            Self::Account(account) => {
                parts(from) == Some((account.partition.as_str(), account.number.as_str()))
            }
            Self::AccountId(number) => parts(from).is_some_and(|(_, of)| of == number),
            Self::Gone(_) => false,
            Self::Id(name) => name == from,
            Self::Aws(name) => {
                name == from
                    || role_of_session(from).is_some_and(|role| {
                        role_name(name) == Some(role) && parts(name) == parts(from)
                    })
            }
            Self::Federated(name) => from.strip_prefix("federated:") == Some(name),
            Self::Service(name) => from.strip_prefix("service:") == Some(name),
            Self::Canonical(name) => from.strip_prefix("canonical:") == Some(name),
        }
    }
}

/// An account in its partition: the same number elsewhere is another account.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Account {
    pub(super) partition: String,
    pub(super) number: String,
}

impl Account {
    pub(super) fn of_partition(partition: &str, number: impl Into<String>) -> Self {
        Self {
            partition: partition.to_owned(),
            number: number.into(),
        }
    }

    /// The account of an IAM or STS ARN.
    pub(super) fn of(arn: &str) -> Option<Self> {
        let (partition, number) = parts(arn)?;
        Some(Self {
            partition: partition.to_owned(),
            number: number.to_owned(),
        })
    }

    fn of_root(arn: &str) -> Option<Self> {
        let account = Self::of(arn)?;
        let root = format!("arn:{}:iam::{}:root", account.partition, account.number);
        (arn == root).then_some(account)
    }
}

/// The partition and the account number of an IAM or STS ARN.
fn parts(arn: &str) -> Option<(&str, &str)> {
    let mut parts = arn.split(':');
    let (arn, partition, service) = (parts.next()?, parts.next()?, parts.next()?);
    let number = parts.nth(1)?;
    let is_one = arn == "arn" && matches!(service, "iam" | "sts") && !number.is_empty();
    is_one.then_some((partition, number))
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
