//! A service has entries whose instance is gone, or has another address.

use super::{
    Rule, Subject,
    subject::{evidence, numbered_entries},
};
use crate::{
    facts::{Evidence, Finding, Priority},
    registry::Registered,
};

pub(super) const RULE: Rule = Rule {
    id: "stale-entries",
    title: "Entries of a service are stale",
    why: "Whoever is given their address waits until it times out, and tries again with the next.",
    fix: "Deregister the stale entries: one change at the gate has them all, and its undo registers them again.",
    check,
};

/// More lines than this say nothing new.
const MOST: usize = 20;

fn check(subject: &Subject<'_>) -> Option<Vec<Finding>> {
    let share = subject.share();
    (share.stale > 0).then_some(())?;
    // At least every second caller is sent to nobody.
    let priority = match share.is_half() {
        true => Priority::P0,
        false => Priority::P1,
    };
    let stale: Vec<&Registered> = subject
        .entries
        .iter()
        .filter(|one| one.verdict().is_stale())
        .collect();
    let mut all = vec![subject.said()];
    all.extend(answers(subject));
    all.extend(stale.iter().take(MOST).map(|one| told(one)));
    if stale.len() > MOST {
        let more = numbered_entries(stale.len() - MOST);
        all.push(evidence(
            format!("and {more} more"),
            "servicediscovery:ListInstances",
        ));
    }
    let title = format!(
        "{}: {} are stale",
        subject.name(),
        match share.of {
            1 => "1 of 1 entry".to_owned(),
            _ => format!("{} entries", share.words()),
        }
    );
    Some(vec![subject.finding(&RULE, priority, title, all)])
}

/// What that means for whoever asks by DNS.
fn answers(subject: &Subject<'_>) -> Option<Evidence> {
    let dns = subject.service.dns.as_ref()?;
    let share = subject.share();
    let ttl = dns.ttl.map_or(String::new(), |ttl| {
        format!(", and is remembered for {ttl} s")
    });
    let checked = match subject.service.has_health_check {
        true => " unless Route 53's health check leaves it out",
        false => "",
    };
    Some(evidence(
        format!(
            "an address from DNS is stale {} times{checked}{ttl}",
            share.words()
        ),
        "servicediscovery:ListServices",
    ))
}

fn told(one: &Registered) -> Evidence {
    let entry = &one.entry;
    let ip = entry.ip().map_or(String::new(), |ip| format!(" ({ip})"));
    let keeper = one.keeper.as_ref();
    let keeper = keeper.map_or(String::new(), |keeper| format!(" {keeper}"));
    evidence(
        format!(
            "{}{ip} is {}. {}{keeper}",
            entry.id.raw(),
            one.verdict().word(),
            one.judged.why
        ),
        match entry.task() {
            Some(_) => "ecs:DescribeTasks",
            None => "ec2:DescribeInstances",
        },
    )
}
