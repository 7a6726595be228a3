//! An Auto Scaling group.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::auto_scaling,
    facts::{Expected, GroupName, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "auto-scaling-group",
    title: "has the instances that it wants",
    why: "Less runs than was asked for.",
    fix: "Look at the group's activity: why it cannot launch or keep its instances.",
    kind: ResourceKind::AutoScalingGroup,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| {
        vec![asked(auto_scaling::Groups(vec![GroupName::new(
            expected.name.raw(),
        )]))]
    },
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let named = GroupName::new(expected.name.raw());
    let groups = seen.of(auto_scaling::Groups(vec![named.clone()]))?;
    let Some(group) = groups.iter().find(|group| group.name == named) else {
        return Ok(Judged::missing());
    };
    let in_service = i64::try_from(group.in_service).unwrap_or(i64::MAX);
    let value = format!(
        "min {}, max {}, desired {}, {} in service",
        group.min, group.max, group.desired, group.in_service
    );
    Ok(match (&expected.by_design, group.desired) {
        (Some(why), 0) => Judged::by_design(value, why),
        (None, 0) => Judged::not_tested(value, "It is to have no instances, and nobody says why."),
        _ if in_service < group.desired => {
            Judged::degraded(value, "It has fewer instances in service than it wants.")
        }
        _ => Judged::ok(value),
    })
}
