//! What CloudFormation calls well or available and is not: a stack whose deletion was
//! turned down, and a change set that a guard stops.

use serde_json::{Value, json};
use watchkeeper::ask::{Ask, Question, cloudformation};

use super::{
    account::{CODIFIED, DEV, caller, codified, identity, settings},
    stacks::{STACK, cfn, of_the_role, row},
};
use crate::support::harness::Harness;

const USED: &str = "Export x cannot be deleted as it is in use by y";

/// The pane with one stack, which is well and may say why something was not done.
fn pane(reason: Option<&str>) -> Harness {
    let mut console = Harness::by_hand_writing(settings());
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("3");
    let mut stack = row("UPDATE_COMPLETE");
    stack["reason"] = json!(reason);
    let all = json!({"stacks": [stack], "complete": true, "pages": 1});
    let all = cloudformation::Stacks::answered(serde_json::from_value(all).unwrap());
    console.answer(&cfn(cloudformation::Stacks), Ok(all));
    console
}

/// A deletion that somebody ordered, and what came of it.
fn deleted(console: &mut Harness, last: &str, reason: &str) {
    let event = |n: u32, status: &str, reason: Option<&str>| {
        json!({
            "id": format!("event-{n}"), "stack": STACK, "kind": "STACK_EVENT",
            "at": format!("2026-05-18T13:42:0{n}Z"), "logical_id": "app", "status": status,
            "physical_id": STACK, "resource_type": "AWS::CloudFormation::Stack",
            "reason": reason,
        })
    };
    let events: Vec<Value> = vec![
        event(3, last, Some(reason)),
        event(2, "DELETE_IN_PROGRESS", Some("User Initiated")),
        event(1, "UPDATE_COMPLETE", None),
    ];
    let all = json!({
        "stack": STACK, "name": "app", "events": events, "reached_start": true,
        "failures_complete": true, "source": "cloudformation:DescribeStackEvents", "calls": 1,
    });
    let is_of_events = |ask: &&Ask| cloudformation::Events::back(ask).is_some();
    let asked: Vec<Ask> = console.open_asks();
    let asked: Vec<Ask> = asked.iter().filter(is_of_events).cloned().collect();
    assert!(!asked.is_empty(), "{:?}", console.open_asks());
    for ask in asked {
        console.answer(&ask, Ok(ask.answer_from(all.clone()).unwrap()));
    }
}

#[test]
fn a_stack_whose_deletion_was_turned_down_looks_ill_and_is_not_hidden() {
    let mut console = pane(Some(USED));
    // Its events were not read yet.
    console.shows("? app UPDATE_COMPLETE");
    deleted(&mut console, "UPDATE_COMPLETE", USED);
    console.shows("! app not deleted, UPDATE_COMPLETE");
    console.shows("1 not deleted");
    console.shows("CloudFormation turned the deletion down");
    console.press("H");
    console.hides("all healthy");
    console.shows("! app not deleted");
    console.press("enter");
    console.shows("! app UPDATE_COMPLETE");
}

#[test]
fn a_stack_that_says_nothing_is_well() {
    let mut console = pane(None);
    console.shows("= app UPDATE_COMPLETE");
    console.press("H");
    console.shows("all healthy");
}

#[test]
fn a_change_set_that_a_guard_stops_is_ill_and_nobody_is_told_to_execute_it() {
    let mut console = pane(None);
    console.press("v c");
    let set = json!({
        "id": "deploy-role", "name": "deploy-role", "stack": STACK, "status": "CREATE_COMPLETE",
        "execution": "AVAILABLE", "created": "2026-05-18T14:00:00Z",
    });
    let list = cfn(cloudformation::ChangeSets("app".into()));
    console.answer(&list, Ok(list.answer_from(json!([set])).unwrap()));
    // Before the guards have looked at it nobody is told to execute it.
    console.shows("? deploy-role");
    console.shows("No guard has looked at it yet: open it.");
    console.press("a");
    console.shows("x Execute the change set");
    console.hides("recommended");
    console.press("esc enter");
    let found = cfn(cloudformation::ChangeSet("deploy-role".into()));
    console.answer(&found, Ok(of_the_role()));
    console.shows("x Stop and escalate");
    console.shows("x change set deploy-role");
    console.press("a");
    console.shows("x Execute the change set");
    console.hides("recommended");
    console.press("esc esc");
    console.shows("x deploy-role");
    console.press("a");
    console.hides("recommended");
}
