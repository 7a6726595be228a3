//! What GitHub answers with ill intent: every text of its own description is one.

use serde_json::{Value, json};
use watchkeeper::{
    ask::{ActionsAsk, Answer, Ask, DeploymentsAsk, GitHubAsk, Question, github::actions},
    facts::actions::{Budget, JobLog},
};

use super::world::{evil, remote};
use crate::support::openapi;

pub(super) fn answer(ask: &Ask, of_github: &GitHubAsk) -> Answer {
    match of_github {
        GitHubAsk::Actions(ActionsAsk::JobLog(_)) => actions::JobLog::answered(JobLog {
            text: remote("##[error]"),
            ..JobLog::default()
        }),
        GitHubAsk::Actions(ActionsAsk::BudgetLeft) => {
            actions::BudgetLeft::answered(Budget::default())
        }
        _ => {
            let (_, template) = ask.calls()[0].operation.split_once(' ').unwrap();
            let mut answer = openapi::example(template, true);
            spoil(&mut answer, "text");
            ask.answer_from(as_kept(of_github, answer)).unwrap()
        }
    }
}

fn spoil(value: &mut Value, name: &str) {
    match value {
        // What is of a known form is no text of anybody's.
        Value::String(text) if text == "text" => *text = evil(name),
        Value::Array(items) => items.iter_mut().for_each(|item| spoil(item, name)),
        Value::Object(fields) => fields
            .iter_mut()
            .for_each(|(name, field)| spoil(field, name)),
        _ => {}
    }
}

/// A list is kept in another shape than the API has it in.
fn as_kept(asked: &GitHubAsk, answer: Value) -> Value {
    let whole = matches!(
        asked,
        GitHubAsk::Actions(ActionsAsk::Runs(_) | ActionsAsk::AheadOf(_))
            | GitHubAsk::Deployments(DeploymentsAsk::Pending(_) | DeploymentsAsk::Approvals(_))
    );
    let items = match &answer {
        Value::Array(_) => Some(answer.clone()),
        Value::Object(fields) if fields.contains_key("total_count") => {
            fields.values().find(|field| field.is_array()).cloned()
        }
        _ => None,
    };
    match items {
        Some(items) if !whole => json!({"items": items, "total": 1, "whole": true}),
        _ => answer,
    }
}
