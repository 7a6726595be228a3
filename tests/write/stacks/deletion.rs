//! A deletion that failed is finished on ministack: a network that another stack has a
//! subnet in can't be deleted. What it can't do: a bucket that is not empty, and a
//! resource whose deletion hangs.

use serde_json::{Value, json};
use watchkeeper::gate::{
    Outcome, WriteReport,
    record::Stage,
    writes::{FinishDeletion, Write},
};

use super::stage::{Stacks, draft};

pub const LEFT: &str = "left-over";
const INSIDE: &str = "inside";

pub fn finish(keep: &[&str], token: &str) -> Write {
    Write::from(FinishDeletion {
        stack: LEFT.into(),
        keep: keep.iter().map(|id| (*id).into()).collect(),
        token: token.into(),
    })
}

fn network() -> Value {
    json!({
        "Resources": {
            "Net": { "Type": "AWS::EC2::VPC", "Properties": { "CidrBlock": "10.1.0.0/16" } },
            "Queue": { "Type": "AWS::SQS::Queue", "DependsOn": "Net" },
        },
        "Outputs": { "Net": { "Value": { "Ref": "Net" }, "Export": { "Name": "net-of-left-over" } } },
    })
}

impl Stacks {
    /// A stack whose deletion fails: another one has something in its network.
    pub async fn undeletable(&self) {
        self.named(LEFT, &network(), "CREATE_COMPLETE").await;
        let net = self.physical("Net").await.unwrap();
        let inside = json!({ "Resources": { "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": {
            "VpcId": net, "CidrBlock": "10.1.1.0/24",
        }}}});
        self.named(INSIDE, &inside, "CREATE_COMPLETE").await;
        self.delete(LEFT).await;
        assert_eq!(self.settled_of(LEFT).await, "DELETE_FAILED");
    }

    async fn delete(&self, stack: &str) {
        let delete = self.client.delete_stack().stack_name(stack);
        delete.send().await.unwrap();
    }

    async fn physical(&self, id: &str) -> Option<String> {
        let read = self.client.describe_stack_resources().stack_name(LEFT);
        let read = read.send().await.ok()?;
        let mut all = read.stack_resources().iter();
        let one = all.find(|one| one.logical_resource_id() == Some(id))?;
        one.physical_resource_id().map(str::to_owned)
    }

    /// What gets in the way goes.
    async fn clear(&self) {
        self.delete(INSIDE).await;
        loop {
            let read = self.client.describe_stacks().stack_name(INSIDE);
            if read.send().await.is_err() {
                return;
            }
            tokio::task::yield_now().await;
        }
    }
}

fn outcome(report: &WriteReport) -> &Outcome {
    match report {
        WriteReport::Done { outcome, .. } => outcome,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_stack_in_any_other_state_is_stopped_and_so_is_keeping_what_did_not_fail() {
    let stacks = Stacks::new().await;
    stacks.named(LEFT, &network(), "CREATE_COMPLETE").await;
    let plan = |write| async {
        let assessment = stacks.writer().assess(draft(write)).await.unwrap();
        let plan = stacks.plan(assessment);
        let stops = plan.stops().map(|given| format!("{:?}", given.verdict));
        stops.collect::<Vec<_>>().join(" ")
    };
    let said = plan(finish(&[], "watchkeeper-1")).await;
    assert!(
        said.contains("begins only where it is DELETE_FAILED"),
        "{said}"
    );
    stacks.delete(LEFT).await;
    let stacks = Stacks::new().await;
    stacks.undeletable().await;
    let assessment = stacks
        .writer()
        .assess(draft(finish(&["Queue"], "watchkeeper-1")))
        .await;
    let plan = stacks.plan(assessment.unwrap());
    let said = format!("{:?}", plan.stops().collect::<Vec<_>>());
    assert!(said.contains("Queue did not fail"), "{said}");
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn a_stack_whose_export_is_used_is_stopped() {
    let stacks = Stacks::new().await;
    stacks.named(LEFT, &network(), "CREATE_COMPLETE").await;
    let user = json!({ "Resources": { "Parameter": { "Type": "AWS::SSM::Parameter", "Properties": {
        "Type": "String", "Value": { "Fn::ImportValue": "net-of-left-over" },
    }}}});
    stacks.named("user", &user, "CREATE_COMPLETE").await;
    let writer = stacks.writer();
    let assessment = writer.assess(draft(finish(&[], "watchkeeper-1"))).await;
    let plan = stacks.plan(assessment.unwrap());
    let said = format!("{:?}", plan.stops().collect::<Vec<_>>());
    assert!(
        said.contains("Export net-of-left-over is used by user"),
        "{said}"
    );
}

#[tokio::test]
async fn what_fails_again_is_not_applied_and_says_why_and_what_stays_deleted() {
    let stacks = Stacks::new().await;
    stacks.undeletable().await;
    let report = stacks.apply(finish(&[], "watchkeeper-1")).await;
    let Outcome::NotApplied(fault) = outcome(&report) else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains("is DELETE_FAILED"), "{fault:?}");
    assert!(fault.what.contains("Net (AWS::EC2::VPC)"), "{fault:?}");
    assert!(fault.what.contains("stays deleted"), "{fault:?}");
    assert!(matches!(stacks.stages().last(), Some(Stage::Done { .. })));
    assert!(stacks.physical("Net").await.is_some());
}

#[tokio::test]
async fn once_nothing_gets_in_the_way_the_stack_goes_with_all_of_it() {
    let stacks = Stacks::new().await;
    stacks.undeletable().await;
    stacks.clear().await;
    let report = stacks.apply(finish(&[], "watchkeeper-1")).await;
    assert_eq!(*outcome(&report), Outcome::Applied, "{report:?}");
    let writes = stacks.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, "DeleteStack");
    assert_eq!(writes[0].parameter("RetainResources.member.1"), None);
    assert_eq!(
        writes[0].parameter("ClientRequestToken"),
        Some("watchkeeper-1")
    );
}

#[tokio::test]
async fn what_is_kept_outlives_the_stack_and_the_outcome_says_so() {
    let stacks = Stacks::new().await;
    stacks.undeletable().await;
    let net = stacks.physical("Net").await.unwrap();
    let report = stacks.apply(finish(&["Net"], "watchkeeper-1")).await;
    let WriteReport::Done {
        outcome, verified, ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied, "{report:?}");
    assert!(verified.failed.is_empty(), "{verified:?}");
    let kept = format!("Kept, and in no stack any more: Net (AWS::EC2::VPC) {net}.");
    assert!(
        verified.blind.iter().any(|said| said.contains(&kept)),
        "{verified:?}"
    );
    let writes = stacks.writes();
    assert_eq!(writes[0].parameter("RetainResources.member.1"), Some("Net"));
    assert!(
        stacks
            .client
            .describe_stacks()
            .stack_name(LEFT)
            .send()
            .await
            .is_err()
    );
    // A subnet still fits into it.
    let more = json!({ "Resources": { "Subnet": { "Type": "AWS::EC2::Subnet", "Properties": {
        "VpcId": net, "CidrBlock": "10.1.2.0/24",
    }}}});
    stacks.named("more", &more, "CREATE_COMPLETE").await;
}
