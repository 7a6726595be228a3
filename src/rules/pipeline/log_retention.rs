//! Whether a function's logs are kept for a time that somebody chose.

use super::{
    functions::{Function, resolved},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "log-retention",
    number: "CP-505",
    area: Area::Deployment,
    title: "Logs are kept for a time that was chosen",
    accepted: "Every log group has a retention",
    risk: Risk::Low,
    confidence: Confidence::High,
    effort: 15,
    needs: Needs::Files,
    why: "Lambda makes the group of a function that has none, and keeps it for ever: that costs more each month, and keeps what should be gone.",
    fix: "Declare the group: Type: AWS::Logs::LogGroup, LogGroupName: !Sub \"/aws/lambda/${Function}\", RetentionInDays: 30.",
    check,
};

const GROUPS: &[&str] = &["AWS::Logs::LogGroup"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let marks: Vec<Mark> = functions.iter().map(|it| mark(repository, it)).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(repository: &Repository, function: &Function<'_>) -> Mark {
    let id = function.id;
    let groups = repository.resources(GROUPS);
    let mut groups = groups.filter(|(source, ..)| source.path == function.template.path);
    let Some((source, group, node)) = groups.find(|(_, group, node)| is_of(function, group, node))
    else {
        let what = format!("no log group is declared for {id}: its logs are kept for ever");
        return Mark::at(State::Amber, function.template, function.place(), what);
    };
    match node.property("RetentionInDays") {
        Some(days) => {
            let shown = days
                .text()
                .map_or_else(|| "as many".to_owned(), str::to_owned);
            Mark::at(
                State::Green,
                source,
                days.span.place,
                format!("{id}'s logs are kept for {shown} days"),
            )
        }
        None => Mark::at(
            State::Amber,
            source,
            node.span.place,
            format!("{group} keeps {id}'s logs for ever"),
        ),
    }
}

fn is_of(function: &Function<'_>, group: &str, node: &Node) -> bool {
    let configured = function
        .get("LoggingConfig")
        .and_then(|it| it.get("LogGroup"));
    if let Some(configured) = configured {
        return super::functions::refers_to(configured, group)
            || node.property("LogGroupName").is_some_and(|name| {
                resolved(function.template, name) == resolved(function.template, configured)
            });
    }
    let Some(name) = node.property("LogGroupName") else {
        return false;
    };
    let text = resolved(function.template, name);
    let text = text
        .as_deref()
        .and_then(|it| it.strip_prefix("/aws/lambda/"));
    let named = function.name();
    text.is_some() && (function.is_meant_by(name) || text == named.as_deref())
}
