//! Pages of GetAccountAuthorizationDetails. Against our own server: moto never pages.

use std::sync::atomic::{AtomicUsize, Ordering};

use watchkeeper::facts::{Authorization, FaultKind};

use super::{
    fake::{Fake, Reply, error, page, result},
    fixture::{Fixture, authorization},
};

fn names(authorization: &Authorization) -> Vec<&str> {
    let roles = authorization.roles.iter();
    roles.map(|role| role.name.raw()).collect()
}

fn numbered(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| format!("role-{n:04}")).collect()
}

#[tokio::test]
async fn a_thousand_roles_on_one_page_are_one_call() {
    let fake = Fake::start(|_| page(&numbered(0..1000), None));
    let read = authorization(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert_eq!(read.roles.len(), 1000);
    assert_eq!((read.pages, read.complete), (1, true));
    assert_eq!(fake.count("GetAccountAuthorizationDetails"), 1);
    let asked = &fake.seen()[1];
    assert_eq!(asked.field("MaxItems"), "1000");
    assert_eq!(asked.field("Filter.member.1"), "Role");
    assert_eq!(asked.field("Filter.member.2"), "LocalManagedPolicy");
}

#[tokio::test]
async fn short_and_empty_pages_do_not_end_the_list() {
    let fake = Fake::start(|request| match request.field("Marker") {
        "" => page(&numbered(0..3), Some("one")),
        "one" => page(&[], Some("two")),
        "two" => page(&[], Some("three")),
        "three" => page(&numbered(3..4), None),
        other => panic!("nobody gave the marker {other}"),
    });
    let read = authorization(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert_eq!(
        names(&read),
        ["role-0000", "role-0001", "role-0002", "role-0003"]
    );
    assert_eq!(read.pages, 4);
}

#[tokio::test]
async fn a_throttled_page_is_asked_again_and_nothing_is_lost() {
    let tries = AtomicUsize::new(0);
    let fake = Fake::start(move |request| match request.field("Marker") {
        "" => page(&numbered(0..2), Some("one")),
        _ if tries.fetch_add(1, Ordering::SeqCst) == 0 => error(400, "Throttling", "Rate exceeded"),
        _ => page(&numbered(2..3), None),
    });
    let read = authorization(&Fixture::at(&fake.url).aws()).await.unwrap();
    assert_eq!(read.roles.len(), 3);
    assert_eq!(fake.count("GetAccountAuthorizationDetails"), 3);
}

#[tokio::test]
async fn throttling_that_does_not_end_is_said_and_brings_no_half_list() {
    let fake = Fake::start(|request| match request.field("Marker") {
        "" => page(&numbered(0..2), Some("one")),
        _ => error(400, "Throttling", "Rate exceeded"),
    });
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Throttled);
}

#[tokio::test]
async fn a_marker_that_comes_twice_is_an_error_and_no_endless_loop() {
    let fake = Fake::start(|request| match request.field("Marker") {
        "one" => page(&numbered(2..3), Some("two")),
        _ => page(&numbered(0..2), Some("one")),
    });
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
    assert_eq!(fake.count("GetAccountAuthorizationDetails"), 3);
}

#[tokio::test]
async fn a_truncated_page_without_a_marker_is_an_error() {
    let fake = Fake::start(|_| {
        result(
            "GetAccountAuthorizationDetails",
            "<RoleDetailList/><Policies/><IsTruncated>true</IsTruncated>",
        )
    });
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert_eq!(fault.kind, FaultKind::Malformed);
}

#[tokio::test]
async fn a_role_of_another_account_is_refused_whatever_sts_said() {
    let fake = Fake::start(|_| {
        let Reply::Body(status, kind, body) = page(&numbered(0..1), None) else {
            unreachable!("a page has a body")
        };
        Reply::Body(
            status,
            kind,
            body.replace(":123456789012:role", ":999999999999:role"),
        )
    });
    let fault = authorization(&Fixture::at(&fake.url).aws())
        .await
        .unwrap_err();
    assert!(
        matches!(&fault.kind, FaultKind::WrongAccount { found, .. } if found == "999999999999"),
        "{fault:?}"
    );
}
