//! Nobody is let in, and nothing is reached, in an account that is not named.

use crate::gate::Grant;

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "wildcard_account",
    title: "accounts are named",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    let anyone = case.gains(Grant::is_for_anyone);
    if let Some(first) = anyone.first() {
        return Verdict::stop(
            format!("It lets in principals of any account: {first}."),
            "Name the principals; a condition alone does not make a stranger known.",
        );
    }
    let anywhere = case.gains(Grant::is_of_any_account);
    match anywhere.first() {
        Some(first) => Verdict::stop(
            format!("It reaches into any account: {first}."),
            "Put the account's id into the ARN.",
        ),
        None => Verdict::Pass,
    }
}
