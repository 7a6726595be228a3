//! A table of DynamoDB.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::dynamodb,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "table",
    title: "exists and is active",
    why: "Whatever reads or writes it fails.",
    fix: "Look at the table in DynamoDB: restore it, or deploy the stack that makes it.",
    kind: ResourceKind::Table,
    area: Area::Persistent,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(dynamodb::Table(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let table = seen.of(dynamodb::Table(expected.name.clone()))?;
    let items = match table.items {
        Some(1) => "about 1 item".to_owned(),
        Some(items) => format!("about {items} items"),
        None => "no count of items".to_owned(),
    };
    let value = format!("{}, {items}", table.status);
    Ok(match table.status.as_str() {
        "ACTIVE" => Judged::ok(value),
        "UPDATING" => Judged::degraded(value, "It is being changed."),
        status => Judged::issue(value, format!("DynamoDB says that it is {status}.")),
    })
}
