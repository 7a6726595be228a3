//! A service of ECS.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ecs,
    facts::{Expected, Priority, ResourceKind, ResourceName},
};

pub(super) const RULE: Rule = Rule {
    id: "ecs-service",
    title: "runs as many tasks as it wants",
    why: "Less runs than was asked for.",
    fix: "Look at the service's events in ECS: why it cannot place or keep its tasks.",
    kind: ResourceKind::EcsService,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(service(expected))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let service = seen.of(service(expected))?;
    let value = format!(
        "{} of {} running, {}",
        service.running, service.desired, service.status
    );
    Ok(
        match (
            service.status.as_str(),
            service.desired,
            &expected.by_design,
        ) {
            ("INACTIVE", ..) => Judged::missing(),
            (_, 0, Some(why)) => Judged::by_design(value, why),
            (_, 0, None) => Judged::not_tested(value, "It is to run no task, and nobody says why."),
            (_, desired, _) if service.running < desired => {
                Judged::degraded(value, "It runs fewer tasks than it wants.")
            }
            _ => Judged::ok(value),
        },
    )
}

fn service(expected: &Expected) -> ecs::Service {
    let cluster = expected.cluster.clone();
    ecs::Service {
        cluster: cluster.unwrap_or_else(|| ResourceName::new("default")),
        service: expected.name.clone(),
    }
}
