//! Deleting and replacing what holds access or data.

use watchkeeper::facts::{
    ResourceChange,
    stack::{ChangeAction, PolicyAction, Replacement, RequiresRecreation},
};

use super::Fixture;
use crate::gate::fixture::{World, stack::change};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "replacement",
    objects,
    passes: World::executing,
};

fn objects() -> World {
    let mut world = World::executing();
    world.set().changes[0].replacement = Some(Replacement::Yes);
    world
}

fn with(kind: &str, spoil: impl Fn(&mut ResourceChange)) -> World {
    let mut world = World::executing();
    let mut other = change("Other", kind, "Name");
    spoil(&mut other);
    world.set().changes.push(other);
    world
}

fn replaced(change: &mut ResourceChange) {
    change.replacement = Some(Replacement::Yes);
}

#[test]
fn the_deploy_role_is_never_replaced_nor_deleted() {
    let why = objects().stop("replacement");
    assert!(
        why.contains("Stop and escalate") && why.contains("REPLACED"),
        "{why}"
    );
    let mut world = World::executing();
    world.set().changes[0].action = ChangeAction::Remove;
    assert!(world.stop("replacement").contains("DELETED"));
    let mut world = World::executing();
    world.set().changes[0].replacement = Some(Replacement::Conditional);
    let why = world.stop("replacement");
    assert!(why.contains("may be REPLACED"), "{why}");
    assert!(!why.contains("would be"), "perhaps is not yes: {why}");
    let change = &mut world.set().changes[0];
    change.replacement = Some(Replacement::of("Partial"));
    assert!(world.stop("replacement").contains("may be REPLACED"));
}

#[test]
fn what_holds_data_is_never_replaced() {
    for kind in [
        "AWS::RDS::DBInstance",
        "AWS::DynamoDB::Table",
        "AWS::S3::Bucket",
        "AWS::KMS::Key",
        "AWS::Cognito::UserPool",
        "AWS::SecretsManager::Secret",
        "AWS::Logs::LogGroup",
        "AWS::EFS::FileSystem",
        "AWS::ElastiCache::CacheCluster",
        "AWS::OpenSearchService::Domain",
    ] {
        assert!(
            with(kind, replaced).stop("replacement").contains(kind),
            "{kind}"
        );
        let removed = with(kind, |change| change.action = ChangeAction::Remove);
        assert!(removed.stop("replacement").contains("DELETED"), "{kind}");
    }
}

#[test]
fn replacement_is_seen_however_it_is_told() {
    let told: [fn(&mut ResourceChange); 2] = [
        |change| change.policy_action = Some(PolicyAction::ReplaceAndDelete),
        |change| {
            change.replacement = None;
            change.details[0].requires_recreation = Some(RequiresRecreation::Always);
        },
    ];
    for told in told {
        assert!(
            !with("AWS::DynamoDB::Table", told)
                .stop("replacement")
                .is_empty()
        );
    }
}

#[test]
fn other_kinds_and_what_is_kept_are_said_loudly() {
    let world = with("AWS::Lambda::Function", replaced);
    assert!(world.warnings("replacement")[0].contains("would be REPLACED"));
    let kept = with("AWS::S3::Bucket", |change| {
        change.action = ChangeAction::Remove;
        change.policy_action = Some(PolicyAction::Retain);
    });
    assert!(kept.warnings("replacement")[0].contains("is kept"));
}

#[test]
fn what_goes_by_another_name_than_remove_goes_all_the_same() {
    for action in [PolicyAction::Delete, PolicyAction::Snapshot] {
        let mut world = World::executing();
        let mut table = change("Table", "AWS::DynamoDB::Table", "Tags");
        table.policy_action = Some(action);
        world.set().changes.push(table);
        assert!(world.stop("replacement").contains("Table"));
    }
}

#[test]
fn a_detail_that_may_replace_counts_where_the_change_does_not_say() {
    let mut world = World::executing();
    let mut table = change("Table", "AWS::DynamoDB::Table", "KeySchema");
    table.replacement = None;
    table.details[0].requires_recreation = Some(RequiresRecreation::Conditionally);
    world.set().changes.push(table);
    assert!(world.stop("replacement").contains("REPLACED"));
}
