//! Events against AWS's own shapes: ministack never pages and has neither
//! operations nor validation events.

use watchkeeper::facts::{
    EventExtent, FaultKind, StackEvents,
    stack::{EventKind, OperationType, ResourceStatus},
};

use super::{
    super::{
        fake::{Fake, Reply, denied, error},
        fixture::Fixture,
    },
    events,
    xml::{self, Event, described, listed, paged},
};

const RULE: &str = "AWS::Events::Rule";

fn started(second: u32, operation: &str) -> Event {
    Event::of_the_stack("UPDATE_IN_PROGRESS", second)
        .reason("User Initiated")
        .operation(operation)
}

/// An update of so many resources that failed at the first and rolled all back.
fn rolled_back(resources: u32) -> Vec<Event> {
    let mut oldest_first = vec![
        Event::of_the_stack("CREATE_IN_PROGRESS", 0).reason("User Initiated"),
        Event::of_the_stack("CREATE_COMPLETE", 1),
        started(10, "update"),
        Event::of("Cron", RULE, "CREATE_FAILED", 11)
            .reason("not authorized to perform: events:DescribeRule")
            .operation("update"),
        Event::of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS", 12)
            .reason("The following resource(s) failed to create: [Cron].")
            .operation("rollback"),
    ];
    for n in 0..resources {
        let logical = format!("Resource{n}");
        oldest_first
            .push(Event::of(&logical, RULE, "UPDATE_COMPLETE", 13 + n).operation("rollback"));
    }
    oldest_first.push(
        Event::of_the_stack("UPDATE_ROLLBACK_COMPLETE", 13 + resources).operation("rollback"),
    );
    oldest_first.reverse();
    oldest_first
}

fn failed(events: &StackEvents) -> Vec<&str> {
    let failed = events.failed();
    failed.iter().map(|event| event.logical_id.raw()).collect()
}

