//! Story 002 to its end, at the gate, in the demo's world: a change set is made from
//! the repository's template, looked at, executed; the role may then do what was
//! refused. The one from the console is stopped.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;
use watchkeeper::{
    ask::{Answer, Ask, AwsAsk, CfnAsk, IamAsk},
    config::{self, Flags},
    edge::{
        demo::{CONFIG, DEPLOY_ROLE_TEMPLATE, Demo, PROJECT},
        dispatch::World,
    },
    facts::{
        ChangeSet, ChangeSetId, ChangeSetSummary, EventExtent, Remote, Role, Settings, Stack,
        StackTemplate,
        stack::{ChangeSetStatus, ExecutionStatus},
    },
    gate::{
        Draft, Licence, Origin, Outcome, Plan, Prospect, Refusal, WriteReport,
        writes::{
            CancelUpdateStack, ContinueUpdateRollback, CreateChangeSet, DeleteChangeSet,
            DeleteStack, ExecuteChangeSet, RollbackStack, Write,
        },
    },
};

use crate::support::harness::{Harness, seal};

const STACK: &str = "dataops-v1-github-actions";
const ROLE: &str = "GitHubActionsDeployRole";
const FILE: &str = "lambda-functions/template.github-actions-dataops.yaml";

/// The demo's world, and what a person may do in it.
pub(super) struct Scene {
    world: Demo,
    settings: Arc<Settings>,
    environment: &'static str,
}

impl Scene {
    pub(super) fn new(environment: &'static str) -> Self {
        let flags = Flags {
            environment: Some(environment.to_owned()),
            allow_writes: true,
            ..Flags::default()
        };
        let settings = config::embedded(CONFIG, PROJECT, flags).unwrap().settings;
        let settings = Arc::new(settings);
        let world = Demo::open().unwrap();
        Self {
            world: world.writable(Arc::clone(&settings), seal()),
            settings,
            environment,
        }
    }

    pub(super) fn draft(&self, write: Write) -> Draft {
        Draft {
            environment: self.environment.into(),
            origin: match &write {
                Write::CreateChangeSet(_) => Origin::Repository {
                    path: FILE.to_owned(),
                },
                _ => Origin::Stack,
            },
            write,
            uses: Vec::new(),
            peers: None,
        }
    }

    pub(super) async fn plan(&self, write: Write) -> Plan {
        let prospect = self.world.prospect(self.draft(write)).await.unwrap();
        self.planned(prospect)
    }

    fn planned(&self, prospect: Prospect) -> Plan {
        Plan::of(prospect, &self.settings, seal(), Timestamp::now())
    }

    pub(super) async fn write(&self, write: Write) -> WriteReport {
        written(&self.world, &self.settings, self.draft(write)).await
    }

    /// A template that no file has: said to take something back, which only warns.
    async fn hand_over(&self, name: &str, template: &str) -> WriteReport {
        let mut draft = self.draft(create(name, template));
        draft.origin = Origin::Undo {
            change: "abc".to_owned(),
        };
        written(&self.world, &self.settings, draft).await
    }

    /// Every ask of CloudFormation has its answer.
    pub(super) fn read(&self, ask: CfnAsk) -> Answer {
        let ask = Ask::Aws(self.environment.into(), AwsAsk::CloudFormation(ask));
        self.world.read(&ask).unwrap()
    }

    pub(super) fn stack(&self, name: &str) -> Stack {
        let Answer::Stack(stack) = self.read(CfnAsk::Stack(name.into())) else {
            panic!("no stack");
        };
        let Answer::Stacks(all) = self.read(CfnAsk::Stacks) else {
            panic!("no stacks");
        };
        let listed = all.stacks.iter().find(|one| one.name.raw() == name);
        assert_eq!(listed, Some(&*stack), "the list and the stack say the same");
        *stack
    }

    fn listed(&self) -> Vec<ChangeSetSummary> {
        match self.read(CfnAsk::ChangeSets(STACK.into())) {
            Answer::ChangeSets(all) => all,
            other => panic!("{other:?}"),
        }
    }

    fn named(&self, name: &str) -> ChangeSet {
        let listed = self.listed();
        let row = listed.iter().find(|row| row.name.raw() == name).unwrap();
        self.change_set(&row.id)
    }

