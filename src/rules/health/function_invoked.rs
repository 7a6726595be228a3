//! Whether a function of Lambda ever ran: by CloudWatch's count, since the bytes of a log group that others share are no evidence.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cloudwatch,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "function-invoked",
    title: "was ever invoked",
    why: "What it is for was never tried here.",
    fix: "Send what it waits for once, and watch it run.",
    kind: ResourceKind::Lambda,
    area: Area::Compute,
    priority: Priority::P2,
    applies: always,
    asks: |expected| vec![asked(cloudwatch::Runs(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let runs = seen.of(cloudwatch::Runs(expected.name.clone()))?;
    let value = match runs.ever {
        0 => "never invoked".to_owned(),
        1 => "1 invocation ever".to_owned(),
        ever => format!("{ever} invocations ever"),
    };
    Ok(match (runs.ever, &expected.by_design) {
        (0, Some(why)) => Judged::by_design(value, why),
        (0, None) => Judged::not_tested(
            value,
            "CloudWatch has not counted a single invocation in 455 days.",
        ),
        _ => Judged::ok(value),
    })
}
