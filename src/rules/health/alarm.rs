//! An alarm of CloudWatch.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cloudwatch,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "alarm",
    title: "is not in alarm, and tells somebody",
    why: "Something is wrong now, or nobody would be told.",
    fix: "Follow the alarm to what it measures; give it an action, and enable its actions.",
    kind: ResourceKind::Alarm,
    area: Area::Edge,
    priority: Priority::P2,
    applies: always,
    asks: |expected| vec![asked(cloudwatch::Alarm(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let alarm = seen.of(cloudwatch::Alarm(expected.name.clone()))?;
    let actions = numbered(alarm.actions, "action");
    let value = format!("{}, {actions}", alarm.state);
    let silent = !alarm.actions_enabled || alarm.actions == 0;
    Ok(match (alarm.state.as_str(), &expected.by_design) {
        ("ALARM", _) => Judged::degraded(value, "It is in alarm."),
        ("INSUFFICIENT_DATA", Some(why)) => Judged::by_design(value, why),
        ("INSUFFICIENT_DATA", None) => Judged::not_tested(value, "It gets no data."),
        ("OK", Some(why)) if silent => Judged::by_design(value, why),
        ("OK", None) if silent => Judged::degraded(value, "It tells nobody."),
        ("OK", _) => Judged::ok(value),
        (state, _) => Judged::unknown(value, format!("CloudWatch says that it is {state}.")),
    })
}
