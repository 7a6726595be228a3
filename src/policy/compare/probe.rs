//! Requests that a single statement takes, to ask both documents about.
//!
//! No proof of anything by themselves; the witness that one of them gives is.

use std::collections::BTreeSet;

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::{Cell, DOUBTFUL},
    keys, names,
    names::Asking,
    witness::{Judge, Witness},
};
use crate::policy::{Decision, Request, compiled::Rule};

/// Cells of one dimension that are tried, the most readable first.
const EACH: usize = 8;
/// Requests that are tried for one statement.
const MOST: usize = 256;

impl Judge {
    /// A request that the rule takes and that the documents decide differently,
    /// in the wanted direction. With another rule beside it, one that the other
    /// does not take, on account of the key.
    pub(in crate::policy) fn probe(
        &self,
        rule: &Rule,
        beside: Option<(&Rule, &str)>,
        budget: &mut Budget,
        wanted: impl Fn(Decision, Decision) -> bool,
    ) -> Option<Witness> {
        let requests = self.requests(rule, beside, budget).ok()?;
        let mut found: Option<Witness> = None;
        for request in requests {
            budget.spend(self.size() * 8).ok()?;
            let witness = self.confirm(&request);
            let Some(witness) = witness.filter(|one| wanted(one.codified, one.live)) else {
                continue;
            };
            if witness.plausible {
                return Some(witness);
            }
            found.get_or_insert(witness);
        }
        found.map(|witness| self.readable(witness))
    }

    /// The same for whoever needs no more than some of them.
    pub(in crate::policy) fn asked(&self, rule: &Rule) -> Vec<Request> {
        let requests = self.requests(rule, None, &mut Budget::to_tell());
        requests.unwrap_or_default()
    }

    /// Requests that the rule takes, the most readable first.
    pub(super) fn requests(
        &self,
        rule: &Rule,
        beside: Option<(&Rule, &str)>,
        budget: &mut Budget,
    ) -> Result<Vec<Request>, Exhausted> {
        let alone: &Asking<'_> = &[(0, rule)];
        let mut paths: Vec<Vec<Cell>> = vec![Vec::new()];
        let focus = Bits::of(1, [0]);
        vary(&mut paths, names::actions(alone, 1, Some(&focus), budget)?);
        if rule.resource.is_some() {
            vary(
                &mut paths,
                names::resources(alone, 1, Some(&focus), budget)?,
            );
        }
        if rule.principals.is_some() {
            vary(&mut paths, names::principals(alone, 1));
        }
        let tested: BTreeSet<&str> = rule.tests.iter().map(|test| test.key.as_str()).collect();
        let other = beside.filter(|(_, key)| !tested.contains(key));
        for key in tested.into_iter().chain(other.map(|(_, key)| key)) {
            let cells = match beside.filter(|(_, of)| *of == key) {
                Some((narrow, _)) => {
                    let both: &Asking<'_> = &[(0, rule), (1, narrow)];
                    let mut cells = keys::cells(key, both, 2, budget)?;
                    cells.retain(|cell| !cell.takes.has(1));
                    cells
                }
                None => keys::cells(key, alone, 1, budget)?,
            };
            vary(&mut paths, cells);
        }
        let requests = paths.iter().map(|path| {
            let path: Vec<&Cell> = path.iter().collect();
            self.request(&path)
        });
        Ok(requests.collect())
    }
}

/// Every path so far with each of the best cells that the rule takes.
fn vary(paths: &mut Vec<Vec<Cell>>, mut cells: Vec<Cell>) {
    cells.retain(|cell| cell.takes.has(0) && cell.cost < DOUBTFUL);
    cells.sort_by_key(|cell| cell.cost);
    cells.truncate(EACH);
    let longer = cells.iter().flat_map(|cell| {
        paths.iter().map(move |path| {
            let mut path = path.clone();
            path.push(cell.clone());
            path
        })
    });
    *paths = longer.take(MOST).collect();
}
