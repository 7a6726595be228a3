//! No grant by which whoever has the role could give themselves more.
//!
//! The list is of the ways that are published and known to work, by Rhino
//! Security Labs ("AWS IAM Privilege Escalation", 2018) and pathfinding.cloud;
//! it is not complete, and a service-wide grant is another guard's.

use crate::gate::{StackState, writes::Write};

use super::{Case, Guard, Verdict};

pub(super) const GUARD: Guard = Guard {
    id: "privilege",
    title: "nobody can raise themselves",
    check,
};

/// In lower case. On any role, user or policy they are the account's; on one
/// that is named they may be meant, so a person decides.
const RAISES: &[&str] = &[
    "iam:addusertogroup",
    "iam:attachgrouppolicy",
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createaccesskey",
    "iam:createloginprofile",
    "iam:createpolicyversion",
    "iam:deleterolepermissionsboundary",
    "iam:deleteuserpermissionsboundary",
    "iam:passrole",
    "iam:putgrouppolicy",
    "iam:putrolepermissionsboundary",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
    "iam:setdefaultpolicyversion",
    "iam:updateassumerolepolicy",
    "iam:updateloginprofile",
    "sts:assumerole",
];

/// They run code as whatever role the thing already has.
const RUNS: &[&str] = &[
    "cloudformation:updatestack",
    "codebuild:updateproject",
    "ec2:modifyinstanceattribute",
    "glue:updatedevendpoint",
    "lambda:updatefunctioncode",
    "lambda:updatefunctionconfiguration",
    "ssm:sendcommand",
    "ssm:startsession",
];

fn check(case: &Case<'_>) -> Verdict {
    let own = own(case);
    let mut warnings = Vec::new();
    for grant in &case.prospect.meaning.gains {
        if grant.principal.is_some() {
            // A trust policy gives the role, not its holder's permissions.
            continue;
        }
        let words = grant.words();
        if RAISES.iter().any(|action| grant.covers(action)) {
            let to_itself = own.iter().any(|own| grant.has_resource_like(own));
            if grant.is_any_role() || to_itself {
                let whose = match to_itself && !grant.is_any_role() {
                    true => "its own permissions",
                    false => "those of any role",
                };
                return Verdict::stop(
                    format!("It gains {words}: whoever has the role could take {whose}."),
                    "Name the roles or policies it is needed on, other than this one; ask whoever is responsible for IAM.",
                );
            }
            warnings.push(format!(
                "{words}: by this the role may come to more permissions."
            ));
        } else if grant.is_every_resource() && RUNS.iter().any(|action| grant.covers(action)) {
            warnings.push(format!(
                "{words}: code can be run as any role that such a thing has."
            ));
        }
    }
    Verdict::warn_all(warnings)
}

/// The ARNs by which a role's permissions are changed: its own, those of its
/// policies and boundary as they would be, and those of others that gain too.
fn own(case: &Case<'_>) -> Vec<String> {
    // Of a change set every role in it counts: none may raise itself or another of them.
    let of_stack = case.stack().into_iter().flat_map(StackState::live_roles);
    let states: Vec<_> = case.seen().role().into_iter().chain(of_stack).collect();
    let mut own = Vec::new();
    for role in states.iter().filter_map(|state| state.role.known()) {
        own.push(role.arn.raw().to_owned());
        let attached = role.attached.known().into_iter().flatten();
        let boundary = role.boundary.known().into_iter().flatten();
        own.extend(attached.chain(boundary).map(|arn| arn.raw().to_owned()));
    }
    match case.write() {
        Write::AttachRolePolicy(attach) => own.push(attach.policy.raw().to_owned()),
        Write::CreatePolicyVersion(create) => own.push(create.policy.raw().to_owned()),
        _ => {}
    }
    if let Some(account) = case.seen().account() {
        let others = states.iter().flat_map(|state| &state.also_attached_to);
        own.extend(others.map(|holder| {
            format!(
                "arn:{}:iam::{}:{}/{}",
                case.seen().partition,
                account.raw(),
                holder.kind.word(),
                holder.name.raw()
            )
        }));
    }
    own
}
