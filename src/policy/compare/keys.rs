//! Cells of one condition key: absent, one value, or a set of values.
//!
//! All operators on a key look at the same value, so they are one dimension.

use std::collections::HashSet;

use super::{
    automaton::{Budget, Exhausted},
    bits::Bits,
    cell::{Asking, Cell, DOUBTFUL, Point},
    entries::Entries,
    values::{self, ValueCell},
};
use crate::policy::{
    Family, Quantifier, StringTest, Values,
    condition::{Matcher, Test},
    glob::Token,
};

/// Keys documented to have several values, however a policy tests them.
const MULTIVALUED: [&str; 15] = [
    "aws:calledvia",
    "aws:principalorgpaths",
    "aws:principalservicenameslist",
    "aws:resourceorgpaths",
    "aws:sourceorgpaths",
    "aws:tagkeys",
    "cloudformation:resourcetypes",
    "cognito-identity.amazonaws.com:amr",
    "dynamodb:attributes",
    "dynamodb:leadingkeys",
    "events:source",
    "events:targetarn",
    "lambda:securitygroupids",
    "lambda:subnetids",
    "ses:recipients",
];

/// More sets of values than these are not told apart.
const MOST_SETS: usize = 4096;
/// More open questions than these in one cell are not followed.
const MOST_OPEN: u32 = 4;

pub(super) fn cells(
    folded: &str,
    asking: &Asking<'_>,
    count: usize,
    budget: &mut Budget,
) -> Result<Vec<Cell>, Exhausted> {
    let entries = Entries::new(
        asking,
        count,
        |_| false,
        |rule| {
            let tests = rule.tests.iter();
            tests.filter(|test| test.key == folded).cloned().collect()
        },
    );
    let tests: &[Test] = &entries.atoms;
    let written = tests.first().map_or(folded, |test| &test.key_written);
    let mut key = Key {
        written: written.to_owned(),
        asking,
        tests,
        lists: &entries.lists,
        count,
        cells: Vec::new(),
    };
    key.absent()?;
    let values = values::cells(tests, budget)?;
    let has_sets = MULTIVALUED.contains(&folded)
        || tests.iter().any(|test| {
            test.operator.quantifier != Quantifier::Single && test.operator.family != Family::Null
        });
    if has_sets {
        key.empty()?;
        key.sets(&values, budget)?;
    } else {
        for value in &values {
            key.single(value)?;
        }
    }
    Ok(key.cells)
}

struct Key<'a> {
    written: String,
    asking: &'a Asking<'a>,
    tests: &'a [Test],
    lists: &'a [Vec<usize>],
    count: usize,
    cells: Vec<Cell>,
}

