//! What one policy gains or loses and the role does not, because another of its
//! policies says the same: said, or the preview would claim too much.

use serde::{Deserialize, Serialize};

use super::sides::Sides;
use crate::{
    facts::Remote,
    policy::{Access, Change, Judgement, diff::Side, judge_effective},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Covered {
    pub change: Change,
    /// The other policy; None: several together.
    pub by: Option<Remote>,
}

pub(super) fn covered(sides: &Sides, role: &Judgement) -> Vec<Covered> {
    if sides.others.is_empty() {
        return Vec::new();
    }
    let alone = |documents: &[_]| Access {
        identity: documents.to_vec(),
        boundary: None,
    };
    let policy = judge_effective(&alone(&sides.before), &alone(&sides.after));
    let hidden: Vec<&Change> = policy
        .lost
        .iter()
        .chain(&policy.gained)
        .filter(|change| !says(role, change))
        .collect();
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
    hidden
        .into_iter()
        .map(|change| Covered {
            change: change.clone(),
            by: with_each
                .iter()
                .find(|(_, judgement)| !says(judgement, change))
                .map(|(name, _)| (*name).clone()),
        })
        .collect()
}

fn says(judgement: &Judgement, change: &Change) -> bool {
    let list = match change.allowed {
        Side::OnlyLive => &judgement.gained,
        Side::OnlyCodified | Side::Both => &judgement.lost,
    };
    list.iter().any(|known| known.what == change.what)
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
