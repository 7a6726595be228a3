//! Values worth trying for one key: one for each way its operators can see it.
//!
//! Texts come from the automaton, numbers, dates and addresses from the limits
//! that the tests name, the limits themselves, and what lies between them.

use std::collections::BTreeSet;

use super::{
    automaton::{Budget, Exhausted, combinations},
    sample,
};
use crate::policy::{
    Family,
    condition::{Matcher, Test},
    glob::{Glob, Token},
    pattern::Pattern,
    scalar::{date, decimal::Decimal, ip},
};

/// A value with what it costs in readability.
pub(super) type Candidate = (String, u32);

/// Beside the tests' own patterns, texts are told apart by the given hulls.
pub(super) fn texts(
    tests: &[Test],
    hulls: &[Glob],
    budget: &mut Budget,
) -> Result<Vec<Candidate>, Exhausted> {
    let only_bool = |test: &Test| matches!(test.operator.family, Family::Bool | Family::Null);
    let mut globs: BTreeSet<&Glob> = hulls.iter().collect();
    let mut proposed: BTreeSet<String> = BTreeSet::new();
    for value in tests.iter().flat_map(|test| &test.values) {
        if let Matcher::Text(pattern) = value {
            if let Pattern::Plain(glob) = pattern {
                globs.insert(glob);
            }
            proposed.extend(sample::of_value(pattern));
        }
    }
    if tests.iter().all(only_bool) {
        // A boolean key is true or false.
        return Ok(["true", "false"].map(|value| (value.to_owned(), 0)).into());
    }
    proposed.insert("example".into());
    let mut proposed: Vec<String> = proposed.into_iter().collect();
    // The empty text last: it stands for others only where nothing else does.
    proposed.sort_by_key(String::is_empty);
    let globs: Vec<&Glob> = globs.into_iter().collect();
    let samples = combinations(&globs, &Glob::of([Token::Many]), None, &proposed, budget)?;
    let cost = |text: &str, proposed: bool| match (text.is_empty(), proposed) {
        (true, _) => 6,
        (false, true) => 0,
        (false, false) => 2,
    };
    let found = samples.into_iter().map(|sample| {
        let cost = cost(&sample.text, sample.proposed);
        (sample.text, cost)
    });
    Ok(found.collect())
}

pub(super) fn numbers(tests: &[Test]) -> Result<Vec<Candidate>, Exhausted> {
    let mut limits: BTreeSet<Decimal> = BTreeSet::new();
    for value in tests.iter().flat_map(|test| &test.values) {
        if let Matcher::Number(number) = value {
            limits.insert(number.clone());
        }
    }
    let mut all = limits.clone();
    if let (Some(lowest), Some(highest)) = (limits.first(), limits.last()) {
        let [below, _] = lowest.beside().ok_or(Exhausted)?;
        let [_, above] = highest.beside().ok_or(Exhausted)?;
        all.extend([below, above]);
    } else {
        all.extend(Decimal::read("0"));
    }
    for (low, high) in limits.iter().zip(limits.iter().skip(1)) {
        all.insert(low.between(high).ok_or(Exhausted)?);
    }
    let texts = all.iter().map(|number| (number.text(), 0));
    Ok(texts.chain([nonsense()]).collect())
}

/// What is neither a number nor a date nor an address.
fn nonsense() -> Candidate {
    ("neither".to_owned(), 100)
}

pub(super) fn dates(tests: &[Test]) -> Vec<Candidate> {
    let mut instants: BTreeSet<i128> = BTreeSet::new();
    for value in tests.iter().flat_map(|test| &test.values) {
        if let Matcher::Date(at) = value {
            let second = 1_000_000_000;
            instants.extend([at - second, at - 1, *at, at + 1, at + second]);
        }
    }
    let texts = instants.into_iter().filter_map(|at| {
        let whole = at.rem_euclid(1_000_000_000) == 0;
        Some((date::text(at)?, if whole { 0 } else { 1 }))
    });
    texts.chain([nonsense()]).collect()
}

pub(super) fn addresses(tests: &[Test]) -> Vec<Candidate> {
    let mut all: BTreeSet<(ip::Version, u128)> = BTreeSet::new();
    for value in tests.iter().flat_map(|test| &test.values) {
        if let Matcher::Ip(range) = value {
            let version = range.version;
            all.insert((version, range.first));
            all.insert((version, range.last));
            let highest = match version {
                ip::Version::V4 => u128::from(u32::MAX),
                ip::Version::V6 => u128::MAX,
            };
            if range.first > 0 {
                all.insert((version, range.first - 1));
            }
            if range.last < highest {
                all.insert((version, range.last + 1));
            }
        }
    }
    let documentation = ["192.0.2.1", "2001:db8::1"];
    all.extend(documentation.iter().filter_map(|text| ip::read(text)));
    let texts = all.into_iter().map(|address| (ip::text(address), 0));
    texts.chain([nonsense()]).collect()
}
