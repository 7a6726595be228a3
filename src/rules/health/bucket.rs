//! A bucket of S3.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::s3,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "bucket",
    title: "exists in this region",
    why: "Whatever reads or writes it fails.",
    fix: "Deploy the stack that makes it. A bucket of another region answers slowly or not at all: move it, or look at its own environment.",
    kind: ResourceKind::Bucket,
    area: Area::Persistent,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(s3::Bucket(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let bucket = seen.of(s3::Bucket(expected.name.clone()))?;
    Ok(match &bucket.region {
        Some(region) if *region == bucket.asked_in => Judged::ok(format!("in {region}")),
        Some(region) => Judged::issue(
            format!("in {region}"),
            format!("It was expected in {}.", bucket.asked_in),
        ),
        None => Judged::unknown(
            "no region",
            "S3 answered without saying where the bucket is.",
        ),
    })
}
