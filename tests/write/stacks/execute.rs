//! A change set is executed: what may not be is not sent, what is sent is
//! followed to its end, and the live role is compared with what was planned.

use std::sync::{Arc, Mutex};

use serde_json::json;
use watchkeeper::{
    edge::write::Writes,
    gate::{Outcome, WriteProgress, WriteReport, preview::Section, record::Stage},
};

use super::stage::{ROLE, STACK, Stacks, draft, execute, rules, template};
use crate::{support::ministack::Ministack, write::recorder::Spoil};

const BOTH: &[&str] = &["events:PutRule", "events:DescribeRule"];

#[tokio::test]
async fn a_change_set_that_changes_more_than_is_expected_is_never_sent() {
    let stacks = Stacks::new().await;
    let mut more = template(&stacks.account, BOTH);
    more["Resources"]["Queue"] = json!({ "Type": "AWS::SQS::Queue" });
    let id = stacks.change_set(&more).await;
    let assessment = stacks.writer().assess(draft(execute(&id))).await.unwrap();
    let plan = stacks.plan(assessment);
    let stops: Vec<_> = plan.stops().map(|given| given.id).collect();
    assert_eq!(stops, ["expected_only"], "{:?}", plan.verdicts());
    let phrase = plan.phrase().text().to_owned();
    assert!(plan.confirm(&phrase, jiff::Timestamp::now()).is_err());
    assert!(stacks.writes().is_empty());
}

#[tokio::test]
async fn an_empty_change_set_and_one_that_widens_trust_are_never_sent() {
    let stacks = Stacks::new().await;
    let id = stacks
        .change_set(&template(&stacks.account, &["events:PutRule"]))
        .await;
    let assessment = stacks.writer().assess(draft(execute(&id))).await.unwrap();
    let plan = stacks.plan(assessment);
    assert!(
        plan.stops().any(|given| given.id == "change_set_state"),
        "{:?}",
        plan.verdicts()
    );

    let stacks = Stacks::new().await;
    let mut wider = template(&stacks.account, BOTH);
    wider["Resources"]["Role"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] =
        json!({ "AWS": "*" });
    let id = stacks.change_set(&wider).await;
    let assessment = stacks.writer().assess(draft(execute(&id))).await.unwrap();
    let plan = stacks.plan(assessment);
    let stops: Vec<_> = plan.stops().map(|given| given.id).collect();
    assert!(
        stops.contains(&"trust_widened") && stops.contains(&"strangers"),
        "{stops:?}"
    );
    assert!(stops.contains(&"expected_only"), "{stops:?}");
}

#[tokio::test]
async fn a_role_that_changed_after_the_preview_moves_it_and_nothing_is_sent() {
    let stacks = Stacks::new().await;
    let id = stacks.change_set(&template(&stacks.account, BOTH)).await;
    let writer = stacks.writer();
    let assessment = writer.assess(draft(execute(&id))).await.unwrap();
    let approved = stacks.approve(assessment);
    let iam = Ministack::start().iam(&stacks.account).await;
    let put = iam.put_role_policy().role_name(ROLE).policy_name("console");
    let document = r#"{"Version":"2012-10-17","Statement":[]}"#;
    put.policy_document(document.replace(
        "[]",
        r#"[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]"#,
    ))
    .send()
    .await
    .unwrap();
    let report = writer.write(approved).await;
    assert!(matches!(report, WriteReport::Moved { .. }), "{report:?}");
    assert!(stacks.writes().is_empty());
    assert!(matches!(stacks.stages()[..], [Stage::Refused { .. }]));
}

