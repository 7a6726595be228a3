//! Whether an alarm reaches a person.

use super::{
    alarms::{Alarm, alarms},
    functions::refers_to,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};

pub(super) const RULE: Rule = Rule {
    id: "alert-target",
    number: "CP-602",
    area: Area::Operations,
    title: "Alarms reach a person",
    accepted: "Alarms go to a topic that somebody subscribed to",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 120,
    needs: Needs::Aws,
    why: "An alarm whose topic nobody subscribed to changes its colour in the console, and nobody looks there at night.",
    fix: "Declare an AWS::SNS::Topic with a Subscription, name it in AlarmActions, and confirm the subscription.",
    check,
};

const TOPICS: &[&str] = &["AWS::SNS::Topic"];
const SUBSCRIPTIONS: &[&str] = &["AWS::SNS::Subscription"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    if repository.functions().is_empty() {
        return None;
    }
    let all = alarms(repository);
    if all.is_empty() {
        return Some(vec![Mark::of(
            State::Amber,
            "there is no alarm, and nobody whom one would tell",
        )]);
    }
    Some(all.iter().map(|alarm| mark(repository, alarm)).collect())
}

fn mark(repository: &Repository, alarm: &Alarm<'_>) -> Mark {
    let id = alarm.id;
    let at = |state, what: String| {
        let place = alarm
            .get("AlarmActions")
            .map_or(alarm.place(), |it| it.span.place);
        Mark::at(state, alarm.source, place, what)
    };
    if alarm.tells_nobody() {
        return at(State::Amber, format!("{id} tells nobody"));
    }
    let told = |topic: &str| {
        alarm
            .actions()
            .iter()
            .any(|action| refers_to(action, topic))
    };
    let mut topics = repository
        .resources(TOPICS)
        .filter(|(source, ..)| source.path == alarm.source.path);
    let Some((_, topic, node)) = topics.find(|(_, topic, _)| told(topic)) else {
        return at(
            State::Unknown,
            format!("{id} tells a topic that is declared elsewhere"),
        );
    };
    let own = node
        .property("Subscription")
        .is_some_and(|it| !it.items().is_empty());
    let mut others = repository.resources(SUBSCRIPTIONS);
    let has_other = others.any(|(_, _, node)| {
        node.property("TopicArn")
            .is_some_and(|it| refers_to(it, topic))
    });
    match own || has_other {
        true => at(
            State::Green,
            format!("{id} tells {topic}, which has a subscription"),
        ),
        false => at(
            State::Amber,
            format!("{id} tells {topic}, to which nothing subscribes"),
        ),
    }
}
