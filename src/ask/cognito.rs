//! What is asked of Cognito: whether a user pool is there, and nothing of its users.

use super::define::asks;
use crate::facts::{ResourceName, UserPoolState};

asks! {
    CognitoAsk => CognitoAnswer of "Cognito Identity Provider" as "cognito-idp";

    UserPool(ResourceName) -> UserPoolState {
        words: "the user pool (cognito-idp:ListUserPools)",
        calls: [ListUserPools],
    }
}
