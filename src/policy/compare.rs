//! Whether two documents decide every request alike, and if not, which way.
//!
//! Exact where it answers: equal, broader and narrower are proved over the whole
//! space of requests, and every difference comes with a request that the
//! evaluator confirms. What cannot be proved within the stated caps, or rests on
//! something AWS does not document, is undecided. Never guesses.

mod access;
mod automaton;
mod bits;
mod candidates;
mod cell;
mod diagram;
mod keys;
mod names;
mod probe;
mod sample;
mod space;
mod values;
mod variables;
mod witness;

use serde::{Deserialize, Serialize};

pub use self::{access::Access, witness::Witness};
pub(super) use self::{access::Side, witness::Judge};
use self::{automaton::Budget, diagram::search, space::Space};
use super::Document;
use crate::facts::Verdict;

/// States of automata, nodes of the diagram, and single steps of either.
const MOST_STATES: usize = 50_000;
const MOST_NODES: usize = 50_000;
const MOST_STEPS: u64 = 4_000_000;

/// Tries at a witness for each pair of decisions.
const MOST_TRIES: usize = 96;

/// The judgement of the live document against the codified one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub verdict: Verdict,
    /// None: undecided. Some(false) beside an undecided verdict: they do differ,
    /// only the direction is open.
    pub equivalent: Option<bool>,
    /// A request that the live document decides more favourably.
    pub gained: Option<Witness>,
    /// A request that the codified document decides more favourably.
    pub lost: Option<Witness>,
    /// Why the verdict is undecided.
    pub why: Option<String>,
}

impl Comparison {
    /// The plainer of the two witnesses.
    pub fn witness(&self) -> Option<&Witness> {
        let both = self.gained.iter().chain(&self.lost);
        let mut plain = both.clone().filter(|witness| witness.plausible);
        plain.next().or_else(|| both.clone().next())
    }
}

/// Live against codified: broader means that live allows more.
pub fn compare(codified: &Document, live: &Document) -> Comparison {
    sides(&Side::alone(codified), &Side::alone(live))
}

/// What a role may do after a change against before it, all its policies taken
/// together: broader means that it may do more. Another policy may grant what
/// one policy lost, and a boundary may withhold what one gained.
pub fn effective(before: &Access, after: &Access) -> Comparison {
    sides(&Side::of(before), &Side::of(after))
}

pub(super) fn sides(codified: &Side<'_>, live: &Side<'_>) -> Comparison {
    if !codified.agrees(live) {
        return undecided(None, None, "the documents are of different kinds");
    }
    let judge = Judge::new(codified, live);
    let space = Space::new([codified, live], [&judge.codified, &judge.live]);
    let mut budget = Budget {
        steps: MOST_STEPS,
        states: MOST_STATES,
        nodes: MOST_NODES,
    };
    let Ok(diagram) = search(&space, &mut budget) else {
        let (gained, lost) = sampled(&space, &judge);
        return undecided(
            gained,
            lost,
            "the documents are too intricate to compare exactly",
        );
    };
    let (mut gained, mut lost) = (None, None);
    let (mut may_gain, mut may_lose) = (false, false);
    for leaf in &diagram.leaves {
        let [before, after] = leaf.decisions;
        let (may, found) = if after > before {
            (&mut may_gain, &mut gained)
        } else {
            (&mut may_lose, &mut lost)
        };
        *may = true;
        let settled = |found: &Option<Witness>| found.as_ref().is_some_and(|one| one.plausible);
        if settled(found) {
            continue;
        }
        for path in diagram.paths(leaf, MOST_TRIES) {
            let Some(witness) = judge.confirm(&judge.request(&path)) else {
                continue;
            };
            let witness = judge.readable(witness);
            let slot = if witness.live > witness.codified {
                &mut gained
            } else {
                &mut lost
            };
            if slot.is_none() || (witness.plausible && !settled(slot)) {
                *slot = Some(witness);
            }
            let wanted = if after > before { &gained } else { &lost };
            if settled(wanted) {
                break;
            }
        }
    }
    conclude(may_gain, may_lose, gained, lost)
}

fn conclude(
    may_gain: bool,
    may_lose: bool,
    gained: Option<Witness>,
    lost: Option<Witness>,
) -> Comparison {
    let verdict = match (may_gain, may_lose, gained.is_some(), lost.is_some()) {
        (false, false, ..) => Verdict::Equal,
        (true, false, true, _) => Verdict::Broader,
        (false, true, _, true) => Verdict::Narrower,
        (_, _, true, true) => Verdict::Different,
        _ => {
            let why = "no request was found that certainly proves or disproves the difference";
            return undecided(gained, lost, why);
        }
    };
    Comparison {
        verdict,
        equivalent: Some(verdict == Verdict::Equal),
        gained,
        lost,
        why: None,
    }
}

fn undecided(gained: Option<Witness>, lost: Option<Witness>, why: &str) -> Comparison {
    let differ = gained.is_some() || lost.is_some();
    let verdict = if gained.is_some() && lost.is_some() {
        Verdict::Different
    } else {
        Verdict::Undecided
    };
    Comparison {
        verdict,
        equivalent: differ.then_some(false),
        gained,
        lost,
        why: (verdict == Verdict::Undecided).then(|| why.to_owned()),
    }
}

/// Differences found by asking about what the statements themselves name: no
/// proof of anything else, but each is a real difference.
fn sampled(space: &Space, judge: &Judge) -> (Option<Witness>, Option<Witness>) {
    const MOST_RULES: usize = 8;
    let [left, right] = &space.sides;
    let only = left.without(right).or(&right.without(left));
    let rules = only.iter().filter_map(|at| space.rules.get(at));
    let (mut gained, mut lost) = (None, None);
    for rule in rules.take(MOST_RULES) {
        gained = gained.or_else(|| judge.probe(rule, None, |codified, live| live > codified));
        lost = lost.or_else(|| judge.probe(rule, None, |codified, live| live < codified));
    }
    (gained, lost)
}
