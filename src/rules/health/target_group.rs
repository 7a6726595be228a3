//! A target group of Elastic Load Balancing.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::load_balancing,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "target-group",
    title: "has healthy targets",
    why: "Requests that are routed there fail.",
    fix: "Read why the targets are unhealthy: the health check's path, the port, the security group, the service itself.",
    kind: ResourceKind::TargetGroup,
    area: Area::Compute,
    priority: Priority::P0,
    applies: always,
    asks: |expected| vec![asked(load_balancing::TargetGroup(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let targets = seen.of(load_balancing::TargetGroup(expected.name.clone()))?;
    let of = |state: &str| targets.iter().filter(|one| one.state == state).count();
    let (healthy, waiting) = (of("healthy"), of("initial"));
    let value = format!("{healthy} of {} healthy", targets.len());
    let ill = targets
        .iter()
        .find(|one| !matches!(one.state.as_str(), "healthy" | "initial"));
    let why = ill.map_or(String::new(), |one| {
        let reason = one.reason.as_deref().unwrap_or("no reason given");
        format!("{} is {}: {reason}.", one.id, one.state)
    });
    Ok(match (targets.len(), &expected.by_design) {
        (0, Some(why)) => Judged::by_design("no targets", why),
        (0, None) => Judged::issue("no targets", "Nothing is registered in it."),
        (all, _) if healthy == all => Judged::ok(value),
        (all, _) if healthy + waiting == all => Judged::degraded(value, "Targets are new."),
        _ if healthy > 0 => Judged::degraded(value, why),
        _ => Judged::issue(value, why),
    })
}
