//! A user pool of Cognito.

use super::{Area, Judged, Rule, Seen, row::always, seen::asked};
use crate::{
    ask::cognito,
    facts::{Expected, Priority, ResourceKind},
};

pub(super) const RULE: Rule = Rule {
    id: "user-pool",
    title: "exists",
    why: "Nobody can sign in.",
    fix: "Deploy the stack that makes it. A pool that was deleted has lost its users.",
    kind: ResourceKind::UserPool,
    area: Area::Persistent,
    priority: Priority::P1,
    applies: always,
    asks: |expected| vec![asked(cognito::UserPool(expected.name.clone()))],
    judge,
};

fn judge(expected: &Expected, seen: &Seen<'_>) -> Result<Judged, Judged> {
    let pool = seen.of(cognito::UserPool(expected.name.clone()))?;
    Ok(Judged::ok(pool.id.clone()))
}
