//! What a function of Lambda reads from.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::{cloudwatch, lambda},
    facts::{EventSource, Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "event-source",
    title: "reads from its source",
    why: "Messages wait at the source, and nobody works on them.",
    fix: "Enable the event source mapping, and read its last result.",
    kind: ResourceKind::Lambda,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| {
        vec![
            asked(lambda::EventSources(expected.name.clone())),
            asked(cloudwatch::Runs(expected.name.clone())),
        ]
    },
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let sources = seen.of(lambda::EventSources(expected.name.clone()))?;
    if sources.is_empty() {
        return Ok(Judged::ok("reads from no source"));
    }
    let name = |one: &EventSource| {
        let arn = one.source.as_ref().map_or("", |arn| arn.raw());
        arn.rsplit([':', '/']).next().unwrap_or(arn).to_owned()
    };
    if let Some(off) = sources.iter().find(|one| one.state != "Enabled") {
        let value = format!("{} is {}", name(off), off.state);
        return Ok(Judged::issue(value, "The function does not read from it."));
    }
    let names: Vec<String> = sources.iter().map(name).collect();
    let value = format!("reads from {}", names.join(", "));
    let ill = sources.iter().filter_map(|one| one.last_result.as_deref());
    let ill: Vec<&str> = ill.filter(|result| result.contains("PROBLEM")).collect();
    if let Some(result) = ill.first() {
        return Ok(Judged::degraded(
            value,
            format!("Its last result is: {result}."),
        ));
    }
    Ok(
        match seen.of(cloudwatch::Runs(expected.name.clone()))?.ever {
            0 => Judged::not_tested(
                value,
                "It is enabled, and the function was never invoked: what is sent there was never worked on.",
            ),
            _ => Judged::ok(value),
        },
    )
}
