//! The values of a statement, one with another: which combinations there are, and
//! the fewest statements that hold a set of them.

use std::collections::{BTreeMap, BTreeSet};

use crate::policy::{Quantifier, Statement};

/// An element with several values, of which each is looked at by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Element {
    Action,
    Resource,
    Principal,
    /// The condition at this place.
    Condition(usize),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Dimension {
    element: Element,
    values: usize,
}

/// One value of each dimension, by its place.
pub(super) type Picked = Vec<usize>;

impl Dimension {
    /// Those of a statement whose values are alternatives of one another, as long
    /// as they make no more combinations than `most`.
    pub(super) fn of(statement: &Statement, most: usize) -> Vec<Self> {
        let mut all = Vec::new();
        if !statement.action.negated {
            all.push((Element::Action, statement.action.patterns.len()));
        }
        let resource = statement.resource.iter().filter(|one| !one.negated);
        all.extend(resource.map(|one| (Element::Resource, one.patterns.len())));
        let principals = statement.principals.iter().filter(|one| !one.negated);
        all.extend(principals.map(|one| (Element::Principal, one.listed.len())));
        for (at, condition) in statement.conditions.iter().enumerate() {
            let operator = condition.operator;
            // Each value of these is one more way to hold.
            if !operator.negated && operator.quantifier != Quantifier::ForAllValues {
                all.push((Element::Condition(at), condition.values.len()));
            }
        }
        let mut combinations = 1;
        let mut kept = Vec::new();
        for (element, values) in all.into_iter().filter(|(_, values)| *values > 1) {
            combinations *= values;
            if combinations > most {
                break;
            }
            kept.push(Self { element, values });
        }
        kept
    }
}

/// Every choice of one value in each dimension.
pub(super) fn combinations(dimensions: &[Dimension]) -> Vec<Picked> {
    let mut all: Vec<Picked> = vec![Vec::new()];
    for dimension in dimensions {
        let longer = all.iter().flat_map(|picked| {
            (0..dimension.values).map(move |value| {
                let mut picked = picked.clone();
                picked.push(value);
                picked
            })
        });
        all = longer.collect();
    }
    all
}

/// The statement with one value of each dimension.
pub(super) fn narrowed(
    statement: &Statement,
    dimensions: &[Dimension],
    picked: &Picked,
) -> Statement {
    let lists: Vec<Vec<usize>> = picked.iter().map(|value| vec![*value]).collect();
    kept(statement, dimensions, &lists)
}

/// The statement with these values of each dimension.
pub(super) fn kept(
    statement: &Statement,
    dimensions: &[Dimension],
    lists: &[Vec<usize>],
) -> Statement {
    let mut narrow = statement.clone();
    for (dimension, list) in dimensions.iter().zip(lists) {
        match dimension.element {
            Element::Action => keep(&mut narrow.action.patterns, list),
            Element::Resource => {
                let resource = narrow.resource.iter_mut();
                resource.for_each(|one| keep(&mut one.patterns, list));
            }
            Element::Principal => {
                let principals = narrow.principals.iter_mut();
                principals.for_each(|one| keep(&mut one.listed, list));
            }
            Element::Condition(at) => {
                let condition = narrow.conditions.get_mut(at).into_iter();
                condition.for_each(|one| keep(&mut one.values, list));
            }
        }
    }
    narrow
}

fn keep<T>(values: &mut Vec<T>, list: &[usize]) {
    let mut places = 0..values.len();
    values.retain(|_| places.next().is_some_and(|at| list.contains(&at)));
}

/// The combinations as lists of values, of which each holds with each: values of
/// the first dimension that go with the same others are in one list.
pub(super) fn rectangles(real: &BTreeSet<Picked>) -> Vec<Vec<Vec<usize>>> {
    let mut tails: BTreeMap<usize, BTreeSet<Picked>> = BTreeMap::new();
    for picked in real {
        let Some((value, rest)) = picked.split_first() else {
            // No dimension at all: the one statement.
            return vec![Vec::new()];
        };
        tails.entry(*value).or_default().insert(rest.to_vec());
    }
    let mut groups: Vec<(Vec<usize>, BTreeSet<Picked>)> = Vec::new();
    for (value, rest) in tails {
        match groups.iter_mut().find(|(_, known)| *known == rest) {
            Some((values, _)) => values.push(value),
            None => groups.push((vec![value], rest)),
        }
    }
    let longer = groups.into_iter().flat_map(|(values, rest)| {
        let inner = rectangles(&rest);
        inner.into_iter().map(move |mut lists| {
            lists.insert(0, values.clone());
            lists
        })
    });
    longer.collect()
}
