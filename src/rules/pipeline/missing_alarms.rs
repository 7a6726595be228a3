//! Whether somebody is told when a function fails, slows down, is throttled, or its
//! failures pile up; and whether each alarm can fire at all.

use super::{
    alarms::{Alarm, alarms},
    functions::{Function, refers_to, resolved},
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
    schedule::{DAY, shortest},
    source::Source,
};

pub(super) const RULE: Rule = Rule {
    id: "missing-alarms",
    number: "CP-601",
    area: Area::Operations,
    title: "Alarms watch errors, duration, throttles and queues",
    accepted: "Health alarms are there and can fire",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 120,
    needs: Needs::Files,
    why: "What fails at night is found by whoever misses its result.",
    fix: "Declare an alarm each for Errors, Duration and Throttles of the function, and for ApproximateNumberOfMessagesVisible of its dead-letter queue: Threshold 0, GreaterThanThreshold, TreatMissingData: notBreaching, and AlarmActions. A rate of errors needs metric math: 100 * errors / invocations.",
    check,
};

const LAMBDA: &str = "AWS/Lambda";
const METRICS: [&str; 3] = ["Errors", "Duration", "Throttles"];
const QUEUES: &[&str] = &["AWS::SQS::Queue"];

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    if functions.is_empty() {
        return None;
    }
    let all = alarms(repository);
    let mut marks = Vec::new();
    for function in functions.iter().filter(|it| !it.is_a_hook()) {
        let own: Vec<&Alarm<'_>> = all.iter().filter(|it| it.is_of(function)).collect();
        marks.push(lacking(function, &own));
        marks.extend(own.iter().flat_map(|alarm| faults(alarm, function)));
    }
    marks.extend(queues(repository, &functions, &all));
    Some(marks)
}

fn lacking(function: &Function<'_>, own: &[&Alarm<'_>]) -> Mark {
    let id = function.id;
    let watched = |metric: &&str| own.iter().any(|it| it.watches(LAMBDA, metric));
    let missing: Vec<&str> = METRICS.into_iter().filter(|it| !watched(it)).collect();
    let (state, what) = match missing.len() {
        0 => (
            State::Green,
            format!("alarms watch {id}'s errors, duration and throttles"),
        ),
        3 => (State::Red, format!("no alarm watches {id}")),
        _ => (
            State::Amber,
            format!("no alarm watches {id}'s {}", missing.join(" and ")),
        ),
    };
    Mark::at(state, function.template, function.place(), what)
}

/// Why an alarm that is there may say nothing.
fn faults(alarm: &Alarm<'_>, function: &Function<'_>) -> Vec<Mark> {
    let id = alarm.id;
    let mut marks = Vec::new();
    let mut say =
        |state, place, what: String| marks.push(Mark::at(state, alarm.source, place, what));
    if alarm.tells_nobody() {
        let place = alarm
            .get("AlarmActions")
            .map_or(alarm.place(), |it| it.span.place);
        say(
            State::Amber,
            place,
            format!("{id} tells nobody: it has no action"),
        );
    }
    for (name, value) in alarm.dimensions() {
        let text = resolved(alarm.source, value).unwrap_or_default();
        let has_alias = text.contains(':');
        if name == "Resource" && !has_alias {
            let what = format!("{id} can have no data: Resource is FUNCTION:ALIAS");
            say(State::Red, value.span.place, what);
        }
    }
    let shortest = function
        .schedules()
        .iter()
        .filter_map(|(it, _)| shortest(it))
        .min();
    let is_daily = shortest.is_some_and(|minutes| minutes >= DAY);
    if is_daily && alarm.get("TreatMissingData").is_none() {
        let what = format!(
            "{id} has no TreatMissingData, and {} runs once a day: it has no data most of the time",
            function.id
        );
        say(State::Amber, alarm.place(), what);
    }
    if let Some(what) = never_reached(alarm, is_daily) {
        let place = alarm
            .get("Threshold")
            .map_or(alarm.place(), |it| it.span.place);
        say(State::Amber, place, what);
    }
    marks
}

/// A number of errors that a function which runs once a day does not come to.
fn never_reached(alarm: &Alarm<'_>, is_daily: bool) -> Option<String> {
    let counts = alarm.watches(LAMBDA, "Errors") && alarm.text("Statistic") == Some("Sum");
    if !counts || alarm.is_computed() || !is_daily {
        return None;
    }
    let threshold: f64 = alarm.text("Threshold")?.parse().ok()?;
    let least = match alarm.text("ComparisonOperator")? {
        "GreaterThanThreshold" => threshold.floor() + 1.0,
        "GreaterThanOrEqualToThreshold" => threshold.ceil(),
        _ => return None,
    };
    (least > 1.0).then(|| {
        format!("{} fires from {least} errors on, and the function runs once a day: one failure says nothing", alarm.id)
    })
}

/// Queues to which failures go.
fn queues(repository: &Repository, functions: &[Function<'_>], all: &[Alarm<'_>]) -> Vec<Mark> {
    let is_dead = |source: &Source, id: &str| {
        let lower = id.to_ascii_lowercase();
        let mut functions = functions.iter();
        lower.contains("dlq")
            || lower.contains("deadletter")
            || functions.any(|it| {
                let of = [it.get("DeadLetterQueue"), it.get("DeadLetterConfig")];
                it.template.path == source.path
                    && of.into_iter().flatten().any(|node| refers_to(node, id))
            })
    };
    let queues = repository
        .resources(QUEUES)
        .filter(|(source, id, _)| is_dead(source, id));
    queues
        .map(|(source, id, node)| {
            let watches = |it: &&Alarm<'_>| {
                let mut dimensions = it.dimensions().into_iter();
                it.watches("AWS/SQS", "ApproximateNumberOfMessagesVisible")
                    && it.source.path == source.path
                    && dimensions.any(|(_, value)| refers_to(value, id))
            };
            match all.iter().find(watches) {
                Some(alarm) => Mark::at(
                    State::Green,
                    source,
                    alarm.place(),
                    format!("{} watches {id}", alarm.id),
                ),
                None => Mark::at(
                    State::Amber,
                    source,
                    node.span.place,
                    format!("failures pile up in {id}, and no alarm watches it"),
                ),
            }
        })
        .collect()
}
