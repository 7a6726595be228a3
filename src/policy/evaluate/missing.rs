//! Why a request was denied, in words a person can act on.

use super::{Deciding, Decision, Named, Policies};
use crate::policy::{Effect, Quantifier, Request, Values, compiled::Rule, condition::Test};

pub(super) fn denied(deciding: &[Deciding]) -> String {
    match deciding.first() {
        Some(first) => format!("{} denies it", name(first)),
        None => "a statement denies it".into(),
    }
}

/// Names the narrowest thing that stands in the way.
pub(super) fn not_allowed(policies: &Policies, request: &Request) -> String {
    let allows = |named: &Named| named.policy.decide(request) == Decision::Allowed;
    let resource = policies.resource.iter();
    let granted = policies.identity.iter().chain(resource).any(allows);
    let limits = [
        ("the boundary", &policies.boundary),
        ("the session policy", &policies.session),
    ];
    let limits = limits
        .into_iter()
        .filter_map(|(what, limit)| Some((what, limit.as_ref()?)));
    if granted {
        for (what, named) in limits.clone() {
            if !allows(named) {
                let near = near_miss(std::slice::from_ref(named), request);
                return format!("{what} {} does not allow it{near}", named.name);
            }
        }
        for (at, level) in policies.service_control.iter().enumerate() {
            if !level.iter().any(allows) {
                let near = near_miss(level, request);
                return format!(
                    "no service control policy of level {} allows it{near}",
                    at + 1
                );
            }
        }
    }
    // A grant alone would not help then.
    let silent = limits.filter(|(_, named)| !granted && !allows(named));
    let nor: String = silent
        .map(|(what, named)| format!("; {what} {} does not allow it either", named.name))
        .collect();
    format!(
        "no statement allows {} on {}{}{nor}",
        request.action,
        request.resource,
        near_miss(&policies.identity, request)
    )
}

/// The allowing statement that lacks least, and what it lacks.
fn near_miss(policies: &[Named], request: &Request) -> String {
    let mut best: Option<(usize, String)> = None;
    for named in policies {
        for (at, rule) in named.policy.statements.iter().enumerate() {
            if rule.effect != Effect::Allow {
                continue;
            }
            let Some((distance, lacks)) = lacking(rule, request) else {
                continue;
            };
            if best.as_ref().is_none_or(|(nearest, _)| distance < *nearest) {
                let deciding = Deciding::of(named, at, rule);
                best = Some((distance, format!("; {} {lacks}", name(&deciding))));
            }
        }
    }
    best.map(|(_, words)| words).unwrap_or_default()
}

/// What keeps a statement from applying, when it is one thing; nearer is less.
fn lacking(rule: &Rule, request: &Request) -> Option<(usize, String)> {
    if !rule.takes_principal(request) {
        return None;
    }
    let failed: Vec<&Test> = rule
        .tests
        .iter()
        .filter(|test| !test.holds(&request.context))
        .collect();
    match (
        rule.takes_action(&request.action),
        rule.takes_resource(request),
        failed.as_slice(),
    ) {
        (true, true, [test, others @ ..]) => {
            let others = match others.len() {
                0 => String::new(),
                1 => ", and another condition fails".to_owned(),
                more => format!(", and {more} other conditions fail"),
            };
            Some((failed.len(), condition(test, request) + &others))
        }
        (false, true, []) => {
            let service = request.action.split(':').next().unwrap_or("");
            let there = same_service(rule, service)?;
            Some((10, format!("allows {there} there, but not this action")))
        }
        (true, false, []) => Some((20, format!("allows the action on {} only", others(rule)?))),
        _ => None,
    }
}

fn condition(test: &Test, request: &Request) -> String {
    let key = &test.key_written;
    let found = match request.context.get(&test.key) {
        None => "the request has no such key".to_owned(),
        Some(Values::One(value)) => format!("the request has {value:?}"),
        Some(Values::Many(values)) => format!("the request has {values:?}"),
    };
    let every = match test.operator.quantifier {
        Quantifier::Single => "",
        Quantifier::ForAllValues => "every value of ",
        Quantifier::ForAnyValue => "some value of ",
    };
    format!("asks something else of {every}{key}: {found}")
}

/// The resources that the statement speaks of instead.
fn others(rule: &Rule) -> Option<String> {
    let (negated, patterns) = rule.resource.as_ref()?;
    let first = &patterns.first()?.written;
    let more = match patterns.len() - 1 {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let but = if *negated {
        "resources other than "
    } else {
        ""
    };
    Some(format!("{but}{first}{more}"))
}

/// Some actions of the same service that the statement allows.
fn same_service(rule: &Rule, service: &str) -> Option<String> {
    let (negated, patterns) = &rule.action;
    if *negated {
        return None;
    }
    let prefix = format!("{}:", service.to_ascii_lowercase());
    let mut names: Vec<&str> = Vec::new();
    for pattern in patterns {
        if let Some(rest) = pattern.written.get(prefix.len()..)
            && pattern.written.to_ascii_lowercase().starts_with(&prefix)
        {
            names.push(rest);
        }
    }
    match names.as_slice() {
        [] => None,
        [one] => Some((*one).to_owned()),
        [one, two] => Some(format!("{one} and {two}")),
        [one, two, rest @ ..] => Some(format!("{one}, {two} and {} more", rest.len())),
    }
}

fn name(deciding: &Deciding) -> String {
    deciding.sid.clone().unwrap_or_else(|| deciding.words())
}
