//! What else is done to a stack of the demo: protected, and brought out of a roll
//! back that stuck.

use watchkeeper::{
    ask::cloudformation,
    facts::EventExtent,
    gate::{
        Outcome, WriteReport,
        writes::{
            CancelUpdateStack, ContinueUpdateRollback, DeleteStack, FinishDeletion, RollbackStack,
            UpdateTerminationProtection, Write,
        },
    },
};

use super::scene::{STACK, Scene, applied};

#[tokio::test]
async fn termination_protection_is_switched_and_switched_back() {
    let scene = Scene::new("dataops");
    for enable in [true, false] {
        let write = Write::from(UpdateTerminationProtection {
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
        Write::from(ContinueUpdateRollback {
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
        let all = scene.read(cloudformation::Resources(STUCK.into()));
        assert!(all.resources.iter().all(|one| !one.status.is_failed()));
        let events = scene.read(cloudformation::Events {
            stack: STUCK.into(),
            extent: EventExtent::Operation,
        });
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

fn finish(keep: &[&str]) -> Write {
    Write::from(FinishDeletion {
        stack: UNDELETED.into(),
        keep: keep.iter().map(|id| (*id).into()).collect(),
        token: "watchkeeper-1".into(),
    })
}

const UNDELETED: &str = "deep-insight-preview-41";

#[tokio::test]
async fn a_deletion_that_fails_again_says_why_and_may_end_without_what_failed() {
    let scene = Scene::new("insight-dev");
    assert_eq!(scene.stack(UNDELETED).status.raw(), "DELETE_FAILED");
    let plan = scene.plan(finish(&["PreviewFunction"])).await;
    let said = format!("{:?}", plan.stops().collect::<Vec<_>>());
    assert!(said.contains("PreviewFunction did not fail"), "{said}");
    let report = scene.write(finish(&[])).await;
    let WriteReport::Done {
        outcome: Outcome::NotApplied(fault),
        ..
    } = &report
    else {
        panic!("{report:?}");
    };
    assert!(fault.what.contains("not empty"), "{fault:?}");
    assert_eq!(scene.stack(UNDELETED).status.raw(), "DELETE_FAILED");
    let report = scene.write(finish(&["PreviewBucket"])).await;
    applied(&report);
    let said = format!("{report:?}");
    assert!(
        said.contains("Kept, and in no stack any more: PreviewBucket"),
        "{said}"
    );
    let all = scene.read(cloudformation::Stacks);
    assert!(!all.stacks.iter().any(|one| one.name.raw() == UNDELETED));
}

#[tokio::test]
async fn what_no_stack_of_the_demo_is_in_a_state_for_is_stopped() {
    let scene = Scene::new("dataops");
    let stack = || STACK.into();
    let writes = [
        Write::from(CancelUpdateStack { stack: stack() }),
        Write::from(RollbackStack { stack: stack() }),
        Write::from(DeleteStack { stack: stack() }),
    ];
    for write in writes {
        let plan = scene.plan(write).await;
        let said = format!("{:?}", plan.stops().collect::<Vec<_>>());
        assert!(said.contains("begins only where it is"), "{said}");
    }
}
