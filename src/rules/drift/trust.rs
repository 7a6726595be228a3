//! The trust policy: who may assume the role. Compared when `trust.json` is there.

use super::{
    DriftItem, DriftKind, RoleSides, Rule,
    documents::{Kind, compare_in},
};

pub(super) const RULE: Rule = Rule {
    id: "trust",
    title: "The trust policy is not the repository's",
    why: "A trust policy widened by hand lets others assume this role.",
    fix: "Codify the live trust policy, or put the repository's live.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let (codified, live) = sides.both()?;
    let file = codified.trust.as_ref()?;
    let item = sides.item(DriftKind::Trust, None).with_codified(file);
    let compared = |item| compare_in(item, Kind::Trust, live.arn.partition());
    Some(vec![item.with_live(&live.trust, compared)])
}
