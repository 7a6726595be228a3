//! What a change means for everyone else who has the policy.
//!
//! Their other policies and boundaries are not read. The policy by itself bounds
//! what any of them may gain: a request that it decides no better than before is
//! decided no better for anyone, whatever stands beside it.

use super::{
    Impact,
    effective::{alone, every, nothing, one},
    grant,
    policy_sides::PolicySides,
};
use crate::{
    facts::Verdict,
    policy::{
        Action, Change, Document, Effect, Judgement, Kind, Place, Resource, Statement,
        judge_effective,
    },
};

pub(super) fn weigh(sides: &PolicySides, to: &mut Impact) {
    let judgement = judge_effective(&alone(&sides.before), &alone(&sides.after));
    to.for_others = Some(judgement);
    // What a lifted denial gives depends on what else they have: it may be anything.
    let all = everything();
    for beside in [None, Some(&all)] {
        let whole = [&sides.before, &sides.after].map(|part| one(part.iter().chain(beside)));
        for grant in grant::gained(sides, &whole) {
            if !to.gains.contains(&grant) {
                to.gains.push(grant);
            }
        }
    }
}

fn everything() -> Document {
    let mut document = nothing(Kind::Identity);
    document.statements.push(Statement {
        place: Place::default(),
        sid: None,
        effect: Effect::Allow,
        principals: None,
        action: Action {
            negated: false,
            patterns: every(),
        },
        resource: Some(Resource {
            negated: false,
            patterns: every(),
        }),
        conditions: Vec::new(),
    });
    document
}

/// What holds where the one is so for some and the other for the rest.
pub(super) fn joined(one: Verdict, other: Verdict) -> Verdict {
    match (one, other) {
        (Verdict::Undecided, _) | (_, Verdict::Undecided) => Verdict::Undecided,
        (one, other) if one == other => one,
        (Verdict::Equal, other) => other,
        (one, Verdict::Equal) => one,
        _ => Verdict::Different,
    }
}

impl Impact {
    /// What was judged: for the role, and for the others where there are any.
    pub fn judgements(&self) -> impl Iterator<Item = &Judgement> {
        self.access.iter().chain(&self.for_others)
    }

    /// Every kind of request that is allowed to somebody and was not, once; true:
    /// not to this role, only to others who have the policy.
    pub fn gained(&self) -> Vec<(&Change, bool)> {
        self.changes(|judgement| &judgement.gained)
    }

    /// The same of what is not allowed any more.
    pub fn lost(&self) -> Vec<(&Change, bool)> {
        self.changes(|judgement| &judgement.lost)
    }

    /// Why it is undecided.
    pub fn why(&self) -> Option<&str> {
        let mut whys = self.judgements().map(|judged| &judged.comparison.why);
        whys.find_map(Option::as_deref)
    }

    fn changes(&self, of: impl Fn(&Judgement) -> &Vec<Change>) -> Vec<(&Change, bool)> {
        let role = self.access.iter().flat_map(&of);
        let mut all: Vec<(&Change, bool)> = role.map(|change| (change, false)).collect();
        for change in self.for_others.iter().flat_map(&of) {
            if !all.iter().any(|(known, _)| known.what == change.what) {
                all.push((change, true));
            }
        }
        all
    }
}
