//! What is said of a service, an entry or an Auto Scaling group.

use super::{Registry, check, report, rows, rows::Key};
use crate::{
    ask::{cloudwatch, ec2},
    checks::{Check, registry::ServiceReport},
    facts::{AutoScalingGroup, Ec2Instance, LifecycleHook, Reading, Remote},
    panes::{Cx, list_detail::ListDetail},
    registry::{Registered, Share},
    rules::stale::{lacks_hook, put_hook},
    ui::{Line, Role},
};

pub(super) fn lines(pane: &Registry, cx: &Cx<'_>) -> Vec<Line> {
    match pane.cursor().detail_of() {
        None => Vec::new(),
        Some(Key::Service(id)) => {
            rows::service_of(id, cx).map_or_else(Vec::new, |one| service(one, cx))
        }
        Some(Key::Entry(of, id)) => {
            let service = rows::service_of(of, cx);
            let entry = service.and_then(|one| Some((one, rows::entry_of(one, id)?)));
            entry.map_or_else(Vec::new, |(of, one)| entry_lines(of, one, cx))
        }
        Some(Key::Group(name)) => {
            rows::group_of(name, cx).map_or_else(Vec::new, |one| group(one, cx))
        }
    }
}

fn labelled(label: &'static str, text: impl Into<String>) -> Line {
    Line::of(Role::Dim, format!("{label:<10}")).behind(Role::Text, text)
}

fn service(one: &ServiceReport, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Role::Strong, one.service.name.raw()),
        labelled("namespace", namespace(one)),
    ];
    lines.extend(dns(one));
    if let Some(threshold) = one.service.failure_threshold {
        lines.push(labelled(
            "health",
            format!("custom health check, failure threshold {threshold}"),
        ));
    }
    if one.service.has_health_check {
        lines.push(labelled("health", "Route 53 checks its entries"));
    }
    let Some(entries) = &one.entries else {
        lines.push(Line::empty());
        lines.extend(cx.unread(
            &check(cx).asks(cx.settings, cx.store),
            "What its entries point at could not be read, so none is judged.",
        ));
        return lines;
    };
    let share = Share::among(entries);
    lines.push(labelled(
        "entries",
        format!(
            "{} current, {} stale, {} in all",
            share.current, share.stale, share.of
        ),
    ));
    if share.stale > 0 {
        lines.push(Line::empty());
        lines.push(Line::of(Role::Bad, answers(one, share)).hanging(2));
        lines.extend(measured(cx));
        lines.extend(way_out(one, cx));
        lines.push(Line::empty());
        let stale = entries.iter().filter(|entry| entry.verdict().is_stale());
        lines.extend(stale.map(reason));
    }
    lines.extend(causes(one, cx));
    lines
}

fn namespace(one: &ServiceReport) -> String {
    let kind = one.namespace.kind.as_deref();
    let kind = kind.map_or(String::new(), |kind| format!(", {kind}"));
    let (name, id) = (one.namespace.name.raw(), one.namespace.id.raw());
    format!("{name} ({id}{kind})")
}

fn dns(one: &ServiceReport) -> Option<Line> {
    let dns = one.service.dns.as_ref()?;
    let ttl = dns.ttl.map_or(String::new(), |ttl| format!("TTL {ttl} s"));
    let routing = match dns.routing.as_deref() {
        Some("MULTIVALUE") => ", MULTIVALUE (up to 8 addresses in an answer)".to_owned(),
        Some("WEIGHTED") => ", WEIGHTED (one address in an answer)".to_owned(),
        Some(other) => format!(", {other}"),
        None => String::new(),
    };
    let soa = one.namespace.soa_ttl;
    let soa = soa.map_or(String::new(), |soa| {
        format!("; that there is none is remembered for {soa} s")
    });
    Some(labelled("DNS", format!("{ttl}{routing}{soa}")))
}

/// What that means for whoever asks.
fn answers(one: &ServiceReport, share: Share) -> String {
    match one.service.dns {
        Some(_) => format!(
            "An address that DNS answers is stale {} times: that share of calls waits until it times out.",
            share.words()
        ),
        None => format!("{} of its entries are stale.", share.words()),
    }
}

/// How often functions failed that were measured: whoever of them asks for the service
/// shows whether that share is what it suffers.
fn measured(cx: &Cx<'_>) -> Vec<Line> {
    let runs = cx.store.each_of::<cloudwatch::Runs>(cx.environment);
    let failing = runs.filter(|(_, runs, _)| runs.errors > 0 && runs.invocations > 0);
    let mut lines: Vec<(String, Line)> = failing
        .map(|(of, runs, _)| {
            let name = of.0.raw().to_owned();
            let percent = runs.errors * 100 / runs.invocations;
            let said = format!(
                "Beside it: function {name} failed {} of {} runs in 24 h ({percent} %).",
                runs.errors, runs.invocations
            );
            (name, Line::of(Role::Text, said).hanging(2))
        })
        .collect();
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    lines.into_iter().map(|(_, line)| line).collect()
}

fn way_out(one: &ServiceReport, cx: &Cx<'_>) -> Option<Line> {
    let mut entries = one.entries.iter().flatten();
    let any = entries.any(|entry| entry.may_go(cx.now).is_ok());
    let (these, all) = (
        cx.key("registry.deregister"),
        cx.key("registry.deregister-all"),
    );
    any.then(|| {
        let said = format!(
            "{these} deregisters the stale ones of this service, {all} those of the namespace."
        );
        Line::of(Role::Info, "NEXT  ").behind(Role::Text, said)
    })
}

