//! Two documents of one policy compared: in sync, cosmetic, drifted, or unreadable.
//!
//! In sync is the same JSON value; cosmetic is other JSON with the proved same
//! meaning. Everything else is drifted, broader or narrower where that is proved.

use super::{DriftItem, DriftState, report::Grant};
pub(super) use crate::policy::Kind;
use crate::{
    facts::{Remote, Verdict},
    policy::{
        self, Comparison, Document, Effect,
        diff::{Side, statements},
        explain,
    },
};

/// Judges an item that has both of its texts.
pub(super) fn compare(mut item: DriftItem, kind: Kind) -> DriftItem {
    let (Some((codified, path)), Some(live)) = (item.codified.clone(), item.live.clone()) else {
        return item;
    };
    if same_json(&codified, &live) {
        item.verdict = Verdict::Equal;
        return item.because(DriftState::InSync, "Live and codified are the same.");
    }
    let parsed = (
        policy::parse(codified.raw(), kind),
        policy::parse(live.raw(), kind),
    );
    let (codified, live) = match parsed {
        (Ok(codified), Ok(live)) => (codified, live),
        (Err(malformed), _) => return item.unknown(&malformed.fault(&path)),
        (_, Err(malformed)) => return item.unknown(&malformed.fault("live policy")),
    };
    let comparison = policy::compare(&codified, &live);
    item.verdict = comparison.verdict;
    if comparison.verdict == Verdict::Equal {
        return item.because(
            DriftState::Cosmetic,
            "The texts differ and the meaning does not.",
        );
    }
    differ(item, &codified, &live, comparison)
}

fn differ(
    mut item: DriftItem,
    codified: &Document,
    live: &Document,
    comparison: Comparison,
) -> DriftItem {
    item.meaning = statements(codified, live);
    let changes = explain::changes(codified, live);
    item.uses = explain::uses(&changes);
    for change in &changes {
        let grant = Grant {
            request: change.what.clone(),
            reason: change.reason.clone(),
        };
        match change.allowed {
            Side::OnlyLive => item.gained.push(grant),
            Side::OnlyCodified => item.lost.push(grant),
            Side::Both => {}
        }
    }
    let why = match (comparison.verdict, &comparison.why) {
        (Verdict::Broader, _) => "Live allows all that the repository allows, and more.".into(),
        (Verdict::Narrower, _) => {
            "Live allows less than the repository does, and nothing more.".into()
        }
        (Verdict::Different, _) => {
            "Live allows something that the repository does not, and the other way round.".into()
        }
        (_, Some(why)) => format!("Which side allows more is undecided: {why}."),
        (_, None) => "The live policy and the repository's are not the same.".to_owned(),
    };
    item.comparison = Some(comparison);
    item.because(DriftState::Drifted, why)
}

/// The same JSON, whatever its layout and the order of its members.
fn same_json(a: &Remote, b: &Remote) -> bool {
    let value = |text: &Remote| serde_json::from_str::<serde_json::Value>(text.raw()).ok();
    a == b || value(a).is_some_and(|a| value(b) == Some(a))
}

/// Whether two documents provably mean the same; an error names what is unreadable.
pub(super) fn same_meaning(a: &Remote, b: &Remote, kind: Kind) -> Result<bool, String> {
    if same_json(a, b) {
        return Ok(true);
    }
    let a = policy::parse(a.raw(), kind).map_err(|m| m.fault("left").what)?;
    let b = policy::parse(b.raw(), kind).map_err(|m| m.fault("right").what)?;
    Ok(policy::compare(&a, &b).verdict == Verdict::Equal)
}

/// The actions that a policy's Allow statements name, in their order.
pub(super) fn actions_granted(text: &Remote) -> Vec<String> {
    let Ok(document) = policy::parse(text.raw(), Kind::Identity) else {
        return Vec::new();
    };
    let allows = document
        .statements
        .iter()
        .filter(|s| s.effect == Effect::Allow);
    let mut actions: Vec<String> = Vec::new();
    for pattern in allows
        .filter(|s| !s.action.negated)
        .flat_map(|s| &s.action.patterns)
    {
        if !actions.contains(&pattern.value) {
            actions.push(pattern.value.clone());
        }
    }
    actions
}
