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
    xml::{Event, listed, paged},
};

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
