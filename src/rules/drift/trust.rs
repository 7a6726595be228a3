//! The trust policy: who may assume the role. Compared when `trust.json` is there.

use super::{
    Check, DriftItem, DriftKind, RoleSides,
    documents::{Kind, compare_in},
};

pub(super) const CHECK: Check = Check {
    id: "trust",
    why: "A trust policy widened by hand lets somebody else be this role.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Vec<DriftItem> {
    let Some((codified, live)) = sides.both() else {
        return Vec::new();
    };
    let Some(file) = &codified.trust else {
        return Vec::new();
    };
    let item = sides.item(DriftKind::Trust, None).with_codified(file);
    vec![match item.with_live(&live.trust) {
        Ok(item) => compare_in(item, Kind::Trust, live.arn.partition()),
        Err(unknown) => unknown,
    }]
}
