//! A security group.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "security-group",
    title: "exists",
    why: "What is to start with it does not.",
    fix: "Deploy the stack that makes it.",
    kind: ResourceKind::SecurityGroup,
    area: Area::Foundation,
    priority: Priority::P3,
    applies: always,
    asks: |expected| vec![asked(ec2::SecurityGroups(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let ids = seen.of(ec2::SecurityGroups(expected.name.clone()))?;
    Ok(match ids.as_slice() {
        [] => Judged::missing(),
        [one] => Judged::ok(one.clone()),
        more => Judged::ok(numbered(more.len(), "group")),
    })
}
