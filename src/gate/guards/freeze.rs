//! Nothing is written in a time that the settings freeze.
//!
//! An entry that cannot be read freezes too: this never fails open.

use crate::facts::Freeze;

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("freeze", "no freeze is in force", check);

fn check(case: &Case<'_>) -> Ruling {
    if case.is_of_file() {
        return Ruling::Pass;
    }
    for entry in &case.settings.gate.freeze {
        match Freeze::read(entry) {
            Ok(freeze) if freeze.holds(case.now) => {
                return Ruling::stop(
                    format!("Writes are frozen: {entry}."),
                    "Wait for its end, or ask whoever set `gate.freeze`.",
                );
            }
            Ok(_) => {}
            Err(why) => {
                return Ruling::stop(
                    format!("`gate.freeze` has `{entry}`, which can't be read: {why}."),
                    "Correct it in config.toml.",
                );
            }
        }
    }
    Ruling::Pass
}
