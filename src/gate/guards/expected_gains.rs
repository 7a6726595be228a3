//! A change set adds no grant beyond those that the settings expect of the stack.
//!
//! Each grant is held against all expected ones by the policy engine: what it
//! cannot prove to be within them stops.

use serde_json::{Value, json};

use crate::{
    facts::{ExpectedGain, Remote, Verdict},
    gate::{Grant, ImpactedResource, Part, StackNode},
    policy::{Document, Kind, compare, parse},
};

use super::{Case, Expected, Guard, Ruling};

pub(super) const GUARD: Guard =
    Guard::new("expected_gains", "only expected grants are added", check);

fn check(case: &Case<'_>) -> Ruling {
    let Some(state) = case.executed() else {
        return Ruling::Pass;
    };
    let resources = &case.assessment.impact.resources;
    let mut pinned = Vec::new();
    for level in state.levels() {
        let Some(expected) = case.expected_gains(&level) else {
            continue;
        };
        let all = expected.all();
        for resource in resources.iter().filter(|resource| resource.is_of(&level)) {
            if let Some(what) = unexpected(resource, &all) {
                return stop(&level, &expected, &what);
            }
        }
        let what = format!("Stack {} may add these grants", level.state.name.short());
        pinned.extend(expected.pin(&what, ExpectedGain::words));
    }
    Ruling::warn_all(pinned)
}

/// What is beyond the expected, as the rest of a sentence.
fn unexpected(resource: &ImpactedResource, expected: &[&ExpectedGain]) -> Option<String> {
    if resource.unjudged.is_some() {
        return Some(format!("what {} gains is not known", resource.name()));
    }
    if let Some(words) = resource.gives.first() {
        return Some(format!("{} gives {words}", resource.name()));
    }
    let mut gains = resource.gains.iter();
    let gain = gains.find(|gain| !within(gain, expected))?;
    Some(format!("it gains {}", gain.words()))
}

fn stop(level: &StackNode<'_>, expected: &Expected<'_, ExpectedGain>, what: &str) -> Ruling {
    let ask = "Don't execute it. Take the grant out of the template, or have `stacks.expect_gains` in watchkeeper.toml reviewed; a nested stack has an entry of its own name.";
    Ruling::stop(
        format!(
            "Stop and escalate: {what}. Of stack {} only these grants are expected: {}.",
            level.state.name.short(),
            expected.listed(ExpectedGain::words, "; ", "none")
        ),
        ask.to_owned() + &expected.lapsed("expect_gains"),
    )
}

/// Whether all that the grant gives is in what is expected, conditions aside.
fn within(gain: &Grant, expected: &[&ExpectedGain]) -> bool {
    let (None, Some(resource)) = (&gain.principal, &gain.resource) else {
        return false;
    };
    let allowed = expected.iter();
    let allowed: Value = allowed
        .map(|one| json!({ "Effect": "Allow", "Action": one.action, "Resource": one.resource }))
        .collect();
    let mut given = json!({ "Effect": "Allow" });
    put(&mut given, "Action", &gain.action);
    put(&mut given, "Resource", resource);
    let (Some(allowed), Some(given)) = (document(&allowed), document(&json!([given]))) else {
        return false;
    };
    matches!(
        compare(&allowed, &given).verdict,
        Verdict::Equal | Verdict::Narrower
    )
}

fn put(statement: &mut Value, name: &str, part: &Part) {
    let name = match part.negated {
        true => format!("Not{name}"),
        false => name.to_owned(),
    };
    let values: Vec<&str> = part.values.iter().map(Remote::raw).collect();
    statement[name] = json!(values);
}

fn document(statements: &Value) -> Option<Document> {
    let text = json!({ "Version": "2012-10-17", "Statement": statements });
    parse(&text.to_string(), Kind::Identity).ok()
}
