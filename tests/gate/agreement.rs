//! A plain yes is enough for what only prepares, and for nothing else; and what
//! may be prepared, deleted or brought back at all.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{LogicalId, Reading, StackStatus},
    gate::{
        Confirmed, GitState, Refusal, Step,
        writes::{
            CancelUpdateStack, ContinueUpdateRollback, DeleteChangeSet, DeleteStack, Item,
            RollbackStack, UpdateTerminationProtection, Write,
        },
    },
};

use super::fixture::{
    World, allow, narrow, policy, remote,
    stack::{STACK, template, topic},
    trust, wide,
};

fn refused(world: &World, at: jiff::Timestamp) -> Option<Refusal> {
    world.plan().agree(at).err().map(|refused| refused.1)
}

#[test]
fn what_touches_what_runs_is_never_agreed_to() {
    let world = World::executing();
    assert_eq!(refused(&world, world.now), Some(Refusal::NoPreparation));
    let world = World::narrowing();
    assert_eq!(refused(&world, world.now), Some(Refusal::NoPreparation));
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
    ] {
        let world = World::of_stack(write);
        assert_eq!(refused(&world, world.now), Some(Refusal::NoPreparation));
    }
}

#[test]
fn a_file_is_typed_where_git_has_not_all_of_it_or_a_guard_warns() {
    for git in [
        GitState::Edited,
        GitState::Untracked,
        GitState::NoRepository,
    ] {
        let mut world = World::codifying_inline(&narrow(), Some(&wide()));
        world.file().git = git;
        let refusal = refused(&world, world.now);
        assert_eq!(refusal, Some(Refusal::NoPreparation), "{git:?}");
    }
    let world = World::codifying_inline(&narrow(), None);
    let refusal = refused(&world, world.now);
    assert_eq!(refusal, Some(Refusal::NoPreparation), "a new file");
    for (action, resource) in [("s3:*", "*"), ("iam:PassRole", "*")] {
        let live = policy(&json!([allow(action, resource)]));
        let world = World::codifying_inline(&live, Some(&narrow()));
        let refusal = refused(&world, world.now);
        assert!(
            matches!(refusal, Some(Refusal::NoPreparation | Refusal::Stopped)),
            "{action}: {refusal:?}"
        );
    }
    let mut world = World::codifying(Item::Trust, Some(&trust(&[])));
    world.role().trust = Reading::Known(remote(&trust(&["arn:aws:iam::111122223333:root"])));
    let refusal = refused(&world, world.now);
    assert!(
        matches!(refusal, Some(Refusal::NoPreparation | Refusal::Stopped)),
        "gained trust: {refusal:?}"
    );
}

#[test]
fn what_is_live_is_agreed_to_in_a_committed_file_that_has_no_edits() {
    let narrower = World::codifying_inline(&narrow(), Some(&wide()));
    let broader = World::codifying_inline(&wide(), Some(&narrow()));
    for world in [narrower, broader] {
        let plan = world.plan();
        let late = plan.expires_at();
        assert!(plan.takes_plain_yes());
        let acknowledged = plan.agree(world.now).unwrap();
        assert_eq!(Confirmed::from(acknowledged).plan().stops().count(), 0);
        assert_eq!(refused(&world, late), Some(Refusal::Expired));
    }
}

#[test]
fn a_preparation_is_agreed_to_unless_a_guard_stops_it_or_it_is_old() {
    let mut world = World::preparing(&topic(), &[]);
    let plan = world.plan();
    let late = plan.expires_at();
    let acknowledged = plan.agree(world.now).unwrap();
    assert_eq!(Confirmed::from(acknowledged).plan().stops().count(), 0);
    assert_eq!(refused(&world, late), Some(Refusal::Expired));
    world.settings.gate.allow_writes = false;
    assert_eq!(
        refused(&world, world.now),
        Some(Refusal::Stopped),
        "read-only"
    );
}

#[test]
fn the_template_must_be_the_file_that_it_is_said_to_be() {
    let mut world = World::preparing(&topic(), &[]);
    world.observed.source.as_mut().unwrap().text = Some("{}".into());
    assert!(
        world
            .stop("origin")
            .contains("is not what is to be written")
    );
}

fn why(resource: &Value) -> String {
    World::preparing(&template("Thing", resource), &[]).why_not_planned()
}

#[test]
fn local_files_foreign_macros_and_large_templates_are_not_offered() {
    let function = |code: &str| json!({ "Type": "AWS::Serverless::Function", "Properties": { "CodeUri": code } });
    assert!(why(&function("src/")).contains("local file src/"));
    assert_eq!(why(&function("s3://bucket/key")), "");
    let stack = |url: &str| json!({ "Type": "AWS::CloudFormation::Stack", "Properties": { "TemplateURL": url } });
    assert!(why(&stack("./child.yaml")).contains("./child.yaml"));
    assert_eq!(why(&stack("https://s3.amazonaws.com/b/child.yaml")), "");
    let inside = json!({ "Type": "AWS::SNS::Topic", "Properties": {
        "Fn::Transform": { "Name": "TheirMacro" },
    }});
    assert!(why(&inside).contains("TheirMacro"));
    let mut all = topic();
    all["Transform"] = json!(["AWS::Serverless-2016-10-31", "TheirMacro"]);
    assert!(
        World::preparing(&all, &[])
            .why_not_planned()
            .contains("macro TheirMacro")
    );
    all["Transform"] = json!("AWS::LanguageExtensions");
    assert_eq!(World::preparing(&all, &[]).why_not_planned(), "");
    all["Description"] = json!("x".repeat(51_200));
    assert!(
        World::preparing(&all, &[])
            .why_not_planned()
            .contains("51200")
    );
}

