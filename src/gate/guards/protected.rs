//! Roles and policies that are not for hands: AWS's own, those that keep the
//! organisation in, what your settings protect, and the caller's own.

use crate::{
    facts::{Caller, PhysicalId},
    gate::{
        Changed, Holder, HolderKind, RegistryState, Remaining, StackState, impact,
        writes::{FilePart, RolePart, StackPart, Subject},
    },
};

use super::{Case, Guard, Ruling};
use crate::gate::observed::is_iam;

pub(super) const GUARD: Guard = Guard::new("protected", "the target is not protected", check);

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

fn check(case: &Case<'_>) -> Ruling {
    if case.is_of_file() {
        return file(case);
    }
    if let Some(state) = case.stack() {
        return stack(case, state);
    }
    if let Some(state) = case.seen().registry() {
        return registry(case, state);
    }
    if let Some((repository, _)) = case.subject().github() {
        let name = repository.to_string();
        return by_settings(case, &name).unwrap_or(Ruling::Pass);
    }
    let Some(role) = case.change().role() else {
        return Ruling::stop(
            "What would be written to was not read.",
            "Refresh; if it stays so, this is a mistake of the program's.",
        );
    };
    let role = role.raw();
    built_in(case, role)
        .or_else(|| by_settings(case, role))
        .or_else(|| own(case, role))
        .or_else(|| holders(case))
        .unwrap_or(Ruling::Pass)
}

/// A file may say anything of AWS's own roles; what the settings protect is written
/// nowhere, since a file is what the next deployment is made of.
fn file(case: &Case<'_>) -> Ruling {
    let role = case.change().role();
    let stopped = role.and_then(|role| by_settings(case, role.raw()));
    stopped.unwrap_or(Ruling::Pass)
}

/// A namespace, or a service that an entry is of.
fn registry(case: &Case<'_>, state: &RegistryState) -> Ruling {
    match case.protecting(&state.names()) {
        None => Ruling::Pass,
        Some(glob) => Ruling::stop(
            format!("The namespace or a service of it is protected by `{glob}` of gate.protect."),
            ASK_PROTECTOR,
        ),
    }
}

const MADE: &str =
    "Change it where it is made: the service, Identity Center or the organisation's own account.";

/// The same of everyone else who has the policy: it changes for them too.
fn holders(case: &Case<'_>) -> Option<Ruling> {
    if !matches!(case.subject(), Subject::Role(_, RolePart::Managed(_))) {
        return None;
    }
    let mut holders = case.seen().role()?.also_attached_to.iter();
    holders.find_map(|holder| held(case, holder))
}

fn held(case: &Case<'_>, holder: &Holder) -> Option<Ruling> {
    let lower = holder.name.raw().to_ascii_lowercase();
    let words = holder.words();
    if holder.kind == HolderKind::Role
        && let Some((_, why)) = by_name(&lower)
    {
        return Some(Ruling::stop(
            format!("The policy is also attached to {words}, which is protected: {why}."),
            MADE,
        ));
    }
    if let Some(glob) = case.protecting(&[holder.name.raw()]) {
        return Some(Ruling::stop(
            format!(
                "`gate.protect` has `{glob}`, which is {words}; the policy is also attached to it."
            ),
            ASK_PROTECTOR,
        ));
    }
    let caller = case.seen().caller.as_ref()?;
    let is_user = caller.arn.kind() == Some("user");
    if holder.kind == HolderKind::Group && is_user {
        return Some(Ruling::stop(
            format!(
                "The policy is also attached to {words}, and whether user {} is in it was not asked: nobody changes their own permissions here.",
                caller.role()
            ),
            "Sign in with a role, or ask a colleague.",
        ));
    }
    let of_kind = match is_user {
        true => holder.kind == HolderKind::User,
        false => holder.kind == HolderKind::Role,
    };
    let is_own = of_kind && caller.role().eq_ignore_ascii_case(holder.name.raw());
    is_own.then(|| {
        Ruling::stop(
            format!("{words} has the policy too and is what you are signed in with: nobody changes their own permissions here."),
            ASK_COLLEAGUE,
        )
    })
}

const ASK_PROTECTOR: &str =
    "Ask whoever protected it; the setting is in your own or the system's config.toml.";
const ASK_COLLEAGUE: &str = "Ask a colleague with another role.";

fn built_in(case: &Case<'_>, role: &str) -> Option<Ruling> {
    let lower = role.to_ascii_lowercase();
    let known = case.seen().role().and_then(|state| state.role.known());
    let path = known.map_or("", |role| role.path.as_str());
    let by_path = || PATHS.iter().find(|(begins, _)| path.starts_with(begins));
    if let Some((_, why)) = by_name(&lower).or_else(by_path) {
        let why = format!("Role {role} is protected: {why}.");
        return Some(Ruling::stop(why, MADE));
    }
    let Subject::Role(_, RolePart::Managed(policy)) = case.subject() else {
        return None;
    };
    policy.is_of_aws().then(|| {
        Ruling::stop(
            format!("Policy {} is AWS's own.", policy.raw()),
            "Attach a policy of your own in its place.",
        )
    })
}

