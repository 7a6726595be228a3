//! Which failure came first, in stacks that were created, updated, rolled back.

use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use watchkeeper::{
    cause::first_failure::{EventView, first_failure, spans},
    facts::DeniedWhy,
};

const APP: &str = "arn:aws:cloudformation:eu-west-1:1:stack/app/a";
const NET: &str = "arn:aws:cloudformation:eu-west-1:1:stack/app-Net/n";
const DEEP: &str = "arn:aws:cloudformation:eu-west-1:1:stack/app-Net-Deep/d";
const STACK: &str = "AWS::CloudFormation::Stack";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_790_000_000 + second).unwrap()
}

/// A resource's event: second, stack, logical id, status, reason.
fn resource<'a>(
    second: i64,
    stack: &'a str,
    name: &'a str,
    status: &'a str,
    reason: &'a str,
) -> EventView<'a> {
    EventView {
        stack_id: stack,
        logical_id: name,
        physical_id: "",
        resource_type: "AWS::Events::Rule",
        status,
        reason: (!reason.is_empty()).then_some(reason),
        at: at(second),
        hook_stops: false,
    }
}

/// What a stack says of itself.
fn itself<'a>(second: i64, stack: &'a str, status: &'a str, reason: &'a str) -> EventView<'a> {
    nested(second, stack, stack, status, reason)
}

/// What a stack says of a stack within it.
fn nested<'a>(
    second: i64,
    stack: &'a str,
    inner: &'a str,
    status: &'a str,
    reason: &'a str,
) -> EventView<'a> {
    EventView {
        physical_id: inner,
        resource_type: STACK,
        ..resource(second, stack, "Net", status, reason)
    }
}

fn newest_first(mut events: Vec<EventView<'_>>) -> Vec<EventView<'_>> {
    events.reverse();
    events
}

const REFUSED: &str = "Resource handler returned message: \"User: arn:aws:sts::1:assumed-role/deploy/x is not authorized to perform: events:DescribeRule on resource: arn:aws:events:eu-west-1:1:rule/app-Cron because no identity-based policy allows the events:DescribeRule action\" (RequestToken: 1, HandlerErrorCode: AccessDenied)";

fn failed_update() -> Vec<EventView<'static>> {
    newest_first(vec![
        itself(0, APP, "UPDATE_IN_PROGRESS", "User Initiated"),
        resource(1, APP, "Table", "UPDATE_IN_PROGRESS", ""),
        resource(1, APP, "Cron", "CREATE_IN_PROGRESS", ""),
        resource(
            2,
            APP,
            "Cron",
            "CREATE_IN_PROGRESS",
            "Resource creation Initiated",
        ),
        resource(5, APP, "Cron", "CREATE_FAILED", REFUSED),
        resource(
            6,
            APP,
            "Table",
            "UPDATE_FAILED",
            "Resource update cancelled",
        ),
        itself(
            7,
            APP,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Cron]. ",
        ),
        resource(8, APP, "Table", "UPDATE_IN_PROGRESS", ""),
        resource(9, APP, "Table", "UPDATE_COMPLETE", ""),
        itself(10, APP, "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        resource(11, APP, "Cron", "DELETE_COMPLETE", ""),
        itself(12, APP, "UPDATE_ROLLBACK_COMPLETE", ""),
    ])
}

#[test]
fn no_failure_is_made_up_where_nothing_failed() {
    let events = newest_first(vec![
        itself(0, APP, "CREATE_IN_PROGRESS", "User Initiated"),
        resource(1, APP, "Cron", "CREATE_IN_PROGRESS", ""),
        resource(3, APP, "Cron", "CREATE_COMPLETE", ""),
        itself(4, APP, "CREATE_COMPLETE", ""),
    ]);
    let story = first_failure(&events, APP).unwrap();
    assert_eq!((story.root, story.rollback_root), (None, None));
    assert!(story.followers.is_empty());
    assert_eq!(first_failure(&events, NET), None);
}

#[test]
fn the_root_is_the_failure_and_not_what_was_cancelled_for_it() {
    let events = failed_update();
    let story = first_failure(&events, APP).unwrap();
    let root = story.root.unwrap();
    assert_eq!(events[root.event].logical_id, "Cron");
    let denied = root.denied.unwrap();
    assert_eq!(denied.action, "events:DescribeRule");
    assert_eq!(denied.why, DeniedWhy::NoIdentityPolicy);
    assert_eq!(story.rollback_root, None);
    let followers: Vec<&str> = story
        .followers
        .iter()
        .map(|at| events[*at].status)
        .collect();
    assert_eq!(followers, ["UPDATE_FAILED", "UPDATE_ROLLBACK_IN_PROGRESS"]);
    assert_eq!(story.span.from, at(0));
    assert_eq!(story.span.until, Some(at(12)));
    assert_eq!(story.span.status, "UPDATE_ROLLBACK_COMPLETE");
}

