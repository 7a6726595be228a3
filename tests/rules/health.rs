//! Each row of the health audit with an answer that is well, one that is not, and one that
//! was denied; and what the rows come to together.

use watchkeeper::{
    ask::{
        Answer, AwsAsk, Question, auto_scaling, cloudwatch, dynamodb, ecs, event_bridge, lambda,
        load_balancing, logs, rds, sns, sqs, step_functions, waf,
    },
    facts::{
        AlarmState, AutoScalingGroup, DatabaseState, EcsServiceState, EventSource, ExecutionState,
        Expected, Fault, FaultKind, FunctionRuns, FunctionState, LogGroup, LogGroups, Priority,
        QueueState, Reading, Remote, ResourceKind, ResourceName, RuleState, TableState,
        TargetHealth, TopicState, WebAclState,
    },
    rules::health::{
        Area, Category, HealthStatus, Judged, Looked, RULES, RowReport, Seen, finding, rows,
    },
};

const NAME: &str = "thing-dev";

fn name() -> ResourceName {
    ResourceName::from(NAME)
}

fn expected(kind: ResourceKind) -> Expected {
    Expected {
        kind,
        name: name(),
        cluster: Some(ResourceName::from("c")),
        by_design: None,
        dead_letters: false,
    }
}

fn by_design(kind: ResourceKind) -> Expected {
    Expected {
        by_design: Some("It is off here.".to_owned()),
        ..expected(kind)
    }
}

fn asked<Q: Question>(question: Q) -> AwsAsk
where
    Q::Service: Into<AwsAsk>,
{
    let service: Q::Service = question.into();
    service.into()
}

type Told = (AwsAsk, Answer);

fn told<Q: Question>(question: Q, answer: Q::Answer) -> Told
where
    Q::Service: Into<AwsAsk>,
{
    (asked(question), Q::answered(answer))
}

fn judged(rule: &str, expected: &Expected, told: &[Told]) -> Judged {
    let rule = RULES.iter().find(|one| one.id == rule).unwrap();
    let look = |ask: &AwsAsk| {
        let found = told.iter().find(|(known, _)| known == ask);
        found.map_or(Looked::NotYet, |(_, answer)| Looked::Known(answer))
    };
    rule.judge(expected, &Seen { look: &look })
}

#[track_caller]
fn is(rule: &str, expected: &Expected, told: &[Told], status: HealthStatus) -> Judged {
    let judged = judged(rule, expected, told);
    assert_eq!(judged.status, status, "{rule}: {judged:?}");
    judged
}

fn fault(kind: FaultKind) -> Fault {
    Fault::new(kind, "It was refused.", "Ask for it.")
}

#[test]
fn a_denied_row_names_the_action_and_a_missing_thing_is_missing() {
    for rule in RULES {
        let expected = Expected {
            dead_letters: rule.id == "dead-letters",
            ..expected(rule.kind)
        };
        assert!(rows(&expected).any(|one| one.id == rule.id), "{}", rule.id);
        let denied = fault(FaultKind::Denied {
            action: "x:Describe".to_owned(),
            resource: None,
        });
        for (fault, status, value) in [
            (denied, HealthStatus::Unknown, "no access: x:Describe"),
            (
                fault(FaultKind::Throttled),
                HealthStatus::Unknown,
                "throttled",
            ),
            (
                fault(FaultKind::Expired),
                HealthStatus::Unknown,
                "credentials expired",
            ),
            (
                fault(FaultKind::Missing),
                HealthStatus::Missing,
                "not found",
            ),
        ] {
            let look = |_: &AwsAsk| Looked::Failed(&fault);
            let judged = rule.judge(&expected, &Seen { look: &look });
            assert_eq!(judged.status, status, "{}", rule.id);
            assert_eq!(judged.value, value, "{}", rule.id);
        }
        // What was not read yet is not well.
        let none = is(rule.id, &expected, &[], HealthStatus::Unknown);
        assert_eq!(none.value, "not read");
    }
}

#[test]
fn a_table_and_a_database_are_well_where_their_services_say_so() {
    let table = |status: &str| {
        let state = TableState {
            status: status.to_owned(),
            items: Some(4),
        };
        [told(dynamodb::Table(name()), state)]
    };
    let of = expected(ResourceKind::Table);
    is("table", &of, &table("ACTIVE"), HealthStatus::Ok);
    is("table", &of, &table("UPDATING"), HealthStatus::Degraded);
    is("table", &of, &table("ARCHIVED"), HealthStatus::Issue);
    let database = |status: &str| {
        let state = DatabaseState {
            status: status.to_owned(),
            engine: None,
        };
        [told(rds::Database(name()), state)]
    };
    let of = expected(ResourceKind::Database);
    is("database", &of, &database("available"), HealthStatus::Ok);
    is(
        "database",
        &of,
        &database("backing-up"),
        HealthStatus::Degraded,
    );
    is(
        "database",
        &of,
        &database("storage-full"),
        HealthStatus::Issue,
    );
}

#[test]
fn a_dead_letter_queue_is_well_only_where_it_is_empty() {
    let queue = |visible| {
        let state = QueueState {
            visible,
            in_flight: 0,
            has_redrive: false,
        };
        [told(sqs::Queue(name()), state)]
    };
    let of = Expected {
        dead_letters: true,
        ..expected(ResourceKind::Queue)
    };
    is("dead-letters", &of, &queue(0), HealthStatus::Ok);
    is("dead-letters", &of, &queue(3), HealthStatus::Issue);
    let of = expected(ResourceKind::Queue);
    let judged = is("queue", &of, &queue(3), HealthStatus::Ok);
    assert!(judged.value.contains("no dead letter queue"));
    let ids: Vec<&str> = rows(&of).map(|rule| rule.id).collect();
    assert_eq!(ids, ["queue"]);
}

