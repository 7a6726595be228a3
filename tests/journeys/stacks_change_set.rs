//! Story 002 to its end, at the gate, in the demo's world: a change set is made from
//! the repository's template, looked at, executed; the role may then do what was
//! refused. The one from the console is stopped.

mod operations;
mod scene;

use jiff::Timestamp;
use serde_json::Value;
use watchkeeper::{
    ask::{Question, cloudformation},
    edge::{demo::DEPLOY_ROLE_TEMPLATE, dispatch::World},
    facts::{
        EventExtent,
        stack::{ChangeSetStatus, ExecutionStatus, PropertyValue},
    },
    gate::{Refusal, WriteReport},
};

use self::scene::{ROLE, STACK, Scene, applied, create, delete, execute, not_applied, written};
use crate::support::harness::Harness;

/// What becomes of change sets of other templates than the repository's.
const MORE: &str = include_str!("stacks_change_set/recording.json");

#[tokio::test]
async fn the_change_set_from_the_console_is_stopped_by_every_guard_that_it_should_be() {
    let scene = Scene::new("dataops");
    let hand_made = scene.named("hand-made-20260518");
    let plan = scene.plan(execute(&hand_made.id)).await;
    let stops: Vec<_> = plan.stops().collect();
    let ids: Vec<&str> = stops.iter().map(|given| given.id).collect();
    for id in [
        "replacement",
        "expected_only",
        "expected_gains",
        "service_wide",
        "trust_widened",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    let said = format!("{stops:?}");
    assert!(said.contains("Stop and escalate"), "{said}");
    assert!(said.contains("would be REPLACED"), "{said}");
    let phrase = plan.phrase().text().to_owned();
    let refused = plan.confirm(&phrase, Timestamp::now()).unwrap_err();
    assert_eq!(refused.1, Refusal::Stopped);
    // Nor is it this console's to delete.
    let draft = scene.draft(delete(&hand_made.id));
    let fault = scene.world.assess(draft).await.unwrap_err();
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
}

#[tokio::test]
async fn a_template_that_was_not_recorded_makes_no_change_set_and_says_why() {
    let cases = [
        (
            "Outputs:\n",
            "  Queue:\n    Type: AWS::SQS::Queue\n\nOutputs:\n",
        ),
        (
            "    Value: !GetAtt GitHubActionsDeployRole.Arn",
            "    Value: !Ref GitHubActionsDeployRole",
        ),
        (
            "    Type: AWS::IAM::Role\n",
            "    Type: AWS::IAM::Role\n    DeletionPolicy: Retain\n",
        ),
        (
            "      MaxSessionDuration: 3600",
            "      Description: !ImportValue somewhere",
        ),
    ];
    for (at, (from, to)) in cases.into_iter().enumerate() {
        let scene = Scene::new("dataops");
        let text = DEPLOY_ROLE_TEMPLATE.replace(from, to);
        assert_ne!(text, DEPLOY_ROLE_TEMPLATE);
        // The file in the world is another, and that one is proposed.
        let plan = scene.plan(create("watchkeeper-a", &text)).await;
        assert_eq!(
            *plan.write(),
            create("watchkeeper-a", DEPLOY_ROLE_TEMPLATE),
            "{at}"
        );
        let report = scene.hand_over(&format!("watchkeeper-{at}"), &text).await;
        not_applied(&report, "What becomes of this write was not recorded.");
        assert_eq!(scene.listed().len(), 1);
    }
}

#[tokio::test]
async fn a_template_that_is_deployed_already_makes_the_empty_change_set_that_aws_makes() {
    let scene = Scene::recorded("dataops", &[MORE]);
    let commented = format!("{}# nothing new\n", scene.template().body.raw());
    let report = scene.hand_over("watchkeeper-empty", &commented).await;
    not_applied(&report, "the change set is empty");
    let set = scene.named("watchkeeper-empty");
    assert_eq!(set.status, ChangeSetStatus::Failed);
    assert_eq!(set.execution, ExecutionStatus::Unavailable);
    let reason = set.reason.as_ref().unwrap().raw();
    assert!(reason.starts_with("The submitted information didn't contain changes."));
    assert!(set.is_empty());
    let plan = scene.plan(execute(&set.id)).await;
    assert!(plan.stops().any(|given| given.id == "change_set_state"));
    applied(&scene.write(delete(&set.id)).await);
    assert_eq!(scene.listed().len(), 1);
    let ask = cloudformation::ChangeSet(set.id).of(&"dataops".into());
    let gone = scene.world.read(&ask);
    assert!(gone.unwrap_err().source.contains("does not exist"));
}

/// The policies of a context's one role.
fn statements(context: &str) -> Vec<String> {
    let context: Value = serde_json::from_str(context).unwrap();
    let policies = &context["Properties"]["Policies"];
    let statements = policies[0]["PolicyDocument"]["Statement"].as_array();
    let sid = |one: &Value| one["Sid"].as_str().unwrap().to_owned();
    statements.unwrap().iter().map(sid).collect()
}

#[tokio::test]
async fn the_change_set_says_just_what_the_two_templates_differ_in() {
    let scene = Scene::recorded("dataops", &[MORE]);
    applied(
        &scene
            .write(create("watchkeeper-1", DEPLOY_ROLE_TEMPLATE))
            .await,
    );
    let set = scene.named("watchkeeper-1");
    let home = "arn:aws:cloudformation:eu-west-1:817685572750:changeSet/watchkeeper-1/";
    assert!(set.id.raw().starts_with(home), "{:?}", set.id);
    assert_eq!(set.status, ChangeSetStatus::CreateComplete);
    assert_eq!(set.execution, ExecutionStatus::Available);
    assert_eq!(set.parameters, scene.stack(STACK).parameters);
    let [change] = &set.changes[..] else {
        panic!("{:?}", set.changes);
    };
    assert_eq!(change.logical_id.raw(), ROLE);
    assert_eq!(change.action.raw(), "Modify");
    assert_eq!(change.replacement.as_ref().unwrap().raw(), "False");
    assert_eq!(change.scope.len(), 1);
    let [detail] = &change.details[..] else {
        panic!("{:?}", change.details);
    };
    assert_eq!(detail.name.as_ref().unwrap().raw(), "Policies");
    let text = |value: &Option<PropertyValue>| value.as_ref().unwrap().text.raw().to_owned();
    let (before, after) = (
        statements(&text(&change.before)),
        statements(&text(&change.after)),
    );
    assert_eq!(after[..before.len()], before[..]);
    assert_eq!(after[before.len()..], ["EventBridgeDataOpsRules"]);
    assert!(!text(&detail.before).contains("events:"));
    let rules = "arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*";
    assert!(
        text(&detail.after).contains(rules),
        "{}",
        text(&detail.after)
    );

    // Another template, another change set: one action less.
    let less = DEPLOY_ROLE_TEMPLATE.replace("                  - events:TagResource\n", "");
    applied(&scene.hand_over("watchkeeper-2", &less).await);
    let other = scene.named("watchkeeper-2");
    assert_ne!(other.id, set.id);
    assert!(!text(&other.changes[0].details[0].after).contains("events:TagResource"));
    assert_eq!(scene.listed().len(), 3);
}

#[tokio::test]
async fn what_is_executed_is_live_and_the_other_change_sets_are_obsolete() {
    let scene = Scene::new("dataops");
    applied(
        &scene
            .write(create("watchkeeper-1", DEPLOY_ROLE_TEMPLATE))
            .await,
    );
    let set = scene.named("watchkeeper-1");
    let before = scene.role();
    let plan = scene.plan(execute(&set.id)).await;
    assert_eq!(plan.stops().count(), 0, "{:?}", plan.verdicts());
    let report = scene.write(execute(&set.id)).await;
    applied(&report);
    let WriteReport::Done { verified, .. } = &report else {
        unreachable!("it was applied");
    };
    let held = verified.held.join(" ");
    let live = "Policy dataops-v1-deploy of role dataops-github-actions-deploy is live as planned";
    assert!(held.contains(live), "{held}");

    let stack = scene.stack(STACK);
    assert_eq!(stack.status.raw(), "UPDATE_COMPLETE");
    assert_eq!(stack.change_set.as_ref(), Some(&set.id));
    assert!(stack.written() > scene.stack("dataops-v1").written());
    assert_eq!(scene.template().body.raw(), DEPLOY_ROLE_TEMPLATE);
    let role = scene.role();
    assert_eq!(role.trust, before.trust, "nobody touched it");
    assert!(format!("{:?}", role.inline).contains("events:DescribeRule"));
    let events = scene.read(cloudformation::Events {
        stack: STACK.into(),
        extent: EventExtent::Operation,
    });
    let told: Vec<String> = events
        .newest_operation()
        .iter()
        .rev()
        .map(|event| {
            format!(
                "{} {}",
                event.logical_id.raw(),
                event.status.as_ref().unwrap().raw()
            )
        })
        .collect();
    let expected = [
        format!("{STACK} UPDATE_IN_PROGRESS"),
        format!("{ROLE} UPDATE_IN_PROGRESS"),
        format!("{ROLE} UPDATE_COMPLETE"),
        format!("{STACK} UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"),
        format!("{STACK} UPDATE_COMPLETE"),
    ];
    assert_eq!(told, expected);
    assert!(events.events.is_sorted_by(|a, b| a.at >= b.at));

    assert_eq!(
        scene.named("watchkeeper-1").execution,
        ExecutionStatus::Complete
    );
    let other = scene.named("hand-made-20260518");
    assert_eq!(other.execution, ExecutionStatus::Obsolete);
    // Executed once, it is not executed again.
    let plan = scene.plan(execute(&set.id)).await;
    assert!(plan.stops().any(|given| given.id == "change_set_state"));
    // And the repository has nothing more to bring.
    let again = create("watchkeeper-2", DEPLOY_ROLE_TEMPLATE);
    let plan = scene.plan(again).await;
    assert!(plan.stops().any(|given| given.id == "unchanged"));
}

#[test]
fn the_panes_follow_the_role_may_now_and_the_deploy_is_to_be_run_again() {
    let mut console = Harness::writing("dataops", (160, 50));
    console.shows("live NARROWER");
    console.press("3");
    console.shows("CAUSE stack dataops-v1-github-actions is stale");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let scene = Scene::new("dataops");
    runtime.block_on(async {
        let settings = console.state.settings();
        let made = scene.draft(create("watchkeeper-1", DEPLOY_ROLE_TEMPLATE));
        applied(&written(console.world(), settings, made).await);
        let ask = cloudformation::ChangeSets(STACK.into()).of(&"dataops".into());
        let answer = console.world().read(&ask).unwrap();
        let listed = cloudformation::ChangeSets::typed(&answer).unwrap();
        let executed = scene.draft(execute(&listed[0].id));
        applied(&written(console.world(), settings, executed).await);
    });
    console.press("R");
    console.hides("is stale");
    console.shows("the live role allows it now: run the deploy again");
    console.press("2 R H");
    let screen = console.screen();
    let row = screen
        .lines()
        .find(|line| line.contains("dataops-v1-deploy"));
    assert!(row.unwrap().contains("in sync"), "{screen}");
}
