//! The policy engine alone: evaluations a second, and what comparisons cost.
//!
//! In this process, on one core, documents parsed before the clock starts. Each
//! figure stands beside the goal it is held to.

use std::{hint::black_box, time::Instant};

use serde_json::{Value, json};
use watchkeeper::policy::{
    Compiled, Document, Kind, Named, Policies, Request, compare, judge, parse,
};

use crate::{
    Plan,
    policy_documents::{self as documents, edits, without},
    stats::{median, ms, percentile, rounded},
};

const EVALUATION: &str = include_str!("../policy/vectors/policy-eval.jsonl");
const EQUIVALENCE: &str = include_str!("../policy/vectors/policy-equivalence.jsonl");

pub(crate) fn measure(plan: &Plan) -> Value {
    let cases: Vec<Value> = EVALUATION
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    json!({
        "evaluation": evaluation(plan, &cases),
        "comparison of 30 real statements": real(),
        "comparison over all vectors": vectors(&cases),
        "comparison of 30 statements drawn from the vectors": drawn(&cases),
        "1000 roles": roles(plan),
        "pathological": pathological(),
    })
}

fn document(value: &Value) -> Document {
    parse(&value.to_string(), Kind::Identity).unwrap()
}

fn named(value: &Value) -> Named {
    Named {
        name: "policy".into(),
        policy: Compiled::new(&document(value)),
    }
}

fn evaluation(plan: &Plan, cases: &[Value]) -> Value {
    let ready: Vec<(Policies, Request)> = cases
        .iter()
        .map(|case| {
            let identity = case["identity_policies"].as_array().unwrap();
            let boundary = case.get("permission_boundary");
            let policies = Policies {
                identity: identity.iter().map(|one| named(&one["document"])).collect(),
                boundary: boundary.map(named),
                ..Policies::default()
            };
            let request = serde_json::from_value(case["request"].clone()).unwrap();
            (policies, request)
        })
        .collect();
    let mut each = Vec::new();
    for (policies, request) in &ready {
        const ROUNDS: u32 = 1_000;
        let took = least(|| {
            for _ in 0..ROUNDS {
                black_box(black_box(policies).decide(black_box(request)));
            }
        });
        each.push(took * 1e6 / f64::from(ROUNDS));
    }
    // One after the other, as a report asks: no policy is in the cache twice.
    let mut rates = Vec::new();
    for _ in 0..plan.runs {
        let since = Instant::now();
        for (policies, request) in &ready {
            black_box(policies.decide(request));
        }
        rates.push(ready.len() as f64 / since.elapsed().as_secs_f64());
    }
    let role = named(&documents::deploy_role());
    let mut of_role = Vec::new();
    for (_, request) in &ready {
        let took = least(|| {
            for _ in 0..100 {
                black_box(role.policy.decide(black_box(request)));
            }
        });
        of_role.push(took * 1e4);
    }
    json!({
        "goal, a second": 1_000_000,
        "a second, 30 real statements": rounded(1e9 / median(&of_role)),
        "a second, vectors": rounded(1e9 / median(&each)),
        "a second, 1500 other policies in between": rounded(median(&rates)),
        "ns each, vectors": spread(&each),
        "ns each, 30 real statements": spread(&of_role),
    })
}

fn spread(values: &[f64]) -> Value {
    json!({
        "median": rounded(median(values)),
        "p99": rounded(percentile(values, 0.99)),
        "most": rounded(percentile(values, 1.0)),
        "n": values.len(),
    })
}

/// The least of three, in ms: what else the machine does is not measured.
fn least(mut work: impl FnMut()) -> f64 {
    let mut once = || {
        let since = Instant::now();
        work();
        ms(since.elapsed())
    };
    (0..3).map(|_| once()).fold(f64::INFINITY, f64::min)
}

/// Times comparisons one by one, and counts those that were not decided.
#[derive(Default)]
struct Clock {
    times: Vec<f64>,
    undecided: usize,
}

impl Clock {
    fn compare(&mut self, a: &Document, b: &Document) {
        let found = compare(a, b);
        self.undecided += usize::from(found.equivalent.is_none());
        self.times.push(least(|| {
            black_box(compare(a, b));
        }));
    }

    fn figures(&self, goal: &str) -> Value {
        json!({ "goal": goal, "ms": spread(&self.times), "undecided": self.undecided })
    }
}

