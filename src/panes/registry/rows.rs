//! The list's rows: services with their entries under them, what is stale first, then the
//! Auto Scaling groups that made what is registered.

use super::{Registry, report};
use crate::{
    checks::registry::ServiceReport,
    facts::{AutoScalingGroup, EntryId, GroupName, ServiceId},
    panes::Cx,
    registry::{EntryVerdict, Registered, Share},
    rules::stale::lacks_hook,
    ui::{self, Listing, Mark, Role},
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    Service(ServiceId),
    Entry(ServiceId, EntryId),
    Group(GroupName),
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) letter: &'static str,
    pub(super) role: Role,
    pub(super) name: String,
    /// The verdict, or how many are stale.
    pub(super) state: String,
    pub(super) ip: String,
    pub(super) beside: String,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

pub(super) fn rows(pane: &Registry, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let Some(report) = report(cx) else {
        return out;
    };
    let mut services: Vec<&ServiceReport> = report.services.iter().collect();
    // The worst first, in the order of their names.
    services.sort_by_key(|one| (severity(one), one.service.name.raw()));
    for one in services {
        let mut group = vec![service(one)];
        let entries = one.entries.iter().flatten();
        let mut entries: Vec<&Registered> = entries.collect();
        entries.sort_by_key(|entry| (weight(entry.verdict()), &entry.entry.id));
        for entry in entries {
            if pane.hide_current && entry.verdict() == EntryVerdict::Current {
                out.hidden += 1;
                continue;
            }
            group.push(self::entry(&one.service.id, entry));
        }
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    for one in &report.groups {
        if pane.hide_current && !lacks_hook(one) {
            out.hidden += 1;
            continue;
        }
        let group = vec![of_group(one)];
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

fn severity(one: &ServiceReport) -> u8 {
    match one.entries.as_ref().map(Share::among) {
        Some(share) if share.stale > 0 => 0,
        None => 1,
        Some(share) if share.current < share.of => 2,
        Some(share) if share.of > 0 => 3,
        Some(_) => 4,
    }
}

fn weight(verdict: EntryVerdict) -> u8 {
    match verdict {
        EntryVerdict::StaleTerminated | EntryVerdict::StaleGone | EntryVerdict::StaleIp => 0,
        EntryVerdict::Stopped => 1,
        EntryVerdict::Unjudged => 2,
        EntryVerdict::Warming | EntryVerdict::Draining => 3,
        EntryVerdict::Current => 4,
    }
}

/// The letter and the colour of a verdict: never one without the other.
pub(super) fn mark(verdict: EntryVerdict) -> (&'static str, Role) {
    match verdict {
        EntryVerdict::Current => (Mark::InSync.letter(), Role::Good),
        EntryVerdict::StaleTerminated | EntryVerdict::StaleGone | EntryVerdict::StaleIp => {
            (Mark::Failed.letter(), Role::Bad)
        }
        EntryVerdict::Stopped => (Mark::Drifted.letter(), Role::Warn),
        EntryVerdict::Warming | EntryVerdict::Draining => (">", Role::Info),
        EntryVerdict::Unjudged => (Mark::Unknown.letter(), Role::Warn),
    }
}

fn service(one: &ServiceReport) -> Row {
    let share = one.entries.as_ref().map(Share::among);
    let (letter, role, state) = match share {
        None => ("?", Role::Warn, "not read".to_owned()),
        Some(share) if share.stale > 0 => ("x", Role::Bad, format!("{} stale", share.words())),
        Some(share) if share.of == 0 => ("-", Role::Dim, "no entries".to_owned()),
        Some(share) if share.current == share.of => {
            ("=", Role::Good, format!("{} current", share.current))
        }
        Some(share) => (
            "?",
            Role::Warn,
            format!("{} of {} current", share.current, share.of),
        ),
    };
    let dns = one.service.dns.as_ref();
    let ttl = dns.and_then(|dns| dns.ttl);
    let name = one.service.name.raw().to_owned();
    Row {
        key: Key::Service(one.service.id.clone()),
        depth: 0,
        name: format!("{name} {state}"),
        of_interest: matches!(letter, "x" | "?"),
        more: Cells {
            letter,
            role,
            name,
            state,
            ip: ttl.map_or(String::new(), |ttl| format!("TTL {ttl} s")),
            beside: one.namespace.name.raw().to_owned(),
        },
    }
}

fn entry(service: &ServiceId, one: &Registered) -> Row {
    let (letter, role) = mark(one.verdict());
    let name = one.entry.id.raw().to_owned();
    let ip = one.entry.ip().unwrap_or_default().to_owned();
    let state = one.verdict().word().to_owned();
    Row {
        key: Key::Entry(service.clone(), one.entry.id.clone()),
        depth: 1,
        name: format!("{name} {state} {ip}"),
        of_interest: one.verdict().is_stale(),
        more: Cells {
            letter,
            role,
            name,
            state,
            ip,
            beside: match &one.keeper {
                Some(_) => "kept by others".to_owned(),
                None => String::new(),
            },
        },
    }
}

fn of_group(one: &AutoScalingGroup) -> Row {
    let name = one.name.raw().to_owned();
    let (letter, role, state) = match (one.hooks.known(), lacks_hook(one)) {
        (None, _) => ("?", Role::Warn, "hooks not read"),
        (Some(_), true) => ("!", Role::Bad, "no terminating hook"),
        (Some(_), false) => ("=", Role::Good, "terminating hook"),
    };
    Row {
        key: Key::Group(one.name.clone()),
        depth: 0,
        name: format!("{name} {state}"),
        of_interest: letter == "!",
        more: Cells {
            letter,
            role,
            name,
            state: state.to_owned(),
            ip: String::new(),
            beside: "Auto Scaling group".to_owned(),
        },
    }
}

/// The service of this id, as it was judged.
pub(super) fn service_of<'a>(id: &ServiceId, cx: &Cx<'a>) -> Option<&'a ServiceReport> {
    let mut services = report(cx)?.services.iter();
    services.find(|one| one.service.id == *id)
}

pub(super) fn entry_of<'a>(one: &'a ServiceReport, id: &EntryId) -> Option<&'a Registered> {
    let mut entries = one.entries.iter().flatten();
    entries.find(|entry| entry.entry.id == *id)
}

pub(super) fn group_of<'a>(name: &GroupName, cx: &Cx<'a>) -> Option<&'a AutoScalingGroup> {
    let mut groups = report(cx)?.groups.iter();
    groups.find(|one| one.name == *name)
}

/// What is copied of a row.
pub(super) fn name_of<'a>(key: &'a Key, cx: &Cx<'a>) -> Option<&'a str> {
    match key {
        Key::Service(id) => Some(service_of(id, cx)?.service.name.raw()),
        Key::Entry(_, id) => Some(id.raw()),
        Key::Group(name) => Some(name.raw()),
    }
}
