//! A role of IAM that something runs as.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::iam,
    facts::{Expected, Priority, Reading, ResourceKind, RoleName},
};

pub(super) const RULE: Rule = Rule {
    id: "role",
    title: "exists",
    why: "What runs as it cannot start.",
    fix: "Deploy the stack that makes it.",
    kind: ResourceKind::Role,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(roles(expected))],
    judge,
};

fn roles(expected: &Expected) -> iam::Roles {
    iam::Roles(vec![RoleName::new(expected.name.raw())])
}

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let found = seen.of(roles(expected))?;
    let mut roles = found.roles.iter();
    let role = roles.find(|one| one.name.raw() == expected.name.raw());
    match role.map(|one| &one.role) {
        Some(Reading::Known(role)) => Ok(Judged::ok(role.arn.raw())),
        Some(Reading::Unknown(fault)) => Err(Judged::of_fault(fault)),
        None => Err(Judged::missing()),
    }
}
