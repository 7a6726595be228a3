//! Two documents of one policy compared: in sync, cosmetic, drifted, or unreadable.
//!
//! In sync is the same JSON value; cosmetic is other JSON with the proved same
//! meaning. What provably differs is drifted, broader or narrower where that is proved
//! too; the rest is unknown.

use std::collections::BTreeSet;

use std::collections::HashSet;

use super::{DriftItem, DriftState, report::Grant};
pub(super) use crate::policy::Kind;
use crate::{
    facts::{Reason, Remote, Verdict},
    policy::{
        self, Document, Effect,
        diff::statements,
        explain::{self, Judgement},
    },
};

/// Judges an item that has both of its texts.
pub(super) fn compare(item: DriftItem) -> DriftItem {
    compare_in(item, Kind::Identity, None)
}

/// The same where the documents name principals, which are of a partition.
pub(super) fn compare_in(mut item: DriftItem, kind: Kind, partition: Option<&str>) -> DriftItem {
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
        (Ok(codified), Ok(live)) => {
            let known = |document: Document| document.within(partition).knowing(&live);
            (known(codified), known(live.clone()))
        }
        (Err(malformed), _) => return item.unknown(&malformed.fault(&path)),
        (_, Err(malformed)) => return item.unknown(&malformed.fault("live policy")),
    };
    let judged = explain::judge(&codified, &live);
    item.verdict = judged.comparison.verdict;
    let mut item = match judged.comparison.verdict {
        Verdict::Equal => item.because(
            DriftState::Cosmetic,
            "The texts differ and the meaning does not.",
        ),
        _ => {
            item.meaning = statements(&codified, &live);
            if kind == Kind::Trust {
                item.admits = explain::who(&live);
            }
            differ(item, judged)
        }
    };
    for said in deleted(&live) {
        item.add(&said);
    }
    item
}

/// What the live document still says of principals that were deleted.
fn deleted(live: &Document) -> Vec<String> {
    let principals = live.statements.iter().flat_map(|one| &one.principals);
    let listed = principals.flat_map(|principals| &principals.listed);
    let deleted = listed.filter(|principal| principal.deleted);
    let names: BTreeSet<&str> = deleted.map(|one| one.name.value.as_str()).collect();
    let said = names.into_iter().filter_map(|name| {
        let what = policy::unique_id(name)?;
        Some(format!(
            "{name} is what IAM shows of a deleted {what}: it matches nobody, even if the name is in use again."
        ))
    });
    said.collect()
}

fn differ(mut item: DriftItem, judged: Judgement) -> DriftItem {
    item.uses = explain::uses(judged.gained.iter().chain(&judged.lost));
    item.gained = Grant::of(&judged.gained);
    item.lost = Grant::of(&judged.lost);
    let comparison = judged.comparison;
    // The texts differ, and whether the meaning does is not known: that is no drift.
    let is_open = comparison.equivalent.is_none();
    if let Some(why) = comparison.why.as_ref().filter(|_| is_open) {
        item.short = "undecided".into();
        item.why = format!("Whether both mean the same is undecided: {why}.");
        item.comparison = Some(comparison);
        item.state = DriftState::Unknown;
        return item;
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

/// Whether two documents mean the same, each in its partition; an error says why that
/// is not known.
pub(super) fn same_meaning(
    a: &Remote,
    b: &Remote,
    kind: Kind,
    partitions: [Option<&str>; 2],
) -> Result<bool, Reason> {
    meaning(a, b, kind, partitions, Document::clone)
}

/// The same of two documents that AWS shows, with what they tell of deleted principals.
pub(super) fn same_live_meaning(
    a: &Remote,
    b: &Remote,
    kind: Kind,
    partitions: [Option<&str>; 2],
) -> Result<bool, Reason> {
    meaning(a, b, kind, partitions, |shown| shown.clone().knowing(shown))
}

fn meaning(
    a: &Remote,
    b: &Remote,
    kind: Kind,
    [left, right]: [Option<&str>; 2],
    known: impl Fn(&Document) -> Document,
) -> Result<bool, Reason> {
    if same_json(a, b) && left == right {
        return Ok(true);
    }
    let a = policy::parse(a.raw(), kind).map_err(|m| m.fault("left").what)?;
    let b = policy::parse(b.raw(), kind).map_err(|m| m.fault("right").what)?;
    let found = policy::compare(&known(&a).within(left), &known(&b).within(right));
    let open = || found.why.clone().unwrap_or_default();
    found.equivalent.ok_or_else(|| Reason::from(open()))
}

/// The actions that a policy's Allow statements name, in their order.
pub(super) fn actions_granted(text: &Remote) -> Vec<String> {
    let Ok(document) = policy::parse(text.raw(), Kind::Identity) else {
        return Vec::new();
    };
    let statements = document.statements.iter();
    let listing = statements.filter(|it| it.effect == Effect::Allow && !it.action.negated);
    let actions = listing.flat_map(|it| &it.action.patterns);
    let mut seen = HashSet::new();
    let once = actions.filter(|action| seen.insert(action.value.as_str()));
    once.map(|action| action.value.clone()).collect()
}
