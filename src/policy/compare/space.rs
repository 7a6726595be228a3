//! The space of requests that two documents can tell apart.
//!
//! One dimension for the action, the resource, the principal and each condition
//! key. Equal statements of both documents are one rule here, so whatever they
//! decide, they decide for both.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::Cell,
    keys, names,
};
use crate::policy::{
    Document, Effect, Text, Version,
    canonical::CanonicalStatement,
    compiled::{Compiled, Rule},
};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Dimension {
    Action,
    Resource,
    Principal,
    /// A folded condition key.
    Key(String),
}

pub(super) struct Space {
    pub(super) rules: Vec<Rule>,
    /// Which rules each document has.
    pub(super) sides: [Bits; 2],
    pub(super) dimensions: Vec<Dimension>,
    /// For each dimension, the rules that ask something there.
    pub(super) asked: Vec<Bits>,
    /// For each rule, the last dimension that it asks about.
    pub(super) last: Vec<usize>,
    pub(super) denies: Bits,
    cells: HashMap<(usize, Bits), Rc<Vec<Cell>>>,
    /// For each dimension its cells for all rules at once, None when they are
    /// too many; outer None: not tried yet.
    whole: Vec<Option<Option<Rc<Vec<Cell>>>>>,
}

/// What dividing a dimension for all rules at once may cost; beyond it, only the
/// rules that are still alive are looked at each time.
const WHOLE_STEPS: u64 = 500_000;
const WHOLE_STATES: usize = 5_000;
const WHOLE_CELLS: usize = 2_000;

impl Space {
    pub(super) fn new(documents: [&Document; 2], compiled: [&Compiled; 2]) -> Self {
        let mut classes: HashMap<(CanonicalStatement, Option<Version>), usize> = HashMap::new();
        let mut rules: Vec<Rule> = Vec::new();
        let mut members: [Vec<usize>; 2] = [Vec::new(), Vec::new()];
        for (side, (document, compiled)) in
            members.iter_mut().zip(documents.into_iter().zip(compiled))
        {
            let pairs = document.statements.iter().zip(&compiled.statements);
            for (statement, rule) in pairs {
                // Only where something looks like a variable can the version matter.
                let version = mentions_variable(statement).then_some(document.version);
                let class = (CanonicalStatement::of(statement), version);
                let number = *classes.entry(class).or_insert_with(|| {
                    rules.push(rule.clone());
                    rules.len() - 1
                });
                side.push(number);
            }
        }
        let count = rules.len();
        let sides = members.map(|members| Bits::of(count, members));
        let denying = rules.iter().enumerate();
        let denying = denying.filter(|(_, rule)| rule.effect == Effect::Deny);
        let denies = Bits::of(count, denying.map(|(at, _)| at));
        let (dimensions, asked) = dimensions(&rules);
        let mut last = vec![0; count];
        for (at, asked) in asked.iter().enumerate() {
            for rule in asked.iter() {
                if let Some(last) = last.get_mut(rule) {
                    *last = at;
                }
            }
        }
        Self {
            whole: vec![None; dimensions.len()],
            rules,
            sides,
            dimensions,
            asked,
            last,
            denies,
            cells: HashMap::new(),
        }
    }

    /// The cells into which these rules divide a dimension.
    pub(super) fn cells(
        &mut self,
        dimension: usize,
        asking: &Bits,
        budget: &mut Budget,
    ) -> Result<Rc<Vec<Cell>>, Exhausted> {
        let key = (dimension, asking.clone());
        if let Some(cells) = self.cells.get(&key) {
            return Ok(Rc::clone(cells));
        }
        let cells = match self.whole(dimension, budget) {
            Some(whole) => {
                budget.spend(whole.len() * 4)?;
                let narrowed = whole.iter().map(|cell| Cell {
                    takes: cell.takes.and(asking),
                    ..cell.clone()
                });
                narrowed.collect()
            }
            None => self.divide(dimension, asking, budget)?,
        };
        let cells = Rc::new(super::cell::distinct(cells));
        self.cells.insert(key, Rc::clone(&cells));
        Ok(cells)
    }

    fn whole(&mut self, dimension: usize, budget: &mut Budget) -> Option<Rc<Vec<Cell>>> {
        if let Some(known) = self.whole.get(dimension)? {
            return known.clone();
        }
        let asked = self.asked.get(dimension)?.clone();
        let mut allowance = Budget {
            steps: WHOLE_STEPS.min(budget.steps / 4),
            states: WHOLE_STATES.min(budget.states / 4),
            nodes: 0,
        };
        let before = allowance.steps;
        let cells = self.divide(dimension, &asked, &mut allowance).ok();
        budget.steps = budget.steps.saturating_sub(before - allowance.steps);
        let cells = cells.map(super::cell::distinct);
        let cells = cells
            .filter(|cells| cells.len() <= WHOLE_CELLS)
            .map(Rc::new);
        if let Some(slot) = self.whole.get_mut(dimension) {
            *slot = Some(cells.clone());
        }
        cells
    }

    fn divide(
        &self,
        dimension: usize,
        asking: &Bits,
        budget: &mut Budget,
    ) -> Result<Vec<Cell>, Exhausted> {
        let asking: Vec<(usize, &Rule)> = asking
            .iter()
            .filter_map(|at| Some((at, self.rules.get(at)?)))
            .collect();
        let count = self.rules.len();
        match self.dimensions.get(dimension) {
            Some(Dimension::Action) => names::actions(&asking, count, budget),
            Some(Dimension::Resource) => names::resources(&asking, count, budget),
            Some(Dimension::Principal) => Ok(names::principals(&asking, count)),
            Some(Dimension::Key(folded)) => keys::cells(folded, &asking, count, budget),
            None => Ok(Vec::new()),
        }
    }
}

fn dimensions(rules: &[Rule]) -> (Vec<Dimension>, Vec<Bits>) {
    let mut asked: BTreeMap<Dimension, Vec<usize>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        asked.entry(Dimension::Action).or_default().push(at);
        if rule.resource.is_some() {
            asked.entry(Dimension::Resource).or_default().push(at);
        }
        if rule.principals.is_some() {
            asked.entry(Dimension::Principal).or_default().push(at);
        }
        for test in &rule.tests {
            let key = Dimension::Key(test.key.clone());
            asked.entry(key).or_default().push(at);
        }
    }
    let bits = |members: Vec<usize>| Bits::of(rules.len(), members);
    asked
        .into_iter()
        .map(|(dimension, members)| (dimension, bits(members)))
        .unzip()
}

fn mentions_variable(statement: &crate::policy::Statement) -> bool {
    let has = |texts: &[Text]| texts.iter().any(|text| text.value.contains("${"));
    statement
        .resource
        .as_ref()
        .is_some_and(|resource| has(&resource.patterns))
        || statement
            .conditions
            .iter()
            .any(|condition| has(&condition.values))
}
