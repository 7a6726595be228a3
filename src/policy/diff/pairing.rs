//! Which statement of one document is the counterpart of which of the other.
//!
//! First equal ones, then equal Sids, then the most similar. Deterministic, and
//! bounded: documents with very many statements are paired by the first two only.

use std::collections::{BTreeSet, HashMap};

use super::{ElementName, elements::elements};
use crate::policy::{Document, Statement, canonical::CanonicalStatement, pairs::Pairs};

#[derive(Clone, Copy)]
pub(super) struct Pair {
    pub(super) codified: Option<usize>,
    pub(super) live: Option<usize>,
    pub(super) same: bool,
}

/// Every statement of either side once: the codified ones in order, then the live
/// ones that no codified one has met.
pub(super) fn pair(codified: &Document, live: &Document) -> Vec<Pair> {
    let (left, right) = (&codified.statements, &live.statements);
    let [left_twins, right_twins] = twins(left, right);
    let have_twins = |twins: &[Option<usize>]| -> Vec<usize> {
        let twins = twins.iter().enumerate();
        twins.filter_map(|(at, twin)| twin.map(|_| at)).collect()
    };
    let mut pairs = Pairs::new(left.len(), right.len())
        .without(&have_twins(&left_twins), &have_twins(&right_twins));
    let sid = |of: &[Statement], at: usize| Some(of.get(at)?.sid.as_ref()?.value.clone());
    pairs.by_key(|at| sid(left, at), |at| sid(right, at));
    let traits = |of: &[Statement], at: usize| of.get(at).map(traits_of).unwrap_or_default();
    pairs.by_likeness(|at| traits(left, at), |at| traits(right, at), |_, _| ());
    let ours = left_twins.iter().zip(&pairs.to).enumerate();
    let ours = ours.map(|(at, (twin, to))| Pair {
        codified: Some(at),
        live: twin.or(*to),
        same: twin.is_some(),
    });
    let ours: Vec<Pair> = ours.collect();
    let met: BTreeSet<usize> = ours.iter().filter_map(|pair| pair.live).collect();
    let theirs = right_twins.iter().enumerate();
    let theirs = theirs.filter(|(at, _)| !met.contains(at));
    let theirs = theirs.map(|(at, twin)| Pair {
        codified: *twin,
        live: Some(at),
        same: twin.is_some(),
    });
    ours.iter().copied().chain(theirs).collect()
}

/// The equal statement of the other side, for those of each that have one: of two
/// that are equal, the first on the one side has the first on the other.
/// A statement repeated on one side meets the same counterpart again.
fn twins(left: &[Statement], right: &[Statement]) -> [Vec<Option<usize>>; 2] {
    let forms = |statements: &[Statement]| -> Vec<CanonicalStatement> {
        statements.iter().map(CanonicalStatement::of).collect()
    };
    let (left, right) = (forms(left), forms(right));
    let met = |forms: &[CanonicalStatement], others: &[CanonicalStatement]| {
        let mut places: HashMap<&CanonicalStatement, Vec<usize>> = HashMap::new();
        for (at, other) in others.iter().enumerate() {
            places.entry(other).or_default().push(at);
        }
        let mut used: HashMap<&CanonicalStatement, usize> = HashMap::new();
        let twin = |form| {
            let turn = used.entry(form).or_default();
            let twins = places.get(form);
            let twin = twins.and_then(|twins| twins.get(*turn).or(twins.first()).copied());
            *turn += 1;
            twin
        };
        forms.iter().map(twin).collect()
    };
    [met(&left, &right), met(&right, &left)]
}

/// What most statements have, an effect or a bare star, makes none alike.
fn traits_of(statement: &Statement) -> BTreeSet<String> {
    let mut traits = BTreeSet::new();
    for element in elements(statement) {
        if element.name == ElementName::Effect {
            continue;
        }
        for (_, form) in element.values.iter().filter(|(_, form)| form != "*") {
            traits.insert(format!("{} {form}", element.subject));
        }
        if matches!(element.name, ElementName::Condition { .. }) || element.name.is_negated() {
            traits.insert(element.subject);
        }
    }
    traits
}
