//! The containers of a host, by what they write: no call of AWS's tells of a container that
//! no service of ECS started.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::logs,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "containers",
    title: "write, and write no errors",
    why: "They are down, or nothing of them is kept.",
    fix: "Read the log group from its newest lines; look at the host where nothing comes.",
    kind: ResourceKind::Containers,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(logs::Containers(expected.name.clone()))],
    judge,
};

/// A service that writes nothing for so long does not work, or is not looked at.
const QUIET: u64 = 10;

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let logs = seen.of(logs::Containers(expected.name.clone()))?;
    let plus = if logs.more { " or more" } else { "" };
    let Some(minutes) = logs.minutes_ago else {
        return Ok(match &expected.by_design {
            Some(why) => Judged::by_design("no lines", why),
            None => Judged::not_tested("no lines", "No container ever wrote into the group."),
        });
    };
    let value = format!(
        "newest line {minutes} min ago, {}{plus} errors in 1 h",
        logs.errors
    );
    Ok(match (minutes > QUIET, &expected.by_design) {
        (true, Some(why)) => Judged::by_design(value, why),
        (true, None) => Judged::not_tested(
            value,
            format!("Nothing was written for {minutes} minutes: whether they run is not known."),
        ),
        (false, _) if logs.errors > 0 || logs.more => {
            Judged::degraded(value, "Lines of the last hour say ERROR.")
        }
        (false, _) => Judged::ok(value),
    })
}
