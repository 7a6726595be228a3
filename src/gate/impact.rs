//! What a change would mean: who may do what that could not, and the other way
//! round, over all of the role's policies. Judged by the policy engine, offline.
//!
//! Says what it knows and what it left out; it never decides whether the change
//! may go ahead (that is the guards').

mod change_set;
mod cover;
mod effective;
mod everyone;
mod grant;
mod passed;
mod policy_sides;
mod reach;
mod trusted;

use serde::{Deserialize, Serialize};

pub use change_set::{ImpactedResource, Wanted};
pub(in crate::gate) use change_set::{OPEN, Tree, bare, holders};
pub use cover::Covered;
pub use grant::{Cause, Grant, Part};
pub use passed::CodeAs;

use self::{effective::merged, policy_sides::PolicySides};
use super::{Observed, writes::Write};
use crate::{
    facts::{Remote, Verdict},
    policy::{
        Judgement, Witness,
        diff::{self, StatementDiff},
        explain,
        strangers::{self, Passage},
    },
};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Impact {
    /// The part that changes, as it is and as it would be.
    pub before: Option<Remote>,
    pub after: Option<Remote>,
    /// After against before, over all policies of the role; of a file's change,
    /// of the file alone. None: it could not be judged, and `unjudged` says why.
    pub access: Option<Judgement>,
    /// The same of the policy by itself, when others have it too: what stands
    /// beside it there was not read, so nothing may cover what it gains.
    pub for_others: Option<Judgement>,
    /// What is not in the judgement, or why there is none; for a person to weigh.
    pub unjudged: Option<String>,
    /// Every single grant of the new content that gives what was not allowed.
    pub gains: Vec<Grant>,
    /// What the policy alone gains or loses and the role does not.
    pub covered: Vec<Covered>,
    /// The statements of both documents, paired.
    pub statements: Vec<StatementDiff>,
    /// Of a change set: each IAM resource in it by itself. `gains` has them all.
    pub resources: Vec<ImpactedResource>,
    /// Strangers whom a trust policy lets in that did not before.
    pub open_to: Vec<Passage>,
    /// What somebody whom it trusts has to meet no longer, a sentence each.
    pub given_up: Vec<Remote>,
    /// Roles as which code can be run that could not.
    pub code_as: Vec<CodeAs>,
}

impl Impact {
    pub fn of(write: &Write, seen: &Observed) -> Self {
        let change = write.change();
        let after = change.after(seen).ok();
        let mut impact = Self {
            before: change.part(&seen.target),
            after: after.as_ref().and_then(|state| change.part(state)),
            ..Self::default()
        };
        if seen.registry().is_some() {
            return impact;
        }
        if let Some(state) = seen.stack() {
            if change.subject().executed().is_some() {
                impact.resources = change_set::impacted(state);
            }
            let gains = impact.resources.iter().flat_map(|resource| &resource.gains);
            impact.gains = gains.cloned().collect();
            return impact;
        }
        if seen.github().is_some() {
            return impact;
        }
        match PolicySides::of(change, seen, &impact) {
            Ok(sides) => impact.weigh(sides),
            Err(why) => impact.unjudged = Some(why.to_string()),
        }
        impact
    }

    fn weigh(&mut self, sides: PolicySides) {
        if let ([before], [after]) = (sides.before.as_slice(), sides.after.as_slice()) {
            self.statements = diff::statements(before, after);
            self.open_to = strangers::opened(before, after);
            self.given_up = trusted::given_up(before, after);
        }
        let (before, after) = (sides.access(&sides.before), sides.access(&sides.after));
        self.code_as = passed::gained(&before.identity, &after.identity);
        let judgement = explain::judge_effective(&before, &after);
        let (whole, left_out) = merged(&before, &after);
        self.gains = grant::gained(&sides, &whole);
        if sides.is_shared {
            everyone::weigh(&sides, self);
        }
        self.covered = cover::covered(&sides, &judgement);
        self.access = Some(judgement);
        let mut notes = sides.notes;
        notes.extend(left_out);
        self.unjudged = (!notes.is_empty()).then(|| notes.join(" "));
    }

    /// For all that have the policy: of whoever gains, it is a gain.
    pub fn verdict(&self) -> Verdict {
        let of = |judgement: &Judgement| judgement.comparison.verdict;
        match (&self.access, &self.for_others) {
            (Some(role), Some(others)) => everyone::joined(of(role), of(others)),
            (Some(role), None) => of(role),
            (None, _) => Verdict::Undecided,
        }
    }

    /// Whether something may be allowed that was not; so too where it is not known.
    pub fn may_gain(&self) -> bool {
        !matches!(self.verdict(), Verdict::Equal | Verdict::Narrower) || !self.gains.is_empty()
    }

    /// All of it was judged, and the judgement is proved: nothing is left for a person
    /// to weigh.
    pub fn is_proved(&self) -> bool {
        self.access.is_some() && self.unjudged.is_none() && self.verdict() != Verdict::Undecided
    }

    /// Whether a request that the preview names is to be allowed afterwards;
    /// None: it names no such request.
    pub fn expects(&self, action: &str, resource: &str) -> Option<bool> {
        if self.gains_of(action, resource) {
            return Some(true);
        }
        let comparison = &self.access.as_ref()?.comparison;
        let is = |witness: &Witness| {
            witness.request.action == action && witness.request.resource == resource
        };
        if comparison.gained.as_ref().is_some_and(is) {
            return Some(true);
        }
        comparison.lost.as_ref().is_some_and(is).then_some(false)
    }

    /// A grant that a change set adds says so.
    fn gains_of(&self, action: &str, resource: &str) -> bool {
        let resources = self.resources.iter();
        resources
            .filter(|resource| !resource.is_trust && resource.opens.is_none())
            .flat_map(|resource| &resource.gains)
            .filter(|gain| gain.cause == Cause::Allowed && gain.conditions.is_empty())
            .any(|gain| {
                gain.covers(&action.to_ascii_lowercase()) && gain.has_resource_like(resource)
            })
    }
}
