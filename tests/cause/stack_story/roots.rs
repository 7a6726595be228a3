//! What an operation ended by: the way back, a person, a refusal, a hook.

use std::sync::Arc;

use serde_json::json;
use watchkeeper::{
    cause::{
        chain::{LinkKind, chain, unexplained},
        stack_story::{EventMark, Inputs, StackStory, tell},
    },
    facts::{Stack, StackEvents},
};

use super::{APP, event, events, marked};

fn app(status: &str) -> Stack {
    serde_json::from_value(json!({ "id": APP, "name": "app", "status": status })).unwrap()
}

fn of(events: StackEvents) -> StackStory {
    tell(&Inputs {
        events: Some(Arc::new(events)),
        ..Inputs::default()
    })
}

fn said(story: &StackStory, status: &str) -> Vec<(LinkKind, String)> {
    let links = chain(&app(status), story, "events");
    links
        .into_iter()
        .map(|link| (link.kind, link.what))
        .collect()
}

#[test]
fn the_way_forward_and_the_way_back_are_both_told() {
    let gone = "Role arn:aws:iam::123456789012:role/cfn is invalid or cannot be assumed";
    let story = of(events(
        vec![
            event(0, "app", "CREATE_IN_PROGRESS", Some("User Initiated")),
            event(
                1,
                "F",
                "CREATE_FAILED",
                Some("Both V1 and V2 bots were given"),
            ),
            event(
                2,
                "app",
                "ROLLBACK_IN_PROGRESS",
                Some(
                    "The following resource(s) failed to create: [F]. . Rollback requested by user.",
                ),
            ),
            event(3, "app", "ROLLBACK_FAILED", Some(gone)),
        ],
        &[],
    ));
    let said = said(&story, "ROLLBACK_FAILED");
    let kinds: Vec<LinkKind> = said.iter().map(|(kind, _)| *kind).collect();
    use LinkKind::{Cause, Denied, Resource, Rollback, Stack as OfStack};
    assert_eq!(kinds, [OfStack, Resource, Rollback, Denied, Cause]);
    assert!(said[1].1.contains("Both V1 and V2 bots"), "{said:?}");
    assert!(said[2].1.contains("cannot be assumed"), "{said:?}");
    assert!(
        said[4].1.contains("role/cfn: the role no longer exists"),
        "{said:?}"
    );
}