#[test]
fn a_preparation_keeps_parameters_and_tags_and_asks_for_the_capability_it_needs() {
    let role = json!({ "Type": "AWS::IAM::Role", "Properties": { "RoleName": "deploy" } });
    let mut world = World::preparing(&template("Role", &role), &[]);
    world.live().tags.push(watchkeeper::facts::stack::Tag {
        key: "aws:cloudformation:x".into(),
        value: "kept by AWS".into(),
    });
    let steps = world.draft.write.change().steps(&world.observed).unwrap();
    let [Step::Aws(call)] = &steps[..] else {
        panic!("{steps:?}");
    };
    let of = |name: &str| {
        call.parameters
            .get(name)
            .map(watchkeeper::facts::Remote::raw)
    };
    assert_eq!(of("Capabilities.member.1"), Some("CAPABILITY_NAMED_IAM"));
    assert_eq!(of("Parameters.member.1.UsePreviousValue"), Some("true"));
    assert_eq!(of("Parameters.member.1.ParameterValue"), None);
    assert_eq!(
        (of("Tags.member.1.Key"), of("Tags.member.1.Value")),
        (Some("team"), Some("data"))
    );
    assert_eq!(of("Tags.member.2.Key"), None);
    assert_eq!(of("ChangeSetType"), Some("UPDATE"));
}

#[test]
fn only_change_sets_that_were_made_here_are_deleted() {
    let delete = |name: &str| {
        let arn = format!("arn:aws:cloudformation:eu-west-1:111122223333:changeSet/{name}/2222");
        let mut world = World::executing();
        world.set().id = arn.as_str().into();
        world.set().name = name.into();
        world.draft.write = Write::from(DeleteChangeSet {
            stack: STACK.into(),
            change_set: arn.as_str().into(),
        });
        world.why_not_planned()
    };
    assert!(delete("grant").contains("made here"));
    assert!(delete("watchkeeper-").contains("made here"));
    assert_eq!(delete("watchkeeper-1a2b"), "");
}

#[test]
fn operations_begin_only_in_their_own_states() {
    let stack = || STACK.into();
    let cases: [(Write, &[StackStatus]); 4] = [
        (
            Write::from(DeleteStack { stack: stack() }),
            &[
                StackStatus::RollbackComplete,
                StackStatus::RollbackFailed,
                StackStatus::CreateFailed,
                StackStatus::ReviewInProgress,
            ],
        ),
        (
            Write::from(RollbackStack { stack: stack() }),
            &[StackStatus::CreateFailed, StackStatus::UpdateFailed],
        ),
        (
            Write::from(CancelUpdateStack { stack: stack() }),
            &[StackStatus::UpdateInProgress],
        ),
        (
            Write::from(ContinueUpdateRollback {
                stack: stack(),
                skip: Vec::new(),
            }),
            &[StackStatus::UpdateRollbackFailed],
        ),
    ];
    for (write, begins) in cases {
        for status in StackStatus::KNOWN {
            let mut world = World::of_stack(write.clone());
            world.live().status = status.clone();
            let planned = world.why_not_planned().is_empty();
            assert_eq!(planned, begins.contains(status), "{write:?} {status:?}");
        }
    }
}

#[test]
fn a_protected_stack_is_never_deleted_and_a_deletion_is_said_loudly() {
    let mut world = World::of_stack(Write::from(DeleteStack {
        stack: STACK.into(),
    }));
    world.live().status = StackStatus::RollbackComplete;
    assert!(world.warnings("deletion")[0].contains("DELETED with every resource"));
    world.live().termination_protection = true;
    assert!(
        world
            .why_not_planned()
            .contains("protected against deletion")
    );
}

#[test]
fn only_what_failed_to_roll_back_is_skipped() {
    let skip = vec![LogicalId::from("Queue")];
    let mut world = World::of_stack(Write::from(ContinueUpdateRollback {
        stack: STACK.into(),
        skip: skip.clone(),
    }));
    world.live().status = StackStatus::UpdateRollbackFailed;
    assert!(world.why_not_planned().contains("Queue did not fail"));
    world.stack_state().stuck = Some(Reading::Known(skip));
    assert_eq!(world.why_not_planned(), "");
    assert!(world.warnings("deletion")[0].contains("Queue is SKIPPED"));
}

#[test]
fn protection_that_is_taken_away_is_said_and_given_back_by_its_undo() {
    let off = UpdateTerminationProtection {
        stack: STACK.into(),
        enable: false,
    };
    let mut world = World::of_stack(Write::from(off.clone()));
    assert!(world.stop("unchanged").contains("already"), "it has none");
    world.live().termination_protection = true;
    assert!(world.passes("unchanged"));
    assert!(world.warnings("deletion")[0].contains("no longer protected"));
    let on = UpdateTerminationProtection {
        enable: true,
        ..off
    };
    assert_eq!(world.plan().undo(), Ok(&Write::from(on)));
}

#[test]
fn deleting_a_change_set_does_not_do_what_is_in_it() {
    let mut world = World::executing();
    let arn = "arn:aws:cloudformation:eu-west-1:111122223333:changeSet/watchkeeper-1/2222";
    world.set().id = arn.into();
    world.set().name = "watchkeeper-1".into();
    world.set().changes[0].action = watchkeeper::facts::stack::ChangeAction::Remove;
    world.settings.gate.protect = vec!["GitHubActionsDeployRole".to_owned()];
    let stops = |world: &World| {
        world
            .plan()
            .stops()
            .map(|given| given.id)
            .collect::<Vec<_>>()
    };
    assert!(stops(&world).contains(&"replacement"), "executed, it would");
    world.draft.write = Write::from(DeleteChangeSet {
        stack: STACK.into(),
        change_set: arn.into(),
    });
    assert_eq!(stops(&world), [""; 0]);
}
