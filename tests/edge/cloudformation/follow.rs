//! Following a stack: what was seen is not read again, and not too often.
//! Against AWS's shapes, because what comes between two looks must be chosen.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use watchkeeper::facts::{EventExtent, FaultKind};

use super::{
    super::{
        fake::{Fake, error},
        fixture::Fixture,
    },
    events,
    xml::{Event, described, listed, paged},
};

/// Longer than two looks at one stack lie apart.
const ROUND: Duration = Duration::from_millis(5_100);
const RULE: &str = "AWS::Events::Rule";
const NESTED: &str = "AWS::CloudFormation::Stack";
const CHILD: &str = "arn:aws:cloudformation:eu-west-1:123456789012:stack/child/7777";

fn quiet(range: std::ops::Range<u32>) -> Vec<Event> {
    let event = |n| Event::of("Resource", "AWS::Events::Rule", "UPDATE_COMPLETE", n);
    range.rev().map(event).collect()
}

#[tokio::test]
async fn a_look_at_a_followed_stack_is_one_call_and_five_seconds_after_the_last() {
    let all = Arc::new(Mutex::new(quiet(0..250)));
    let shown = Arc::clone(&all);
    let fake = Fake::start(move |request| paged(&shown.lock().unwrap(), request));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let first = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert_eq!(first.events.len(), 100);
    *all.lock().unwrap() = quiet(0..253);
    let since = Instant::now();
    let second = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert!(
        since.elapsed() >= Duration::from_millis(4_500),
        "{:?}",
        since.elapsed()
    );
    assert_eq!(second.calls, 1);
    // What came over and what was known make one list, each event once.
    assert_eq!(second.events.len(), 103);
    assert!(second.events.is_sorted_by(|a, b| a.at > b.at));
    assert!(Arc::ptr_eq(&first.events[0], &second.events[3]));
}

#[tokio::test]
async fn more_news_than_a_page_is_read_until_it_joins_what_was_seen() {
    let all = Arc::new(Mutex::new(quiet(0..50)));
    let shown = Arc::clone(&all);
    let fake = Fake::start(move |request| paged(&shown.lock().unwrap(), request));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    *all.lock().unwrap() = quiet(0..300);
    let second = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert_eq!((second.events.len(), second.calls), (300, 3));
    assert!(second.events.is_sorted_by(|a, b| a.at > b.at));
}

