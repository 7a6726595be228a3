//! How a function of Lambda ran in the last day: errors, throttles, timeouts, and runs too short to have done anything.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::{cloudwatch, lambda},
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "function-runs",
    title: "runs without errors",
    why: "It fails, or is ended before it is done.",
    fix: "Read the log of a run that failed; a run that times out waits for something: an address that does not answer, or a lock.",
    kind: ResourceKind::Lambda,
    area: Area::Compute,
    priority: Priority::P1,
    applies: always,
    asks: |expected| {
        vec![
            asked(cloudwatch::Runs(expected.name.clone())),
            asked(lambda::Function(expected.name.clone())),
        ]
    },
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let runs = seen.of(cloudwatch::Runs(expected.name.clone()))?;
    let function = seen.of(lambda::Function(expected.name.clone()))?;
    if function.is_managed {
        return Ok(Judged::unknown(
            "managed instances",
            "It runs on managed instances, whose metrics are others.",
        ));
    }
    if runs.invocations == 0 {
        return Ok(Judged::ok("no run in 24 h"));
    }
    let longest = runs.longest.unwrap_or(0);
    let value = format!(
        "{} runs in 24 h, {} errors, longest {longest} ms",
        runs.invocations, runs.errors
    );
    let limit = function.timeout.map_or(u64::MAX, |seconds| seconds * 1000);
    // A run that is ended takes a little less or more than its timeout.
    let is_ended = longest.saturating_mul(100) >= limit.saturating_mul(98);
    Ok(match () {
        () if runs.errors * 4 >= runs.invocations => {
            Judged::issue(value, "Every fourth run fails, or more.")
        }
        () if is_ended => Judged::degraded(
            value,
            format!(
                "A run took as long as it may ({} s): it was ended.",
                limit / 1000
            ),
        ),
        () if runs.errors > 0 => Judged::degraded(value, "Some runs fail."),
        () if runs.throttles > 0 => {
            Judged::degraded(value, format!("{} calls were throttled.", runs.throttles))
        }
        () if runs.invocations >= 3 && runs.average.is_some_and(|ms| ms < NOTHING) => {
            Judged::ok(format!("{value}: does it do anything? (no-op?)"))
        }
        () => Judged::ok(value),
    })
}

/// Milliseconds in which nothing but a beginning and an end has room.
const NOTHING: u64 = 10;
