//! What is removed whole is said loudly; what must never be removed stops.

use crate::{facts::Role, gate::TargetState};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("deletion", "nothing is removed unseen", check);

fn check(case: &Case<'_>) -> Ruling {
    let declared = case.write().registered().needs;
    for call in case.calls() {
        let mut verbs = ["Delete", "Deregister", "Detach", "Remove"].into_iter();
        let removes = verbs.any(|verb| call.operation.starts_with(verb));
        let action = call.action();
        // A plan may only hold what its kind of write says that it needs.
        if removes && !declared.contains(&action.as_str()) {
            return Ruling::stop(
                format!("{action} removes what nothing here may remove."),
                "Do it by hand, where it can be weighed.",
            );
        }
    }
    let seen = case.seen();
    let after = case.change().after(seen).ok();
    if let Some(after) = &after
        && let (Some(before), Some(after)) = (role(&seen.target), role(after))
        && (limits(before) && !limits(after)
            || before.trust.known().is_some() && after.trust.known().is_none())
    {
        let name = before.name.raw();
        return Ruling::stop(
            format!("Role {name} would lose its permissions boundary or its trust policy."),
            "Whoever set the boundary has to take it away.",
        );
    }
    let mut what = case.change().removes(seen);
    if !what.is_empty() && after.as_ref().and_then(role).is_some_and(has_nothing) {
        let name = case.change().role().map_or("?", |role| role.raw());
        what.push(format!("Role {name} is left without any policy."));
    }
    Ruling::warn_all(what)
}

fn role(state: &TargetState) -> Option<&Role> {
    state.role()?.role.known()
}

fn limits(role: &Role) -> bool {
    role.boundary.known().is_some_and(Option::is_some)
}

fn has_nothing(role: &Role) -> bool {
    role.inline.known().is_some_and(Vec::is_empty)
        && role.attached.known().is_some_and(Vec::is_empty)
}
