//! What one policy gains or loses and the role does not, because another of its
//! policies says the same: said, or the preview would claim too much.

use serde::{Deserialize, Serialize};

use super::{effective::alone, policy_sides::PolicySides};
use crate::{
    facts::Remote,
    policy::{Change, Judgement, diff::Side, judge_effective},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    pub change: Change,
    /// The other policy; None: several together.
    pub by: Option<Remote>,
}

pub(super) fn covered(sides: &PolicySides, role: &Judgement) -> Vec<Covered> {
    if sides.others.is_empty() {
        return Vec::new();
    }
    let policy = judge_effective(&alone(&sides.before), &alone(&sides.after));
    let all = policy.lost.iter().chain(&policy.gained);
    let hidden: Vec<Change> = all.filter_map(|change| unsaid(role, change)).collect();
    if hidden.is_empty() {
        return Vec::new();
    }
    let with_each: Vec<(&Remote, Judgement)> = sides
        .others
        .iter()
        .map(|(name, document)| {
            let with = |part: &[_]| {
                let mut access = alone(part);
                access.identity.push(document.clone());
                access
            };
            let judgement = judge_effective(&with(&sides.before), &with(&sides.after));
            (name, judgement)
        })
        .collect();
    let covered = hidden.into_iter().map(|change| {
        let mut each = with_each.iter();
        let by = each.find(|(_, judgement)| !says_any(judgement, &change));
        let by = by.map(|(name, _)| (*name).clone());
        Covered { change, by }
    });
    covered.collect()
}

/// What of a change the judgement does not say: all of it, or some combinations.
fn unsaid(judgement: &Judgement, change: &Change) -> Option<Change> {
    let said = said(judgement, change.allowed);
    let pieces = change.pieces.iter();
    let unsaid: Vec<String> = pieces.filter(|one| !said.contains(one)).cloned().collect();
    if unsaid.is_empty() {
        return None;
    }
    let mut hidden = change.clone();
    if unsaid.len() < change.pieces.len() {
        hidden.what = unsaid.join(", ");
        hidden.pieces = unsaid;
    }
    Some(hidden)
}

fn says_any(judgement: &Judgement, change: &Change) -> bool {
    let said = said(judgement, change.allowed);
    change.pieces.iter().any(|one| said.contains(&one))
}

fn said(judgement: &Judgement, allowed: Side) -> Vec<&String> {
    let list = match allowed {
        Side::OnlyLive => &judgement.gained,
        Side::OnlyCodified | Side::Both => &judgement.lost,
    };
    list.iter().flat_map(|change| &change.pieces).collect()
}

impl Covered {
    /// A sentence, raw.
    pub fn words(&self) -> String {
        let other = match &self.by {
            Some(name) => format!("another policy of the role allows it too: {}", name.raw()),
            None => "other policies of the role allow it too".to_owned(),
        };
        match self.change.allowed {
            Side::OnlyLive => {
                let by = self.by.as_ref().map_or("other policies", Remote::raw);
                format!(
                    "{}: no gain, {by} of the role decides it already",
                    self.change.what
                )
            }
            Side::OnlyCodified | Side::Both => format!("{}: {other}", self.change.what),
        }
    }
}
