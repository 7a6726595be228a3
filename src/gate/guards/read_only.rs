//! The console was started to write. One that was not may look at every preview, and
//! nothing that is typed there confirms it.

use super::{Case, Guard, READ_ONLY, Ruling};

pub(super) const GUARD: Guard = Guard::new(READ_ONLY, "the console may write", check);

fn check(case: &Case<'_>) -> Ruling {
    match case.settings.gate.allow_writes {
        true => Ruling::Pass,
        false => Ruling::stop(
            "This console is read-only.",
            "Start it with --allow-writes, where your configuration permits it.",
        ),
    }
}
