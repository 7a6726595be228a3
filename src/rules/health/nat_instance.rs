//! An instance that translates addresses, with the routes that lead to it.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ec2,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "nat-instance",
    title: "runs, forwards, and is routed to",
    why: "Nothing in the private subnets reaches the internet.",
    fix: "Start or replace the instance, switch its source/destination check off, and point the route at it.",
    kind: ResourceKind::NatInstance,
    area: Area::Foundation,
    priority: Priority::P0,
    applies: always,
    asks: |expected| vec![asked(ec2::Nat(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let nat = seen.of(ec2::Nat(expected.name.clone()))?;
    let running = nat.instances.iter().find(|one| one.state == "running");
    let routes = numbered(nat.routes.len(), "route");
    let Some(one) = running else {
        let states = nat.instances.iter().map(|one| one.state.as_str());
        let states: Vec<&str> = states.collect();
        return Ok(match &expected.by_design {
            Some(why) => Judged::by_design(states.join(", "), why),
            None => Judged::issue(states.join(", "), "No instance of this name is running."),
        });
    };
    let value = format!("{} running, {routes}", one.id);
    let dead = nat.routes.iter().find(|route| route.state != "active");
    let default = nat
        .routes
        .iter()
        .any(|route| route.destination == "0.0.0.0/0");
    Ok(match dead {
        _ if one.checks_destination => Judged::issue(
            value,
            "Its source/destination check is on, so it drops what it should forward.",
        ),
        Some(route) => Judged::issue(
            value,
            format!(
                "The route to {} in {} is {}.",
                route.destination, route.table, route.state
            ),
        ),
        None if !default => Judged::issue(value, "No route for 0.0.0.0/0 leads to it."),
        None => Judged::ok(value),
    })
}
