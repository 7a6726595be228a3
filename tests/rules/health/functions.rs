//! Rows of functions: their state, whether they ever ran, how they run, and what they read from.

use watchkeeper::{
    ask::{cloudwatch, lambda},
    facts::{EventSource, FunctionRuns, FunctionState, Remote, ResourceKind},
    rules::health::HealthStatus,
};

use super::{Told, by_design, expected, is, name, told};

fn function(state: &str, update: &str, is_managed: bool) -> Told {
    let state = FunctionState {
        state: Some(state.to_owned()),
        last_update: Some(update.to_owned()),
        reason: None,
        timeout: Some(60),
        is_managed,
        modified: None,
    };
    told(lambda::Function(name()), state)
}

fn ran(ever: u64, invocations: u64, errors: u64, longest: u64) -> Told {
    let runs = FunctionRuns {
        ever,
        invocations,
        errors,
        throttles: 0,
        longest: Some(longest),
        average: Some(longest / 2),
    };
    told(cloudwatch::Runs(name()), runs)
}

#[test]
fn a_function_s_state_is_what_lambda_says_and_unknown_kinds_are_unknown() {
    let of = expected(ResourceKind::Lambda);
    let id = "function-state";
    for (state, update, status) in [
        ("Active", "Successful", HealthStatus::Ok),
        ("Pending", "Successful", HealthStatus::Degraded),
        ("Active", "InProgress", HealthStatus::Degraded),
        ("Failed", "Successful", HealthStatus::Issue),
        ("Active", "Failed", HealthStatus::Issue),
        ("Inactive", "Successful", HealthStatus::ByDesign),
        ("Dreaming", "Successful", HealthStatus::Unknown),
    ] {
        is(id, &of, &[function(state, update, false)], status);
    }
    let managed = function("Active", "Successful", true);
    is(
        id,
        &of,
        std::slice::from_ref(&managed),
        HealthStatus::Unknown,
    );
    let both = [managed, ran(9, 9, 0, 100)];
    is("function-runs", &of, &both, HealthStatus::Unknown);
}

#[test]
fn a_function_that_was_never_invoked_is_not_tested() {
    let of = expected(ResourceKind::Lambda);
    let id = "function-invoked";
    is(id, &of, &[ran(0, 0, 0, 0)], HealthStatus::NotTested);
    is(id, &of, &[ran(1, 0, 0, 0)], HealthStatus::Ok);
    let design = by_design(ResourceKind::Lambda);
    is(id, &design, &[ran(0, 0, 0, 0)], HealthStatus::ByDesign);
}

#[test]
fn a_function_that_times_out_or_does_nothing_is_found_out() {
    let of = expected(ResourceKind::Lambda);
    let id = "function-runs";
    let runs = |told: Told| [told, function("Active", "Successful", false)];
    is(id, &of, &runs(ran(9, 100, 0, 900)), HealthStatus::Ok);
    is(
        id,
        &of,
        &runs(ran(9, 100, 0, 60_000)),
        HealthStatus::Degraded,
    );
    is(id, &of, &runs(ran(9, 100, 1, 900)), HealthStatus::Degraded);
    is(id, &of, &runs(ran(9, 100, 25, 900)), HealthStatus::Issue);
    let idle = is(id, &of, &runs(ran(9, 0, 0, 0)), HealthStatus::Ok);
    assert_eq!(idle.value, "no run in 24 h");
    let nothing = is(id, &of, &runs(ran(9, 4, 0, 4)), HealthStatus::Ok);
    assert!(nothing.value.contains("no-op?"), "{nothing:?}");
    // Without its timeout nothing is said of it.
    is(id, &of, &[ran(9, 100, 0, 900)], HealthStatus::Unknown);
}

#[test]
fn an_enabled_source_of_a_function_that_never_ran_is_not_tested() {
    let sources = |state: &str, result: &str, ever| {
        let source = EventSource {
            source: Some(Remote::new("arn:aws:sqs:eu-central-1:1:queue.fifo")),
            state: state.to_owned(),
            last_result: Some(result.to_owned()),
        };
        [
            told(lambda::EventSources(name()), vec![source]),
            ran(ever, 0, 0, 0),
        ]
    };
    let of = expected(ResourceKind::Lambda);
    let id = "event-source";
    is(id, &of, &sources("Enabled", "OK", 5), HealthStatus::Ok);
    is(
        id,
        &of,
        &sources("Enabled", "OK", 0),
        HealthStatus::NotTested,
    );
    is(
        id,
        &of,
        &sources("Enabled", "PROBLEM: denied", 5),
        HealthStatus::Degraded,
    );
    let off = is(id, &of, &sources("Disabled", "OK", 5), HealthStatus::Issue);
    assert_eq!(off.value, "queue.fifo is Disabled");
    let none = [told(lambda::EventSources(name()), Vec::new())];
    is(id, &of, &none, HealthStatus::Ok);
}
