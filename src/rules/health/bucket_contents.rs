//! What is in a bucket, by CloudWatch's daily count: listing it would cost and take long.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cloudwatch,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "bucket-contents",
    title: "holds objects",
    why: "Nothing was ever put there, or it was lost.",
    fix: "Find out what writes to it, and when it last did.",
    kind: ResourceKind::Bucket,
    area: Area::Persistent,
    priority: Priority::P3,
    applies: always,
    asks: |expected| vec![asked(cloudwatch::Contents(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let contents = seen.of(cloudwatch::Contents(expected.name.clone()))?;
    let Some(objects) = contents.objects else {
        let why = "CloudWatch has no daily count of its objects: the bucket is new or empty.";
        return Ok(match &expected.by_design {
            Some(design) => Judged::by_design("no count", design),
            None => Judged::not_tested("no count", why),
        });
    };
    let count = numbered(usize::try_from(objects).unwrap_or(usize::MAX), "object");
    let bytes = contents.bytes.map_or("size unknown".to_owned(), size);
    let value = format!("{count}, {bytes}, counted daily");
    Ok(match (objects, &expected.by_design) {
        (0, Some(why)) => Judged::by_design(value, why),
        (0, None) => Judged::not_tested(value, "It is empty."),
        _ => Judged::ok(value),
    })
}

fn size(bytes: u64) -> String {
    match bytes {
        0..10_000 => format!("{bytes} bytes"),
        10_000..10_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}