#[tokio::test]
async fn a_stack_made_anew_under_the_name_starts_from_nothing() {
    let again = "arn:aws:cloudformation:eu-west-1:123456789012:stack/app/3333";
    let looks = AtomicUsize::new(0);
    let fake = Fake::start(move |_| match looks.fetch_add(1, Ordering::SeqCst) {
        0 => listed(&quiet(0..10), None),
        _ => listed(&[quiet(10..11)[0].clone().within(again)], None),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    let second = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert_eq!(second.stack.raw(), again);
    assert_eq!(second.events.len(), 1);
}

#[tokio::test]
async fn two_that_ask_at_once_share_the_newest_page() {
    let fake = Fake::start(|request| match request.operation.as_str() {
        "DescribeStackEvents" => listed(
            &[Event::of_the_stack("UPDATE_IN_PROGRESS", 3).reason("User Initiated")],
            None,
        ),
        other => panic!("{other}"),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let (page, failures) = tokio::join!(
        events(&aws, "app", EventExtent::FirstPage),
        events(&aws, "app", EventExtent::Failures),
    );
    assert!(page.unwrap().reached_start && failures.unwrap().failures_complete);
    assert_eq!(fake.count("DescribeStackEvents"), 1);
}

#[tokio::test]
async fn throttling_makes_the_next_call_wait() {
    let fake = Fake::start(|_| error(400, "Throttling", "Rate exceeded"));
    let mut fixture = Fixture::at(&fake.url);
    fixture.ambient.limits.attempts = 1;
    let aws = fixture.aws();
    let fault = events(&aws, "app", EventExtent::FirstPage)
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Throttled);
    let since = Instant::now();
    events(&aws, "web", EventExtent::FirstPage)
        .await
        .unwrap_err();
    events(&aws, "api", EventExtent::FirstPage)
        .await
        .unwrap_err();
    assert!(
        since.elapsed() >= Duration::from_millis(2_900),
        "one second, then two: {:?}",
        since.elapsed()
    );
}

#[tokio::test]
async fn an_expired_token_begins_anew_once() {
    let fake = Fake::start(|request| match request.field("NextToken") {
        "" => listed(&quiet(100..200), Some("old")),
        _ => error(400, "ValidationError", "The token is not valid"),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let fault = events(&aws, "app", EventExtent::Operation)
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
    assert_eq!(fake.count("DescribeStackEvents"), 4);
}

#[tokio::test]
async fn while_a_stack_is_at_work_a_round_is_one_call_and_what_failed_is_asked_at_its_end() {
    let began = Event::of_the_stack("UPDATE_IN_PROGRESS", 10)
        .reason("User Initiated")
        .operation("update");
    let failed = Event::of("Cron", RULE, "CREATE_FAILED", 11)
        .reason("not authorized to perform: events:DescribeRule")
        .operation("update");
    let back = Event::of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS", 12).operation("rollback");
    let over = Event::of_the_stack("UPDATE_ROLLBACK_COMPLETE", 13).operation("rollback");
    let hook = Event::of("Cron", RULE, "", 11)
        .with("EventType", "HOOK_INVOCATION_ERROR")
        .with("HookType", "Team::Rules::Hook");
    let all = Arc::new(Mutex::new(vec![failed, began]));
    let shown = Arc::clone(&all);
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeStackEvents" => listed(&shown.lock().unwrap(), None),
        "DescribeEvents" => described(std::slice::from_ref(&hook)),
        other => panic!("{other}"),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let look = || events(&aws, "app", EventExtent::Operation);
    for newer in [Some(back), None] {
        let found = look().await.unwrap();
        // The first failure is named as soon as the list has it.
        assert_eq!(found.failed()[0].logical_id.raw(), "Cron");
        assert_eq!((found.calls, fake.count("DescribeEvents")), (1, 0));
        all.lock().unwrap().splice(0..0, newer);
        tokio::time::sleep(ROUND).await;
    }
    all.lock().unwrap().insert(0, over);
    let found = look().await.unwrap();
    assert_eq!(found.failures.len(), 2, "of the update and of its rollback");
    assert_eq!((found.calls, fake.count("DescribeEvents")), (3, 2));
    let again = events(&aws, "app", EventExtent::Failures).await.unwrap();
    assert_eq!((again.failures.len(), again.calls), (2, 0));
}

#[tokio::test]
async fn a_nested_stack_is_followed_only_while_it_is_at_work_itself() {
    let of_child = |status, second| Event::of("Child", NESTED, status, second).physical(CHILD);
    let own = |status, second| Event::of_the_stack(status, second).within(CHILD);
    let began = Event::of_the_stack("UPDATE_IN_PROGRESS", 10).reason("User Initiated");
    let parent = Arc::new(Mutex::new(vec![of_child("UPDATE_FAILED", 20), began]));
    let child = Arc::new(Mutex::new(vec![
        own("UPDATE_FAILED", 15),
        Event::of("Queue", "AWS::SQS::Queue", "UPDATE_FAILED", 14).within(CHILD),
        own("UPDATE_IN_PROGRESS", 12),
    ]));
    let looks = Arc::new(Mutex::new(Vec::<(String, Instant)>::new()));
    let (of_parent, of_its_child) = (Arc::clone(&parent), Arc::clone(&child));
    let seen = Arc::clone(&looks);
    let fake = Fake::start(move |request| {
        let name = request.field("StackName");
        assert_eq!(request.operation, "DescribeStackEvents");
        seen.lock().unwrap().push((name.to_owned(), Instant::now()));
        match name {
            "app" => listed(&of_parent.lock().unwrap(), None),
            _ => listed(&of_its_child.lock().unwrap(), None),
        }
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let mut calls = Vec::new();
    for round in 0..4 {
        let found = events(&aws, "app", EventExtent::Operation).await.unwrap();
        assert_eq!(found.failed()[0].logical_id.raw(), "Queue");
        calls.push(found.calls);
        if round == 1 {
            let back = "UPDATE_ROLLBACK_IN_PROGRESS";
            parent.lock().unwrap().insert(0, of_child(back, 30));
            child.lock().unwrap().insert(0, own(back, 31));
        }
        if round < 3 {
            tokio::time::sleep(ROUND).await;
        }
    }
    assert_eq!(calls, [2, 1, 2, 2], "at rest it is left alone");
    let looks = looks.lock().unwrap();
    for stack in ["app", CHILD] {
        let of_one: Vec<Instant> = looks
            .iter()
            .filter(|(name, _)| name == stack)
            .map(|(_, at)| *at)
            .collect();
        let apart = |pair: &[Instant]| pair[1] - pair[0] >= Duration::from_millis(4_900);
        assert!(of_one.windows(2).all(apart), "{stack}");
    }
}

#[tokio::test]
async fn the_first_page_is_one_call_and_the_rest_goes_on_from_it() {
    let fake = Fake::start(|request| match request.operation.as_str() {
        "DescribeStackEvents" => paged(&quiet(0..400), request),
        other => panic!("{other}"),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let page = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert_eq!((page.events.len(), page.calls), (100, 1));
    let rest = events(&aws, "app", EventExtent::Operation).await.unwrap();
    assert_eq!((rest.events.len(), rest.calls), (400, 3));
}
