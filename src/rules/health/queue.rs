//! A queue of SQS that is worked on.

use super::{Area, Judged, Rule, Seen, seen::asked};
use crate::{
    ask::sqs,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "queue",
    title: "exists, and what is in it",
    why: "What is sent to it is not worked on.",
    fix: "Look at what reads from it: its event source, its errors, its concurrency.",
    kind: ResourceKind::Queue,
    area: Area::Foundation,
    priority: Priority::P1,
    applies: |expected| !expected.dead_letters,
    asks: |expected| vec![asked(sqs::Queue(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let queue = seen.of(sqs::Queue(expected.name.clone()))?;
    let redrive = match queue.has_redrive {
        true => "",
        false => ", no dead letter queue",
    };
    Ok(Judged::ok(format!(
        "{} waiting, {} in work{redrive}",
        queue.visible, queue.in_flight
    )))
}
