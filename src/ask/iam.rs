//! What is asked of IAM.

use super::define::asks;
use crate::facts::{self, RoleName};

asks! {
    IamAsk => IamAnswer of "IAM" as "iam";

    /// Every role and customer managed policy of the account, in pages.
    Authorization -> facts::Authorization {
        words: "all roles (iam:GetAccountAuthorizationDetails)",
        calls: [GetAccountAuthorizationDetails],
        is: Listing,
    }

    /// The named roles one by one: what is left when the account may not be listed.
    Roles(Vec<RoleName>) -> facts::Authorization {
        words: "roles by name (iam:GetRole and others)",
        calls: [
            GetPolicy,
            GetPolicyVersion,
            GetRole,
            GetRolePolicy,
            ListAttachedRolePolicies,
            ListRolePolicies,
        ],
    }
}
