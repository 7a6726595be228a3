//! What the rules at hand list in one dimension, each entry once.

use std::collections::BTreeSet;

use super::{bits::Bits, cell::Asking};
use crate::policy::compiled::Rule;

pub(super) struct Entries<'a, T> {
    pub(super) asking: &'a Asking<'a>,
    /// How many rules the space has.
    pub(super) count: usize,
    /// Whether a rule takes what none of its entries matches.
    pub(super) negated: fn(&Rule) -> bool,
    /// The distinct entries of all rules.
    pub(super) atoms: Vec<T>,
    /// For each rule the numbers of its own.
    pub(super) lists: Vec<Vec<usize>>,
}

impl<'a, T: Ord + Clone> Entries<'a, T> {
    pub(super) fn new(
        asking: &'a Asking<'a>,
        count: usize,
        negated: fn(&Rule) -> bool,
        of: impl Fn(&Rule) -> Vec<T>,
    ) -> Self {
        let listed: Vec<Vec<T>> = asking.iter().map(|(_, rule)| of(rule)).collect();
        let distinct: BTreeSet<T> = listed.iter().flatten().cloned().collect();
        let atoms: Vec<T> = distinct.into_iter().collect();
        let numbers = |list: &Vec<T>| {
            let found = list.iter().map(|one| atoms.binary_search(one));
            found.filter_map(Result::ok).collect()
        };
        let lists = listed.iter().map(numbers).collect();
        Self {
            asking,
            count,
            negated,
            atoms,
            lists,
        }
    }

    /// The entries of the rules in focus, unless one of them takes what none matches.
    pub(super) fn in_focus(&self, focus: &Bits) -> Option<Vec<usize>> {
        let pairs = self.asking.iter().zip(&self.lists);
        let pairs = pairs.filter(|((number, _), _)| focus.has(*number));
        let entries = pairs.map(|((_, rule), list)| (!(self.negated)(rule)).then_some(list));
        let entries: Option<Vec<&Vec<usize>>> = entries.collect();
        Some(entries?.into_iter().flatten().copied().collect())
    }

    /// The rules for which one of their entries matched, or none if negated.
    pub(super) fn takes(&self, matched: &Bits) -> Bits {
        let matches = |list: &Vec<usize>| list.iter().any(|at| matched.has(*at));
        let pairs = self.asking.iter().zip(&self.lists);
        let taking = pairs.filter(|((_, rule), list)| matches(list) != (self.negated)(rule));
        Bits::of(self.count, taking.map(|((number, _), _)| *number))
    }
}
