//! What is asked of STS.

use super::define::asks;
use crate::facts::Caller;

asks! {
    StsAsk => StsAnswer of "STS" as "sts";

    CallerIdentity -> Caller {
        words: "the caller's identity (sts:GetCallerIdentity)",
        calls: [GetCallerIdentity],
    }
}