    fn change_set(&self, id: &ChangeSetId) -> ChangeSet {
        match self.read(CfnAsk::ChangeSet(id.clone())) {
            Answer::ChangeSet(set) => *set,
            other => panic!("{other:?}"),
        }
    }

    fn template(&self) -> StackTemplate {
        let stack = STACK.into();
        match self.read(CfnAsk::Template { stack }) {
            Answer::StackTemplate(template) => template,
            other => panic!("{other:?}"),
        }
    }

    fn role(&self) -> Role {
        let ask = IamAsk::Roles(vec!["dataops-github-actions-deploy".into()]);
        let ask = Ask::Aws(self.environment.into(), AwsAsk::Iam(ask));
        match self.world.read(&ask).unwrap() {
            Answer::Authorization(found) => found.roles[0].role.known().unwrap().clone(),
            other => panic!("{other:?}"),
        }
    }
}

/// Confirmed as a person would, and written.
async fn written(world: &Demo, settings: &Settings, draft: Draft) -> WriteReport {
    let prospect = world.prospect(draft).await.unwrap();
    let plan = Plan::of(prospect, settings, seal(), Timestamp::now());
    let stops = format!("{:?}", plan.stops().collect::<Vec<_>>());
    let phrase = plan.phrase().text().to_owned();
    let now = Timestamp::now();
    let licence = match plan.write().change().is_preparation() {
        true => plan.agree(now).map(Licence::from),
        false => plan.confirm(&phrase, now).map(Licence::from),
    };
    let licence = licence.unwrap_or_else(|refused| panic!("{:?} {stops}", refused.1));
    world.write(licence).await
}

fn create(name: &str, template: &str) -> Write {
    Write::CreateChangeSet(CreateChangeSet {
        stack: STACK.into(),
        change_set: name.into(),
        template: Remote::new(template),
        parameters: Vec::new(),
        mode: None,
    })
}

fn execute(id: &ChangeSetId) -> Write {
    Write::ExecuteChangeSet(ExecuteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
    })
}

fn delete(id: &ChangeSetId) -> Write {
    Write::DeleteChangeSet(DeleteChangeSet {
        stack: STACK.into(),
        change_set: id.clone(),
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
    assert_eq!(*outcome, Outcome::Applied, "{verified:?}");
    assert_eq!(verified.failed, Vec::<String>::new(), "{verified:?}");
}

#[track_caller]
fn not_applied(report: &WriteReport, why: &str) {
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = report
    else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains(why), "{fault:?}");
}

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
    let fault = scene.world.prospect(draft).await.unwrap_err();
    assert!(fault.what.contains("not in the journal"), "{fault:?}");
}

#[tokio::test]
async fn a_template_that_the_demo_cannot_compute_makes_no_change_set_and_says_why() {
    let cases = [
        (
            "Outputs:\n",
            "  Queue:\n    Type: AWS::SQS::Queue\n\nOutputs:\n",
            "Queue (AWS::SQS::Queue) would be added",
        ),
        (
            "    Value: !GetAtt GitHubActionsDeployRole.Arn",
            "    Value: !Ref GitHubActionsDeployRole",
            "Outputs of the template would change",
        ),
        (
            "    Type: AWS::IAM::Role\n",
            "    Type: AWS::IAM::Role\n    DeletionPolicy: Retain\n",
            "DeletionPolicy of GitHubActionsDeployRole would change",
        ),
        (
            "      MaxSessionDuration: 3600",
            "      Description: !ImportValue somewhere",
            "What Description of GitHubActionsDeployRole would be can't be told",
        ),
    ];
    for (at, (from, to, why)) in cases.into_iter().enumerate() {
        let scene = Scene::new("dataops");
        let text = DEPLOY_ROLE_TEMPLATE.replace(from, to);
        assert_ne!(text, DEPLOY_ROLE_TEMPLATE);
        // The file in the world is another, and the gate sees that first.
        let plan = scene.plan(create("watchkeeper-a", &text)).await;
        assert!(plan.stops().any(|given| given.id == "origin"), "{at}");
        let report = scene.hand_over(&format!("watchkeeper-{at}"), &text).await;
        not_applied(&report, why);
        assert_eq!(scene.listed().len(), 1);
    }
}

