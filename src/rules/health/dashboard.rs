//! A dashboard of CloudWatch.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cloudwatch,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "dashboard",
    title: "exists",
    why: "Nobody sees at a glance how it is.",
    fix: "Deploy the stack that makes it.",
    kind: ResourceKind::Dashboard,
    area: Area::Edge,
    priority: Priority::P3,
    applies: always,
    asks: |expected| vec![asked(cloudwatch::Dashboard(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let found = seen.of(cloudwatch::Dashboard(expected.name.clone()))?;
    Ok(match found.bytes {
        0 => Judged::not_tested("empty", "It shows nothing."),
        bytes => Judged::ok(format!("{bytes} bytes")),
    })
}
