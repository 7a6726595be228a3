//! Writing is permitted here: by the environment's own settings, and with an account
//! that is named beforehand.

use super::{Case, Guard, Ruling};
use crate::facts::SystemKeeps;

pub(super) const GUARD: Guard = Guard::new("permitted", "writing is permitted here", check);

fn check(case: &Case<'_>) -> Ruling {
    let name = case.environment.name.raw();
    if let Err(why) = case.steps {
        return Ruling::stop(
            format!("The change can't be planned: {why}"),
            "Refresh, and look at the target first.",
        );
    }
    if case.is_of_file() {
        // The working tree belongs to the person; no account is asked.
        return Ruling::Pass;
    }
    if case.is_on_github() {
        // The repository's entry says it, and the guard of that.
        return Ruling::Pass;
    }
    if !case.environment.allow_writes {
        return Ruling::stop(
            format!("Environment {name} does not permit writes."),
            match case.environment.is_kept(SystemKeeps::AllowWrites) {
                true => {
                    "The system's file has it so, and your own can't permit it: ask whoever keeps that file."
                }
                false => {
                    "Set `allow_writes = true` for it in your own config.toml, if you may decide that."
                }
            },
        );
    }
    if case.environment.account.is_none() {
        return Ruling::stop(
            format!("Environment {name} does not say which account it is."),
            "Set `account` for it in your own config.toml: writing needs one that STS must confirm.",
        );
    }
    Ruling::Pass
}
