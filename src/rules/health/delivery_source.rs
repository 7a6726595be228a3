//! A source of delivered logs, as each runtime of AgentCore is one, with its deliveries.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::logs,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "delivery-source",
    title: "delivers its logs",
    why: "The logs of the runtime go nowhere.",
    fix: "Make a delivery from the source to a destination. Whoever makes it needs AllowVendedLogDeliveryForResource on the source: is it under `bedrock:` or under `bedrock-agentcore:`? Look at both prefixes in the policy.",
    kind: ResourceKind::DeliverySource,
    area: Area::Edge,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(logs::DeliverySource(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let found = seen.of(logs::DeliverySource(expected.name.clone()))?;
    Ok(match (found.deliveries, &expected.by_design) {
        (0, Some(why)) => Judged::by_design("no delivery", why),
        (0, None) => Judged::degraded("no delivery", "Nothing takes the logs of this source."),
        (1, _) => Judged::ok("1 delivery"),
        (count, _) => Judged::ok(format!("{count} deliveries")),
    })
}