#[test]
fn who_cancelled_is_not_somebody_who_failed() {
    let story = of(events(
        vec![
            event(0, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(1, "Db", "UPDATE_IN_PROGRESS", None),
            event(
                2,
                "app",
                "UPDATE_ROLLBACK_IN_PROGRESS",
                Some("User Initiated"),
            ),
            event(3, "Db", "UPDATE_FAILED", Some("Resource update cancelled")),
            event(4, "app", "UPDATE_ROLLBACK_COMPLETE", None),
        ],
        &[],
    ));
    assert_eq!((&story.root, &story.rollback_root), (&None, &None));
    let said = said(&story, "UPDATE_ROLLBACK_COMPLETE");
    assert_eq!(said.last().unwrap().0, LinkKind::Cause);
    assert!(
        said.last().unwrap().1.contains("somebody cancelled it"),
        "{said:?}"
    );
    assert_eq!(marked(&story, EventMark::Ending), ["app"]);
}

#[test]
fn a_deletion_that_was_turned_down_is_told_with_its_reason() {
    let used = "Export x cannot be deleted as it is in use by y";
    let story = of(events(
        vec![
            event(0, "app", "UPDATE_COMPLETE", None),
            event(1, "app", "DELETE_IN_PROGRESS", Some("User Initiated")),
            event(2, "app", "UPDATE_COMPLETE", Some(used)),
        ],
        &[],
    ));
    let said = said(&story, "UPDATE_COMPLETE");
    let (kind, what) = said.last().unwrap();
    assert_eq!(*kind, LinkKind::Cause);
    assert!(
        what.contains("turned the deletion down") && what.contains(used),
        "{what}"
    );
}

#[test]
fn a_hook_that_lets_nothing_pass_is_the_root_in_its_own_words() {
    let hook = |mode: &str| {
        let mut event = event(1, "Bucket", "CREATE_IN_PROGRESS", None);
        event["hook"] = json!({
            "name": "Acme::S3::Encrypted", "status": "HOOK_COMPLETE_FAILED",
            "reason": "The bucket is not encrypted", "mode": mode,
        });
        event
    };
    let failed = "The following hook(s) failed: [Acme::S3::Encrypted]";
    let story = of(events(
        vec![
            event(0, "app", "CREATE_IN_PROGRESS", Some("User Initiated")),
            hook("FAIL"),
            event(2, "Bucket", "CREATE_FAILED", Some(failed)),
            event(
                3,
                "app",
                "ROLLBACK_IN_PROGRESS",
                Some("The following resource(s) failed to create: [Bucket]. "),
            ),
        ],
        &[],
    ));
    let said = said(&story, "ROLLBACK_IN_PROGRESS");
    assert_eq!(
        said[1].1,
        "HOOK_COMPLETE_FAILED of Acme::S3::Encrypted (AWS::Events::Rule): The bucket is not encrypted"
    );
    assert_eq!(story.followers, 2);
    // One that only warns stops nothing.
    let warned = of(events(
        vec![
            event(0, "app", "CREATE_IN_PROGRESS", Some("User Initiated")),
            hook("WARN"),
            event(2, "Bucket", "CREATE_FAILED", Some("Access Denied")),
        ],
        &[],
    ));
    let root = warned.told(warned.root.as_ref().unwrap()).unwrap();
    assert_eq!(root.said().unwrap().raw(), "Access Denied");
}

fn failed_update() -> Vec<serde_json::Value> {
    vec![
        event(0, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
        event(1, "F", "UPDATE_FAILED", Some("Bad input")),
        event(
            2,
            "app",
            "UPDATE_ROLLBACK_IN_PROGRESS",
            Some("The following resource(s) failed to update: [F]. "),
        ),
        event(3, "T", "UPDATE_FAILED", Some("Table is being used")),
        event(
            4,
            "app",
            "UPDATE_ROLLBACK_FAILED",
            Some("The following resource(s) failed to update: [T]. "),
        ),
    ]
}

fn then(mut before: Vec<serde_json::Value>, after: Vec<serde_json::Value>) -> StackStory {
    before.extend(after);
    of(events(before, &[]))
}

fn root(story: &StackStory) -> Option<&str> {
    let root = story.told(story.root.as_ref()?)?;
    Some(root.logical_id.raw())
}

#[test]
fn a_roll_back_that_is_continued_still_goes_back_from_what_failed_first() {
    let back = "UPDATE_ROLLBACK_IN_PROGRESS";
    let again = then(
        failed_update(),
        vec![
            event(10, "app", back, Some("User Initiated")),
            event(11, "Q", "UPDATE_FAILED", Some("Q is gone")),
            event(12, "app", "UPDATE_ROLLBACK_FAILED", None),
        ],
    );
    assert_eq!(root(&again), Some("F"));
    let stopped = again.told(again.rollback_root.as_ref().unwrap()).unwrap();
    assert_eq!(stopped.logical_id.raw(), "Q", "T was overcome");
    let done = then(
        failed_update(),
        vec![
            event(10, "app", back, Some("User Initiated")),
            event(11, "app", "UPDATE_ROLLBACK_COMPLETE", None),
        ],
    );
    assert_eq!(root(&done), Some("F"));
    assert_eq!(done.rollback_root, None);
    // A roll back that a person ordered of an update that was left as it failed.
    let ordered = then(
        failed_update()[..2].to_vec(),
        vec![
            event(2, "app", "UPDATE_FAILED", None),
            event(10, "app", back, Some("User Initiated")),
            event(11, "app", "UPDATE_ROLLBACK_COMPLETE", None),
        ],
    );
    assert_eq!(root(&ordered), Some("F"));
    // Whoever cancelled it did so before the roll back was continued.
    let cancelled = then(
        vec![
            event(0, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(1, "app", back, Some("User Initiated")),
            event(2, "app", "UPDATE_ROLLBACK_FAILED", Some("It is stuck")),
        ],
        vec![
            event(10, "app", back, Some("User Initiated")),
            event(11, "app", "UPDATE_ROLLBACK_COMPLETE", None),
        ],
    );
    assert!(cancelled.ended().unwrap().contains("somebody cancelled it"));
    // Of another update before it nothing is told.
    let next = then(
        failed_update(),
        vec![
            event(10, "app", back, Some("User Initiated")),
            event(11, "app", "UPDATE_ROLLBACK_COMPLETE", None),
            event(20, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(21, "app", "UPDATE_COMPLETE", None),
        ],
    );
    assert_eq!(root(&next), None);
}

#[test]
fn who_cancelled_is_told_before_what_stopped_the_way_back() {
    let story = of(events(
        vec![
            event(0, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(
                1,
                "app",
                "UPDATE_ROLLBACK_IN_PROGRESS",
                Some("User Initiated"),
            ),
            event(2, "T", "UPDATE_FAILED", Some("Table is being used")),
            event(3, "app", "UPDATE_ROLLBACK_FAILED", None),
        ],
        &[],
    ));
    let links = chain(&app("UPDATE_ROLLBACK_FAILED"), &story, "events");
    let kinds: Vec<LinkKind> = links.iter().map(|link| link.kind).collect();
    use LinkKind::{Cause, Rollback, Stack as OfStack};
    assert_eq!(kinds, [OfStack, Cause, Rollback]);
    let open: Vec<&str> = unexplained(&links)
        .iter()
        .map(|link| link.subject.as_str())
        .collect();
    assert_eq!(open, ["T"], "why the table is in use is not known");
}

#[test]
fn what_failed_after_the_order_to_delete_was_not_before_it() {
    let story = of(events(
        vec![
            event(0, "app", "CREATE_IN_PROGRESS", Some("User Initiated")),
            event(1, "app", "DELETE_IN_PROGRESS", Some("User Initiated")),
            event(2, "B", "DELETE_FAILED", Some("The bucket is not empty")),
            event(3, "app", "DELETE_FAILED", None),
        ],
        &[],
    ));
    let said = said(&story, "DELETE_FAILED");
    assert!(said[1].1.contains("nothing had failed before"), "{said:?}");
    assert!(said[2].1.contains("not empty"), "{said:?}");
}

#[test]
fn what_could_not_be_deleted_says_why_and_each_once() {
    let old = |n| {
        let mut event = event(n, "Old", "DELETE_FAILED", Some("It is in use"));
        event["physical_id"] = json!("old-1");
        event
    };
    let cleanup = "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS";
    let left = "Update successful. One or more resources could not be deleted.";
    let story = of(events(
        vec![
            event(0, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
            event(1, "app", cleanup, None),
            old(2),
            old(3),
            old(4),
            event(5, "app", "UPDATE_COMPLETE", Some(left)),
        ],
        &[],
    ));
    assert_eq!(story.left_behind, 1);
    let said = said(&story, "UPDATE_COMPLETE");
    let (kind, what) = &said[1];
    assert_eq!((*kind, said.len()), (LinkKind::LeftBehind, 2));
    assert!(what.contains("It is in use"), "{what}");
}
