//! What the JSON of `check registry` says of services, entries and groups.

use serde_json::{Value, json};

use crate::{
    checks::registry::{RegistryReport, ServiceReport},
    facts::{AutoScalingGroup, LifecycleHook, Reason},
    registry::{Registered, Share},
    rules::stale::lacks_hook,
};

pub(super) fn details(report: &RegistryReport) -> Vec<(&'static str, Value)> {
    let services = report.services.iter();
    let entries = services.clone().flat_map(|one| {
        let entries = one.entries.iter().flatten();
        entries.map(move |entry| self::entry(one, entry))
    });
    vec![
        ("entries", entries.collect()),
        ("services", services.map(service).collect()),
        ("groups", report.groups.iter().map(group).collect()),
    ]
}

fn entry(of: &ServiceReport, one: &Registered) -> Value {
    json!({
        "namespace": of.namespace.name.raw(),
        "service": of.service.name.raw(),
        "instance": one.entry.id.raw(),
        "ip": one.entry.ip(),
        "verdict": one.verdict().word(),
        "why": one.judged.why,
        "keeper": one.keeper.as_ref().map(Reason::as_str),
    })
}

/// `null` where the entries could not be read.
fn service(of: &ServiceReport) -> Value {
    let share = of.entries.as_ref().map(Share::among);
    let dns = of.service.dns.as_ref();
    json!({
        "namespace": of.namespace.name.raw(),
        "service": of.service.name.raw(),
        "id": of.service.id.raw(),
        "entries": share.map(|share| share.of),
        "current": share.map(|share| share.current),
        "stale": share.map(|share| share.stale),
        "ttl": dns.and_then(|dns| dns.ttl),
        "routing": dns.and_then(|dns| dns.routing.as_deref()),
        "failure_threshold": of.service.failure_threshold,
    })
}

fn group(of: &AutoScalingGroup) -> Value {
    let hooks = of.hooks.known();
    let name = |hook: &LifecycleHook| hook.name.raw().to_owned();
    json!({
        "name": of.name.raw(),
        "min": of.min,
        "max": of.max,
        "desired": of.desired,
        "in_service": of.in_service,
        "hooks": hooks.map(|hooks| hooks.iter().map(name).collect::<Vec<_>>()),
        "lacks_terminating_hook": hooks.map(|_| lacks_hook(of)),
    })
}
