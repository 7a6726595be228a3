//! A topic of SNS.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::sns,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "topic",
    title: "reaches somebody",
    why: "What is published there, alarms among it, reaches nobody.",
    fix: "Subscribe somebody, and have the subscription confirmed.",
    kind: ResourceKind::Topic,
    area: Area::Foundation,
    priority: Priority::P2,
    applies: always,
    asks: |expected| vec![asked(sns::Topic(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let topic = seen.of(sns::Topic(expected.name.clone()))?;
    let value = format!("{} confirmed, {} pending", topic.confirmed, topic.pending);
    Ok(match (topic.confirmed, &expected.by_design) {
        (0, Some(why)) => Judged::by_design(value, why),
        (0, None) => Judged::degraded(value, "Nobody is subscribed to it."),
        _ => Judged::ok(value),
    })
}