impl Key<'_> {
    fn bits(&self, test: impl Fn(usize, &Test) -> bool) -> Bits {
        let tests = self.tests.iter().enumerate();
        let holding = tests.filter(|(at, one)| test(*at, one)).map(|(at, _)| at);
        Bits::of(self.tests.len(), holding)
    }

    /// Of which tests it is not documented whether they hold, beside those that never say.
    fn open(&self, test: impl Fn(&Test) -> bool) -> Bits {
        Bits::of_those(self.tests, |one| is_odd(one) || test(one))
    }

    fn absent(&mut self) -> Result<(), Exhausted> {
        let holds = self.bits(|_, test| match test.operator.family {
            Family::Null => test.holds(&crate::policy::Context::default()),
            _ => test.holds_when_absent(),
        });
        let open = self.open(|test| {
            test.operator.quantifier == Quantifier::ForAnyValue && test.operator.if_exists
        });
        let point = Point::Absent(self.written.clone());
        self.push((&holds, &open), &point, &[], 0)
    }

    fn empty(&mut self) -> Result<(), Exhausted> {
        let holds = self.bits(
            |_, test| match (test.operator.family, test.operator.quantifier) {
                (Family::Null, _) => present(test),
                (_, Quantifier::ForAllValues) => true,
                (_, Quantifier::ForAnyValue) => false,
                (_, Quantifier::Single) => test.operator.negated,
            },
        );
        let open = self.open(|test| {
            let operator = test.operator;
            operator.family == Family::Null || operator.quantifier == Quantifier::Single
        });
        let point = self.has(Values::Many(Vec::new()));
        self.push((&holds, &open), &point, &[], 2)
    }

    fn single(&mut self, value: &ValueCell) -> Result<(), Exhausted> {
        let holds = self.bits(|at, test| match test.operator.family {
            Family::Null => present(test),
            _ => value.matched.has(at) != test.operator.negated,
        });
        let point = self.has(Values::One(value.value.clone()));
        let open = self.open(|_| false);
        self.push((&holds, &open), &point, &value.needs, value.cost)
    }

    fn has(&self, values: Values) -> Point {
        Point::Present(self.written.clone(), values)
    }

    /// Every set of values that the tests can tell from the others: they see
    /// only which tests some value matches, and which some value does not.
    fn sets(&mut self, values: &[ValueCell], budget: &mut Budget) -> Result<(), Exhausted> {
        let everything = self.bits(|_, _| true);
        let one = |value: &ValueCell| Set {
            some: value.matched.clone(),
            some_not: everything.without(&value.matched),
            values: vec![value.value.clone()],
            needs: value.needs.clone(),
            cost: value.cost,
        };
        let mut sets: Vec<Set> = values.iter().map(one).collect();
        let mut known: HashSet<(Bits, Bits, bool)> = HashSet::new();
        for set in &sets {
            known.insert((set.some.clone(), set.some_not.clone(), false));
        }
        let mut at = 0;
        while at < sets.len() {
            for value in values {
                budget.spend(self.tests.len() + 8)?;
                let Some(set) = sets.get(at) else { break };
                let some = set.some.or(&value.matched);
                let some_not = set.some_not.or(&everything.without(&value.matched));
                if known.insert((some.clone(), some_not.clone(), true)) {
                    let mut larger = set.clone();
                    larger.some = some;
                    larger.some_not = some_not;
                    larger.values.push(value.value.clone());
                    larger.needs.extend(value.needs.iter().cloned());
                    larger.cost = larger.cost.max(value.cost) + 1;
                    sets.push(larger);
                }
            }
            if sets.len() > MOST_SETS {
                return Err(Exhausted);
            }
            at += 1;
        }
        for set in sets {
            self.set(set)?;
        }
        Ok(())
    }

    fn set(&mut self, set: Set) -> Result<(), Exhausted> {
        let holds = self.bits(|at, test| {
            let (some, some_not) = (set.some.has(at), set.some_not.has(at));
            match (
                test.operator.family,
                test.operator.quantifier,
                test.operator.negated,
            ) {
                (Family::Null, ..) => present(test),
                (_, Quantifier::ForAllValues, false) => !some_not,
                (_, Quantifier::ForAllValues, true) => !some,
                (_, Quantifier::ForAnyValue, true) => some_not,
                (_, Quantifier::ForAnyValue | Quantifier::Single, false) => some,
                (_, Quantifier::Single, true) => !some,
            }
        });
        let several = set.values.len() > 1;
        let open = self.open(|test| {
            let operator = test.operator;
            let is_single = operator.quantifier == Quantifier::Single;
            several && is_single && operator.family != Family::Null
        });
        let point = self.has(Values::Many(set.values));
        self.push((&holds, &open), &point, &set.needs, set.cost)
    }

    /// The cell as the guide suggests, and as it might be instead: where these tests
    /// hold, and where it is not documented of some.
    fn push(
        &mut self,
        (guide, open): (&Bits, &Bits),
        point: &Point,
        needs: &[(String, String)],
        cost: u32,
    ) -> Result<(), Exhausted> {
        let in_doubt: Vec<usize> = open.iter().collect();
        if in_doubt.len() > MOST_OPEN as usize {
            return Err(Exhausted);
        }
        for assignment in 0..1_usize << in_doubt.len() {
            let mut holds = guide.without(open);
            for (bit, test) in in_doubt.iter().enumerate() {
                if (assignment >> bit & 1 == 1) != guide.has(*test) {
                    holds.set(*test);
                }
            }
            let pairs = self.asking.iter().zip(self.lists);
            let taking = pairs.filter(|(_, list)| list.iter().all(|at| holds.has(*at)));
            self.cells.push(Cell {
                takes: Bits::of(self.count, taking.map(|((number, _), _)| *number)),
                point: point.clone(),
                needs: needs.to_vec(),
                cost: cost + if in_doubt.is_empty() { 0 } else { DOUBTFUL },
            });
        }
        Ok(())
    }
}

#[derive(Clone)]
struct Set {
    /// The tests that some value matches.
    some: Bits,
    /// The tests that some value does not match.
    some_not: Bits,
    values: Vec<String>,
    needs: Vec<(String, String)>,
    cost: u32,
}

/// Whether `Null` holds for a key that is there.
fn present(test: &Test) -> bool {
    let wanted = Matcher::Absent(false);
    test.values.contains(&wanted)
}

/// AWS does not say what this test means.
pub(super) fn is_odd(test: &Test) -> bool {
    let folds_beyond_ascii = || {
        test.operator.family == Family::String(StringTest::IgnoreCase)
            && test.values.iter().any(|value| !is_ascii(value))
    };
    test.operator.other_case || test.values.is_empty() || folds_beyond_ascii()
}

fn is_ascii(value: &Matcher) -> bool {
    let Matcher::Text(pattern) = value else {
        return true;
    };
    let hull = pattern.with_variables(|_| Token::Many);
    let ascii = |token: &Token| !matches!(token, Token::One(c) | Token::Fold(c) if !c.is_ascii());
    hull.tokens().iter().all(ascii)
}
