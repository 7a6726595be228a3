//! The values of one key, as far as its tests can tell them apart.

use std::collections::BTreeSet;

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    candidates,
    cell::DOUBTFUL,
    sample,
    variables::Variables,
};
use crate::policy::{
    Context, Family,
    condition::{Matcher, Test},
    pattern::{Matching, Pattern, Piece},
    scalar::{date, decimal::Decimal, ip},
};

/// Values that match the same tests, negation aside.
#[derive(Clone, Debug)]
pub(super) struct ValueCell {
    pub(super) matched: Bits,
    /// Which patterns with variables could match as well.
    hulls: Bits,
    pub(super) value: String,
    pub(super) needs: Vec<(String, String)>,
    pub(super) cost: u32,
}

/// What kind of thing an operator takes a value for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Sort {
    Text,
    Number,
    Date,
    Address,
}

const MOST_PRODUCT: usize = 4096;

pub(super) fn cells(tests: &[Test], budget: &mut Budget) -> Result<Vec<ValueCell>, Exhausted> {
    let key = Key::of(tests, budget)?;
    let sorts: BTreeSet<Sort> = tests.iter().filter_map(sort_of).collect();
    let mut cells = Vec::new();
    let mut by_sort = Vec::new();
    for sort in &sorts {
        let candidates = match sort {
            Sort::Text => candidates::texts(tests, &key.variables.hulls, budget)?,
            Sort::Number => candidates::numbers(tests)?,
            Sort::Date => candidates::dates(tests),
            Sort::Address => candidates::addresses(tests),
        };
        let values: usize = tests.iter().map(|test| test.values.len()).sum();
        budget.spend(candidates.len() * (values + 1) * 16)?;
        let mut of_sort = Vec::new();
        for (value, cost) in candidates {
            for cell in key.open(key.concrete(value, cost)) {
                of_sort.push(key.restricted(&cell.matched, *sort));
                cells.push(cell);
            }
        }
        of_sort.sort();
        of_sort.dedup();
        by_sort.push(of_sort);
    }
    if sorts.is_empty() {
        // Only presence is asked about.
        cells.push(key.concrete("example".into(), 0));
    }
    if by_sort.len() > 1 {
        cells.extend(key.product(&by_sort)?);
    }
    key.with_variables(distinct(cells), budget)
}

fn distinct(mut cells: Vec<ValueCell>) -> Vec<ValueCell> {
    let parts = |cell: &ValueCell| (cell.matched.clone(), cell.hulls.clone());
    cells.sort_by_cached_key(|cell| (parts(cell), cell.cost));
    cells.dedup_by(|later, first| parts(later) == parts(first));
    cells
}

fn sort_of(test: &Test) -> Option<Sort> {
    match test.operator.family {
        Family::String(_) | Family::Bool | Family::Binary | Family::Arn => Some(Sort::Text),
        Family::Numeric(_) => Some(Sort::Number),
        Family::Date(_) => Some(Sort::Date),
        Family::Ip => Some(Sort::Address),
        Family::Null => None,
    }
}

/// A value of which it is open what it matches.
fn is_opaque(matcher: &Matcher) -> bool {
    matches!(
        matcher,
        Matcher::Text(Pattern::Variable(..)) | Matcher::Broken(_)
    )
}

struct Key<'a> {
    tests: &'a [Test],
    /// The tests without their opaque values.
    plain: Vec<Test>,
    opaque: Vec<&'a Matcher>,
    variables: Variables,
}

impl<'a> Key<'a> {
    fn of(tests: &'a [Test], budget: &mut Budget) -> Result<Self, Exhausted> {
        let values = tests.iter().flat_map(|test| &test.values);
        let opaque: BTreeSet<&Matcher> = values.filter(|one| is_opaque(one)).collect();
        let opaque: Vec<&Matcher> = opaque.into_iter().collect();
        let patterns: Vec<Pattern> = opaque.iter().map(|matcher| pattern_of(matcher)).collect();
        let patterns: Vec<&Pattern> = patterns.iter().collect();
        let plain = tests.iter().map(|test| {
            let values = test.values.iter().filter(|one| !is_opaque(one));
            Test {
                values: values.cloned().collect(),
                ..test.clone()
            }
        });
        Ok(Self {
            tests,
            plain: plain.collect(),
            variables: Variables::of(&patterns, budget)?,
            opaque,
        })
    }

    fn bits(&self, test: impl Fn(&Test) -> bool) -> Bits {
        Bits::of_those(self.tests, test)
    }