#[tokio::test]
async fn a_template_that_is_deployed_already_makes_the_empty_change_set_that_aws_makes() {
    let scene = Scene::new("dataops");
    let deployed = scene.template().body;
    let report = scene.hand_over("watchkeeper-empty", deployed.raw()).await;
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
    let ask = AwsAsk::CloudFormation(CfnAsk::ChangeSet(set.id));
    let gone = scene.world.read(&Ask::Aws("dataops".into(), ask));
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
    let scene = Scene::new("dataops");
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
    let text = |value: &Option<watchkeeper::facts::stack::PropertyValue>| {
        value.as_ref().unwrap().text.raw().to_owned()
    };
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
    assert_eq!(role.trust, before.trust.clone(), "{:?}", role.trust);
    assert!(format!("{:?}", role.inline).contains("events:DescribeRule"));
    let Answer::StackEvents(events) = scene.read(CfnAsk::Events {
        stack: STACK.into(),
        extent: EventExtent::Operation,
    }) else {
        panic!("no events");
    };
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
    let report = scene
        .write(create("watchkeeper-2", DEPLOY_ROLE_TEMPLATE))
        .await;
    not_applied(&report, "the change set is empty");
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
        let ask = AwsAsk::CloudFormation(CfnAsk::ChangeSets(STACK.into()));
        let Ok(Answer::ChangeSets(listed)) = console.world().read(&Ask::Aws("dataops".into(), ask))
        else {
            panic!("no change sets");
        };
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

#[tokio::test]
async fn termination_protection_is_switched_and_switched_back() {
    use watchkeeper::gate::writes::UpdateTerminationProtection;
    let scene = Scene::new("dataops");
    for enable in [true, false] {
        let write = Write::UpdateTerminationProtection(UpdateTerminationProtection {
            stack: STACK.into(),
            enable,
        });
        applied(&scene.write(write).await);
        assert_eq!(scene.stack(STACK).termination_protection, enable);
    }
}

/// A roll back that stuck at two resources goes on without them, or without one.
#[tokio::test]
async fn a_roll_back_that_stuck_goes_on_and_may_skip_only_what_failed() {
    const STUCK: &str = "deep-insight-runtime-dev";
    let on = |skip: &[&str]| {
        Write::ContinueUpdateRollback(ContinueUpdateRollback {
            stack: STUCK.into(),
            skip: skip.iter().map(|id| (*id).into()).collect(),
        })
    };
    let scene = Scene::new("insight-dev");
    assert_eq!(scene.stack(STUCK).status.raw(), "UPDATE_ROLLBACK_FAILED");
    let plan = scene.plan(on(&["RuntimeLogGroup"])).await;
    assert!(plan.stops().count() > 0, "{:?}", plan.verdicts());
    for skip in [
        &["RuntimeFunction", "RuntimeQueue"][..],
        &["RuntimeQueue"],
        &[],
    ] {
        let scene = Scene::new("insight-dev");
        applied(&scene.write(on(skip)).await);
        assert_eq!(scene.stack(STUCK).status.raw(), "UPDATE_ROLLBACK_COMPLETE");
        let Answer::StackResources(all) = scene.read(CfnAsk::Resources(STUCK.into())) else {
            panic!("no resources");
        };
        assert!(all.resources.iter().all(|one| !one.status.is_failed()));
        let Answer::StackEvents(events) = scene.read(CfnAsk::Events {
            stack: STUCK.into(),
            extent: EventExtent::Operation,
        }) else {
            panic!("no events");
        };
        let newest = events.newest_operation();
        let tried = newest
            .iter()
            .filter(|event| event.status.as_ref().unwrap().raw() == "UPDATE_IN_PROGRESS");
        assert_eq!(
            tried.count(),
            2 - skip.len(),
            "what is skipped is not tried"
        );
        assert!(!newest.iter().any(|event| event.is_failure()));
        let plan = scene.plan(on(&[])).await;
        assert!(plan.stops().count() > 0, "it is at rest");
    }
}

#[tokio::test]
async fn what_no_stack_of_the_demo_is_in_a_state_for_is_stopped() {
    let scene = Scene::new("dataops");
    let stack = || STACK.into();
    let writes = [
        Write::CancelUpdateStack(CancelUpdateStack { stack: stack() }),
        Write::RollbackStack(RollbackStack { stack: stack() }),
        Write::DeleteStack(DeleteStack { stack: stack() }),
    ];
    for write in writes {
        let plan = scene.plan(write).await;
        let said = format!("{:?}", plan.stops().collect::<Vec<_>>());
        assert!(said.contains("begins only where it is"), "{said}");
    }
}
