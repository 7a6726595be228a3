//! A rule of EventBridge.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::event_bridge,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "rule",
    title: "is enabled and has a target",
    why: "What it is to start is not started.",
    fix: "Enable the rule, or give it a target, in the template that makes it.",
    kind: ResourceKind::Rule,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(event_bridge::Rule(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let rule = seen.of(event_bridge::Rule(expected.name.clone()))?;
    let schedule = rule.schedule.as_deref().unwrap_or("by events");
    let value = format!(
        "{}, {schedule}, {}",
        rule.state,
        numbered(rule.targets, "target")
    );
    Ok(
        match (rule.state.starts_with("ENABLED"), &expected.by_design) {
            (false, Some(why)) => Judged::by_design(value, why),
            (false, None) => Judged::issue(value, "It is disabled, and nobody says why."),
            (true, _) if rule.targets == 0 => Judged::degraded(value, "It starts nothing."),
            (true, _) => Judged::ok(value),
        },
    )
}
