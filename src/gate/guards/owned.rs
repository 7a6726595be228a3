//! A role that a stack or template makes is changed there.
//!
//! A direct write to it is drift, and the next deployment may undo it.

use crate::{facts::Reading, gate::Owner};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "owned",
    title: "nobody else owns the role",
    check,
};

fn check(case: &Case<'_>) -> Verdict {
    if case.is_of_file() {
        return Verdict::Pass;
    }
    let role = case.change().role().raw();
    let owner = match &case.seen().role().owner {
        Reading::Known(None) => return Verdict::Pass,
        Reading::Known(Some(Owner::Stack { name })) => format!("stack {}", name.raw()),
        Reading::Known(Some(Owner::Template { path, stack })) => {
            format!("template {path} of stack {stack}")
        }
        Reading::Unknown(fault) => {
            return Verdict::warn(format!(
                "Could not tell whether a stack owns the role: {}",
                fault.what
            ));
        }
    };
    let what = format!(
        "Role {role} is owned by {owner}: a direct write creates drift, and the next deployment may take it back."
    );
    if case.environment.write_owned {
        return Verdict::warn(what);
    }
    Verdict::stop(
        what,
        "Change it there and deploy; or set `write_owned = true` for the environment in your own config.toml.",
    )
}
