//! A function that a deployment replaces at once, with nothing to roll it back.

use super::{
    functions::{Function, is_call},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::template::Node;

pub(super) const RULE: Rule = Rule {
    id: "unsafe-deployment",
    number: "CP-502",
    area: Area::Deployment,
    title: "Functions shift traffic step by step, watched by alarms",
    accepted: "Production deploys by an alias whose traffic shifts under alarms",
    risk: Risk::High,
    confidence: Confidence::High,
    effort: 240,
    needs: Needs::Files,
    why: "A bad version takes all traffic the moment it is deployed, and stays until somebody notices and puts the old one back by hand.",
    fix: "Give the function `AutoPublishAlias: live` and `DeploymentPreference: { Type: Canary10Percent5Minutes, Alarms: [!Ref ErrorAlarm, !Ref DurationAlarm] }`. Invokers that are not events of the function itself have to name the alias.",
    check,
};

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let judged = functions.iter().filter(|it| !it.is_a_hook());
    let marks: Vec<Mark> = judged.map(|it| mark(repository, it)).collect();
    (!marks.is_empty()).then_some(marks)
}

fn mark(repository: &Repository, function: &Function<'_>) -> Mark {
    let id = function.id;
    let at = |state, place, what: String| Mark::at(state, function.template, place, what);
    if !function.is_sam {
        return plain(repository, function);
    }
    let Some(alias) = function.get("AutoPublishAlias") else {
        let what = format!("{id} has no alias: a deployment replaces it at once");
        return at(State::Red, function.place(), what);
    };
    let Some(preference) = function.get("DeploymentPreference") else {
        let what =
            format!("{id} has an alias and no DeploymentPreference: all traffic goes over at once");
        return at(State::Red, alias.span.place, what);
    };
    let place = preference.span.place;
    if preference.get("Enabled").and_then(Node::text) == Some("false") {
        return at(
            State::Red,
            place,
            format!("{id}'s DeploymentPreference is not enabled"),
        );
    }
    let kind = preference.get("Type");
    if kind.and_then(Node::text) == Some("AllAtOnce") {
        return at(
            State::Amber,
            place,
            format!("{id} shifts all traffic at once"),
        );
    }
    let alarms = preference.get("Alarms");
    // A choice of lists is a list all the same.
    let has_alarms = alarms.is_some_and(|it| !it.items().is_empty() || is_call(it));
    match has_alarms {
        false => at(
            State::Amber,
            place,
            format!("{id} shifts step by step, and no alarm can stop it"),
        ),
        true => at(
            State::Green,
            place,
            format!("{id} shifts step by step, watched by alarms"),
        ),
    }
}

/// Without SAM the alias and what shifts it are resources of their own.
fn plain(repository: &Repository, function: &Function<'_>) -> Mark {
    let aliases: &[&str] = &["AWS::Lambda::Alias"];
    let id = function.id;
    let mut found = repository
        .resources(aliases)
        .filter(|(source, ..)| source.path == function.template.path);
    let alias = found.find(|(_, _, node)| {
        node.property("FunctionName")
            .is_some_and(|it| function.is_meant_by(it))
    });
    match alias {
        Some((source, _, node)) if node.get("UpdatePolicy").is_some() => Mark::at(
            State::Green,
            source,
            node.span.place,
            format!("{id}'s alias is shifted by CodeDeploy"),
        ),
        Some((source, _, node)) => Mark::at(
            State::Amber,
            source,
            node.span.place,
            format!("{id} has an alias, and nothing shifts its traffic step by step"),
        ),
        None => Mark::at(
            State::Red,
            function.template,
            function.place(),
            format!("{id} has no alias: a deployment replaces it at once"),
        ),
    }
}
