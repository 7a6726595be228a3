//! A function of Lambda: there, and ready.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::lambda,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "function-state",
    title: "exists and is ready",
    why: "Whatever calls it fails.",
    fix: "Read the reason that Lambda gives, and deploy the function again.",
    kind: ResourceKind::Lambda,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(lambda::Function(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let function = seen.of(lambda::Function(expected.name.clone()))?;
    if function.is_managed {
        return Ok(Judged::unknown(
            "managed instances",
            "It runs on managed instances, whose states are others.",
        ));
    }
    let state = function.state.as_deref().unwrap_or("no state");
    let update = function.last_update.as_deref().unwrap_or("no update");
    let value = format!("{state}, {update}");
    let reason = function.reason.as_ref().map_or("", |reason| reason.raw());
    Ok(match (state, update) {
        ("Active", "Successful") => Judged::ok(value),
        ("Inactive", _) => Judged::by_design(value, "It was not called for weeks, and wakes up."),
        ("Pending", _) | (_, "InProgress") => Judged::degraded(value, "It is being deployed."),
        ("Failed", _) | (_, "Failed") => Judged::issue(value, format!("It failed. {reason}")),
        _ => Judged::unknown(value, "Lambda says a state that is not known here."),
    })
}
