//! What is asked of STS.

use super::define::asks;
use crate::facts::Caller;

asks! {
    StsAsk => StsAnswer of "STS" as "sts";

    CallerIdentity -> Caller {
        words: "who we are (sts:GetCallerIdentity)",
        calls: [GetCallerIdentity],
    }
}
