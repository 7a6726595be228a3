//! The space of requests that two sides can tell apart.
//!
//! One dimension for the action, the resource, the principal and each condition
//! key. Equal statements of both sides are one rule here, so whatever they
//! decide, they decide for both.

use std::{
    collections::{BTreeMap, HashMap},
    rc::Rc,
};

use super::{
    access::{Documents, Whole},
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::{self, Cell},
    keys, names,
};
use crate::policy::{
    Effect, Statement, Text, Version, canonical::CanonicalStatement, compiled::Rule,
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
    /// Which rules each side has.
    pub(super) sides: [Bits; 2],
    /// Whether each side has a boundary.
    pub(super) bounded: [bool; 2],
    pub(super) dimensions: Vec<Dimension>,
    /// For each dimension, the rules that ask something there.
    pub(super) asked: Vec<Bits>,
    /// For each dimension, the rules that ask nothing after it.
    pub(super) settled: Vec<Bits>,
    pub(super) denies: Bits,
    /// What identity policies allow, and what boundaries allow.
    pub(super) grants: Bits,
    pub(super) limits: Bits,
    /// The rules of one side alone.
    differing: Bits,
}

/// What dividing a dimension for a whole layer at once may cost; beyond it, only
/// the rules that are still alive are looked at each time.
const WHOLE_STEPS: u64 = 250_000;
const WHOLE_STATES: usize = 5_000;
const WHOLE_CELLS: usize = 2_000;

