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
mod entries;
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
pub(super) use self::{
    access::Documents,
    automaton::{Budget, Exhausted},
    probe::Asked,
    witness::Judge,
};
use self::{diagram::search, space::Space};
use super::{Document, Request, condition::Test};
use crate::facts::Verdict;

/// States of automata, nodes of the diagram, and single steps of either. A million
/// steps are some 25 ms, and of memory a few megabytes.
const MOST_STATES: usize = 10_000;
const MOST_NODES: usize = 20_000;
const MOST_STEPS: u64 = 4_000_000;

/// Ways to each pair of decisions that are tried, and what all tries may cost: a
/// try is as dear as there are patterns to match.
const MOST_PATHS: usize = 96;
const MOST_TRIES: usize = 150_000;

/// Where more statements differ than these, both directions are likely to be
/// found by asking, and then nothing needs to be proved.
const FEW: usize = 5;
const SAMPLED_RULES: usize = 16;
const SAMPLED_EACH: usize = 32;
const SAMPLED_STEPS: u64 = 200_000;
const SAMPLED_STATES: usize = 2_000;

/// Values of one key, one for each way in which these tests can see it.
pub(super) fn tried(tests: &[Test], budget: &mut Budget) -> Vec<String> {
    let cells = values::cells(tests, budget).unwrap_or_default();
    cells.into_iter().map(|cell| cell.value).collect()
}

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
    sides(&Documents::alone(codified), &Documents::alone(live))
}

/// What a role may do after a change against before it, all its policies taken
/// together: broader means that it may do more. Another policy may grant what
/// one policy lost, and a boundary may withhold what one gained.
pub fn effective(before: &Access, after: &Access) -> Comparison {
    sides(&Documents::of(before), &Documents::of(after))
}

pub(super) fn sides(codified: &Documents<'_>, live: &Documents<'_>) -> Comparison {
    if !codified.agrees(live) {
        return undecided(Found::default(), "the documents are of different kinds");
    }
    let judge = Judge::new(codified, live);
    let space = Space::new([codified, live], [&judge.codified, &judge.live]);
    let mut found = Found::default();
    if space.differing().iter().count() > FEW {
        found.sample(&space, &judge);
        if found.is_settled() {
            return conclude(true, true, found);
        }
    }
    let mut budget = Budget {
        steps: MOST_STEPS,
        states: MOST_STATES,
        nodes: MOST_NODES,
    };
    let Ok(diagram) = search(&space, &mut budget) else {
        found.sample(&space, &judge);
        return undecided(found, "the documents are too intricate to compare exactly");
    };
    let mut tries = MOST_TRIES / judge.size().max(1);
    let (mut may_gain, mut may_lose) = (false, false);
    for leaf in &diagram.leaves {
        let [before, after] = leaf.decisions;
        may_gain |= after > before;
        may_lose |= after < before;
        for path in diagram.paths(leaf, MOST_PATHS) {
            if found.has(after > before) || tries == 0 {
                break;
            }
            tries -= 1;
            found.ask(&judge, &judge.request(&path));
        }
    }
    let mut comparison = conclude(may_gain, may_lose, found);
    if comparison.verdict == Verdict::Undecided {
        comparison.why = judge.contested().or(comparison.why);
    }
    comparison
}

/// The differences found so far: each is one whatever else is unknown.
#[derive(Default)]
struct Found {
    gained: Option<Witness>,
    lost: Option<Witness>,
}

impl Found {
    fn ask(&mut self, judge: &Judge, request: &Request) {
        let Some(witness) = judge.confirm(request) else {
            return;
        };
        let is_gain = witness.live > witness.codified;
        let slot = if is_gain {
            &mut self.gained
        } else {
            &mut self.lost
        };
        if slot.as_ref().is_some_and(|known| known.plausible) {
            return;
        }
        let witness = judge.readable(witness);
        if slot.is_none() || witness.plausible {
            *slot = Some(witness);
        }
    }

    /// Whether a plausible request was found that is gained, or one that is lost.
    fn has(&self, gained: bool) -> bool {
        let slot = if gained { &self.gained } else { &self.lost };
        slot.as_ref().is_some_and(|witness| witness.plausible)
    }

    fn is_settled(&self) -> bool {
        self.has(true) && self.has(false)
    }

    /// Asks about what the statements of one side alone take: no proof that there
    /// is nothing else, but what it finds is real.
    fn sample(&mut self, space: &Space, judge: &Judge) {
        let mut budget = Budget {
            steps: SAMPLED_STEPS,
            states: SAMPLED_STATES,
            nodes: 0,
        };
        let size = judge.size();
        for rule in space.differing().iter().take(SAMPLED_RULES) {
            let rule = space.rules.get(rule);
            let requests =
                rule.and_then(|rule| judge.requests(&Asked::alone(rule), &mut budget).ok());
            for request in requests.iter().flatten().take(SAMPLED_EACH) {
                if self.is_settled() || budget.spend(size).is_err() {
                    return;
                }
                self.ask(judge, request);
            }
        }
    }
}

fn conclude(may_gain: bool, may_lose: bool, found: Found) -> Comparison {
    let verdict = match (
        may_gain,
        may_lose,
        found.gained.is_some(),
        found.lost.is_some(),
    ) {
        (false, false, ..) => Verdict::Equal,
        (true, false, true, _) => Verdict::Broader,
        (false, true, _, true) => Verdict::Narrower,
        (_, _, true, true) => Verdict::Different,
        _ => {
            let why = "no request was found that certainly proves or disproves the difference";
            return undecided(found, why);
        }
    };
    Comparison {
        verdict,
        equivalent: Some(verdict == Verdict::Equal),
        gained: found.gained,
        lost: found.lost,
        why: None,
    }
}

fn undecided(found: Found, why: &str) -> Comparison {
    let Found { gained, lost } = found;
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
