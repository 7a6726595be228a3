//! Nobody is let in, and nothing is reached, in an account or a region that is not
//! named.
//!
//! A principal that is nothing but a star is for the guard of strangers: what is
//! asked beside it decides.

use crate::gate::Grant;

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard =
    Guard::new("wildcard_account", "accounts and regions are named", check);

fn check(case: &Case<'_>) -> Ruling {
    let anyone = case.gains(Grant::is_for_anyone);
    if !anyone.is_empty() {
        return Ruling::stop(
            format!(
                "It lets in principals of any account: {}.",
                anyone.join("; ")
            ),
            "Name the principals; a condition alone does not make a stranger known.",
        );
    }
    let anywhere = case.gains(Grant::is_of_any_account);
    if !anywhere.is_empty() {
        return Ruling::stop(
            format!("It reaches into any account: {}.", anywhere.join("; ")),
            "Put the account's id into the ARN.",
        );
    }
    let regions = case.gains(Grant::is_of_any_region);
    if !regions.is_empty() {
        return Ruling::stop(
            format!("It reaches into any region: {}.", regions.join("; ")),
            "Put the region into the ARN; one ARN for each, where there are several.",
        );
    }
    Ruling::Pass
}
