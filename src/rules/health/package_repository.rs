//! A repository of packages of CodeArtifact.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::code_artifact::Repository,
    facts::{Expected, Priority, ResourceKind, numbered},
};

pub(super) const RULE: Rule = Rule {
    id: "package-repository",
    title: "exists",
    why: "Builds that take packages from it fail.",
    fix: "Deploy the stack that makes it, or correct its domain in the inventory.",
    kind: ResourceKind::PackageRepository,
    area: Area::Persistent,
    priority: Priority::P3,
    applies: always,
    asks: |expected| repository(expected).into_iter().map(asked).collect(),
    judge,
};

fn repository(expected: &Expected) -> Option<Repository> {
    Some(Repository {
        domain: expected.details.domain.clone()?,
        repository: expected.name.clone(),
    })
}

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let Some(question) = repository(expected) else {
        let why =
            "The inventory does not say its `domain`, without which CodeArtifact finds nothing.";
        return Err(Judged::unknown("not looked for", why));
    };
    let found = seen.of(question)?;
    Ok(Judged::ok(match found.upstreams {
        0 => "no upstream".to_owned(),
        count => numbered(count, "upstream"),
    }))
}