#[test]
fn a_topic_without_a_subscription_reaches_nobody() {
    let topic = |confirmed| {
        let state = TopicState {
            confirmed,
            pending: 1,
        };
        [told(sns::Topic(name()), state)]
    };
    let of = expected(ResourceKind::Topic);
    is("topic", &of, &topic(1), HealthStatus::Ok);
    is("topic", &of, &topic(0), HealthStatus::Degraded);
    let design = by_design(ResourceKind::Topic);
    is("topic", &design, &topic(0), HealthStatus::ByDesign);
}

#[test]
fn groups_and_services_are_measured_by_what_they_want() {
    let group = |desired, in_service| {
        let state = AutoScalingGroup {
            name: NAME.into(),
            min: 0,
            max: 3,
            desired,
            in_service,
            hooks: Reading::Known(Vec::new()),
            stack: None,
            logical_id: None,
        };
        [told(auto_scaling::Groups(vec![NAME.into()]), vec![state])]
    };
    let (of, design) = (
        expected(ResourceKind::AutoScalingGroup),
        by_design(ResourceKind::AutoScalingGroup),
    );
    let id = "auto-scaling-group";
    is(id, &of, &group(1, 1), HealthStatus::Ok);
    is(id, &of, &group(2, 1), HealthStatus::Degraded);
    is(id, &of, &group(0, 0), HealthStatus::NotTested);
    is(id, &design, &group(0, 0), HealthStatus::ByDesign);
    let none = [told(auto_scaling::Groups(vec![NAME.into()]), Vec::new())];
    is(id, &of, &none, HealthStatus::Missing);
    let service = |status: &str, desired, running| {
        let asked = ecs::Service {
            cluster: "c".into(),
            service: name(),
        };
        let state = EcsServiceState {
            status: status.to_owned(),
            desired,
            running,
            pending: 0,
        };
        [told(asked, state)]
    };
    let (of, design) = (
        expected(ResourceKind::EcsService),
        by_design(ResourceKind::EcsService),
    );
    let id = "ecs-service";
    is(id, &of, &service("ACTIVE", 1, 1), HealthStatus::Ok);
    is(id, &of, &service("ACTIVE", 2, 1), HealthStatus::Degraded);
    is(id, &of, &service("ACTIVE", 0, 0), HealthStatus::NotTested);
    is(
        id,
        &design,
        &service("ACTIVE", 0, 0),
        HealthStatus::ByDesign,
    );
    is(id, &of, &service("INACTIVE", 0, 0), HealthStatus::Missing);
}

#[test]
fn a_target_group_without_targets_is_an_issue_unless_it_is_meant_so() {
    let targets = |states: &[&str]| {
        let one = |state: &&str| TargetHealth {
            id: "i-1".to_owned(),
            state: (*state).to_owned(),
            reason: Some("Target.Timeout".to_owned()),
        };
        let all = states.iter().map(one).collect();
        [told(load_balancing::TargetGroup(name()), all)]
    };
    let (of, design) = (
        expected(ResourceKind::TargetGroup),
        by_design(ResourceKind::TargetGroup),
    );
    let id = "target-group";
    is(id, &of, &targets(&["healthy"]), HealthStatus::Ok);
    is(
        id,
        &of,
        &targets(&["healthy", "initial"]),
        HealthStatus::Degraded,
    );
    let some = is(
        id,
        &of,
        &targets(&["healthy", "unhealthy"]),
        HealthStatus::Degraded,
    );
    assert_eq!(
        some.why.as_deref(),
        Some("i-1 is unhealthy: Target.Timeout.")
    );
    is(id, &of, &targets(&["unhealthy"]), HealthStatus::Issue);
    is(id, &of, &targets(&[]), HealthStatus::Issue);
    is(id, &design, &targets(&[]), HealthStatus::ByDesign);
}

fn function(state: &str, update: &str, is_managed: bool) -> Told {
    let state = FunctionState {
        state: Some(state.to_owned()),
        last_update: Some(update.to_owned()),
        reason: None,
        timeout: Some(60),
        is_managed,
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

#[test]
fn unknown_never_comes_to_ok() {
    use HealthStatus::{ByDesign, Degraded, Issue, Missing, NotTested, Ok, Unknown};
    for (rows, category) in [
        (vec![Ok, ByDesign], Category::Ok),
        (vec![Ok, Unknown], Category::Partial),
        (vec![Unknown, Unknown], Category::Unknown),
        (vec![], Category::Unknown),
        (vec![Ok, NotTested], Category::Partial),
        (vec![NotTested, NotTested], Category::NotTested),
        (vec![Unknown, Degraded], Category::Degraded),
        (vec![Ok, Missing], Category::Issues),
        (vec![Degraded, Issue], Category::Issues),
    ] {
        assert_eq!(Category::of(rows.clone()), category, "{rows:?}");
    }
}

#[test]
fn what_is_ill_is_a_finding_and_what_is_unknown_is_none() {
    let report = |status| RowReport {
        rule: "database".to_owned(),
        kind: ResourceKind::Database,
        name: name(),
        area: Area::Foundation,
        judged: Judged {
            status,
            value: "storage-full".to_owned(),
            why: None,
        },
        calls: vec!["rds:DescribeDBInstances".to_owned()],
        at: None,
    };
    let found = finding(&report(HealthStatus::Issue)).unwrap();
    assert_eq!(found.priority, Priority::P0);
    assert_eq!(found.title, "RDS instance thing-dev is ISSUE: storage-full");
    for status in [
        HealthStatus::Ok,
        HealthStatus::ByDesign,
        HealthStatus::Unknown,
    ] {
        assert_eq!(finding(&report(status)), None);
    }
}
