//! A pipeline from its queue to its state machine: as well as the worst of its parts, and
//! untested where its function never ran.

use super::{
    Area, HealthStatus, Judged, Rule, Seen, event_source, function_invoked, queue, row::always,
    state_machine,
};
use crate::{
    ask::AwsAsk,
    facts::{Expected, Priority, ResourceKind, ResourceName},
};

pub(super) const RULE: Rule = Rule {
    id: "pipeline",
    title: "works from one end to the other",
    why: "What is sent in at one end does not come out at the other.",
    fix: "Send one job through it as its users do, and watch the queue, the invocation and the execution.",
    kind: ResourceKind::Pipeline,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| {
        let mut asks: Vec<AwsAsk> = Vec::new();
        for (rule, part) in parts(expected) {
            asks.extend((rule.asks)(&part));
        }
        asks
    },
    judge,
};

/// Each part as the inventory would have it by itself.
fn parts(expected: &Expected) -> Vec<(&'static Rule, Expected)> {
    let details = &expected.details;
    let part = |name: &Option<ResourceName>, rule: &'static Rule| {
        let of = Expected {
            kind: rule.kind,
            name: name.clone()?,
            by_design: None,
            ..expected.clone()
        };
        Some((rule, of))
    };
    [
        part(&details.queue, &queue::RULE),
        part(&details.lambda, &event_source::RULE),
        part(&details.lambda, &function_invoked::RULE),
        part(&details.state_machine, &state_machine::RULE),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let parts = parts(expected);
    let judged = parts.iter().map(|(rule, part)| {
        let judged = rule.judge(part, seen);
        (part.kind.word(), judged)
    });
    let Some((word, worst)) = judged.min_by_key(|(_, judged)| rank(judged.status)) else {
        let why = "The inventory names none of `queue`, `lambda` and `state_machine` of it.";
        return Err(Judged::unknown("no parts", why));
    };
    let value = match worst.status {
        HealthStatus::Ok => "every part is well".to_owned(),
        _ => format!("{word}: {}", worst.value),
    };
    let judged = Judged { value, ..worst };
    Ok(match (judged.status, &expected.by_design) {
        (HealthStatus::NotTested, Some(why)) => Judged::by_design(judged.value, why),
        _ => judged,
    })
}

/// The worst first. A part that never ran makes the whole untested, whatever is not known of
/// the others.
fn rank(status: HealthStatus) -> usize {
    let all = HealthStatus::ALL.iter();
    all.clone().position(|one| *one == status).unwrap_or(0)
}
