//! Roles and policies that are not for hands: AWS's own, those that keep the
//! organisation in, what your settings protect, and the caller's own.

use crate::{
    facts::{Caller, PhysicalId, Remote},
    gate::{StackState, writes::Write},
};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "protected",
    title: "the target is not protected",
    check,
};

/// Beginnings of role names, in lower case: IAM keeps names apart without case.
const ROLES: &[(&str, &str)] = &[
    ("awsservicerole", "it belongs to an AWS service"),
    ("awsreservedsso_", "IAM Identity Center keeps it"),
    (
        "organizationaccountaccessrole",
        "the organisation gets into the account by it",
    ),
    (
        "awscontroltowerexecution",
        "Control Tower governs the account by it",
    ),
    (
        "stacksets-exec-",
        "StackSets deploys into the account by it",
    ),
];

const PATHS: &[(&str, &str)] = &[
    ("/aws-service-role/", "it belongs to an AWS service"),
    ("/aws-reserved/", "AWS keeps it"),
];

fn check(case: &Case<'_>) -> Verdict {
    if case.is_of_file() {
        return Verdict::Pass;
    }
    if let Some(state) = case.stack() {
        return stack(case, state);
    }
    let Some(role) = case.change().role() else {
        return Verdict::stop(
            "What would be written to was not read.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let role = role.raw();
    let found = built_in(case, role)
        .or_else(|| by_settings(case, role))
        .or_else(|| own(case, role));
    match found {
        Some((why, ask)) => Verdict::stop(why, ask),
        None => Verdict::Pass,
    }
}

type Said = (String, String);

fn built_in(case: &Case<'_>, role: &str) -> Option<Said> {
    let lower = role.to_ascii_lowercase();
    let known = case.seen().role().and_then(|state| state.role.known());
    let path = known.map_or("", |role| role.path.as_str());
    let by_name = ROLES.iter().find(|(begins, _)| lower.starts_with(begins));
    let by_path = || PATHS.iter().find(|(begins, _)| path.starts_with(begins));
    if let Some((_, why)) = by_name.or_else(by_path) {
        let ask = "Change it where it is made: the service, Identity Center or the organisation's own account.";
        return Some((format!("Role {role} is protected: {why}."), ask.to_owned()));
    }
    match case.write() {
        Write::CreatePolicyVersion(create) if create.policy.raw().contains(":iam::aws:") => Some((
            format!("Policy {} is AWS's own.", create.policy.raw()),
            "Attach a policy of your own in its place.".to_owned(),
        )),
        _ => None,
    }
}

fn by_settings(case: &Case<'_>, role: &str) -> Option<Said> {
    let policy = match case.write() {
        Write::PutRolePolicy(put) => Some(put.policy.raw()),
        Write::DeleteRolePolicy(delete) => Some(delete.policy.raw()),
        Write::AttachRolePolicy(attach) => Some(attach.policy.raw()),
        Write::DetachRolePolicy(detach) => Some(detach.policy.raw()),
        Write::CreatePolicyVersion(create) => Some(create.policy.raw()),
        _ => None,
    };
    let last = policy.map(|policy| policy.rsplit('/').next().unwrap_or(policy));
    let names: Vec<&str> = [Some(role), policy, last].into_iter().flatten().collect();
    let glob = case.protecting(&names)?;
    Some((
        format!("`gate.protect` has `{glob}`, which is this role or policy."),
        "Ask whoever protected it; the setting is in your own or the system's config.toml."
            .to_owned(),
    ))
}

/// By changing one's own role one locks oneself out, or raises oneself.
fn own(case: &Case<'_>, role: &str) -> Option<Said> {
    let caller = case.seen().caller.as_ref()?;
    let own = caller.role();
    let shared = case.seen().role().into_iter();
    let shared = shared.flat_map(|state| &state.also_attached_to);
    let is_own = own.eq_ignore_ascii_case(role)
        || shared
            .map(Remote::raw)
            .any(|name| own.eq_ignore_ascii_case(name));
    is_own.then(|| {
        (
            format!("{own} is the role you are signed in with: nobody changes their own permissions here."),
            "Ask a colleague with another role.".to_owned(),
        )
    })
}

/// Beginnings of names of stacks that somebody else's machinery keeps.
const STACKS: &[(&str, &str)] = &[
    ("stackset-", "a stack set keeps it"),
    ("awscontroltower", "Control Tower keeps it"),
    (
        "awsconfigconforms-",
        "a conformance pack of AWS Config keeps it",
    ),
];

fn stack(case: &Case<'_>, state: &StackState) -> Verdict {
    let name = state.name.short();
    let lower = name.to_ascii_lowercase();
    if let Some((_, why)) = STACKS.iter().find(|(begins, _)| lower.starts_with(begins)) {
        return Verdict::stop(
            format!("Stack {name} is protected: {why}."),
            "Change it where it is made.",
        );
    }
    let mut names = vec![name];
    for change in case.executed().into_iter().flat_map(StackState::changes) {
        names.push(change.logical_id.raw());
        names.extend(change.physical_id.as_ref().map(PhysicalId::raw));
    }
    if let Some(glob) = case.protecting(&names) {
        return Verdict::stop(
            format!(
                "`gate.protect` has `{glob}`, which is this stack or something it would change."
            ),
            "Ask whoever protected it; the setting is in your own or the system's config.toml.",
        );
    }
    let caller = case.seen().caller.as_ref().map(Caller::role);
    let own = state
        .roles
        .iter()
        .find(|role| caller.is_some_and(|caller| caller.eq_ignore_ascii_case(role.name.raw())));
    match own {
        Some(role) => Verdict::stop(
            format!(
                "It changes {}, the role you are signed in with: nobody changes their own permissions here.",
                role.name.raw()
            ),
            "Ask a colleague with another role.",
        ),
        None => Verdict::Pass,
    }
}
