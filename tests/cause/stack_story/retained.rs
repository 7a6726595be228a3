//! A resource that exists already: kept by this stack, or somebody else's.

use std::sync::Arc;

use serde_json::{Value, json};
use watchkeeper::{
    cause::{
        chain::{Link, LinkKind, chain},
        stack_story::{Inputs, tell},
    },
    facts::Stack,
};

use super::{APP, event, events, failed_update};

fn stack() -> Stack {
    let said = json!({"id": APP, "name": "app", "status": "UPDATE_ROLLBACK_COMPLETE"});
    serde_json::from_value(said).unwrap()
}

fn failing(mut before: Vec<Value>) -> Vec<Link> {
    before.extend([
        event(60, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
        event(62, "Table", "CREATE_IN_PROGRESS", None),
        event(63, "Table", "CREATE_FAILED", Some("orders already exists")),
        event(64, "app", "UPDATE_ROLLBACK_IN_PROGRESS", None),
        event(69, "app", "UPDATE_ROLLBACK_COMPLETE", None),
    ]);
    let inputs = Inputs {
        events: Some(Arc::new(events(before, &[]))),
        ..Inputs::default()
    };
    chain(
        &stack(),
        &tell(&inputs),
        "cloudformation:DescribeStackEvents",
    )
}

fn last(links: &[Link]) -> (LinkKind, &str) {
    let last = links.last().unwrap();
    (last.kind, &last.what)
}

#[test]
fn what_the_stack_itself_kept_is_imported() {
    let links = failing(vec![
        event(1, "app", "UPDATE_IN_PROGRESS", Some("User Initiated")),
        event(3, "Table", "DELETE_SKIPPED", None),
        event(9, "app", "UPDATE_COMPLETE", None),
    ]);
    let (kind, what) = last(&links);
    assert_eq!(kind, LinkKind::Cause, "{links:?}");
    assert!(what.contains("a change set of type IMPORT"), "{what}");
}

#[test]
fn what_exists_without_a_word_of_this_stack_has_no_cause_and_says_how_to_know_it() {
    for before in [Vec::new(), vec![event(3, "Queue", "DELETE_SKIPPED", None)]] {
        let links = failing(before);
        let (kind, what) = last(&links);
        assert_eq!(kind, LinkKind::Needed, "{links:?}");
        assert!(what.contains("describe-stack-resources"), "{what}");
    }
}

#[test]
fn a_failure_of_another_kind_says_nothing_of_what_exists() {
    let inputs = Inputs {
        events: Some(Arc::new(failed_update())),
        ..Inputs::default()
    };
    let links = chain(
        &stack(),
        &tell(&inputs),
        "cloudformation:DescribeStackEvents",
    );
    assert!(
        links.iter().all(|link| link.kind != LinkKind::Needed),
        "{links:?}"
    );
}
