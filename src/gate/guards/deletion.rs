//! What is removed whole is said loudly; what must never be removed stops.

use crate::{
    facts::{Remote, Role, StackStatus},
    gate::{TargetState, writes::Write},
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard {
    id: "deletion",
    title: "nothing is removed unseen",
    check,
};

/// The only calls that remove something which a plan may hold.
const REMOVES: &[&str] = &[
    "DeleteRolePolicy",
    "DetachRolePolicy",
    "DeletePolicyVersion",
    "DeleteStack",
    "DeleteChangeSet",
];

fn check(case: &Case<'_>) -> Ruling {
    for call in case.calls() {
        let name = call.operation.as_str();
        let removes = ["Delete", "Detach", "Remove"]
            .iter()
            .any(|verb| name.starts_with(verb));
        if removes && !REMOVES.contains(&name) {
            return Ruling::stop(
                format!("{} removes what nothing here may remove.", call.action()),
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
        return Ruling::stop(
            format!(
                "Role {} would lose its permissions boundary or its trust policy.",
                before.name.raw()
            ),
            "Whoever set the boundary has to take it away.",
        );
    }
    let mut what = removed(case);
    if !what.is_empty() && after.as_ref().and_then(role).is_some_and(has_nothing) {
        what.push(format!(
            "Role {} is left without any policy.",
            case.change().role().map_or("?", |role| role.raw())
        ));
    }
    Ruling::warn_all(what)
}

fn removed(case: &Case<'_>) -> Vec<String> {
    let mut what = Vec::new();
    match case.write() {
        Write::DeleteRolePolicy(delete) => {
            what.push(format!(
                "Inline policy {} is DELETED whole.",
                delete.policy.raw()
            ));
        }
        Write::DetachRolePolicy(detach) => {
            what.push(format!("Policy {} is DETACHED whole.", detach.policy.raw()));
        }
        Write::DeleteStack(delete) => {
            what.push(format!(
                "Stack {} is DELETED with every resource that it still has.",
                delete.stack.short()
            ));
            return what;
        }
        Write::RollbackStack(back) => {
            what.extend(case.stack().and_then(|state| {
                let stack = state.stack.known()?;
                let name = back.stack.short();
                Some(match stack.status {
                    StackStatus::CreateFailed => format!(
                        "Every resource that stack {name} made is DELETED: it never was in a state to go back to."
                    ),
                    _ => format!(
                        "Resources that the failed update of stack {name} made are DELETED."
                    ),
                })
            }));
            return what;
        }
        Write::ContinueUpdateRollback(go_on) => {
            what.extend(go_on.skip.iter().map(|id| {
                format!(
                    "{} is SKIPPED: CloudFormation will believe it rolled back, and it is not.",
                    id.raw()
                )
            }));
        }
        Write::UpdateTerminationProtection(update) if !update.enable => {
            what.push(format!(
                "Stack {} is no longer protected against deletion.",
                update.stack.short()
            ));
        }
        _ => {}
    }
    for call in case.calls().filter(|call| call.is_final) {
        let of = |name: &str| call.parameters.get(name).map_or("?", Remote::raw);
        what.push(format!(
            "Version {} of {} is DELETED for good: nothing can bring it back.",
            of("VersionId"),
            of("PolicyArn")
        ));
    }
    what
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
