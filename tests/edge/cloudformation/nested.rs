//! Nested stacks that failed. Against AWS's shapes: a chain must be as deep, as
//! broken or as circular as a test wants it.

use watchkeeper::facts::{EventExtent, FaultKind, StackEvents};

use super::{
    super::{
        fake::{Fake, Reply, Request, denied},
        fixture::Fixture,
    },
    events,
    xml::{self, Event, listed},
};

const NESTED: &str = "AWS::CloudFormation::Stack";

fn child(n: usize) -> String {
    format!("arn:aws:cloudformation:eu-west-1:123456789012:stack/child-{n}/{n}")
}

/// A stack that failed because the nested one behind this ARN did.
fn broken(stack: &str, by: &str) -> Vec<Event> {
    vec![
        Event::of("Child", NESTED, "CREATE_FAILED", 20)
            .physical(by)
            .reason("Embedded stack was not successfully created")
            .within(stack),
        Event::of_the_stack("CREATE_IN_PROGRESS", 10)
            .reason("User Initiated")
            .within(stack),
    ]
}

fn cause(stack: &str) -> Vec<Event> {
    vec![
        Event::of("Queue", "AWS::SQS::Queue", "CREATE_FAILED", 15)
            .reason("not authorized to perform: sqs:CreateQueue")
            .within(stack),
        Event::of_the_stack("CREATE_IN_PROGRESS", 12)
            .reason("User Initiated")
            .within(stack),
    ]
}

async fn read(answers: impl Fn(&str, &Request) -> Reply + Send + Sync + 'static) -> StackEvents {
    let fake = Fake::start(move |request| answers(request.field("StackName"), request));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    events(&aws, "app", EventExtent::Failures).await.unwrap()
}

#[tokio::test]
async fn the_first_failure_is_found_two_stacks_below() {
    let (one, two) = (child(1), child(2));
    let found = read(move |name, _| match name {
        "app" => listed(&broken(xml::STACK, &one), None),
        name if name == one => listed(&broken(&one, &two), None),
        name => listed(&cause(name), None),
    })
    .await;
    let failed = found.failed();
    assert_eq!(failed[0].logical_id.raw(), "Queue");
    assert_eq!(failed[0].stack.raw(), child(2));
    let parents: Vec<_> = found
        .nested
        .iter()
        .map(|nested| nested.parent.raw())
        .collect();
    assert_eq!(parents, [xml::STACK, &child(1)]);
    assert!(found.failures_complete);
}

#[tokio::test]
async fn a_child_that_may_not_be_read_is_said_and_the_rest_stays() {
    let found = read(|name, request| match name {
        "app" => listed(&broken(xml::STACK, &child(1)), None),
        _ => denied(request, &child(1)),
    })
    .await;
    let fault = found.nested[0].fault.as_ref().unwrap();
    assert!(matches!(fault.kind, FaultKind::Denied { .. }), "{fault:?}");
    assert!(!found.failures_complete);
    assert_eq!(found.failed()[0].logical_id.raw(), "Child");
}

#[tokio::test]
async fn circles_and_endless_chains_come_to_an_end() {
    let circle = read(|name, _| match name {
        "app" => listed(&broken(xml::STACK, &child(1)), None),
        name => listed(&broken(name, xml::STACK), None),
    })
    .await;
    assert_eq!(circle.nested.len(), 1);
    let chain = read(|name, _| {
        let n: usize = name.rsplit('/').next().unwrap().parse().unwrap_or(0);
        let stack = if n == 0 { xml::STACK } else { name };
        listed(&broken(stack, &child(n + 1)), None)
    })
    .await;
    assert_eq!(chain.nested.len(), 8);
}

#[tokio::test]
async fn a_physical_id_leads_to_no_other_account() {
    let fake = Fake::start(|request| match request.field("StackName") {
        "app" => listed(&broken(xml::STACK, xml::FOREIGN), None),
        other => panic!("{other} was asked for"),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let fault = events(&aws, "app", EventExtent::Failures)
        .await
        .unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}
