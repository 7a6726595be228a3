//! The permissions boundary: `boundary.json` against the live one. A boundary that
//! nobody codified only takes access away, so it is not reported.

use super::{DriftItem, DriftKind, DriftState, RoleSides, Rule};
use crate::facts::{Arn, Reading, Remote, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "boundary",
    title: "The permissions boundary is not the repository's",
    why: "Without its boundary a role has all that its policies grant.",
    fix: "Set the boundary of boundary.json again, or correct the file.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let (codified, live) = sides.both()?;
    let (expected, file) = codified.boundary.as_ref()?;
    let item = sides.item(DriftKind::Boundary, None).with_codified(file);
    Some(vec![match &live.boundary {
        Reading::Unknown(fault) => item.unknown(fault),
        Reading::Known(found) => compare(item, expected, found.as_ref()),
    }])
}

fn compare(mut item: DriftItem, expected: &Remote, found: Option<&Arn>) -> DriftItem {
    item.live =
        found.map(|arn| Remote::new(format!("{{\"arn\": {}}}", serde_json::json!(arn.raw()))));
    match found {
        Some(arn) if arn.raw() == expected.raw() => {
            item.verdict = Verdict::Equal;
            item.because(DriftState::InSync, "The same boundary is set.")
        }
        Some(arn) => {
            let why = format!(
                "The live boundary is {}, the repository's {}.",
                arn.raw(),
                expected.raw()
            );
            item.because(DriftState::Drifted, why)
        }
        None => item.because(
            DriftState::Drifted,
            format!(
                "The live role has no permissions boundary; the repository sets {}.",
                expected.raw()
            ),
        ),
    }
}
