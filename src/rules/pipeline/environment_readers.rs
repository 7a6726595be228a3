//! Who may read the environments of functions, as templates grant it: what stands there is
//! shown with the configuration.

use super::{
    declared::documents,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "environment-readers",
    number: "CP-207",
    area: Area::Identity,
    title: "Few may read the environments of functions",
    accepted: "Who reads environments of functions is limited",
    risk: Risk::Low,
    confidence: Confidence::Medium,
    effort: 30,
    needs: Needs::Aws,
    why: "Whatever is in a function's environment, secrets too, is in the answer of GetFunctionConfiguration: a policy that allows it on every function shows them all.",
    fix: "Limit lambda:GetFunction and lambda:GetFunctionConfiguration to the functions that the role works with, and keep secrets out of environments.",
    check,
};
use crate::policy::{Compiled, Decision, Kind, Request};

const ACTIONS: [&str; 2] = ["lambda:GetFunctionConfiguration", "lambda:GetFunction"];
/// A function that no policy names: who may read this one may read all.
const ANY: &str = "arn:aws:lambda:eu-west-1:111122223333:function:one-that-no-policy-names";

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let has_variables = functions.iter().any(|function| {
        let environment = function.get("Environment");
        environment.is_some_and(|it| it.get("Variables").is_some())
    });
    if !has_variables {
        return None;
    }
    let declared = documents(repository, Kind::Identity);
    let mut marks = Vec::new();
    for one in &declared {
        let policy = Compiled::new(&one.document);
        let may = |action: &&&str| {
            let request = Request {
                action: (**action).to_owned(),
                resource: ANY.to_owned(),
                ..Request::default()
            };
            policy.decide(&request) == Decision::Allowed
        };
        if let Some(action) = ACTIONS.iter().find(may) {
            let what = format!("{} may do {action} on every function", one.owner);
            marks.push(one.mark(State::Amber, one.place_of("Action"), what));
        }
    }
    if marks.is_empty() {
        let what = "no role of a template may read every function's configuration";
        marks.push(Mark::of(State::Green, what));
    }
    Some(marks)
}
