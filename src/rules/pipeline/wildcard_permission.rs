//! A role of a template that may do more than its purpose: every action, or on everything.

use super::{
    declared::{Declared, documents},
    online::Online,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{
    facts::Remote,
    policy::{self, Document, Kind},
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
    needs: Needs::Aws,
    why: "What a function may do, whoever takes it over may do: with * that reaches the resources of every other team and environment in the account.",
    fix: "Name the resources, for example !Sub \"arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/NAME:*\", and move the actions that only go with * to a statement of their own.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let all = documents(repository, Kind::Identity);
    let mut marks: Vec<Mark> = all.iter().flat_map(judged).collect();
    marks.extend(live(&repository.online));
    (!marks.is_empty()).then_some(marks)
}

/// The same of the live roles that workflows assume: their own policies.
fn live(online: &Online) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (arn, role) in &online.roles {
        let name = arn.last_segment();
        let policies = match role.read().and_then(|role| role.inline.read()) {
            Ok(policies) => policies,
            Err(fault) => {
                let what = format!("live role {name} was not read: {}", fault.in_short());
                marks.push(Mark::of(State::Unknown, what));
                continue;
            }
        };
        for policy in policies {
            let of = format!("live policy {} of role {name}", policy.name.raw());
            let text = policy.document.known().map_or("", Remote::raw);
            match policy::parse(text, Kind::Identity) {
                Ok(document) => marks.extend(of_live(&document, &of)),
                Err(_) => marks.push(Mark::of(State::Unknown, format!("{of} was not read"))),
            }
        }
    }
    marks
}

fn of_live(document: &Document, of: &str) -> Vec<Mark> {
    let hits = lint(document);
    if hits.is_empty() {
        let what = format!("{of} names its actions and resources");
        return vec![Mark::of(State::Green, what)];
    }
    let mark = |hit: &Hit| Mark::of(state(document, hit), format!("{of}: {}", hit.what));
    hits.iter().map(mark).collect()
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
        declared.mark(
            state(&declared.document, hit),
            place,
            format!("{of}: {}", hit.what),
        )
    };
    hits.iter().map(mark).collect()
}

/// Everything of everything, or of who may do what, on every resource.
fn state(document: &Document, hit: &Hit) -> State {
    let statement = document.statements.get(hit.statement.saturating_sub(1));
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
