//! An endpoint of a VPC for a service.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "vpc-endpoint",
    title: "is available",
    why: "The private subnets reach the service over the internet, or not at all.",
    fix: "Look at the endpoint, and at the stack that makes it.",
    kind: ResourceKind::VpcEndpoint,
    area: Area::Foundation,
    priority: Priority::P3,
    applies: always,
    asks: |expected| vec![asked(ec2::Endpoints(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let states = seen.of(ec2::Endpoints(expected.name.clone()))?;
    let value = states.join(", ");
    let is = |wanted: &str| {
        states
            .iter()
            .any(|state| state.eq_ignore_ascii_case(wanted))
    };
    Ok(match () {
        () if states.is_empty() => Judged::missing(),
        () if states
            .iter()
            .all(|state| state.eq_ignore_ascii_case("available")) =>
        {
            Judged::ok(value)
        }
        () if is("failed") || is("rejected") || is("expired") => {
            Judged::issue(value, "An endpoint does not work.")
        }
        () => Judged::degraded(value, "An endpoint is not available."),
    })
}