fn by_name(lower: &str) -> Option<&'static (&'static str, &'static str)> {
    ROLES.iter().find(|(begins, _)| lower.starts_with(begins))
}

fn by_settings(case: &Case<'_>, role: &str) -> Option<Ruling> {
    let mut names = vec![role];
    names.extend(case.subject().protected_names());
    let glob = case.protecting(&names)?;
    let what = match matches!(case.subject(), Subject::File(_, _, FilePart::Template(_))) {
        true => "this role, policy or stack",
        false => "this role or policy",
    };
    let why = format!("`gate.protect` has `{glob}`, which is {what}.");
    Some(Ruling::stop(why, ASK_PROTECTOR))
}

/// By changing one's own role one locks oneself out, or raises oneself.
fn own(case: &Case<'_>, role: &str) -> Option<Ruling> {
    let caller = case.seen().caller.as_ref()?;
    let own = caller.role();
    own.eq_ignore_ascii_case(role).then(|| {
        Ruling::stop(
            format!("{own} is the role you are signed in with: nobody changes their own permissions here."),
            ASK_COLLEAGUE,
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

fn stack(case: &Case<'_>, state: &StackState) -> Ruling {
    let levels = state.levels();
    let mut names: Vec<&str> = Vec::new();
    for level in &levels {
        let name = level.state.name.short();
        let lower = name.to_ascii_lowercase();
        if let Some((_, why)) = STACKS.iter().find(|(begins, _)| lower.starts_with(begins)) {
            return Ruling::stop(
                format!("Stack {name} is protected: {why}."),
                "Change it where it is made.",
            );
        }
        names.push(name);
    }
    let executed = case.executed().map(StackState::changes);
    let changes = executed.unwrap_or_default();
    for change in &changes {
        names.push(change.logical_id.raw());
        names.extend(change.physical_id.as_ref().map(PhysicalId::raw));
    }
    let goes: Vec<&Remaining> = going(case, state).collect();
    for one in &goes {
        names.push(one.logical_id.raw());
        names.extend(one.physical_id.as_ref().map(PhysicalId::raw));
    }
    if let Some(glob) = case.protecting(&names) {
        return Ruling::stop(
            format!(
                "`gate.protect` has `{glob}`, which is this stack or something it would change."
            ),
            ASK_PROTECTOR,
        );
    }
    if let Some(own) = goes.iter().find(|one| is_own(case, one)) {
        return Ruling::stop(
            format!(
                "It deletes {}, which is what you are signed in with.",
                own.name()
            ),
            ASK_COLLEAGUE,
        );
    }
    match own_in(case, state, &changes) {
        Some(own) => Ruling::stop(
            format!(
                "It changes {own}, which is what you are signed in with: nobody changes their own permissions here."
            ),
            ASK_COLLEAGUE,
        ),
        None => Ruling::Pass,
    }
}

/// What goes with the rest of a stack.
fn going<'a>(case: &Case<'a>, state: &'a StackState) -> impl Iterator<Item = &'a Remaining> {
    let keep = match case.subject() {
        Subject::Stack(_, StackPart::FinishDeletion(keep)) => keep,
        Subject::Stack(..)
        | Subject::Role(..)
        | Subject::File(..)
        | Subject::Entries(..)
        | Subject::GitHub(..) => &[],
    };
    let remains = state.remains().into_iter();
    remains.flat_map(move |remains| remains.deleted(keep))
}

fn is_own(case: &Case<'_>, one: &Remaining) -> bool {
    let kind = one.resource_type.raw();
    let caller = case.seen().caller.as_ref().map(Caller::role);
    let (Some(caller), Some(id)) = (caller, &one.physical_id) else {
        return false;
    };
    matches!(kind, "AWS::IAM::Role" | "AWS::IAM::User") && id.raw().eq_ignore_ascii_case(caller)
}

/// The caller's own role or user among what is changed. By name, since not every
/// live role is read.
fn own_in<'a>(case: &Case<'_>, state: &StackState, changes: &[Changed<'a>]) -> Option<String> {
    let caller = case.seen().caller.as_ref().map(Caller::role)?;
    let of_kind = |change: &&Changed<'_>| {
        matches!(
            change.resource_type.raw(),
            "AWS::IAM::Role" | "AWS::IAM::User"
        )
    };
    let changed = changes.iter().filter(of_kind);
    let changed = changed.filter_map(|change| change.physical_id.as_ref().map(PhysicalId::raw));
    let read = state.live_roles().map(|role| role.name.raw());
    let mut all = changed.chain(read);
    let by_name = all.find(|name| name.eq_ignore_ascii_case(caller));
    by_name.map(str::to_owned).or_else(|| {
        let mut all = changes.iter();
        let mut tree = impact::Tree::default();
        let holds = |change: &&Changed<'a>| {
            if !is_iam(change) {
                return false;
            }
            let has = impact::holders(&tree.of(change.level.state), change);
            has.iter().any(|name| name.eq_ignore_ascii_case(caller))
        };
        let found = all.find(holds)?;
        Some(format!("{}, a policy of {caller}", found.name()))
    })
}
