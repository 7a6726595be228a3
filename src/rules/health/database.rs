//! An instance of RDS.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::rds,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "database",
    title: "is available",
    why: "Whatever keeps its data there fails.",
    fix: "Look at its events in RDS; start or restore it.",
    kind: ResourceKind::Database,
    area: Area::Foundation,
    priority: Priority::P0,
    applies: always,
    asks: |expected| vec![asked(rds::Database(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let database = seen.of(rds::Database(expected.name.clone()))?;
    let engine = database.engine.as_deref().unwrap_or("unknown engine");
    let value = format!("{}, {engine}", database.status);
    Ok(match database.status.as_str() {
        "available" => Judged::ok(value),
        "backing-up"
        | "modifying"
        | "storage-optimization"
        | "maintenance"
        | "configuring-enhanced-monitoring" => Judged::degraded(value, "It is being worked on."),
        status => Judged::issue(value, format!("RDS says that it is {status}.")),
    })
}
