//! A VPC.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "vpc",
    title: "is available, with the addresses that are expected",
    why: "Nothing in it can reach anything.",
    fix: "Look at the VPC and at the stack that makes it.",
    kind: ResourceKind::Vpc,
    area: Area::Foundation,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(ec2::Vpc(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let vpc = seen.of(ec2::Vpc(expected.name.clone()))?;
    let value = format!("{}, {}, {}", vpc.id, vpc.cidr, vpc.state);
    let cidr = expected.details.cidr.as_deref();
    Ok(match cidr.filter(|cidr| *cidr != vpc.cidr) {
        _ if vpc.state != "available" => Judged::issue(value, "It is not available."),
        Some(cidr) => Judged::issue(value, format!("{cidr} was expected.")),
        None => Judged::ok(value),
    })
}
