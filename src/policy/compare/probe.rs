//! Requests that a single statement takes, to ask both documents about.
//!
//! No proof of anything by themselves; the witness that one of them gives is.

use std::collections::BTreeSet;

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::{Asking, Cell, DOUBTFUL},
    keys, names,
    witness::Judge,
};
use crate::policy::{Decision, Request, compiled::Rule};

/// Cells of one dimension that are tried, the most readable first.
const EACH: usize = 8;
/// Requests that are tried for one statement.
const MOST: usize = 256;

/// What requests are wanted of.
pub(in crate::policy) struct Asked<'a> {
    pub(in crate::policy) rule: &'a Rule,
    /// One that must not take the request, on account of the key.
    pub(in crate::policy) beside: Option<(&'a Rule, &'a str)>,
    /// Ones that must not take its action, and not its resource.
    pub(in crate::policy) but_action: Option<&'a Rule>,
    pub(in crate::policy) but_resource: Option<&'a Rule>,
}

impl<'a> Asked<'a> {
    pub(super) fn alone(rule: &'a Rule) -> Self {
        Self {
            rule,
            beside: None,
            but_action: None,
            but_resource: None,
        }
    }
}

impl Judge {
    /// Whether there is a request that the rule takes and that the documents decide
    /// differently, in the wanted direction.
    pub(in crate::policy) fn probe(
        &self,
        asked: &Asked<'_>,
        budget: &mut Budget,
        wanted: impl Fn(Decision, Decision) -> bool,
    ) -> Result<bool, Exhausted> {
        for request in self.requests(asked, budget)? {
            budget.spend(self.size() * 8)?;
            let witness = self.confirm(&request);
            if witness.is_some_and(|one| wanted(one.codified, one.live)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Some of the requests that the rule takes.
    pub(in crate::policy) fn asked(&self, rule: &Rule) -> Vec<Request> {
        let requests = self.requests(&Asked::alone(rule), &mut Budget::to_tell());
        requests.unwrap_or_default()
    }

    /// Requests that are asked for, the most readable first.
    pub(super) fn requests<'r>(
        &self,
        asked: &Asked<'r>,
        budget: &mut Budget,
    ) -> Result<Vec<Request>, Exhausted> {
        let Asked { rule, beside, .. } = *asked;
        let alone: &Asking<'_> = &[(0, rule)];
        // Beside one that must not take the cell.
        let against = |but: Option<&'r Rule>| -> Vec<(usize, &'r Rule)> {
            let but = but.map(|but| (1, but));
            alone.iter().copied().chain(but).collect()
        };
        let mut paths: Vec<Vec<Cell>> = vec![Vec::new()];
        let asking = against(asked.but_action);
        let focus = Bits::of(asking.len(), [0]);
        let cells = names::actions(&asking, asking.len(), Some(&focus), budget)?;
        vary(&mut paths, cells);
        if rule.resource.is_some() {
            let asking = against(asked.but_resource);
            let focus = Bits::of(asking.len(), [0]);
            let cells = names::resources(&asking, asking.len(), Some(&focus), budget)?;
            vary(&mut paths, cells);
        }
        if rule.principals.is_some() {
            vary(&mut paths, names::principals(alone, 1));
        }
        let tested: BTreeSet<&str> = rule.tests.iter().map(|test| test.key.as_str()).collect();
        let other = beside.filter(|(_, key)| !tested.contains(key));
        for key in tested.into_iter().chain(other.map(|(_, key)| key)) {
            let narrow = beside.filter(|(_, of)| *of == key);
            let asking = against(narrow.map(|(narrow, _)| narrow));
            vary(&mut paths, keys::cells(key, &asking, asking.len(), budget)?);
        }
        let requests = paths.iter().map(|path| {
            let path: Vec<&Cell> = path.iter().collect();
            self.request(&path)
        });
        Ok(requests.collect())
    }
}

/// Every path so far with each of the best cells that the rule takes, and that the second
/// one, where there is one, does not.
fn vary(paths: &mut Vec<Vec<Cell>>, mut cells: Vec<Cell>) {
    cells.retain(|cell| cell.takes.has(0) && !cell.takes.has(1) && cell.cost < DOUBTFUL);
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