#[test]
fn each_resource_is_timed_from_its_first_event_to_its_end() {
    let events = failed_update();
    let story = first_failure(&events, APP).unwrap();
    let told: Vec<(&str, Option<SignedDuration>)> = story
        .durations
        .iter()
        .map(|took| (events[took.began].logical_id, took.took))
        .collect();
    let seconds = |s| Some(SignedDuration::from_secs(s));
    assert_eq!(
        told,
        [
            ("Table", seconds(5)),
            ("Cron", seconds(4)),
            ("Table", seconds(1))
        ]
    );
}

#[test]
fn the_nested_failure_is_the_root_and_the_parents_report_is_not() {
    let events = newest_first(vec![
        itself(0, APP, "CREATE_IN_PROGRESS", "User Initiated"),
        nested(1, APP, NET, "CREATE_IN_PROGRESS", ""),
        itself(1, NET, "CREATE_IN_PROGRESS", ""),
        nested(2, NET, DEEP, "CREATE_IN_PROGRESS", ""),
        itself(2, DEEP, "CREATE_IN_PROGRESS", ""),
        resource(5, DEEP, "Cron", "CREATE_FAILED", REFUSED),
        itself(
            5,
            DEEP,
            "CREATE_FAILED",
            "The following resource(s) failed to create: [Cron]. ",
        ),
        nested(
            5,
            NET,
            DEEP,
            "CREATE_FAILED",
            "Embedded stack d was not successfully created: x",
        ),
        itself(
            6,
            NET,
            "CREATE_FAILED",
            "The following resource(s) failed to create: [Net]. ",
        ),
        nested(
            6,
            APP,
            NET,
            "CREATE_FAILED",
            "Embedded stack n was not successfully created: x",
        ),
        itself(
            7,
            APP,
            "ROLLBACK_IN_PROGRESS",
            "The following resource(s) failed to create: [Net]. ",
        ),
    ]);
    let story = first_failure(&events, APP).unwrap();
    let root = story.root.unwrap();
    assert_eq!(events[root.event].stack_id, DEEP);
    assert!(!root.nested_unread);
    assert_eq!(story.followers.len(), 5);
    assert_eq!(story.span.until, None);
}

#[test]
fn a_nested_stack_without_events_leaves_the_parents_report_and_says_so() {
    let events = newest_first(vec![
        itself(0, APP, "CREATE_IN_PROGRESS", "User Initiated"),
        nested(1, APP, NET, "CREATE_IN_PROGRESS", ""),
        nested(
            6,
            APP,
            NET,
            "CREATE_FAILED",
            "Embedded stack n was not successfully created: x",
        ),
    ]);
    let root = first_failure(&events, APP).unwrap().root.unwrap();
    assert_eq!(events[root.event].physical_id, NET);
    assert!(root.nested_unread);
}

#[test]
fn at_the_same_moment_the_earlier_in_order_is_first_and_the_deeper_before_it() {
    let both = newest_first(vec![
        itself(0, APP, "CREATE_IN_PROGRESS", ""),
        nested(1, APP, NET, "CREATE_IN_PROGRESS", ""),
        resource(5, APP, "First", "CREATE_FAILED", "Bad name"),
        resource(5, APP, "Second", "CREATE_FAILED", "Bad name"),
    ]);
    let root = first_failure(&both, APP).unwrap().root.unwrap();
    assert_eq!(both[root.event].logical_id, "First");
    let mut deeper = both.clone();
    deeper.insert(0, resource(5, NET, "Inner", "CREATE_FAILED", "Bad name"));
    let root = first_failure(&deeper, APP).unwrap().root.unwrap();
    assert_eq!(deeper[root.event].logical_id, "Inner");
}

