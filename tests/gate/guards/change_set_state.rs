//! Change sets that may not be executed as they are.

use watchkeeper::facts::{
    Reading, StackStatus,
    stack::{
        ChangeAction, ChangeSetStatus, DeploymentConfigMode, DeploymentMode, ExecutionStatus,
        OnStackFailure, PropertyValue, Replacement, ResourceAttribute,
    },
};

use super::Fixture;
use crate::gate::fixture::{
    World,
    stack::{change, text},
    unread,
};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "change_set_state",
    objects,
    passes: World::executing,
};

fn objects() -> World {
    let mut world = World::executing();
    world.set().execution = ExecutionStatus::Obsolete;
    world
}

fn stop(spoil: impl Fn(&mut World)) -> String {
    let mut world = World::executing();
    spoil(&mut world);
    world.stop("change_set_state")
}

#[test]
fn only_a_complete_change_set_that_can_be_executed_passes() {
    for execution in ExecutionStatus::KNOWN {
        let why = stop(|world| world.set().execution = execution.clone());
        let available = *execution == ExecutionStatus::Available;
        assert_eq!(why.is_empty(), available, "{execution:?}: {why}");
    }
    for status in ChangeSetStatus::KNOWN {
        let why = stop(|world| world.set().status = status.clone());
        let complete = *status == ChangeSetStatus::CreateComplete;
        assert_eq!(why.is_empty(), complete, "{status:?}: {why}");
    }
    let why = stop(|world| world.set().execution = ExecutionStatus::of("TOMORROW"));
    assert!(why.contains("TOMORROW"), "{why}");
}

#[test]
fn an_empty_change_set_is_said_to_be_empty() {
    let why = stop(|world| {
        world.set().changes.clear();
        world.set().status = ChangeSetStatus::Failed;
        world.set().reason = text("The submitted information didn't contain changes.");
    });
    assert!(why.contains("didn't contain changes"), "{why}");
    assert!(!stop(|world| world.set().changes.clear()).is_empty());
}

#[test]
fn words_nobody_here_knows_stop() {
    let spoil = |spoil: fn(&mut watchkeeper::facts::ResourceChange)| {
        stop(|world| spoil(&mut world.set().changes[0]))
    };
    let why = spoil(|change| change.action = ChangeAction::of("Teleport"));
    assert!(
        why.contains("Teleport") && why.contains("Stop and escalate"),
        "{why}"
    );
    assert!(!spoil(|change| change.action = ChangeAction::Dynamic).is_empty());
    assert!(!spoil(|change| change.replacement = Some(Replacement::of("Maybe"))).is_empty());
    assert!(!spoil(|change| change.scope.push(ResourceAttribute::of("Soul"))).is_empty());
    assert!(
        !spoil(|change| change.details[0].attribute = Some(ResourceAttribute::of("Soul")))
            .is_empty()
    );
    assert!(!stop(|world| world.set().other_changes = 1).is_empty());
    assert!(!stop(|world| world.set().pages = 0).is_empty());
}

#[test]
fn a_nested_stack_s_changes_are_not_in_the_preview() {
    let nested = change("Child", "AWS::CloudFormation::Stack", "Parameters");
    let why = stop(|world| world.set().changes.push(nested.clone()));
    assert!(why.contains("nested stack Child"), "{why}");
}

#[test]
fn values_that_were_cut_need_the_change_set_s_template() {
    let cut = |world: &mut World| {
        world.set().changes[0].after = Some(PropertyValue {
            text: "[{".into(),
            truncated: true,
        });
    };
    assert!(stop(cut).contains("did not come whole"));
    let why = stop(|world| {
        cut(world);
        world.stack_state().proposed = Some(Reading::Known("{}".into()));
    });
    assert_eq!(why, "");
}

#[test]
fn another_change_set_another_stack_and_an_unread_one_stop() {
    assert!(!stop(|world| world.set().id = "arn:aws:cloudformation:x".into()).is_empty());
    assert!(!stop(|world| world.set().stack = "arn:aws:cloudformation:y".into()).is_empty());
    assert!(!stop(|world| world.stack_state().change_set = None).is_empty());
    let fault = || Some(Reading::Unknown(unread("Throttled.")));
    assert!(stop(|world| world.stack_state().change_set = fault()).contains("Throttled."));
}

#[test]
fn a_stack_that_takes_no_update_stops() {
    for status in StackStatus::KNOWN {
        let why = stop(|world| world.live().status = status.clone());
        let takes = status.takes_updates() || *status == StackStatus::ReviewInProgress;
        assert_eq!(why.is_empty(), takes, "{status:?}: {why}");
    }
}

#[test]
fn what_is_unusual_about_it_is_said() {
    let mut world = World::executing();
    world.set().deployment_mode = Some(DeploymentMode::RevertDrift);
    world.set().imports_existing = true;
    let said = world.warnings("change_set_state").join(" ");
    assert!(
        said.contains("looks at drift") && said.contains("existing resources"),
        "{said}"
    );
}

#[test]
fn a_way_to_be_executed_that_nobody_knows_stops() {
    let ways: [fn(&mut World); 3] = [
        |world| world.set().deployment_mode = Some(DeploymentMode::of("OVERWRITE")),
        |world| world.set().deployment_config = Some(DeploymentConfigMode::of("OVERWRITE")),
        |world| world.set().on_failure = Some(OnStackFailure::of("OVERWRITE")),
    ];
    for way in ways {
        let why = stop(way);
        assert!(why.contains("OVERWRITE"), "{why}");
    }
}

#[test]
fn whoever_hears_of_every_event_of_the_stack_is_named() {
    let mut world = World::executing();
    let topic = "arn:aws:sns:eu-west-1:999900001111:elsewhere";
    world.set().notifications = vec![topic.into()];
    let said = world.warnings("change_set_state").join("\n");
    assert!(said.contains(topic), "{said}");
}