#[tokio::test]
async fn the_blocked_deploy_role_gets_its_grant_and_the_live_role_shows_it() {
    let mut stacks = Stacks::new().await;
    let expected = watchkeeper::facts::ExpectedGain {
        action: "events:DescribeRule".to_owned(),
        resource: rules(&stacks.account),
    };
    stacks
        .settings
        .stacks
        .expect_gains
        .insert(STACK.into(), vec![expected]);
    let id = stacks.change_set(&template(&stacks.account, BOTH)).await;
    let writer = stacks.writer();
    let assessment = writer.assess(draft(execute(&id))).await.unwrap();
    let approved = stacks.approve(assessment);
    let gains: Vec<String> = approved
        .plan()
        .sections()
        .into_iter()
        .filter_map(|section| match section {
            Section::Gain(line) => Some(line),
            _ => None,
        })
        .collect();
    let gain = format!(
        "Role gains events:DescribeRule on {}; loses nothing",
        rules(&stacks.account)
    );
    assert_eq!(gains, [gain]);
    let heard = Arc::new(Mutex::new(Vec::new()));
    let hears = Arc::clone(&heard);
    let hears = Arc::new(move |progress| hears.lock().unwrap().push(progress));
    let report = Writes::write(&writer, approved.into(), hears).await;
    let heard = heard.lock().unwrap().clone();
    assert_eq!(heard.first(), Some(&WriteProgress::Sending));
    assert_eq!(heard.last(), Some(&WriteProgress::Verifying));
    let WriteReport::Done {
        outcome, verified, ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert!(verified.failed.is_empty(), "{verified:?}");
    let held = verified.held.join(" ");
    assert!(
        held.contains("Policy deploy of role deploy is live as planned"),
        "{verified:?}"
    );
    assert_eq!(stacks.settled().await, "UPDATE_COMPLETE");
    assert_eq!(stacks.live().await["Statement"][0]["Action"], json!(BOTH));
    let writes = stacks.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    assert_eq!(writes[0].operation, "ExecuteChangeSet");
    let mut names: Vec<&str> = writes[0]
        .parameters
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["Action", "ChangeSetName", "Version"]);
    assert_eq!(writes[0].parameter("ChangeSetName"), Some(id.raw()));
    assert!(
        matches!(
            stacks.stages()[..],
            [
                Stage::Intent,
                Stage::Done {
                    outcome: Outcome::Applied,
                    ..
                },
                Stage::Verified(_)
            ]
        ),
        "{:?}",
        stacks.stages()
    );
}

#[tokio::test]
async fn a_lost_answer_is_made_up_for_by_the_stack_s_own_state() {
    let stacks = Stacks::new().await;
    let id = stacks.change_set(&template(&stacks.account, BOTH)).await;
    stacks
        .recorder
        .spoil(|seen| (seen.operation == "ExecuteChangeSet").then_some(Spoil::Drop));
    let report = stacks.apply(execute(&id)).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert_eq!(*outcome, Outcome::Applied);
    assert_eq!(stacks.writes().len(), 1);
}

#[tokio::test]
async fn a_request_that_never_arrived_was_not_applied() {
    let stacks = Stacks::new().await;
    let id = stacks.change_set(&template(&stacks.account, BOTH)).await;
    stacks
        .recorder
        .spoil(|seen| (seen.operation == "ExecuteChangeSet").then_some(Spoil::Lose));
    let report = stacks.apply(execute(&id)).await;
    let WriteReport::Done { outcome, .. } = &report else {
        panic!("{report:?}");
    };
    assert!(matches!(outcome, Outcome::NotApplied(_)), "{outcome:?}");
    assert_eq!(
        stacks.live().await["Statement"][0]["Action"],
        json!(["events:PutRule"])
    );
}

#[tokio::test]
async fn an_execution_that_rolls_back_was_not_applied_and_says_what_failed_first() {
    let mut stacks = Stacks::new().await;
    stacks.settings.stacks.expect_only.clear();
    let mut failing = template(&stacks.account, BOTH);
    failing["Resources"]["Handle"] = json!({ "Type": "AWS::CloudFormation::WaitConditionHandle" });
    failing["Resources"]["Never"] = json!({
        "Type": "AWS::CloudFormation::WaitCondition", "DependsOn": "Role",
        "Properties": { "Handle": { "Ref": "Handle" }, "Timeout": "1" },
    });
    let id = stacks.change_set(&failing).await;
    let report = stacks.apply(execute(&id)).await;
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains("UPDATE_ROLLBACK_COMPLETE"), "{fault:?}");
    assert!(
        fault
            .what
            .contains("Never (AWS::CloudFormation::WaitCondition)"),
        "{fault:?}"
    );
}
