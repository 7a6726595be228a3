//! How long, how often at once and on what a function runs, and where its failures go.

use super::{
    functions::Function,
    repository::Repository,
    row::{Mark, State},
    rule::{Area, Confidence, Needs, Risk, Rule},
};
use crate::{policy::Place, template::Node};

pub(super) const RULE: Rule = Rule {
    id: "function-limits",
    number: "CP-504",
    area: Area::Deployment,
    title: "Functions have limits, and a place for failures",
    accepted: "Scheduled functions run once, and failures are kept",
    risk: Risk::Medium,
    confidence: Confidence::High,
    effort: 30,
    needs: Needs::Files,
    why: "A scheduled function that is still running when the next one starts does its work twice; one that hangs costs its whole time-out; what fails without a queue is gone.",
    fix: "Give a scheduled function `ReservedConcurrentExecutions: 1`, a Timeout that its work justifies, and a DeadLetterConfig or `EventInvokeConfig: { DestinationConfig: { OnFailure: ... } }`.",
    check,
};

/// What AWS no longer updates, by the list of Lambda's developer guide.
const ENDED: &[&str] = &[
    "dotnet6",
    "dotnet7",
    "dotnetcore3.1",
    "go1.x",
    "java8",
    "nodejs10.x",
    "nodejs12.x",
    "nodejs14.x",
    "nodejs16.x",
    "nodejs18.x",
    "nodejs20.x",
    "provided",
    "python2.7",
    "python3.6",
    "python3.7",
    "python3.8",
    "python3.9",
    "ruby2.5",
    "ruby2.7",
    "ruby3.2",
];

/// The longest that Lambda lets a function run.
const LONGEST: &str = "900";

fn check(repository: &Repository) -> Option<Vec<Mark>> {
    let functions = repository.functions();
    let marks: Vec<Mark> = functions.iter().flat_map(of_function).collect();
    (!functions.is_empty()).then_some(marks)
}

fn of_function(function: &Function<'_>) -> Vec<Mark> {
    let id = function.id;
    let mut marks = Vec::new();
    let mut say = |state, place: Place, what: String| {
        marks.push(Mark::at(state, function.template, place, what));
    };
    if let Some(runtime) = function.get("Runtime")
        && let Some(name) = runtime.text().filter(|it| ENDED.contains(it))
    {
        say(
            State::Red,
            runtime.span.place,
            format!("{id} runs on {name}, which AWS no longer updates"),
        );
    }
    let is_scheduled = !function.schedules().is_empty();
    if is_scheduled && function.get("ReservedConcurrentExecutions").is_none() {
        let what =
            format!("{id} is scheduled and has no reserved concurrency: two can run at once");
        say(State::Amber, function.place(), what);
    }
    match function.get("Timeout") {
        Some(timeout) if timeout.text() == Some(LONGEST) => {
            let what = format!("{id} may run for 900 s, the longest there is");
            say(State::Amber, timeout.span.place, what);
        }
        None => say(
            State::Amber,
            function.place(),
            format!("{id} has no Timeout: 3 s are the default"),
        ),
        Some(_) => {}
    }
    if function.is_invoked_unwatched() && !keeps_failures(function) {
        let what = format!("{id} is invoked by events, and nothing keeps those that fail");
        say(State::Amber, function.place(), what);
    }
    if marks.is_empty() {
        let what = format!("{id} has limits, and a place for failures where it needs one");
        marks.push(Mark::at(
            State::Green,
            function.template,
            function.place(),
            what,
        ));
    }
    marks
}

/// Of the function, or of the schedule that starts it.
fn keeps_failures(function: &Function<'_>) -> bool {
    let has = |name: &str| function.get(name).is_some();
    let destinations = function
        .get("EventInvokeConfig")
        .and_then(|it| it.get("DestinationConfig"));
    let events = function.get("Events").map_or(&[][..], Node::entries);
    let mut events = events.iter();
    has("DeadLetterConfig")
        || has("DeadLetterQueue")
        || destinations.and_then(|it| it.get("OnFailure")).is_some()
        || events.any(|it| {
            it.value
                .get("Properties")
                .is_some_and(|it| it.get("DeadLetterConfig").is_some())
        })
}
