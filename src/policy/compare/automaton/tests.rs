//! The automaton against the matcher and against brute force.
#![allow(
    clippy::unwrap_used,
    reason = "a test says what went wrong by panicking"
)]

use proptest::prelude::*;

use super::*;
use crate::policy::{
    Version,
    pattern::{Matching, Pattern},
};

fn globs(patterns: &[String], shape: Matching) -> Vec<Glob> {
    let compile = |text: &String| {
        let pattern = Pattern::compile(text, shape, Version::V2008);
        pattern.with_variables(|_| unreachable!())
    };
    patterns.iter().map(compile).collect()
}

fn anything() -> Glob {
    Glob::of([Token::Many])
}

proptest! {
    /// The matcher retries one star, the automaton follows all positions.
    #[test]
    fn the_automaton_matches_what_the_evaluator_matches(
        patterns in proptest::collection::vec("[ab:*?]{0,9}", 1..4),
        texts in proptest::collection::vec("[abc:]{0,10}", 1..6),
        which in 0..4_usize,
    ) {
        let shapes = [Matching::Like, Matching::Arn, Matching::Exact, Matching::IgnoreCase];
        let globs = globs(&patterns, shapes[which]);
        let refs: Vec<&Glob> = globs.iter().collect();
        let product = Product::new(&refs, &anything(), None);
        for text in &texts {
            let matched = product.accepting(&product.run(text)).unwrap();
            for (at, glob) in globs.iter().enumerate() {
                prop_assert_eq!(matched.has(at), glob.matches(text), "{:?} {}", glob, text);
            }
        }
    }

    /// Short texts over the patterns' own letters are a brute-force check.
    #[test]
    fn every_combination_that_some_text_has_is_found_and_its_sample_is_true(
        patterns in proptest::collection::vec("[ab*?]{0,4}", 1..4),
    ) {
        let globs = globs(&patterns, Matching::Like);
        let refs: Vec<&Glob> = globs.iter().collect();
        let mut budget = Budget { steps: 10_000_000, states: 10_000, nodes: 0 };
        let samples = combinations(&refs, &anything(), None, &[], &mut budget).unwrap();
        for sample in &samples {
            for (at, glob) in globs.iter().enumerate() {
                prop_assert_eq!(sample.matched.has(at), glob.matches(&sample.text));
            }
        }
        let mut texts = vec![String::new()];
        for _ in 0..6 {
            let longer: Vec<String> = texts
                .iter()
                .flat_map(|text| ["a", "b", "c"].map(|c| format!("{text}{c}")))
                .collect();
            texts.extend(longer);
            texts.sort();
            texts.dedup();
        }
        for text in &texts {
            let has: Vec<bool> = globs.iter().map(|glob| glob.matches(text)).collect();
            let found = samples
                .iter()
                .any(|sample| has.iter().enumerate().all(|(at, has)| sample.matched.has(at) == *has));
            prop_assert!(found, "{text} {patterns:?}");
        }
    }
}
