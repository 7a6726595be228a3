//! A role that a stack or template makes is changed there.
//!
//! A direct write to it is drift, and the next deployment may undo it. The stacks of
//! every region were asked that an environment of the account is configured for, as the
//! preview's `owner` says, and the templates that the project names.

use crate::{
    facts::{Fault, Reading, Region, SystemKeeps},
    gate::{
        Owner, StackState,
        writes::{RolePart, Subject},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("owned", "nobody else owns the role", check);

fn check(case: &Case<'_>) -> Ruling {
    // Who keeps an entry of the registry another guard says.
    if case.is_of_file() || case.is_on_github() || case.seen().registry().is_some() {
        return Ruling::Pass;
    }
    if let Some(state) = case.stack() {
        return nested(state);
    }
    let (Some(role), Some(state)) = (case.change().role(), case.seen().role()) else {
        return Ruling::stop(
            "What would be written to was not read.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let role = role.raw();
    // Both are asked about; whichever a stack has would drift, or bring it back.
    let what = match case.subject() {
        Subject::Role(_, RolePart::Managed(policy)) => {
            format!("policy {} or role {role}", policy.raw())
        }
        Subject::Role(..)
        | Subject::File(..)
        | Subject::Stack(..)
        | Subject::Entries(..)
        | Subject::GitHub(..) => format!("role {role}"),
    };
    let owner = match &state.owner {
        Reading::Known(None) => return Ruling::Pass,
        Reading::Known(Some(Owner::Stack { name, region })) => match region {
            Some(region) => format!("Stack {} of {}", name.raw(), region.raw()),
            None => format!("Stack {}", name.raw()),
        },
        Reading::Known(Some(Owner::Template { path, stack })) => {
            format!("Template {path} of stack {stack}")
        }
        Reading::Unknown(fault) => return unknown(case, &what, fault),
    };
    let what = format!(
        "{owner} owns {what}: a direct write creates drift, and the next deployment may take it back."
    );
    if case.environment.write_owned {
        return Ruling::warn(what);
    }
    let may = match case.environment.is_kept(SystemKeeps::WriteOwned) {
        true => {
            "Change it there and deploy: the system's file does not let your own permit it here."
        }
        false => {
            "Change it there and deploy; or set `write_owned = true` for the environment in your own config.toml."
        }
    };
    Ruling::stop(what, may)
}

/// Not to know is no answer: in production it stops as an owner would.
fn unknown(case: &Case<'_>, what: &str, fault: &Fault) -> Ruling {
    let asked = case.seen().role().map(|state| state.asked.as_slice());
    let mut regions: Vec<&str> = asked.unwrap_or_default().iter().map(Region::raw).collect();
    if regions.is_empty() {
        let caller = case.seen().caller.as_ref();
        regions.extend(caller.map(|caller| caller.region.raw()));
    }
    let of = match regions.is_empty() {
        true => String::new(),
        false => format!(" of {}", regions.join(", ")),
    };
    let why = format!(
        "Could not tell whether a stack{of} owns {what}: {}",
        fault.what
    );
    if case.environment.production && !case.environment.write_owned {
        return Ruling::stop(
            why,
            "Have cloudformation:DescribeStackResources allowed in every region that you have an environment of, and refresh; or set `write_owned = true` for the environment in your own config.toml.",
        );
    }
    Ruling::warn(why)
}

/// A nested stack is written by its parent alone.
fn nested(state: &StackState) -> Ruling {
    match state.stack.known().and_then(|stack| stack.parent.as_ref()) {
        None => Ruling::Pass,
        Some(parent) => Ruling::stop(
            format!(
                "Stack {} is nested in stack {}, which decides about it.",
                state.name.short(),
                parent.name().raw()
            ),
            "Change the parent stack: its next update would take this back.",
        ),
    }
}
