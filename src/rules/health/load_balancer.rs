//! A load balancer.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::load_balancing,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "load-balancer",
    title: "is active",
    why: "No request gets through.",
    fix: "Look at the load balancer in EC2: its subnets, its addresses.",
    kind: ResourceKind::LoadBalancer,
    area: Area::Compute,
    priority: Priority::P0,
    applies: always,
    asks: |expected| vec![asked(load_balancing::LoadBalancer(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let found = seen.of(load_balancing::LoadBalancer(expected.name.clone()))?;
    let value = found.state.clone();
    let reason = found.reason.as_ref().map(|reason| reason.raw().to_owned());
    let why = |otherwise: &str| reason.clone().unwrap_or_else(|| otherwise.to_owned());
    Ok(match value.as_str() {
        "active" => Judged::ok(value),
        "provisioning" => Judged::degraded(value, why("It is being set up.")),
        "active_impaired" => Judged::degraded(value, why("It cannot grow as it needs to.")),
        "failed" => Judged::issue(value, why("It could not be set up.")),
        _ => Judged::unknown(value, "Its state is none that is known."),
    })
}
