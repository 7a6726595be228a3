//! A repository of ECR and the tag that is to be there.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::ecr,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "image-repository",
    title: "has the image that is deployed",
    why: "What is deployed from it cannot start again.",
    fix: "Build and push the image with this tag, or correct the tag in the inventory.",
    kind: ResourceKind::ImageRepository,
    area: Area::Persistent,
    priority: Priority::P2,
    applies: always,
    asks: |expected| vec![asked(ecr::Images(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let found = seen.of(ecr::Images(expected.name.clone()))?;
    let value = numbered(found.images, "tagged image");
    let pushed = found.pushed.map(|at| at.strftime("%Y-%m-%d").to_string());
    let value = match pushed {
        Some(day) => format!("{value}, newest of {day}"),
        None => value,
    };
    let tag = expected.details.tag.as_deref();
    let has = |tag: &str| found.tags.iter().any(|one| one.raw() == tag);
    Ok(match (found.images, tag, &expected.by_design) {
        (0, _, Some(why)) => Judged::by_design(value, why),
        (0, _, None) => Judged::not_tested(value, "No image was ever pushed with a tag."),
        (_, Some(tag), _) if !has(tag) => {
            Judged::issue(value, format!("No image has the tag {tag}."))
        }
        (_, Some(tag), _) => Judged::ok(format!("{value}, {tag} among them")),
        (_, None, _) => Judged::ok(value),
    })
}