#[test]
fn what_fails_while_rolling_back_has_a_root_of_its_own() {
    let mut events = failed_update();
    events.retain(|event| event.at < at(9));
    events.splice(
        0..0,
        newest_first(vec![
            resource(
                9,
                APP,
                "Table",
                "UPDATE_FAILED",
                "Cannot do two index changes at once",
            ),
            resource(
                9,
                APP,
                "Queue",
                "UPDATE_FAILED",
                "Resource update cancelled",
            ),
            itself(
                10,
                APP,
                "UPDATE_ROLLBACK_FAILED",
                "The following resource(s) failed to update: [Table, Queue]. ",
            ),
        ]),
    );
    let story = first_failure(&events, APP).unwrap();
    assert_eq!(events[story.root.unwrap().event].logical_id, "Cron");
    let rollback = story.rollback_root.unwrap();
    assert_eq!(events[rollback.event].logical_id, "Table");

    events.splice(
        0..0,
        newest_first(vec![
            itself(20, APP, "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated"),
            resource(21, APP, "Table", "UPDATE_IN_PROGRESS", ""),
            resource(22, APP, "Table", "UPDATE_FAILED", "Still not"),
            itself(
                23,
                APP,
                "UPDATE_ROLLBACK_FAILED",
                "The following resource(s) failed to update: [Table]. ",
            ),
        ]),
    );
    let again = first_failure(&events, APP).unwrap();
    assert_eq!(events[again.root.unwrap().event].logical_id, "Cron");
    assert_eq!(
        events[again.rollback_root.unwrap().event].reason,
        Some("Still not")
    );
    assert_eq!(spans(&events, APP).len(), 2);
}

#[test]
fn a_leftover_after_success_is_no_failure_of_the_operation() {
    let events = newest_first(vec![
        itself(0, APP, "UPDATE_IN_PROGRESS", "User Initiated"),
        itself(5, APP, "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS", ""),
        resource(
            6,
            APP,
            "Bucket",
            "DELETE_FAILED",
            "The bucket you tried to delete is not empty",
        ),
        itself(7, APP, "UPDATE_COMPLETE", ""),
    ]);
    let story = first_failure(&events, APP).unwrap();
    assert_eq!((story.root, story.rollback_root), (None, None));
    assert_eq!(story.left_behind.len(), 1);
}

#[test]
fn a_stack_that_fails_as_a_whole_is_its_own_root() {
    let events = newest_first(vec![
        itself(0, APP, "UPDATE_IN_PROGRESS", "User Initiated"),
        itself(
            5,
            APP,
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "Rollback triggered by alarm Errors",
        ),
        itself(6, APP, "UPDATE_ROLLBACK_COMPLETE", ""),
    ]);
    let root = first_failure(&events, APP).unwrap().root.unwrap();
    assert_eq!(events[root.event].status, "UPDATE_ROLLBACK_IN_PROGRESS");
}

#[test]
fn only_the_newest_operation_is_told() {
    let mut events = failed_update();
    events.splice(
        0..0,
        newest_first(vec![
            itself(100, APP, "UPDATE_IN_PROGRESS", "User Initiated"),
            resource(101, APP, "Cron", "CREATE_IN_PROGRESS", ""),
        ]),
    );
    let story = first_failure(&events, APP).unwrap();
    assert_eq!(story.root, None);
    assert_eq!(story.durations.len(), 1);
    assert_eq!(story.durations[0].ended, None);
}

#[test]
fn stacks_that_claim_to_hold_each_other_end_all_the_same() {
    let events = newest_first(vec![
        itself(0, APP, "CREATE_IN_PROGRESS", ""),
        nested(1, APP, NET, "CREATE_FAILED", "Embedded stack"),
        nested(1, NET, APP, "CREATE_FAILED", "Embedded stack"),
        resource(1, NET, "A", "CREATE_FAILED", "x"),
        resource(1, APP, "B", "CREATE_FAILED", "x"),
    ]);
    assert!(first_failure(&events, APP).unwrap().root.is_some());
}

#[test]
fn ten_thousand_events_are_told_at_once() {
    let names: Vec<String> = (0..5000)
        .map(|number| format!("Resource{number}"))
        .collect();
    let mut events = vec![itself(0, APP, "CREATE_IN_PROGRESS", "User Initiated")];
    for (number, name) in names.iter().enumerate() {
        let second = i64::try_from(number).unwrap();
        events.push(resource(second, APP, name, "CREATE_IN_PROGRESS", ""));
        let (status, reason) = match number {
            2500 => ("CREATE_FAILED", REFUSED),
            2501.. => ("CREATE_FAILED", "Resource creation cancelled"),
            _ => ("CREATE_COMPLETE", ""),
        };
        events.push(resource(second + 1, APP, name, status, reason));
    }
    let events = newest_first(events);
    let fastest = (0..5).map(|_| {
        let start = Instant::now();
        let story = first_failure(&events, APP).unwrap();
        assert_eq!(events[story.root.unwrap().event].logical_id, "Resource2500");
        assert_eq!(story.followers.len(), 2499);
        start.elapsed()
    });
    let fastest = fastest.min().unwrap();
    // The bound is the product's; an unoptimised build on a busy machine is given more.
    let bound = if cfg!(debug_assertions) { 500 } else { 50 };
    assert!(fastest < Duration::from_millis(bound), "{fastest:?}");
}