    /// What the evaluator says of this value, variables aside.
    fn concrete(&self, value: String, cost: u32) -> ValueCell {
        ValueCell {
            matched: self.matched(&value),
            hulls: Bits::of_those(&self.variables.hulls, |hull| hull.matches(&value)),
            value,
            needs: Vec::new(),
            cost,
        }
    }

    fn matched(&self, value: &str) -> Bits {
        let nothing = Context::default();
        Bits::of_those(&self.plain, |test| test.matches(value, &nothing))
    }

    fn restricted(&self, matched: &Bits, sort: Sort) -> Bits {
        matched.and(&self.bits(|test| sort_of(test) == Some(sort)))
    }

    /// A value that is no number under `NumericNotEquals`, or an address of the
    /// other version under `NotIpAddress`: whether it matches is not documented.
    fn open(&self, cell: ValueCell) -> Vec<ValueCell> {
        let doubted = self.bits(|test| is_open(test, &cell.value));
        if doubted.is_empty() {
            return vec![cell];
        }
        let natural = ValueCell {
            cost: cell.cost + DOUBTFUL,
            ..cell
        };
        let otherwise = ValueCell {
            matched: natural.matched.or(&doubted),
            ..natural.clone()
        };
        vec![natural, otherwise]
    }

    /// Operators of several sorts on one key: every combination might exist.
    fn product(&self, by_sort: &[Vec<Bits>]) -> Result<Vec<ValueCell>, Exhausted> {
        let mut all = vec![self.bits(|_| false)];
        for of_sort in by_sort {
            if all.len() * of_sort.len() > MOST_PRODUCT {
                return Err(Exhausted);
            }
            all = all
                .iter()
                .flat_map(|before| of_sort.iter().map(|one| before.or(one)))
                .collect();
        }
        let cell = |matched| ValueCell {
            matched,
            hulls: Bits::of(self.opaque.len(), 0..self.opaque.len()),
            value: "example".into(),
            needs: Vec::new(),
            cost: DOUBTFUL,
        };
        Ok(all.into_iter().map(cell).collect())
    }

    /// Whether a value is what a variable stands for can be so or so.
    fn with_variables(
        &self,
        plain: Vec<ValueCell>,
        budget: &mut Budget,
    ) -> Result<Vec<ValueCell>, Exhausted> {
        if self.opaque.is_empty() {
            return Ok(plain);
        }
        let mut cells = Vec::new();
        for cell in plain {
            for assignment in self.variables.assignments(|at| cell.hulls.has(at)) {
                budget.spend(self.tests.len() + 32)?;
                let mut varied = cell.clone();
                for (bit, matcher) in self.opaque.iter().enumerate() {
                    if assignment >> bit & 1 == 1 {
                        self.let_match(&mut varied, matcher, &cell.matched);
                    }
                }
                cells.push(varied);
            }
        }
        Ok(distinct(cells))
    }

    /// Makes a value with a variable match too; what the other values say of the
    /// text must stay as it was before.
    fn let_match(&self, cell: &mut ValueCell, matcher: &Matcher, before: &Bits) {
        cell.matched = cell
            .matched
            .or(&self.bits(|test| test.values.contains(matcher)));
        let Matcher::Text(pattern) = matcher else {
            cell.cost += DOUBTFUL;
            return;
        };
        cell.cost += 4;
        let expected = sample::of_pattern(pattern);
        if self.matched(&expected) == *before {
            cell.value = expected;
            cell.needs.extend(sample::needs(pattern));
        } else {
            let solved = sample::solve(pattern, &cell.value);
            cell.needs.extend(solved.into_iter().flatten());
        }
    }
}

/// What is no number or date could stand for anything.
fn pattern_of(matcher: &Matcher) -> Pattern {
    match matcher {
        Matcher::Text(pattern) => pattern.clone(),
        other => Pattern::Variable(
            vec![Piece::Variable {
                key: format!("{other:?}"),
                default: None,
            }],
            Matching::Like,
        ),
    }
}

pub(super) fn is_open(test: &Test, value: &str) -> bool {
    if !test.operator.negated {
        return false;
    }
    match test.operator.family {
        Family::Numeric(_) => Decimal::read(value).is_none(),
        Family::Date(_) => date::read(value).is_none(),
        Family::Ip => match ip::read(value) {
            None => true,
            Some((version, _)) => !test
                .values
                .iter()
                .any(|one| matches!(one, Matcher::Ip(range) if range.version == version)),
        },
        _ => false,
    }
}