/// Every edit of a deploy role's policy, both ways.
fn real() -> Value {
    let codified = documents::deploy_role();
    let before = document(&codified);
    let (mut clock, mut told) = (Clock::default(), Vec::new());
    for edited in edits(&codified) {
        let after = document(&edited);
        clock.compare(&before, &after);
        clock.compare(&after, &before);
        told.push(least(|| {
            black_box(judge(&before, &after));
        }));
    }
    let others = documents::other_roles();
    let mut unrelated = Clock::default();
    for a in &others {
        unrelated.compare(&before, &document(a));
        for b in &others {
            unrelated.compare(&document(a), &document(b));
        }
    }
    json!({
        "one edit": clock.figures("median under 5 ms, p99 under 50 ms"),
        "one edit, told in words, ms": spread(&told),
        "of different roles": unrelated.figures("p99 under 50 ms"),
    })
}

/// Every pair as it is, and every document of an evaluation with an edit of it.
fn vectors(cases: &[Value]) -> Value {
    let mut clock = Clock::default();
    for case in EQUIVALENCE.lines() {
        let case: Value = serde_json::from_str(case).unwrap();
        let kind = match case["kind"].as_str().unwrap() {
            "trust" => Kind::Trust,
            "resource" => Kind::Resource,
            _ => Kind::Identity,
        };
        let [a, b] = ["a", "b"].map(|side| {
            let text = case[side].as_str().unwrap();
            let decoded = percent_encoding::percent_decode_str(text);
            match case[format!("{side}_encoding")].as_str() {
                Some("url") => parse(&decoded.decode_utf8().unwrap(), kind).unwrap(),
                _ => parse(text, kind).unwrap(),
            }
        });
        clock.compare(&a, &b);
    }
    for (number, case) in cases.iter().enumerate() {
        let policies = case["identity_policies"].as_array().unwrap();
        let all = policies.iter().map(|one| &one["document"]);
        for whole in all.chain(case.get("permission_boundary")) {
            let edits = edits(whole);
            let Some(edited) = edits.get(number % edits.len().max(1)) else {
                continue;
            };
            clock.compare(&document(whole), &document(edited));
        }
    }
    clock.figures("p99 under 50 ms")
}

/// Thirty statements of thirty documents: many conditions on many keys, more
/// than any policy that people write has.
fn drawn(cases: &[Value]) -> Value {
    let documents = cases
        .iter()
        .flat_map(|case| case["identity_policies"].as_array().unwrap());
    let all: Vec<Value> = documents
        .filter(|one| one["document"]["Version"] == "2012-10-17")
        .flat_map(|one| one["document"]["Statement"].as_array().cloned())
        .flatten()
        .collect();
    let of = |statements: &[Value]| json!({"Version": "2012-10-17", "Statement": statements});
    let pools: Vec<Value> = all.chunks_exact(30).map(of).collect();
    let (mut edited, mut unrelated) = (Clock::default(), Clock::default());
    for (number, pool) in pools.iter().enumerate() {
        edited.compare(&document(pool), &document(&without(pool, number % 30)));
        let next = &pools[(number + 1) % pools.len()];
        unrelated.compare(&document(pool), &document(next));
    }
    json!({
        "one statement less": edited.figures("p99 under 50 ms"),
        "unrelated": unrelated.figures("ends within 200 ms"),
    })
}

fn roles(plan: &Plan) -> Value {
    let pairs: Vec<(Document, Document)> = documents::fleet(1000)
        .iter()
        .map(|(codified, live)| (document(codified), document(live)))
        .collect();
    let mut times = Vec::new();
    for _ in 0..plan.runs {
        let since = Instant::now();
        for (codified, live) in &pairs {
            black_box(compare(codified, live));
        }
        times.push(ms(since.elapsed()));
    }
    json!({ "goal": "under 2000 ms, every role changed", "ms": rounded(median(&times)) })
}

fn pathological() -> Value {
    let mut found = serde_json::Map::new();
    for (name, a, b) in documents::pathological() {
        let (a, b) = (document(&a), document(&b));
        let answer = compare(&a, &b);
        let took = least(|| {
            black_box(compare(&a, &b));
        });
        let answer = format!("{:?}", answer.verdict).to_lowercase();
        found.insert(name, json!({ "ms": rounded(took), "answer": answer }));
    }
    json!({ "goal": "each within 200 ms, decided or undecided", "found": found })
}
