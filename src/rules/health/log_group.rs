//! A log group of CloudWatch Logs.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::logs,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "log-group",
    title: "exists and keeps what it should",
    why: "What happened cannot be read afterwards, or is kept for ever.",
    fix: "Give the group a retention in the template that makes it; find out why nothing writes to it.",
    kind: ResourceKind::LogGroup,
    area: Area::Edge,
    priority: Priority::P3,
    applies: always,
    asks: |expected| vec![asked(groups(expected))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let named = expected.name.raw();
    let found = seen.of(groups(expected))?;
    let Some(group) = found.groups.iter().find(|group| group.name.raw() == named) else {
        return Ok(match found.more {
            true => Judged::unknown("not found", "There are more groups than were read."),
            false => Judged::missing(),
        });
    };
    let bytes = group.stored_bytes.unwrap_or(0);
    let kept = group
        .retention_days
        .map_or("kept for ever".to_owned(), |days| {
            format!(
                "kept for {}",
                numbered(usize::try_from(days).unwrap_or(0), "day")
            )
        });
    let value = format!("{bytes} bytes, {kept}");
    Ok(match (bytes, &expected.by_design) {
        (0, Some(why)) => Judged::by_design(value, why),
        (0, None) => Judged::not_tested(value, "Nothing is stored in it."),
        _ => Judged::ok(value),
    })
}

fn groups(expected: &Expected) -> logs::Groups {
    logs::Groups {
        named: expected.name.raw().to_owned(),
    }
}
