//! What goes with a stack whose deletion is finished.

use watchkeeper::{
    facts::{Reading, Remote, StackStatus},
    gate::{
        DeletionPolicy, ExportUse, Remaining, Remains,
        writes::{FinishDeletion, Write},
    },
};

use super::Fixture;
use crate::gate::fixture::{World, stack::STACK, unread};

pub(super) const FIXTURE: Fixture = Fixture {
    id: "remains",
    objects,
    passes,
};

fn objects() -> World {
    finishing(&[], &[bucket()])
}

fn passes() -> World {
    finishing(
        &["Archive"],
        &[bucket(), remaining("Rule", "AWS::Events::Rule", false)],
    )
}

/// Keeps these of what remains.
pub(crate) fn finishing(keep: &[&str], all: &[Remaining]) -> World {
    let mut world = World::of_stack(Write::from(FinishDeletion {
        stack: STACK.into(),
        keep: keep.iter().map(|id| (*id).into()).collect(),
        token: "watchkeeper-1".into(),
    }));
    world.live().status = StackStatus::DeleteFailed;
    world.stack_state().remains = Some(Reading::Known(Remains {
        resources: all.to_vec(),
        ..Remains::default()
    }));
    world
}

pub(crate) fn remaining(id: &str, kind: &str, failed: bool) -> Remaining {
    Remaining {
        within: Vec::new(),
        logical_id: id.into(),
        physical_id: Some(id.to_ascii_lowercase().as_str().into()),
        resource_type: kind.into(),
        failed,
        reason: failed.then(|| Remote::new("it is not empty")),
        policy: DeletionPolicy::Delete,
    }
}

pub(crate) fn bucket() -> Remaining {
    remaining("Archive", "AWS::S3::Bucket", true)
}

fn remains(world: &mut World) -> &mut Remains {
    match &mut world.stack_state().remains {
        Some(Reading::Known(remains)) => remains,
        other => panic!("{other:?}"),
    }
}

#[test]
fn data_that_would_go_stops_in_production_and_is_named_elsewhere() {
    let mut world = objects();
    world.environment().production = true;
    let (why, ask) = world.refusal("remains");
    assert!(why.contains("Archive (AWS::S3::Bucket) archive"), "{why}");
    assert!(ask.contains("Keep what failed"), "{ask}");
    let world = objects();
    let said = world.warnings("remains");
    assert!(
        said[0].contains("Archive (AWS::S3::Bucket) archive holds data"),
        "{said:?}"
    );
}

#[test]
fn of_what_holds_data_only_what_goes_counts() {
    let mut world = passes();
    world.environment().production = true;
    assert!(world.passes("remains"), "it is kept by name");
    let mut stays = bucket();
    stays.policy = DeletionPolicy::Retain;
    let mut world = finishing(&[], &[stays]);
    world.environment().production = true;
    assert!(world.passes("remains"), "its template keeps it");
    let mut snapshot = remaining("Db", "AWS::RDS::DBInstance", false);
    snapshot.policy = DeletionPolicy::Snapshot;
    let said = finishing(&[], &[snapshot]).warnings("remains");
    assert!(said[0].contains("after a snapshot"), "{said:?}");
    for kind in [
        "AWS::S3::BucketPolicy",
        "AWS::SQS::QueuePolicy",
        "AWS::IAM::Role",
    ] {
        assert!(
            finishing(&[], &[remaining("One", kind, false)]).passes("remains"),
            "{kind}"
        );
    }
}

#[test]
fn of_a_nested_stack_all_that_is_in_it_goes_or_is_kept() {
    let mut inside = remaining("Table", "AWS::DynamoDB::Table", false);
    inside.within = vec!["Data".into()];
    let nested = remaining("Data", "AWS::CloudFormation::Stack", true);
    let all = [nested, inside];
    let said = finishing(&[], &all).warnings("remains");
    assert!(
        said[0].contains("Data/Table (AWS::DynamoDB::Table)"),
        "{said:?}"
    );
    assert!(finishing(&["Data"], &all).passes("remains"));
}

#[test]
fn an_export_that_is_used_stops_and_one_of_which_that_is_not_known_is_said() {
    let export = |importers| ExportUse {
        name: Remote::new("vpc-id"),
        importers,
    };
    let mut world = passes();
    let used = Reading::Known(vec![Remote::new("app"), Remote::new("web")]);
    remains(&mut world).exports = vec![export(used)];
    let (why, _) = world.refusal("remains");
    assert!(why.contains("Export vpc-id is used by app, web"), "{why}");
    remains(&mut world).exports = vec![export(Reading::Unknown(unread("It is denied.")))];
    assert!(world.warnings("remains")[0].contains("Who uses export vpc-id could not be read"));
    remains(&mut world).exports = vec![export(Reading::Known(Vec::new()))];
    assert!(world.passes("remains"));
}

#[test]
fn what_was_not_read_of_it_stops_in_production() {
    let mut world = passes();
    remains(&mut world).unread = vec!["What nested stack data still has was not read.".to_owned()];
    assert!(world.warnings("remains")[0].contains("nested stack data"));
    world.environment().production = true;
    assert!(world.stop("remains").contains("nested stack data"));
}

#[test]
fn without_what_remains_nothing_is_planned_and_the_reason_is_said() {
    let mut world = passes();
    world.stack_state().remains = None;
    assert!(world.why_not_planned().contains("was not read"));
    world.stack_state().remains = Some(Reading::Unknown(unread("It is denied.")));
    assert!(world.why_not_planned().contains("It is denied."));
    assert!(
        world
            .stop("unreadable")
            .contains("What the stack still has")
    );
}
