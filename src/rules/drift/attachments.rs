//! Which managed policies are attached: `attachments.json` against the live list.
//! Without that file, attachments beyond the codified managed policies are uncodified.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{DriftItem, DriftKind, DriftState, RoleSides, Rule, managed};
use crate::facts::{Arn, Reading, Remote, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "attachments",
    title: "The attached policies differ from the repository's list",
    why: "One attached policy can grant everything, and stack drift detection reports it as in sync.",
    fix: "Update attachments.json, or attach and detach what differs.",
    check,
};

fn check(sides: &RoleSides<'_>) -> Option<Vec<DriftItem>> {
    let (codified, live) = sides.both()?;
    let item = sides.item(DriftKind::Attachments, None);
    let arns = match &live.attached {
        Reading::Known(arns) => arns,
        Reading::Unknown(fault) => return Some(vec![item.unknown(fault)]),
    };
    let live_arns: BTreeSet<&str> = arns.iter().map(Arn::raw).collect();
    let item = match &codified.attachments {
        Some((expected, file)) => {
            let expected: BTreeSet<&str> = expected.iter().map(Remote::raw).collect();
            compare(item.with_codified(file), &expected, &live_arns)
        }
        None => uncodified(item, sides, arns)?,
    };
    Some(vec![item])
}

fn compare(mut item: DriftItem, expected: &BTreeSet<&str>, live: &BTreeSet<&str>) -> DriftItem {
    item.live = Some(list(live));
    if expected == live {
        item.verdict = Verdict::Equal;
        return item.because(DriftState::InSync, "The same policies are attached.");
    }
    let extra: Vec<_> = live.difference(expected).copied().collect();
    let gone: Vec<_> = expected.difference(live).copied().collect();
    let why = match (extra.is_empty(), gone.is_empty()) {
        (false, true) => format!(
            "Attached live and not in the repository: {}.",
            extra.join(", ")
        ),
        (true, _) => format!(
            "In the repository and not attached live: {}.",
            gone.join(", ")
        ),
        (false, false) => format!(
            "Attached live and not in the repository: {}. In the repository and not attached live: {}.",
            extra.join(", "),
            gone.join(", ")
        ),
    };
    item.because(DriftState::Drifted, why)
}

/// Covered by a codified policy is only what that file is compared with: a policy
/// that merely bears the name of an inline one is nobody's.
fn uncodified(item: DriftItem, sides: &RoleSides<'_>, arns: &[Arn]) -> Option<DriftItem> {
    let (codified, _) = sides.both()?;
    let covered: Vec<&Arn> = codified
        .policies
        .iter()
        .filter_map(|(name, _)| Some(&managed::attached(sides, name)?.arn))
        .collect();
    let extra = arns.iter().filter(|arn| !covered.contains(arn));
    let extra: Vec<&str> = extra.map(Arn::raw).collect();
    if extra.is_empty() {
        return None;
    }
    let mut item = item.because(
        DriftState::Uncodified,
        format!(
            "{} attached, and {}/attachments.json does not exist.",
            if extra.len() == 1 {
                "A managed policy is"
            } else {
                "Managed policies are"
            },
            codified.dir
        ),
    );
    item.live = Some(list(&extra));
    Some(item)
}

/// The list as `attachments.json` would write it, so that both sides can be diffed as text.
pub(super) fn list(arns: &impl Serialize) -> Remote {
    Remote::new(serde_json::to_string_pretty(arns).unwrap_or_default())
}
