//! Stale entries of a service, the instances that they point at, the group that terminated
//! those, and the hook that it lacks.

use super::{Rule, Seen, Service, lacks_hook, link};
use crate::{
    cause::chain::{Link, LinkKind},
    facts::{AutoScalingGroup, Finding, GroupName, LifecycleHook},
    registry::{EntryVerdict, Registered, Share},
};

pub(super) const RULE: Rule = Rule {
    id: "stale-entries-of-a-group",
    title: "Stale entries, terminated instances, a group without a terminating hook",
    from: &["stale-entries", "no-current-entry", "no-terminating-hook"],
    join,
};

fn join(finding: &Finding, seen: &Seen<'_>) -> Vec<Link> {
    let subject = &finding.subject;
    if finding.rule == "no-terminating-hook" {
        let groups = seen.groups.iter();
        let mut group = groups.filter(|one| one.name.raw() == subject.name);
        return group.next().and_then(cause).into_iter().collect();
    }
    let is_it = |one: &&Service<'_>| {
        one.name == subject.name && subject.parent.as_deref() == Some(one.namespace)
    };
    let service = seen.services.iter().find(is_it);
    service.map_or_else(Vec::new, |service| of_service(service, seen))
}

/// From its entries on.
pub(super) fn of_service(service: &Service<'_>, seen: &Seen<'_>) -> Vec<Link> {
    let share = Share::among(service.entries);
    if share.stale == 0 {
        return Vec::new();
    }
    let name = format!("{} of {}", service.name, service.namespace);
    let what = format!("has {} entries that are stale", share.words());
    let mut links = vec![link(
        LinkKind::Entries,
        &name,
        what,
        "servicediscovery:ListInstances",
    )];
    let is_left = |one: &&Registered| one.verdict().is_stale() && one.keeper.is_none();
    let left: Vec<&Registered> = service.entries.iter().filter(is_left).collect();
    let is_ended = |one: &&&Registered| one.verdict() == EntryVerdict::StaleTerminated;
    let ended = left.iter().filter(is_ended);
    let made: Vec<(&&Registered, &GroupName)> = ended
        .filter_map(|one| Some((one, one.group.as_ref()?)))
        .collect();
    let Some((first, group)) = made.first() else {
        links.push(unknown_maker(&name));
        return links;
    };
    let count = made.iter().filter(|(_, of)| of == group).count();
    let what = format!(
        "made {count} of the instances, which are terminated. {}",
        first.judged.why
    );
    links.push(link(
        LinkKind::Instances,
        group.raw(),
        what,
        "ec2:DescribeInstances",
    ));
    links.push(of_group(group, seen));
    links
}

/// EC2 forgets a terminated instance within the hour, and with it the group.
fn unknown_maker(service: &str) -> Link {
    link(
        LinkKind::Needed,
        service,
        "who made and who terminated the instances: EC2 knows them no longer. CloudTrail has TerminateInstances for 90 days.",
        "cloudtrail:LookupEvents",
    )
}

fn of_group(name: &GroupName, seen: &Seen<'_>) -> Link {
    let group = seen.groups.iter().find(|one| one.name == *name);
    if let Some(cause) = group.and_then(cause) {
        return cause;
    }
    let has_hook = group.is_some_and(|group| group.hooks.known().is_some());
    let (what, evidence) = match has_hook {
        true => (
            "the group has a terminating hook, so its handler did not deregister them: its log says why.",
            "logs:FilterLogEvents",
        ),
        false => (
            "whether the group has a terminating hook: its hooks could not be read.",
            "autoscaling:DescribeLifecycleHooks",
        ),
    };
    link(LinkKind::Needed, name.raw(), what, evidence)
}

/// Its hooks were read, and none is of termination.
fn cause(group: &AutoScalingGroup) -> Option<Link> {
    let hooks = group.hooks.known()?;
    let lacks = !hooks.iter().any(LifecycleHook::is_of_termination);
    lacks.then(|| {
        link(
            LinkKind::Cause,
            group.name.raw(),
            lacks_hook(&group.name),
            "autoscaling:DescribeLifecycleHooks",
        )
    })
}
