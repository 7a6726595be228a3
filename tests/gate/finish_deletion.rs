//! A deletion that failed is finished: from that state alone, keeping only what failed,
//! and never past what protects the stack or the caller.

use watchkeeper::{
    facts::{Remote, StackStatus},
    gate::{
        StackState, Step, TargetState,
        preview::Section,
        writes::{Progress, Write},
    },
};

use super::{
    fixture::World,
    guards::remains::{bucket, finishing, remaining},
};

fn rule() -> watchkeeper::gate::Remaining {
    remaining("Rule", "AWS::Events::Rule", false)
}

#[test]
fn it_begins_in_the_one_state_only() {
    for status in StackStatus::KNOWN {
        let mut world = finishing(&["Archive"], &[bucket(), rule()]);
        world.live().status = status.clone();
        let planned = world.why_not_planned().is_empty();
        assert_eq!(planned, *status == StackStatus::DeleteFailed, "{status:?}");
    }
}

#[test]
fn only_what_failed_is_kept_and_each_once() {
    let why = |keep: &[&str]| finishing(keep, &[bucket(), rule()]).why_not_planned();
    assert!(why(&["Rule"]).contains("Rule did not fail to be deleted"));
    assert!(why(&["Nothing"]).contains("Nothing did not fail"));
    assert!(why(&["Archive", "Archive"]).contains("named twice"));
    let mut inside = bucket();
    inside.within = vec!["Data".into()];
    let nested = finishing(&["Archive"], &[inside]).why_not_planned();
    assert!(
        nested.contains("Archive did not fail"),
        "it is another stack's: {nested}"
    );
    assert_eq!(why(&["Archive"]), "");
    assert_eq!(why(&[]), "");
}

#[test]
fn what_is_protected_stays() {
    let mut world = finishing(&["Archive"], &[bucket(), rule()]);
    world.live().termination_protection = true;
    assert!(
        world
            .why_not_planned()
            .contains("protected against deletion")
    );
    let mut world = finishing(&["Archive"], &[bucket(), rule()]);
    world.settings.gate.protect = vec!["ru*".to_owned()];
    assert!(
        world.stop("protected").contains("`ru*`"),
        "it would go with the stack"
    );
    world.settings.gate.protect = vec!["archive".to_owned()];
    assert!(world.passes("protected"), "it is kept");
    let mut world = finishing(&[], &[bucket()]);
    world.settings.gate.protect = vec!["dataops-*".to_owned()];
    assert!(world.stop("protected").contains("`dataops-*`"));
    let role = world.observed.caller.as_ref().unwrap().role().to_owned();
    let mut own = remaining("Deploy", "AWS::IAM::Role", false);
    own.physical_id = Some(role.as_str().into());
    let stopped = finishing(&[], &[own]).stop("protected");
    assert!(stopped.contains("what you are signed in with"), "{stopped}");
}

#[test]
fn a_nested_stack_is_deleted_by_its_parent_alone() {
    let mut world = finishing(&[], &[rule()]);
    world.live().parent = Some("arn:aws:cloudformation:eu-west-1:1:stack/parent/1".into());
    assert!(world.stop("owned").contains("nested in stack parent"));
}

#[test]
fn it_is_typed_and_has_no_undo() {
    let world = finishing(&["Archive"], &[bucket(), rule()]);
    let plan = world.plan();
    assert_eq!(plan.stops().count(), 0, "{:?}", plan.verdicts());
    assert!(plan.undo().is_err() && !plan.takes_plain_yes());
    assert!(plan.agree(world.now).is_err());
}

#[test]
fn what_is_sent_is_exactly_what_was_chosen() {
    let parameters = |keep: &[&str]| {
        let world = finishing(keep, &[bucket(), rule()]);
        let steps = world.draft.write.change().steps(&world.observed).unwrap();
        let [Step::Aws(call)] = steps.as_slice() else {
            panic!("{steps:?}");
        };
        assert_eq!(call.action(), "cloudformation:DeleteStack");
        assert!(call.is_final);
        let all = call.parameters.iter();
        let all = all.filter(|(name, _)| *name != "StackName");
        all.map(|(name, value)| format!("{name}={}", value.raw()))
            .collect::<Vec<_>>()
    };
    assert_eq!(parameters(&[]), ["ClientRequestToken=watchkeeper-1"]);
    assert_eq!(
        parameters(&["Archive"]),
        [
            "ClientRequestToken=watchkeeper-1",
            "RetainResources.member.1=Archive"
        ]
    );
}

#[test]
fn the_preview_names_each_resource_and_whom_cloudformation_works_as() {
    let mut world = finishing(&["Archive"], &[bucket(), rule()]);
    world.live().role = Some("arn:aws:iam::111122223333:role/cfn".into());
    let sections = world.plan().sections();
    let facts = sections.iter().filter_map(|section| match section {
        Section::Fact { label, value } => Some((*label, value.as_str())),
        _ => None,
    });
    let facts: Vec<_> = facts.collect();
    for fact in [
        ("service role", "arn:aws:iam::111122223333:role/cfn"),
        (
            "keeps",
            "Archive (AWS::S3::Bucket) archive: it is not empty",
        ),
        ("deletes", "Rule (AWS::Events::Rule) rule"),
    ] {
        assert!(facts.contains(&fact), "{fact:?} of {facts:?}");
    }
    let pinned = world.warnings("deletion").join("\n");
    assert!(
        pinned.contains("Archive (AWS::S3::Bucket) archive is KEPT"),
        "{pinned}"
    );
    let again = finishing(&[], &[bucket()]).plan().sections();
    let again = again.iter().any(|section| {
        matches!(section, Section::Fact { label: "tries again", value } if value.contains("Archive"))
    });
    assert!(again);
}

#[test]
fn whose_deletion_failed_the_events_tell() {
    let world = finishing(&[], &[bucket()]);
    let progress = |state: StackState| {
        let target = TargetState::Stack(Box::new(state));
        world.draft.write.change().progress(&target).unwrap()
    };
    let mut state = world.clone().stack_state().clone();
    assert_eq!(progress(state.clone()), Progress::Untouched);
    state.begun_by = Some("somebody-else".into());
    assert_eq!(progress(state.clone()), Progress::Untouched);
    state.begun_by = Some("watchkeeper-1".into());
    state.failure = Some(Remote::new("Archive (AWS::S3::Bucket): it is not empty"));
    let Progress::Failed(why) = progress(state) else {
        panic!("it failed");
    };
    assert!(
        why.contains("Archive (AWS::S3::Bucket): it is not empty"),
        "{why}"
    );
    assert!(why.contains("stays deleted"), "{why}");
}

#[test]
fn a_draft_of_it_is_plain_data() {
    let written = serde_json::json!({ "finish-deletion": { "stack": "a", "token": "t" } });
    let write: Write = serde_json::from_value(written).unwrap();
    assert_eq!(write.registered().kind, "finish-deletion");
}

#[test]
fn what_cannot_be_told_of_the_stack_is_unclear() {
    let world: World = finishing(&[], &[bucket()]);
    let mut state = world.clone().stack_state().clone();
    state.stack = watchkeeper::facts::Reading::Unknown(super::fixture::unread("It is denied."));
    let target = TargetState::Stack(Box::new(state));
    let progress = world.draft.write.change().progress(&target);
    assert!(
        matches!(progress, Some(Progress::Unclear(_))),
        "{progress:?}"
    );
}
