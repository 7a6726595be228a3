//! Everything that the judgement rests on could be read.
//!
//! A target that could not be read must not be overwritten: nothing could put it
//! back. What is only beside it is said.

use crate::{
    facts::{Fault, Reading, Role},
    gate::{
        GitHubState, StackState,
        writes::{RolePart, Subject},
    },
};

use super::{Case, Guard, Ruling};

pub(super) const GUARD: Guard = Guard::new("unreadable", "all of it could be read", check);

fn check(case: &Case<'_>) -> Ruling {
    if case.is_of_file() {
        // Only the file and the one live document matter; without them no step is planned.
        return Ruling::Pass;
    }
    if let Some(state) = case.stack() {
        return stack(state);
    }
    if let Some(state) = case.seen().registry() {
        return match state.unread() {
            Some((what, fault)) => refused(what, fault),
            None => Ruling::Pass,
        };
    }
    if let Some(state) = case.seen().github().filter(|_| case.is_on_github()) {
        return github(state);
    }
    let Some(state) = case.seen().role() else {
        return Ruling::stop(
            "What would be written to was not read.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let role = match &state.role {
        Reading::Known(role) => role,
        Reading::Unknown(fault) => return refused("The role", fault),
    };
    if let Some(fault) = case.subject().unreadable(state) {
        return refused("What would be replaced", fault);
    }
    if matches!(case.subject(), Subject::Role(_, RolePart::Trust)) {
        // Who may assume it does not hang on what it may do.
        return Ruling::Pass;
    }
    match &role.boundary {
        Reading::Unknown(fault) => return refused("The role's permissions boundary", fault),
        Reading::Known(Some(arn)) => match state.managed(arn).map(|policy| &policy.document) {
            Some(Reading::Known(_)) => {}
            Some(Reading::Unknown(fault)) => {
                return refused("The document of the role's permissions boundary", fault);
            }
            None => {
                return Ruling::stop(
                    format!(
                        "The role's permissions boundary {} was not read, and it decides what the role may do.",
                        arn.raw()
                    ),
                    "Ask for iam:GetPolicy and iam:GetPolicyVersion on it.",
                );
            }
        },
        Reading::Known(None) => {}
    }
    Ruling::warn_all(beside(case, role))
}

fn github(state: &GitHubState) -> Ruling {
    if let Err(fault) = state.readable() {
        return refused("What would be written to", fault);
    }
    let review = state.review();
    let pending = review.and_then(|review| review.pending.read().err());
    let approvals = review.and_then(|review| review.approvals.read().err());
    match (pending, approvals) {
        (Some(fault), _) => refused("What the run waits for", fault),
        (None, Some(fault)) => refused("Who reviewed the run before", fault),
        (None, None) => Ruling::Pass,
    }
}

fn refused(what: &str, fault: &Fault) -> Ruling {
    Ruling::stop(
        format!("{what} could not be read: {}", fault.what),
        fault.hint.clone(),
    )
}

/// The role's other policies.
fn beside(case: &Case<'_>, role: &Role) -> Vec<String> {
    let mut missing = Vec::new();
    let mut say = |what: &str, why: &str| {
        missing.push(format!(
            "{what} could not be read, so it is not weighed in: {why}"
        ));
    };
    match &role.inline {
        Reading::Unknown(fault) => say("The list of inline policies", &fault.what),
        Reading::Known(policies) => {
            for policy in policies {
                if let Err(fault) = policy.document.read() {
                    say(&format!("Inline policy {}", policy.name.raw()), &fault.what);
                }
            }
        }
    }
    match &role.attached {
        Reading::Unknown(fault) => say("The list of attached policies", &fault.what),
        Reading::Known(arns) => {
            for arn in arns {
                let state = case.seen().role();
                let policy = state.and_then(|state| state.managed(arn));
                match policy.map(|policy| policy.document.read()) {
                    Some(Ok(_)) => {}
                    Some(Err(fault)) => say(&format!("Policy {}", arn.raw()), &fault.what),
                    None => say(&format!("Policy {}", arn.raw()), "it was not asked for."),
                }
            }
        }
    }
    missing
}

/// Of the whole tree of stacks.
fn stack(state: &StackState) -> Ruling {
    let mut missing = Vec::new();
    for level in state.levels() {
        let (state, of) = (level.state, level.words());
        if let Reading::Unknown(fault) = &state.stack {
            return refused(&format!("The stack{of}"), fault);
        }
        if let Some(Reading::Unknown(fault)) = &state.change_set {
            return refused(&format!("The change set{of}"), fault);
        }
        if let Some(Reading::Unknown(fault)) = &state.stuck {
            return refused("What stands in the way", fault);
        }
        if let Some(Reading::Unknown(fault)) = &state.remains {
            return refused("What the stack still has", fault);
        }
        let texts = [
            ("The template in force", &state.template),
            ("The change set's template", &state.proposed),
        ];
        for (what, text) in texts {
            if let Some(Reading::Unknown(fault)) = text {
                missing.push(format!("{what}{of} could not be read: {}", fault.what));
            }
        }
    }
    for role in state.live_roles() {
        if let Reading::Unknown(fault) = &role.role {
            missing.push(format!(
                "Live role {} could not be read: {}",
                role.name.raw(),
                fault.what
            ));
        }
    }
    Ruling::warn_all(missing)
}