fn reason(one: &Registered) -> Line {
    let ip = one.entry.ip().map_or(String::new(), |ip| format!(" {ip}"));
    let (letter, role) = rows::mark(one.verdict());
    Line::of(role, format!("{letter} "))
        .then(
            Role::Text,
            format!("{}{ip}  {}", one.entry.id.raw(), one.judged.why),
        )
        .hanging(2)
}

/// The groups of its instances that lack a hook.
fn causes(one: &ServiceReport, cx: &Cx<'_>) -> Vec<Line> {
    let entries = one.entries.iter().flatten();
    let mut names: Vec<_> = entries.filter_map(|entry| entry.group.as_ref()).collect();
    names.dedup();
    let groups = report(cx).into_iter().flat_map(|report| &report.groups);
    let without = groups.filter(|group| names.contains(&&group.name) && lacks_hook(group));
    let said = without.map(|group| {
        let said = format!(
            "Auto Scaling group {} has no terminating lifecycle hook, so what it terminates stays registered.",
            group.name.raw()
        );
        Line::of(Role::Warn, "CAUSE ").behind(Role::Text, said)
    });
    let mut lines: Vec<Line> = said.collect();
    if !lines.is_empty() {
        lines.insert(0, Line::empty());
    }
    lines
}

fn entry_lines(of: &ServiceReport, one: &Registered, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = rows::mark(one.verdict());
    let mut lines = vec![
        Line::of(
            Role::Strong,
            format!("{} / {}", of.service.name.raw(), one.entry.id.raw()),
        )
        .hanging(2),
        Line::of(role, format!("{letter} {}  ", one.verdict().word()))
            .behind(Role::Text, one.judged.why.clone()),
    ];
    match one.may_go(cx.now) {
        Ok(()) => {
            let key = cx.key("registry.deregister");
            lines.push(
                Line::of(Role::Info, "NEXT  ")
                    .behind(Role::Text, format!("{key} proposes to deregister it.")),
            );
        }
        Err(why) if one.verdict().is_stale() => {
            lines.push(Line::of(Role::Warn, format!("Not offered: {why}")).hanging(2));
        }
        Err(_) => {}
    }
    lines.push(Line::empty());
    lines.extend(instance(one, cx));
    let attributes = one.entry.attributes.iter();
    lines.extend(attributes.map(|(name, value)| {
        Line::of(Role::Dim, format!("{name} ")).behind(Role::Text, value.raw())
    }));
    lines
}

/// What EC2 says of the instance that it names.
fn instance(one: &Registered, cx: &Cx<'_>) -> Vec<Line> {
    let Some(id) = one.entry.ec2() else {
        return Vec::new();
    };
    let mut all = cx.store.each_of::<ec2::Instances>(cx.environment);
    let found: Option<&Ec2Instance> =
        all.find_map(|(_, all, _)| all.iter().find(|instance| instance.id == id));
    let Some(found) = found else {
        return vec![labelled(
            "instance",
            format!("{}: EC2 does not list it", id.raw()),
        )];
    };
    let name = found.name.as_ref().map(Remote::raw);
    let name = name.map_or(String::new(), |name| format!(" ({name})"));
    let mut lines = vec![labelled(
        "instance",
        format!("{}{name}, {}", id.raw(), found.state),
    )];
    if !found.ips.is_empty() {
        lines.push(labelled("addresses", found.ips.join(", ")));
    }
    if let Some(at) = found.launched {
        lines.push(labelled("launched", cx.dated(at)));
    }
    if let Some(group) = &found.group {
        lines.push(labelled("group", group.raw()));
    }
    lines
}

fn group(one: &AutoScalingGroup, cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::of(Role::Strong, one.name.raw()),
        labelled(
            "size",
            format!(
                "min {}, max {}, desired {}, {} in service",
                one.min, one.max, one.desired, one.in_service
            ),
        ),
    ];
    if let (Some(stack), Some(id)) = (&one.stack, &one.logical_id) {
        lines.push(labelled(
            "made by",
            format!("stack {}, {}", stack.raw(), id.raw()),
        ));
    }
    match &one.hooks {
        Reading::Unknown(fault) => lines.push(labelled("hooks", fault.what.clone())),
        Reading::Known(hooks) if hooks.is_empty() => lines.push(labelled("hooks", "none")),
        Reading::Known(hooks) => lines.extend(hooks.iter().map(hook)),
    }
    if !lacks_hook(one) {
        return lines;
    }
    lines.push(Line::empty());
    lines.push(
        Line::of(
            Role::Bad,
            "Its instances register themselves, and nothing takes their entries away when it terminates them: each replacement leaves a stale entry.",
        )
        .hanging(2),
    );
    lines.push(Line::empty());
    lines.push(Line::of(
        Role::Text,
        "The hook, where no template makes the group; a handler then deregisters the instance and completes the hook:",
    ));
    if let Some(caller) = cx.store.caller(cx.environment) {
        let command = put_hook(&one.name, &caller.region);
        lines.push(Line::indented(2, Role::Text, command));
        let key = cx.key("registry.copy-hook");
        lines.push(Line::of(
            Role::Dim,
            format!("{key} copies it. Nothing of it is run here."),
        ));
    }
    lines
}

fn hook(one: &LifecycleHook) -> Line {
    labelled("hook", format!("{}, {}", one.name.raw(), one.transition))
}
