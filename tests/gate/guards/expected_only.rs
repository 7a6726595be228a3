//! What the settings expect of a change set, and all else.

use serde_json::json;
use watchkeeper::facts::{
    ResourceChange,
    stack::{ChangeAction, Parameter, ResourceAttribute, Tag},
};

use super::Fixture;
use crate::gate::fixture::{
    World,
    stack::{ID, STACK, WHY, change, context, text},
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "expected_only",
    objects,
    passes: World::executing,
};

fn objects() -> World {
    let mut world = World::executing();
    let other = change("Bucket", "AWS::S3::Bucket", "Tags");
    world.set().changes.push(other);
    world
}

fn stop(spoil: impl Fn(&mut World)) -> String {
    let mut world = World::executing();
    spoil(&mut world);
    world.stop("expected_only")
}

fn spoiled(spoil: impl Fn(&mut ResourceChange)) -> String {
    stop(|world| spoil(&mut world.set().changes[0]))
}

#[test]
fn another_logical_id_stops_and_escalates() {
    let why = objects().stop("expected_only");
    assert!(why.contains("Stop and escalate"), "{why}");
    assert!(why.contains("Bucket (AWS::S3::Bucket)"), "{why}");
    assert!(why.contains("GitHubActionsDeployRole:Policies"), "{why}");
}

#[test]
fn another_property_tag_or_attribute_stops() {
    let why = spoiled(|change| change.details[0].name = text("AssumeRolePolicyDocument"));
    assert!(why.contains("AssumeRolePolicyDocument"), "{why}");
    let why = spoiled(|change| change.scope.push(ResourceAttribute::Tags));
    assert!(why.contains("Tags"), "{why}");
    assert!(!spoiled(|c| c.details[0].attribute = Some(ResourceAttribute::Metadata)).is_empty());
    assert!(!spoiled(|change| change.details[0].name = None).is_empty());
    assert!(!spoiled(|change| change.details[0].attribute = None).is_empty());
    assert!(!spoiled(|change| change.details.clear()).is_empty());
    assert!(!spoiled(|change| change.action = ChangeAction::Remove).is_empty());
    assert!(!spoiled(|change| change.action = ChangeAction::Add).is_empty());
}

#[test]
fn another_parameter_or_tag_of_the_stack_stops() {
    let why = stop(|world| world.set().parameters[0].value = text("*"));
    assert!(why.contains("changes parameter GitHubBranch"), "{why}");
    let more = Parameter {
        key: "Owner".into(),
        value: text("me"),
        resolved: None,
        use_previous: false,
    };
    assert!(stop(|world| world.set().parameters.push(more.clone())).contains("brings"));
    assert!(stop(|world| world.set().parameters.clear()).contains("takes away"));
    let tag = Tag {
        key: "cost".into(),
        value: "0".into(),
    };
    assert!(stop(|world| world.set().tags.push(tag.clone())).contains("tag cost"));
    assert!(stop(|world| world.set().tags[0].value = "ops".into()).contains("tag team"));
}

#[test]
fn a_whole_resource_may_be_expected_and_then_nothing_else() {
    let mut world = World::executing();
    world.expecting(&[(ID, None)]);
    world.set().changes[0].details.clear();
    assert!(world.passes("expected_only"));
    world.expecting(&[]);
    assert!(
        world
            .stop("expected_only")
            .contains("only this is expected: nothing")
    );
}

#[test]
fn a_stack_without_expectations_has_every_change_listed() {
    let mut world = objects();
    world.settings.stacks.expect_only.remove(&STACK.into());
    let said = world.warnings("expected_only").join("\n");
    assert!(said.contains("says nothing of stack"), "{said}");
    assert!(
        said.contains("Modify Bucket (AWS::S3::Bucket): Properties Tags"),
        "{said}"
    );
    assert!(said.contains(ID), "{said}");
}

#[test]
fn a_stack_named_by_its_arn_is_the_same_stack() {
    let mut world = objects();
    let arn = crate::gate::fixture::stack::stack_id();
    world.stack_state().name = arn.as_str().into();
    assert!(!world.stop("expected_only").is_empty());
}

#[test]
fn a_parameter_that_stands_for_another_value_now_stops() {
    let mut world = World::executing();
    let name = text("/app/branch");
    let one = &mut world.live().parameters[0];
    (one.value, one.resolved) = (name.clone(), text("main"));
    let one = &mut world.set().parameters[0];
    (one.value, one.resolved) = (name, text("main"));
    assert!(world.passes("expected_only"));
    for use_previous in [true, false] {
        let one = &mut world.set().parameters[0];
        (one.resolved, one.use_previous) = (text("*"), use_previous);
        let why = world.stop("expected_only");
        assert!(
            why.contains("what parameter GitHubBranch resolves to"),
            "{why}"
        );
    }
}

#[test]
fn a_hidden_value_is_not_taken_for_the_same_value() {
    let mut world = World::executing();
    world.live().parameters[0].value = text("****");
    world.set().parameters[0].value = text("****");
    let said = world.warnings("expected_only").join("\n");
    assert!(said.contains("GitHubBranch is hidden"), "{said}");
}

#[test]
fn the_person_s_own_file_adds_to_what_the_project_expects_and_is_pinned() {
    let mut world = objects();
    world.own_expecting(STACK, &["Bucket:Tags"], "2026-12-31");
    let said = world.warnings("expected_only").join("\n");
    let by = format!("as your own config.toml expects until 2026-12-31 ({WHY}): Bucket:Tags");
    assert!(said.contains(&by), "{said}");
    let other = change("Queue", "AWS::SQS::Queue", "Tags");
    world.set().changes.push(other);
    let why = world.stop("expected_only");
    assert!(
        why.contains("Queue") && why.contains("Bucket:Tags"),
        "{why}"
    );
}

#[test]
fn an_own_expectation_that_is_over_or_closed_expects_nothing_rather_than_anything() {
    let mut world = objects();
    world.settings.stacks.expect_only.clear();
    world.own_expecting(STACK, &["Bucket", ID], "2026-07-07");
    assert!(world.stop("expected_only").is_empty());
    world.own_expecting(STACK, &["Bucket", ID], "2026-07-06");
    let (why, ask) = world.refusal("expected_only");
    assert!(why.contains("only this is expected: nothing"), "{why}");
    assert!(ask.contains("over after 2026-07-06"), "{ask}");
    world.own_expecting(STACK, &["Bucket", ID], "2026-12-31");
    world.settings.gate.own_loosens_nothing = true;
    let (_, ask) = world.refusal("expected_only");
    assert!(ask.contains("own_may_loosen"), "{ask}");
}

#[test]
fn of_what_is_added_the_properties_are_named_that_aws_told() {
    let mut world = World::executing();
    world.settings.stacks.expect_only.clear();
    let mut added = change("Queue", "AWS::SQS::Queue", "Name");
    added.action = ChangeAction::Add;
    added.details.clear();
    added.after = context(&json!({ "Properties": { "QueueName": "q", "KmsMasterKeyId": "k" } }));
    world.set().changes.push(added);
    let said = world.warnings("expected_only").join("\n");
    let line = said
        .lines()
        .find(|line| line.contains("Add Queue"))
        .unwrap();
    assert!(
        line.contains("KmsMasterKeyId") && line.contains("QueueName"),
        "{line}"
    );
    world.set().changes.last_mut().unwrap().after = None;
    let said = world.warnings("expected_only").join("\n");
    assert!(said.contains("which properties is not said"), "{said}");
}
