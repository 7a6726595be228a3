//! The subnets of a VPC: how many there are, and whether they have addresses left.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "subnets",
    title: "are all there, with free addresses",
    why: "What is to start in a full subnet does not.",
    fix: "Add a subnet or free addresses; deploy the stack that makes the missing ones.",
    kind: ResourceKind::Vpc,
    area: Area::Foundation,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(ec2::Vpc(expected.name.clone()))],
    judge,
};

/// With fewer, a deployment that starts new ones beside the old ones runs out.
const FEW: u64 = 8;

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let vpc = seen.of(ec2::Vpc(expected.name.clone()))?;
    let found = vpc.subnets.len();
    let least = vpc.subnets.iter().map(|one| one.free).min().unwrap_or(0);
    let value = match found {
        0 => "no subnets".to_owned(),
        _ => format!(
            "{}, at least {least} free addresses",
            numbered(found, "subnet")
        ),
    };
    let wanted = expected.details.subnets;
    let wanted = wanted.and_then(|wanted| usize::try_from(wanted).ok());
    let mut others = vpc.subnets.iter().filter(|one| one.state != "available");
    Ok(match (wanted, others.next()) {
        (Some(wanted), _) if found < wanted => Judged::issue(
            value,
            format!("{} were expected.", numbered(wanted, "subnet")),
        ),
        (_, Some(other)) => Judged::issue(value, format!("{} is {}.", other.id, other.state)),
        (Some(wanted), None) if found > wanted => Judged::degraded(
            value,
            format!("Only {} were expected.", numbered(wanted, "subnet")),
        ),
        (_, None) if found == 0 => Judged::issue(value, "The VPC has no subnet."),
        (_, None) if least < FEW => {
            let full = vpc.subnets.iter().find(|one| one.free == least);
            let id = full.map_or("A subnet", |one| one.id.as_str());
            Judged::degraded(value, format!("{id} has {least} free addresses left."))
        }
        (_, None) => Judged::ok(value),
    })
}
