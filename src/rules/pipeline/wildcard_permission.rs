//! A role of a template that may do more than its purpose: every action, or on everything.

use super::{
    declared::{Declared, documents},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    policy::Kind,
    rules::least_privilege::{Hit, lint},
};

pub(super) const RULE: Rule = Rule {
    id: "wildcard-permission",
    number: "CP-204",
    area: Area::Identity,
    title: "Roles of templates name their actions and resources",
    accepted: "IAM policies show least privilege",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 60,
    needs: Needs::Files,
    why: "What a function may do, whoever takes it over may do: with * that reaches the resources of every other team and environment in the account.",
    fix: "Name the resources, for example !Sub \"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/NAME:*\", and move the actions that only go with * to a statement of their own.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let all = documents(repository, Kind::Identity);
    let marks: Vec<Mark> = all.iter().flat_map(judged).collect();
    (!all.is_empty()).then_some(marks)
}

fn judged(declared: &Declared<'_>) -> Vec<Mark> {
    let of = &declared.owner;
    let hits = lint(&declared.document);
    if hits.is_empty() {
        let what = format!("{of} names its actions and resources");
        return vec![declared.mark(State::Green, declared.place_of("Statement"), what)];
    }
    let mark = |hit: &Hit| {
        let element = match hit.rule {
            "wildcard-action" => "Action",
            _ => "Resource",
        };
        let place = declared.place_in(hit.statement, element);
        declared.mark(state(declared, hit), place, format!("{of}: {}", hit.what))
    };
    hits.iter().map(mark).collect()
}

/// Everything of everything, or of who may do what, on every resource.
fn state(declared: &Declared<'_>, hit: &Hit) -> State {
    let statement = declared
        .document
        .statements
        .get(hit.statement.saturating_sub(1));
    let on_all = statement
        .and_then(|it| it.resource.as_ref())
        .is_some_and(|it| !it.negated && it.patterns.iter().any(|pattern| pattern.value == "*"));
    let what = hit.what.split(' ').next().unwrap_or_default();
    let grave = ["*", "iam:*", "sts:*", "*:*"].contains(&what);
    match hit.rule == "wildcard-action" && on_all && grave {
        true => State::Red,
        false => State::Amber,
    }
}
