//! An instance of EC2 by its name.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "instance",
    title: "runs, and its status checks pass",
    why: "What runs on it is down.",
    fix: "Look at the instance in EC2: its system log, its status checks; replace it where the host is impaired.",
    kind: ResourceKind::Instance,
    area: Area::Compute,
    priority: Priority::P0,
    applies: always,
    asks: |expected| vec![asked(ec2::Named(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let all = seen.of(ec2::Named(expected.name.clone()))?;
    let Some(one) = all.iter().find(|one| one.state == "running") else {
        let states: Vec<&str> = all.iter().map(|one| one.state.as_str()).collect();
        return Ok(match &expected.by_design {
            Some(why) => Judged::by_design(states.join(", "), why),
            None => Judged::issue(states.join(", "), "No instance of this name is running."),
        });
    };
    let checks = [&one.system, &one.instance];
    let value = format!("{} {} running", one.id, one.size);
    let is = |wanted: &str| checks.iter().any(|check| check.as_deref() == Some(wanted));
    Ok(match () {
        () if checks.iter().all(|check| check.as_deref() == Some("ok")) => {
            Judged::ok(format!("{value}, both checks ok"))
        }
        () if is("impaired") => {
            Judged::degraded(format!("{value}, impaired"), "A status check of it fails.")
        }
        () if is("initializing") => Judged::degraded(
            format!("{value}, initializing"),
            "Its status checks are not through yet.",
        ),
        () => Judged::unknown(value, "EC2 does not say how its status checks are."),
    })
}
