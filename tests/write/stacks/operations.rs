//! Stacks that failed are brought back or removed, and protection is switched.

use aws_sdk_cloudformation::types::ResourceSignalStatus;
use serde_json::json;
use watchkeeper::gate::{
    Outcome, WriteReport,
    record::{GENESIS, Record, Stage},
    writes::{
        CancelUpdateStack, ContinueUpdateRollback, DeleteStack, RollbackStack,
        UpdateTerminationProtection, Write,
    },
};

use super::stage::{STACK, Stacks, draft, template};

fn protect(enable: bool) -> Write {
    Write::from(UpdateTerminationProtection {
        stack: STACK.into(),
        enable,
    })
}

#[track_caller]
fn applied(report: &WriteReport) {
    let WriteReport::Done {
        outcome, verified, ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert!(verified.failed.is_empty(), "{verified:?}");
}

#[tokio::test]
async fn a_stack_that_works_is_neither_deleted_nor_rolled_back() {
    let stacks = Stacks::new().await;
    for write in [
        Write::from(DeleteStack {
            stack: STACK.into(),
        }),
        Write::from(RollbackStack {
            stack: STACK.into(),
        }),
        Write::from(CancelUpdateStack {
            stack: STACK.into(),
        }),
        Write::from(ContinueUpdateRollback {
            stack: STACK.into(),
            skip: Vec::new(),
        }),
    ] {
        let assessment = stacks.writer().assess(draft(write)).await.unwrap();
        let plan = stacks.plan(assessment);
        assert!(
            plan.stops().any(|given| given.id == "permitted"),
            "{:?}",
            plan.verdicts()
        );
    }
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn protection_is_switched_on_and_off_again() {
    let stacks = Stacks::new().await;
    applied(&stacks.apply(protect(true)).await);
    let read = stacks
        .client
        .describe_stacks()
        .stack_name(STACK)
        .send()
        .await
        .unwrap();
    assert_eq!(read.stacks()[0].enable_termination_protection(), Some(true));
    applied(&stacks.apply(protect(false)).await);
    let writes = stacks.writes();
    assert_eq!(writes.len(), 2);
    assert_eq!(
        writes[1].parameter("EnableTerminationProtection"),
        Some("false")
    );
}

#[tokio::test]
async fn an_update_that_failed_and_was_left_is_rolled_back() {
    let stacks = Stacks::new().await;
    stacks.fail().await;
    let rollback = Write::from(RollbackStack {
        stack: STACK.into(),
    });
    applied(&stacks.apply(rollback).await);
    assert_eq!(stacks.settled().await, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(stacks.writes()[0].operation, "RollbackStack");
}

#[tokio::test]
async fn an_update_under_way_is_cancelled_and_comes_no_further() {
    let stacks = Stacks::new().await;
    let more = template(&stacks.account, &["events:PutRule", "events:DescribeRule"]);
    stacks.hold(&more).await;
    let cancel = Write::from(CancelUpdateStack {
        stack: STACK.into(),
    });
    // CloudFormation looks for the wish between two resources, so the one that
    // waits has to go on once the wish is known.
    let go_on = async {
        stacks.answered("CancelUpdateStack").await;
        stacks.signal(ResourceSignalStatus::Success).await;
    };
    let (report, ()) = tokio::join!(stacks.apply(cancel), go_on);
    applied(&report);
    assert_eq!(stacks.settled().await, "UPDATE_ROLLBACK_COMPLETE");
    let events = stacks.client.describe_stack_events().stack_name(STACK);
    let events = events.send().await.unwrap();
    let began = |id| {
        let mut of = events.stack_events().iter();
        of.any(|event| event.logical_resource_id() == Some(id))
    };
    assert!(began("Wait") && !began("Later"), "stopped in between");
    let actions = stacks.live().await["Statement"][0]["Action"].clone();
    assert_eq!(actions, json!(["events:PutRule"]), "rolled back");
    let writes = stacks.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, "CancelUpdateStack");
}

#[tokio::test]
async fn a_roll_back_that_stuck_goes_on_once_what_was_in_its_way_is_gone() {
    let stacks = Stacks::new().await;
    stacks.stuck().await;
    let go_on = Write::from(ContinueUpdateRollback {
        stack: STACK.into(),
        skip: Vec::new(),
    });
    applied(&stacks.apply(go_on).await);
    assert_eq!(stacks.settled().await, "UPDATE_ROLLBACK_COMPLETE");
    let writes = stacks.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, "ContinueUpdateRollback");
    assert_eq!(writes[0].parameter("ResourcesToSkip.member.1"), None);
}

#[tokio::test]
async fn what_did_not_fail_to_roll_back_is_not_skipped() {
    let stacks = Stacks::new().await;
    stacks.stuck().await;
    let skip = Write::from(ContinueUpdateRollback {
        stack: STACK.into(),
        skip: vec!["Later".into()],
    });
    let assessment = stacks.writer().assess(draft(skip)).await.unwrap();
    let plan = stacks.plan(assessment);
    assert!(
        plan.stops().any(|given| given.id == "permitted"),
        "{:?}",
        plan.verdicts()
    );
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn a_stack_that_never_came_to_be_is_deleted() {
    let stacks = Stacks::new().await;
    stacks.half_made().await;
    let delete = Write::from(DeleteStack {
        stack: "half-made".into(),
    });
    applied(&stacks.apply(delete).await);
    assert_eq!(stacks.writes()[0].operation, "DeleteStack");
    assert!(
        stacks
            .client
            .describe_stacks()
            .stack_name("half-made")
            .send()
            .await
            .is_err()
    );
}

#[tokio::test]
async fn doubt_about_a_stack_of_another_region_is_not_settled_by_its_namesake() {
    let stacks = Stacks::new().await;
    applied(&stacks.apply(protect(true)).await);
    // Of another region, where nobody knows what came of it.
    let elsewhere = |region: &str| {
        let records = stacks.memory.records.lock().unwrap();
        let mut entry = records[0].entry.clone();
        assert!(matches!(entry.stage, Stage::Intent), "{entry:?}");
        entry.what.region = Some(region.to_owned());
        Record::next(1, GENESIS, jiff::Timestamp::now(), entry).unwrap()
    };
    let (other, same) = (elsewhere("us-east-1"), elsewhere("eu-west-1"));
    *stacks.memory.records.lock().unwrap() = vec![other];
    assert_eq!(stacks.writer().settle().await.unwrap(), 0);
    *stacks.memory.records.lock().unwrap() = vec![same];
    assert_eq!(stacks.writer().settle().await.unwrap(), 1);
}