#[tokio::test]
async fn a_stack_that_is_not_there_is_missing_and_a_denial_names_the_action() {
    let fake = Fake::start(|request| match request.field("StackName") {
        "gone" => xml::no_stack("gone"),
        _ => denied(request, xml::STACK),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    for extent in [EventExtent::FirstPage, EventExtent::Failures] {
        let fault = events(&aws, "gone", extent).await.unwrap_err();
        assert_eq!(fault.kind, FaultKind::Missing);
        assert!(fault.what.contains("gone"), "{fault:?}");
    }
    let fault = events(&aws, "app", EventExtent::FirstPage)
        .await
        .unwrap_err();
    let expected = FaultKind::Denied {
        action: "cloudformation:DescribeStackEvents".into(),
        resource: Some(xml::STACK.into()),
    };
    assert_eq!(fault.kind, expected);
}

#[tokio::test]
async fn events_of_another_account_are_refused() {
    let fake = Fake::start(|_| listed(&[started(0, "update").within(xml::FOREIGN)], None));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let fault = events(&aws, "app", EventExtent::FirstPage)
        .await
        .unwrap_err();
    assert!(
        matches!(fault.kind, FaultKind::WrongAccount { .. }),
        "{fault:?}"
    );
}

#[tokio::test]
async fn the_first_page_of_ten_thousand_events_is_one_call() {
    let all = rolled_back(9_994);
    let fake = Fake::start(move |request| paged(&all, request));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let page = events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    assert_eq!((page.events.len(), page.calls), (100, 1));
    assert_eq!(fake.count("DescribeStackEvents"), 1);
    assert_eq!(page.stack.raw(), xml::STACK);
    assert_eq!(
        page.events[0].status,
        Some(ResourceStatus::UpdateRollbackComplete)
    );
    assert!(!page.reached_start && !page.failures_complete && !page.cut);
}

#[tokio::test]
async fn an_operation_is_read_back_to_its_start_and_no_further() {
    let all = rolled_back(250);
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeEvents" => described(&[]),
        _ => paged(&all, request),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    events(&aws, "app", EventExtent::FirstPage).await.unwrap();
    let whole = events(&aws, "app", EventExtent::Operation).await.unwrap();
    // The page just read is not read again: two more have the start.
    assert_eq!(fake.count("DescribeStackEvents"), 3);
    assert!(whole.reached_start && whole.failures_complete);
    assert_eq!(failed(&whole), ["Cron"]);
    assert!(whole.newest_operation().last().unwrap().starts_operation());
    assert!(whole.newest_operation().len() < whole.events.len());
    assert!(whole.events.is_sorted_by(|a, b| a.at >= b.at));
}

/// The roll back was ordered or continued: what it goes back from lies further behind.
#[tokio::test]
async fn a_continued_roll_back_is_read_back_to_the_way_forward() {
    let mut all = rolled_back(120);
    all[0] = Event::of_the_stack("UPDATE_ROLLBACK_FAILED", 133).operation("rollback");
    let again = [
        Event::of_the_stack("UPDATE_ROLLBACK_COMPLETE", 201).operation("continue"),
        Event::of_the_stack("UPDATE_ROLLBACK_IN_PROGRESS", 200)
            .reason("User Initiated")
            .operation("continue"),
    ];
    all.splice(0..0, again);
    let fake = Fake::start(move |request| match request.operation.as_str() {
        "DescribeEvents" => described(&[]),
        _ => paged(&all, request),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    for extent in [EventExtent::Failures, EventExtent::Operation] {
        let found = events(&aws, "app", extent).await.unwrap();
        let failed = found.events.iter().filter(|event| event.is_failure());
        let names: Vec<&str> = failed.map(|event| event.logical_id.raw()).collect();
        assert!(names.contains(&"Cron"), "{extent:?}: {names:?}");
        assert_eq!(found.newest_operation().len(), 2, "{extent:?}");
    }
}

#[tokio::test]
async fn failures_are_asked_for_by_operation_and_save_the_pages_between() {
    let all = rolled_back(9_000);
    let fake = Fake::start(move |request| {
        if request.operation == "DescribeStackEvents" {
            // The update's own events lie far behind; the newest page names it all the same.
            let mut page = all[..99].to_vec();
            page.push(Event::of("Late", RULE, "UPDATE_IN_PROGRESS", 12).operation("update"));
            return listed(&page, Some("100"));
        }
        assert_eq!(request.field("Filters.FailedEvents"), "true");
        match request.field("OperationId") {
            "update" => described(&[Event::of("Cron", RULE, "CREATE_FAILED", 11)
                .id("7d1f")
                .reason("not authorized to perform: events:DescribeRule")
                .with("EventType", "PROVISIONING_ERROR")
                .with("OperationType", "UPDATE_STACK")
                .operation("update")]),
            _ => described(&[]),
        }
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let found = events(&aws, "app", EventExtent::Failures).await.unwrap();
    assert_eq!(failed(&found), ["Cron"]);
    assert!(found.failures_complete && !found.reached_start);
    assert_eq!(found.failures[0].kind, EventKind::ProvisioningError);
    assert_eq!(
        found.failures[0].operation_type,
        Some(OperationType::UpdateStack)
    );
    assert_eq!(fake.count("DescribeStackEvents"), 1);
    assert_eq!(fake.count("DescribeEvents"), 2);
    assert_eq!(found.calls, 3);
}

#[tokio::test]
async fn a_validation_says_where_in_the_template_it_failed() {
    let fake = Fake::start(|request| match request.operation.as_str() {
        "DescribeEvents" => described(&[
            Event::of("Cron", RULE, "", 11)
                .with("EventType", "VALIDATION_ERROR")
                .with("ValidationName", "NAME_CONFLICT_VALIDATION")
                .with("ValidationStatus", "FAILED")
                .with("ValidationStatusReason", "A rule of that name exists")
                .with("ValidationPath", "/Resources/Cron/Properties/Name")
                .with("ValidationFailureMode", "FAIL")
                .operation("update"),
            Event::of("Cron", RULE, "", 10)
                .with("EventType", "HOOK_INVOCATION_ERROR")
                .with("HookType", "Acme::Tags::Hook")
                .with("HookStatus", "HOOK_COMPLETE_FAILED")
                .with("HookStatusReason", "no owner tag")
                .with("HookFailureMode", "FAIL")
                .operation("update"),
        ]),
        _ => listed(&[started(9, "update")], None),
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let found = events(&aws, "app", EventExtent::Failures).await.unwrap();
    let [validation, hook] = &found.failures[..] else {
        panic!("{found:?}")
    };
    assert_eq!(validation.kind, EventKind::ValidationError);
    assert_eq!(validation.status, None);
    let path = validation.validation.as_ref().unwrap().path.as_ref();
    assert_eq!(path.unwrap().raw(), "/Resources/Cron/Properties/Name");
    assert_eq!(hook.kind, EventKind::HookInvocationError);
    let reason = hook.hook.as_ref().unwrap().reason.as_ref();
    assert_eq!(reason.unwrap().raw(), "no owner tag");
    assert_eq!(found.failed().len(), 2);
}

/// Where DescribeEvents is denied, or the endpoint does not know it, the list of
/// all events has to do, and the call is not tried again.
#[tokio::test]
async fn without_describe_events_the_list_is_read_to_the_start() {
    let refusals: [fn(&super::super::fake::Request) -> Reply; 3] = [
        |request| denied(request, xml::STACK),
        |_| {
            error(
                400,
                "InvalidAction",
                "Could not find operation DescribeEvents",
            )
        },
        |_| Reply::Body(500, "text/html", "<html>not implemented</html>".into()),
    ];
    for refuse in refusals {
        let all = rolled_back(150);
        let fake = Fake::start(move |request| match request.operation.as_str() {
            "DescribeEvents" => refuse(request),
            _ => paged(&all, request),
        });
        let fixture = Fixture::at(&fake.url);
        let aws = fixture.aws();
        for extent in [EventExtent::Failures, EventExtent::Operation] {
            let found = events(&aws, "app", extent).await.unwrap();
            assert_eq!(failed(&found), ["Cron"]);
            assert!(found.reached_start && found.failures_complete);
            assert_eq!(found.source, "cloudformation:DescribeStackEvents");
        }
        let tried = fake.count("DescribeEvents");
        assert!(
            (1..=3).contains(&tried),
            "{tried}: one call with its retries"
        );
        assert_eq!(fake.count("DescribeStackEvents"), 2);
    }
}

#[tokio::test]
async fn twenty_thousand_events_are_kept_and_it_is_said_that_there_were_more() {
    let quiet =
        |n: u32| Event::of("Resource", RULE, "UPDATE_COMPLETE", n).id(&format!("event-{n}"));
    let fake = Fake::start(move |request| {
        let from: u32 = request.field("NextToken").parse().unwrap_or(0);
        let page: Vec<Event> = (from..from + 4_000).map(|n| quiet(40_000 - n)).collect();
        listed(&page, Some(&(from + 4_000).to_string()))
    });
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let found = events(&aws, "app", EventExtent::Operation).await.unwrap();
    assert_eq!(found.events.len(), 20_000);
    assert!(found.cut && !found.reached_start && !found.failures_complete);
    assert_eq!(found.events[0].id.raw(), "event-40000");
}

#[tokio::test]
async fn pages_that_never_move_end_the_reading() {
    let fake = Fake::start(|_| listed(&[Event::of("R", RULE, "UPDATE_COMPLETE", 5)], Some("same")));
    let fixture = Fixture::at(&fake.url);
    let aws = fixture.aws();
    let found = events(&aws, "app", EventExtent::Operation).await.unwrap();
    assert_eq!(found.events.len(), 1);
    assert!(found.cut && !found.failures_complete);
    assert_eq!(fake.count("DescribeStackEvents"), 2);
}