impl Space {
    pub(super) fn new(sides: [&Documents<'_>; 2], compiled: [&Whole; 2]) -> Self {
        let mut classes = Classes::default();
        let bounded = sides.map(|side| side.boundary.is_some());
        let pairs: [(&Documents<'_>, &Whole); 2] =
            [(sides[0], compiled[0]), (sides[1], compiled[1])];
        let members = pairs.map(|(side, whole)| classes.members(side, whole));
        let Classes { rules, limits, .. } = classes;
        let count = rules.len();
        let limits = Bits::of(count, limits);
        let sides = members.map(|members| Bits::of(count, members));
        let denies = Bits::of_those(&rules, |rule| rule.effect == Effect::Deny);
        let (dimensions, asked) = dimensions(&rules);
        let mut last = vec![0; count];
        for (at, asked) in asked.iter().enumerate() {
            for rule in asked.iter() {
                if let Some(last) = last.get_mut(rule) {
                    *last = at;
                }
            }
        }
        let settled =
            (0..dimensions.len()).map(|dimension| Bits::of_those(&last, |last| *last == dimension));
        let differing = sides[0].without(&sides[1]);
        let differing = differing.or(&sides[1].without(&sides[0]));
        Self {
            settled: settled.collect(),
            differing,
            grants: Bits::of(count, 0..count).without(&denies).without(&limits),
            limits,
            rules,
            sides,
            bounded,
            dimensions,
            asked,
            denies,
        }
    }

    pub(super) fn differing(&self) -> &Bits {
        &self.differing
    }

    /// Where every rule that could make a difference asks something, and neither
    /// side has a boundary that the other lacks, only what one of them takes can
    /// be decided differently.
    fn focus(&self, dimension: usize) -> Option<&Bits> {
        let asked = self.asked.get(dimension)?;
        let all_ask = self.differing.without(asked).is_empty();
        (all_ask && self.bounded[0] == self.bounded[1]).then_some(&self.differing)
    }

    /// The cells into which these rules divide a dimension; None when they are
    /// too many to look at all at once.
    pub(super) fn whole(
        &self,
        dimension: usize,
        asking: &Bits,
        budget: &mut Budget,
    ) -> Option<Vec<Cell>> {
        let mut allowance = Budget {
            steps: WHOLE_STEPS.min(budget.steps / 4),
            states: WHOLE_STATES.min(budget.states / 4),
            nodes: 0,
        };
        let before = allowance.steps;
        let cells = self.divide(dimension, asking, &mut allowance).ok();
        budget.steps = budget.steps.saturating_sub(before - allowance.steps);
        cells.filter(|cells| cells.len() <= WHOLE_CELLS)
    }

    /// The best cell for each way in which these rules can take a request.
    pub(super) fn divide(
        &self,
        dimension: usize,
        asking: &Bits,
        budget: &mut Budget,
    ) -> Result<Vec<Cell>, Exhausted> {
        let focus = self.focus(dimension);
        let asking: Vec<(usize, &Rule)> = asking
            .iter()
            .filter_map(|at| Some((at, self.rules.get(at)?)))
            .collect();
        let count = self.rules.len();
        let cells = match self.dimensions.get(dimension) {
            Some(Dimension::Action) => names::actions(&asking, count, focus, budget)?,
            Some(Dimension::Resource) => names::resources(&asking, count, focus, budget)?,
            Some(Dimension::Principal) => names::principals(&asking, count),
            Some(Dimension::Key(folded)) => keys::cells(folded, &asking, count, budget)?,
            None => Vec::new(),
        };
        Ok(cell::distinct(cells))
    }
}

/// The cells of a layer, narrowed to what each node still asks about.
pub(super) struct Division {
    dimension: usize,
    whole: Option<Rc<Vec<Cell>>>,
    all: Bits,
    narrowed: HashMap<Bits, Rc<Vec<Cell>>>,
}

impl Division {
    /// `all`: what the nodes of the layer ask about, taken together.
    pub(super) fn new(space: &Space, dimension: usize, all: Bits, budget: &mut Budget) -> Self {
        Self {
            dimension,
            whole: space.whole(dimension, &all, budget).map(Rc::new),
            all,
            narrowed: HashMap::new(),
        }
    }

    pub(super) fn cells(
        &mut self,
        space: &Space,
        asking: &Bits,
        budget: &mut Budget,
    ) -> Result<Rc<Vec<Cell>>, Exhausted> {
        if let Some(whole) = self.whole.as_ref().filter(|_| *asking == self.all) {
            return Ok(Rc::clone(whole));
        }
        if let Some(cells) = self.narrowed.get(asking) {
            return Ok(Rc::clone(cells));
        }
        let cells = match &self.whole {
            Some(whole) => {
                budget.spend(whole.len() * 8)?;
                cell::narrowed(whole, asking)
            }
            None => space.divide(self.dimension, asking, budget)?,
        };
        let cells = Rc::new(cells);
        self.narrowed.insert(asking.clone(), Rc::clone(&cells));
        Ok(cells)
    }
}

/// Statements of equal form mean the same.
type Form = (CanonicalStatement, Option<Version>);

/// Every form once.
#[derive(Default)]
struct Classes {
    known: HashMap<(Form, bool), usize>,
    rules: Vec<Rule>,
    /// The rules that allow something in a boundary.
    limits: Vec<usize>,
}

impl Classes {
    fn members(&mut self, side: &Documents<'_>, whole: &Whole) -> Vec<usize> {
        let written = |document: &&'_ crate::policy::Document| {
            let version = document.version;
            let forms = document.statements.iter().map(|statement| {
                // Only where something looks like a variable can the version matter.
                let version = mentions_variable(statement).then_some(version);
                (CanonicalStatement::of(statement), version)
            });
            forms.collect::<Vec<Form>>()
        };
        let identity = side.identity.iter().flat_map(written);
        let identity = identity.zip(&whole.identity.statements);
        let boundary = side.boundary.iter().flat_map(written);
        let compiled = whole.boundary.iter();
        let boundary = boundary.zip(compiled.flat_map(|policy| &policy.statements));
        let mut members = Vec::new();
        for (form, rule) in identity {
            members.push(self.number(form, rule, false));
        }
        for (form, rule) in boundary {
            // A denial is one wherever it stands.
            members.push(self.number(form, rule, rule.effect == Effect::Allow));
        }
        members
    }

    fn number(&mut self, form: Form, rule: &Rule, limits: bool) -> usize {
        let class = (form, limits);
        if let Some(known) = self.known.get(&class) {
            return *known;
        }
        let number = self.rules.len();
        self.known.insert(class, number);
        self.rules.push(rule.clone());
        self.limits.extend(limits.then_some(number));
        number
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

fn mentions_variable(statement: &Statement) -> bool {
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
