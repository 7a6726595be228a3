//! A role that a stack or template makes is changed there.
//!
//! A direct write to it is drift, and the next deployment may undo it.

use crate::{
    facts::Reading,
    gate::{Owner, StackState},
};

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
    if let Some(state) = case.stack() {
        return nested(state);
    }
    let (Some(role), Some(state)) = (case.change().role(), case.seen().role()) else {
        return Verdict::stop(
            "What would be written to was not read.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let role = role.raw();
    let owner = match &state.owner {
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

/// A nested stack is written by its parent alone.
fn nested(state: &StackState) -> Verdict {
    match state.stack.known().and_then(|stack| stack.parent.as_ref()) {
        None => Verdict::Pass,
        Some(parent) => Verdict::stop(
            format!(
                "Stack {} is nested in stack {}, which decides about it.",
                state.name.short(),
                parent.name().raw()
            ),
            "Change the parent stack: its next update would take this back.",
        ),
    }
}
