//! A trail of CloudTrail.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cloudtrail,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "trail",
    title: "logs and delivers",
    why: "What is done in the account from now on cannot be read afterwards.",
    fix: "Start logging again; look at the bucket and its policy where the delivery fails.",
    kind: ResourceKind::Trail,
    area: Area::Persistent,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(cloudtrail::Trail(expected.name.clone()))],
    judge,
};

/// CloudTrail delivers about every five minutes.
const LATE: u64 = 60;

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let trail = seen.of(cloudtrail::Trail(expected.name.clone()))?;
    let delivered = match trail.minutes_ago {
        Some(minutes) => format!("delivered {minutes} min ago"),
        None => "never delivered".to_owned(),
    };
    Ok(match (trail.logging, &trail.error, trail.minutes_ago) {
        (false, ..) => match &expected.by_design {
            Some(why) => Judged::by_design("not logging", why),
            None => Judged::issue("not logging", "The trail is stopped."),
        },
        (true, Some(error), _) => Judged::issue(
            delivered,
            format!("The last delivery failed: {}.", error.raw()),
        ),
        (true, None, None) => Judged::not_tested(delivered, "Nothing was delivered yet."),
        (true, None, Some(minutes)) if minutes > LATE => {
            Judged::issue(delivered, "Nothing was delivered for more than an hour.")
        }
        (true, None, Some(_)) => Judged::ok(delivered),
    })
}
