//! Whoever signs is in the account that was named beforehand, and may write.
//!
//! The account is compared, never guessed: a profile that points elsewhere than
//! the environment says is how the wrong account is written to.

use crate::{
    facts::{Reading, Remote},
    policy::like,
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("caller", "the caller is who it should be", check);

fn check(case: &Case<'_>) -> Ruling {
    if case.is_of_file() {
        return Ruling::Pass;
    }
    if let Some(state) = case.seen().github().filter(|_| case.is_on_github()) {
        return of_token(&state.user);
    }
    let name = case.environment.name.raw();
    let Some(caller) = &case.seen().caller else {
        return Ruling::stop(
            "STS did not say who would sign this.",
            "Log in again, and look at the change anew.",
        );
    };
    let (account, arn) = (caller.account.raw(), caller.arn.raw());
    let Some(expected) = &case.environment.account else {
        return Ruling::stop(
            format!(
                "Environment {name} does not say which account it is; the caller's is {account}."
            ),
            "Set `account` for it in your own config.toml.",
        );
    };
    if caller.account != *expected {
        return Ruling::stop(
            format!(
                "The caller is in account {account}, but environment {name} is account {}.",
                expected.raw()
            ),
            "Choose the profile of that account, or the environment of this one.",
        );
    }
    let partition = arn.split(':').nth(1).unwrap_or_default();
    if caller.arn.account().as_ref() != Some(expected) || partition != case.seen().partition {
        return Ruling::stop(
            format!(
                "STS names account {account} but the caller {arn}: these do not belong together."
            ),
            "Check which endpoint answers for STS.",
        );
    }
    // A list of each file that has one: the person's own and the system's.
    let lists = &case.environment.write_principals;
    let is_in = |list: &&Vec<String>| list.iter().any(|glob| like(glob, arn));
    if let Some(list) = lists.iter().find(|list| !is_in(list)) {
        return Ruling::stop(
            format!("{arn} is not among those who may write in environment {name}."),
            format!(
                "Log in as one of `write_principals` ({}), or ask one of them.",
                list.join(", ")
            ),
        );
    }
    Ruling::Pass
}

/// Whose token it is, decides nothing here: the entry of the repository does.
fn of_token(user: &Reading<Remote>) -> Ruling {
    match user {
        Reading::Known(_) => Ruling::Pass,
        Reading::Unknown(fault) => {
            Ruling::warn(format!("Whose token it is, is not known: {}", fault.what))
        }
    }
}
