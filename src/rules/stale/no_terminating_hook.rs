//! Instances of an Auto Scaling group register themselves, and nothing takes their entries
//! away when the group terminates them.

use super::{
    Rule, Subject,
    subject::{evidence, group},
};
use crate::facts::{AutoScalingGroup, Finding, GroupName, LifecycleHook, Priority, Region};

pub(super) const RULE: Rule = Rule {
    id: "no-terminating-hook",
    title: "An Auto Scaling group has no terminating lifecycle hook",
    why: "An instance that is terminated has no time to deregister itself, so each replacement leaves a stale entry.",
    fix: "Give the group a hook for autoscaling:EC2_INSTANCE_TERMINATING in the template that makes it, and a handler that deregisters the instance and completes the hook.",
    check,
};

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let registers = |name: &GroupName| {
        let mut entries = subject.entries.iter();
        entries.any(|one| one.group.as_ref() == Some(name) && one.keeper.is_none())
    };
    let groups = subject.groups.iter();
    let without = groups.filter(|one| registers(&one.name) && lacks_hook(one));
    let found: Vec<Finding> = without.map(|one| finding(subject, one)).collect();
    (!found.is_empty()).then_some(found)
}

/// Its hooks were read, and none is of termination.
pub fn lacks_hook(group: &AutoScalingGroup) -> bool {
    let hooks = group.hooks.known();
    hooks.is_some_and(|hooks| !hooks.iter().any(LifecycleHook::is_of_termination))
}

/// One finding for a group, whichever of its services is looked at.
fn finding(subject: &Subject<'_>, of: &AutoScalingGroup) -> Finding {
    let name = of.name.raw();
    let title = format!("Auto Scaling group {name} has no terminating lifecycle hook");
    let mut all = vec![group(of)];
    if let (Some(stack), Some(id)) = (&of.stack, &of.logical_id) {
        all.push(evidence(
            format!("stack {} makes it as {}", stack.raw(), id.raw()),
            "autoscaling:DescribeAutoScalingGroups",
        ));
    }
    all.push(evidence(
        format!(
            "instances of it are registered in {}",
            subject.namespace.name.raw()
        ),
        "servicediscovery:ListInstances",
    ));
    let mut found = subject.finding(&RULE, Priority::P1, title, all);
    found.id = format!("registry/auto-scaling/{name}/{}", RULE.id);
    found.subject.kind = "auto-scaling-group".into();
    found.subject.name = name.to_owned();
    found
}

/// The hook as a command of the AWS CLI, for a group that no template of the repository
/// declares.
pub fn put_hook(group: &GroupName, region: &Region) -> String {
    let group = in_shell(group.raw());
    format!(
        "aws autoscaling put-lifecycle-hook --region {} --auto-scaling-group-name {group} \
         --lifecycle-hook-name deregister --lifecycle-transition autoscaling:EC2_INSTANCE_TERMINATING \
         --heartbeat-timeout 120 --default-result CONTINUE",
        region.raw()
    )
}

/// As a shell takes it for one word.
fn in_shell(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    match !word.is_empty() && word.chars().all(is_plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', "'\\''")),
    }
}
