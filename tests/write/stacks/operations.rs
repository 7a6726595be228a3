//! Stacks that failed are brought back or removed, and protection is switched.

use serde_json::json;
use watchkeeper::gate::{
    Outcome, WriteReport,
    writes::{
        CancelUpdateStack, ContinueUpdateRollback, DeleteStack, RollbackStack,
        UpdateTerminationProtection, Write,
    },
};

use super::stage::{STACK, Stacks, draft, template};

fn protect(enable: bool) -> Write {
    Write::UpdateTerminationProtection(UpdateTerminationProtection {
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
        Write::DeleteStack(DeleteStack {
            stack: STACK.into(),
        }),
        Write::RollbackStack(RollbackStack {
            stack: STACK.into(),
        }),
        Write::CancelUpdateStack(CancelUpdateStack {
            stack: STACK.into(),
        }),
        Write::ContinueUpdateRollback(ContinueUpdateRollback {
            stack: STACK.into(),
            skip: Vec::new(),
        }),
    ] {
        let prospect = stacks.writer().prospect(draft(write)).await.unwrap();
        let plan = stacks.plan(prospect);
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

/// An update that fails and, `left`, is not rolled back by itself.
async fn fail(stacks: &Stacks) {
    let mut failing = template(&stacks.account, &["events:PutRule"]);
    failing["Resources"]["Handle"] = json!({ "Type": "AWS::CloudFormation::WaitConditionHandle" });
    failing["Resources"]["Never"] = json!({
        "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Role",
        "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" },
    });
    stacks
        .client
        .update_stack()
        .stack_name(STACK)
        .disable_rollback(true)
        .template_body(failing.to_string())
        .capabilities(aws_sdk_cloudformation::types::Capability::CapabilityNamedIam)
        .send()
        .await
        .unwrap();
    assert_eq!(stacks.settled().await, "UPDATE_FAILED");
}

#[tokio::test]
async fn an_update_that_failed_and_was_left_is_rolled_back() {
    let stacks = Stacks::new().await;
    fail(&stacks).await;
    let rollback = Write::RollbackStack(RollbackStack {
        stack: STACK.into(),
    });
    applied(&stacks.apply(rollback).await);
    assert_eq!(stacks.settled().await, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(stacks.writes()[0].operation, "RollbackStack");
}

#[tokio::test]
async fn a_stack_that_never_came_to_be_is_deleted() {
    let stacks = Stacks::new().await;
    let failed = json!({ "Resources": {
        "Handle": { "Type": "AWS::CloudFormation::WaitConditionHandle" },
        "Never": { "Type": "AWS::CloudFormation::WaitCondition",
            "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" } },
    }});
    stacks
        .named("half-made", &failed, "ROLLBACK_COMPLETE")
        .await;
    let delete = Write::DeleteStack(DeleteStack {
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
