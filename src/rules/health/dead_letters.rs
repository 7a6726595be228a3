//! A dead letter queue of SQS.

use super::{Area, Judged, Rule, Seen, seen::asked};
use crate::{
    ask::sqs,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "dead-letters",
    title: "is empty",
    why: "Messages could not be worked on, and wait there until they expire.",
    fix: "Read a message, mend what could not take it, then redrive the queue.",
    kind: ResourceKind::Queue,
    area: Area::Foundation,
    priority: Priority::P1,
    applies: |expected| expected.dead_letters,
    asks: |expected| vec![asked(sqs::Queue(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let queue = seen.of(sqs::Queue(expected.name.clone()))?;
    Ok(match queue.visible {
        0 => Judged::ok("empty"),
        1 => Judged::issue("1 message", "A message could not be worked on."),
        count => Judged::issue(
            format!("{count} messages"),
            format!("{count} messages could not be worked on."),
        ),
    })
}
