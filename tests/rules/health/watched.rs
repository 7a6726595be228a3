//! Rows of what starts, guards and watches: rules, state machines, web ACLs, alarms, logs.

use watchkeeper::{
    ask::{cloudwatch, event_bridge, logs, step_functions, waf},
    facts::{
        AlarmState, ExecutionState, LogGroup, LogGroups, Remote, ResourceKind, RuleState,
        WebAclState,
    },
    rules::health::HealthStatus,
};

use super::{NAME, by_design, expected, is, name, told};

#[test]
fn a_rule_is_well_where_it_is_enabled_and_starts_something() {
    let rule = |state: &str, targets| {
        let state = RuleState {
            state: state.to_owned(),
            schedule: Some("rate(2 minutes)".to_owned()),
            targets,
        };
        [told(event_bridge::Rule(name()), state)]
    };
    let (of, design) = (expected(ResourceKind::Rule), by_design(ResourceKind::Rule));
    is("rule", &of, &rule("ENABLED", 1), HealthStatus::Ok);
    is("rule", &of, &rule("ENABLED", 0), HealthStatus::Degraded);
    is("rule", &of, &rule("DISABLED", 1), HealthStatus::Issue);
    is(
        "rule",
        &design,
        &rule("DISABLED", 1),
        HealthStatus::ByDesign,
    );
}

#[test]
fn a_state_machine_is_as_well_as_its_newest_executions() {
    let ended = |statuses: &[&str]| {
        let one = |status: &&str| ExecutionState {
            status: (*status).to_owned(),
            started: Some("2026-04-12T10:00:00Z".parse().unwrap()),
        };
        let all = statuses.iter().map(one).collect();
        [told(step_functions::Executions(name()), all)]
    };
    let of = expected(ResourceKind::StateMachine);
    let id = "state-machine";
    let good = is(
        id,
        &of,
        &ended(&["SUCCEEDED", "SUCCEEDED"]),
        HealthStatus::Ok,
    );
    assert_eq!(good.value, "2 of 2 succeeded, the newest of 2026-04-12");
    is(id, &of, &ended(&["RUNNING", "SUCCEEDED"]), HealthStatus::Ok);
    is(
        id,
        &of,
        &ended(&["SUCCEEDED", "FAILED"]),
        HealthStatus::Degraded,
    );
    is(
        id,
        &of,
        &ended(&["TIMED_OUT", "SUCCEEDED"]),
        HealthStatus::Issue,
    );
    is(id, &of, &ended(&[]), HealthStatus::NotTested);
}

#[test]
fn an_acl_an_alarm_and_a_log_group_that_do_nothing_are_said() {
    let acl = |resources: &[&str]| {
        let state = WebAclState {
            arn: "arn".to_owned(),
            resources: resources.iter().map(|one| Remote::new(*one)).collect(),
        };
        [told(waf::WebAcl(name()), state)]
    };
    let of = expected(ResourceKind::WebAcl);
    is("web-acl", &of, &acl(&["arn:lb"]), HealthStatus::Ok);
    is("web-acl", &of, &acl(&[]), HealthStatus::Degraded);
    let alarm = |state: &str, actions| {
        let state = AlarmState {
            state: state.to_owned(),
            since: None,
            actions_enabled: true,
            actions,
            function: None,
        };
        [told(cloudwatch::Alarm(name()), state)]
    };
    let of = expected(ResourceKind::Alarm);
    is("alarm", &of, &alarm("OK", 1), HealthStatus::Ok);
    is("alarm", &of, &alarm("OK", 0), HealthStatus::Degraded);
    is("alarm", &of, &alarm("ALARM", 1), HealthStatus::Degraded);
    is(
        "alarm",
        &of,
        &alarm("INSUFFICIENT_DATA", 1),
        HealthStatus::NotTested,
    );
    let groups = |found: &str, bytes, more| {
        let group = LogGroup {
            name: found.into(),
            retention_days: None,
            stored_bytes: Some(bytes),
            class: None,
        };
        let asked = logs::Groups {
            named: NAME.to_owned(),
        };
        let groups = vec![group];
        [told(asked, LogGroups { groups, more })]
    };
    let of = expected(ResourceKind::LogGroup);
    let kept = is("log-group", &of, &groups(NAME, 7, false), HealthStatus::Ok);
    assert_eq!(kept.value, "7 bytes, kept for ever");
    is(
        "log-group",
        &of,
        &groups(NAME, 0, false),
        HealthStatus::NotTested,
    );
    is(
        "log-group",
        &of,
        &groups("thing-dev-2", 7, false),
        HealthStatus::Missing,
    );
    // A list that was not read to its end proves nothing.
    is(
        "log-group",
        &of,
        &groups("thing-dev-2", 7, true),
        HealthStatus::Unknown,
    );
}
