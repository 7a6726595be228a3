//! One type per kind of identifier, so that a role's name cannot be passed for
//! an account's. They keep what came from outside raw and have no `Display`.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident: $text:ty,)+) => {
        $($(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name($text);

        impl $name {
            pub fn new(raw: impl Into<$text>) -> Self {
                Self(raw.into())
            }

            /// The exact text: for comparing and for calls, not for a screen.
            pub fn raw(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({:?})"), self.raw())
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(raw.into())
            }
        })+
    };
}
pub(super) use ids;

ids! {
    /// What a person calls one account and region: `dev`, `prod`.
    EnvironmentName: String,
    /// Twelve digits.
    AccountId: String,
    /// `eu-west-1`.
    Region: String,
    /// An Amazon Resource Name, unparsed.
    Arn: String,
    /// An IAM role's name, without its path.
    RoleName: String,
    /// The name of an inline or managed policy.
    PolicyName: String,
    /// An S3 bucket's name.
    BucketName: String,
}

impl BucketName {
    /// As S3 names buckets: fit to stand in an address as it is.
    pub fn is_valid(name: &str) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        (3..=63).contains(&name.len())
            && name.chars().all(|c| plain(c) || ".-".contains(c))
            && name.starts_with(plain)
            && name.ends_with(plain)
            && !name.contains("..")
    }
}

pub(super) fn partition_in(arn: &str) -> Option<&str> {
    let rest = arn.strip_prefix("arn:")?;
    let (partition, _) = rest.split_once(':')?;
    (!partition.is_empty()).then_some(partition)
}

pub(super) fn account_in(arn: &str) -> Option<AccountId> {
    let account = arn.split(':').nth(4)?;
    (!account.is_empty()).then(|| AccountId::new(account))
}

impl Arn {
    /// `aws`, `aws-cn`, `aws-us-gov`; None for what is no ARN.
    pub fn partition(&self) -> Option<&str> {
        partition_in(&self.0)
    }

    /// The account part, when there is one.
    pub fn account(&self) -> Option<AccountId> {
        account_in(&self.0)
    }

    /// `role` of `arn:aws:iam::111122223333:role/path/name`: the kind of what it is of.
    pub fn kind(&self) -> Option<&str> {
        let resource = self.0.splitn(6, ':').nth(5)?;
        let (kind, _) = resource.split_once('/')?;
        Some(kind)
    }

    /// AWS itself keeps it: one of its managed policies.
    pub fn is_of_aws(&self) -> bool {
        self.account().is_some_and(|account| account.raw() == "aws")
    }

    /// What follows the last slash: the name in an IAM ARN, with or without a path.
    pub fn last_segment(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }
}
