//! Stacks: which failed, from what, whose fault it is, and what a change set would do.

use watchkeeper::{
    ask::{Answer, Ask, AwsAsk, Question, cloudformation, iam},
    flow::Effect,
};

use super::{
    account::{DEV, OTHER, caller, identity},
    stacks_follow::{at_work, begun, round},
};
use crate::support::harness::Harness;

pub(super) fn stacks(size: (u16, u16)) -> Harness {
    let mut console = Harness::demo_in("dataops", size);
    console.press("3");
    console
}

#[test]
fn the_story_names_the_first_failure_what_was_refused_and_whose_role_it_is() {
    for size in [(80, 24), (160, 50)] {
        let console = stacks(size);
        assert!(console.selected().contains("x dataops-v1"));
        console.shows("ROOT WorkEngineFunctionDailyWorkEngineCron");
        console.shows("13:42:28Z");
        console.shows("Denied dataops-github-actions-deploy may not call");
        console.shows("DescribeRule");
        console.shows("NEXT a c on dataops-v1-github-actions makes a change set");
    }
}

#[test]
fn the_role_is_read_by_name_and_no_more_than_the_story_needs() {
    // The drift pane asks for its own before: only what follows counts.
    let mut console = Harness::demo_in("dataops", (160, 50));
    console.effects();
    console.press("3");
    let asked: Vec<Ask> = console
        .effects()
        .into_iter()
        .filter_map(|effect| match effect {
            Effect::Ask { ask, .. } => Some(ask),
            _ => None,
        })
        .collect();
    let role = |ask: &Ask| {
        iam::Roles::back(ask)
            .is_some_and(|roles| roles.0[..] == ["dataops-github-actions-deploy".into()])
    };
    assert!(asked.iter().any(role), "{asked:?}");
    let query = |ask: &Ask| ask.is_query();
    assert!(
        !asked.iter().any(query),
        "a drift detection is nobody's refresh"
    );
    let template = |ask: &Ask| {
        cloudformation::Template::back(ask).is_some()
            || cloudformation::ChangeSets::back(ask).is_some()
    };
    assert!(!asked.iter().any(template), "{asked:?}");
}

#[test]
fn the_events_open_at_the_root_and_n_goes_round_the_failures() {
    let mut console = stacks((80, 24));
    console.press("v e");
    let root = console.selected();
    assert!(root.contains("ROOT"), "{root}");
    assert!(root.contains("CREATE_FAILED"), "{root}");
    console.shows("is not authorized to perform: events:DescribeRule");
    console.press("n");
    assert_eq!(console.selected(), root, "the others only followed");
    console.press("G");
    console.shows("27 of 27");
    console.press("esc");
    console.shows("2 stacks");
}

#[test]
fn the_filter_of_an_opened_stack_is_for_its_events() {
    let mut console = stacks((80, 24));
    console.press("v e /");
    console.type_text("DocsFunction");
    console.press("enter");
    console.shows("23 hidden by the filter");
    console.hides("WorkEngineTable");
    let chosen = console.selected();
    console.press("esc");
    console.shows("of 27");
    assert_eq!(console.selected(), chosen, "the cursor stays on its event");
    console.press("esc");
    console.shows("2 stacks");
}

#[test]
fn every_view_says_what_it_is_of_and_esc_comes_back() {
    let mut console = stacks((160, 50));
    for (key, said) in [
        ("v s", "2 more failures only followed from it"),
        ("v e", "1 of 27"),
        ("v t", "ROOT 2.2 s"),
        ("v r", "AWS::Lambda::Function"),
        ("v o", "BasicAuthPassword"),
        ("v c", "The stack has no change sets."),
        ("v d", "reported as IN_SYNC"),
    ] {
        console.press(key);
        if key == "v e" {
            console.press("g");
        }
        console.shows(said);
    }
    console.press("] ]");
    console.shows("x dataops-v1 UPDATE_ROLLBACK_COMPLETE");
    console.press("esc");
    console.shows("2 stacks");
}

#[test]
fn the_deployed_template_is_shown_with_its_lines() {
    let mut console = stacks((80, 24));
    console.press("j v m");
    console.shows("1 AWSTemplateFormatVersion");
    console.press("G");
    console.hides("AWSTemplateFormatVersion");
}

#[test]
fn a_drift_detection_is_begun_by_a_yes_and_by_nothing_else() {
    let begun = |console: &mut Harness| {
        let begun = |effect: &Effect| matches!(effect, Effect::Ask { ask, .. } if ask.is_query());
        console.effects().iter().filter(|e| begun(e)).count()
    };
    let mut console = stacks((80, 24));
    console.press("D");
    console.shows("Detect drift in dataops-v1?");
    assert_eq!(begun(&mut console), 0);
    for no in ["n", "esc", "enter n", "j esc"] {
        console.press(no);
        console.hides("Detect drift in");
        assert_eq!(begun(&mut console), 0, "{no}");
        console.press("D");
    }
    console.press("y");
    assert_eq!(begun(&mut console), 1);
    console.press("R");
    assert_eq!(begun(&mut console), 0, "a refresh begins none");
    console.press("D y");
    assert_eq!(begun(&mut console), 1, "asked again, it is begun again");
}

#[test]
fn a_restricted_console_asks_for_a_drift_detection_like_any_other_with_its_cost() {
    let begun = |console: &mut Harness| {
        let begun = |effect: &Effect| matches!(effect, Effect::Ask { ask, .. } if ask.is_query());
        console.effects().iter().filter(|e| begun(e)).count()
    };
    let mut console = Harness::restricted_in("dataops", (80, 24));
    console.press("3 D");
    console.shows("at least one call each");
    assert_eq!(
        begun(&mut console),
        0,
        "the question alone asks for nothing"
    );
    console.press("y");
    assert_eq!(begun(&mut console), 1);
}

pub(super) const STACK: &str = "arn:aws:cloudformation:eu-west-1:817685572750:stack/app/a";

/// A stack at work, answered by hand: its list row, and events up to this number.
pub(super) fn row(status: &str) -> serde_json::Value {
    serde_json::json!({
        "id": STACK, "name": "app", "status": status, "updated": "2026-05-18T13:42:00Z",
    })
}

pub(super) fn listed(status: &str) -> Answer {
    let stacks = serde_json::json!({"stacks": [row(status)], "complete": true, "pages": 1});
    cloudformation::Stacks::answered(serde_json::from_value(stacks).unwrap())
}

pub(super) fn cfn<Q: Question>(question: Q) -> Ask
where
    Q::Service: Into<AwsAsk>,
{
    question.of(&"dev".into()).into()
}

#[test]
fn another_account_ends_a_detection_and_begins_none() {
    let mut console = at_work();
    round(&mut console, 2);
    console.press("D y");
    let begun = cfn(cloudformation::DetectDrift("app".into()));
    console.answer(
        &begun,
        Ok(cloudformation::DetectDrift::answered("id".into())),
    );
    console.press("R");
    console.effects();
    console.answer(&identity("dev"), Ok(caller(OTHER)));
    let begins = |effect: &Effect| matches!(effect, Effect::Ask { ask, .. } if ask.is_query());
    assert!(!console.effects().iter().any(begins));
}

/// The change set that brings story 002's statement, opened, and one of everything else.
pub(crate) fn change_set() -> Harness {
    let mut console = begun();
    console.press("R");
    let stacks = cfn(cloudformation::Stacks);
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.answer(&stacks, Ok(listed("UPDATE_COMPLETE")));
    console.press("v c");
    let set = |status: &str, name: &str| {
        serde_json::json!({
            "id": name, "name": name, "stack": STACK, "status": "CREATE_COMPLETE",
            "execution": status, "created": "2026-05-18T14:00:00Z",
        })
    };
    let sets = serde_json::json!([set("AVAILABLE", "deploy-role"), set("OBSOLETE", "old")]);
    let list = cfn(cloudformation::ChangeSets("app".into()));
    console.answer(&list, Ok(list.answer_from(sets).unwrap()));
    console.press("enter");
    let found = cfn(cloudformation::ChangeSet("deploy-role".into()));
    console.answer(&found, Ok(of_the_role()));
    console
}

fn of_the_role() -> Answer {
    use serde_json::json;
    let allow = |sid: &str, action: &str, on: &str| json!({"Sid": sid, "Effect": "Allow", "Action": [action], "Resource": on});
    let tables = allow(
        "Tables",
        "dynamodb:UpdateTable",
        "arn:aws:dynamodb:eu-west-1:817685572750:table/dataops-v1-*",
    );
    let rules = allow(
        "EventBridgeDataOpsRules",
        "events:DescribeRule",
        "arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*",
    );
    let role = |statements: &[serde_json::Value]| {
        let document = json!({"Version": "2012-10-17", "Statement": statements});
        let policies = json!([{"PolicyName": "dataops-v1-deploy", "PolicyDocument": document}]);
        json!({"Properties": {"Policies": policies}}).to_string()
    };
    let (before, after) = (role(std::slice::from_ref(&tables)), role(&[tables, rules]));
    let table = |name: &str| json!({"Properties": {"TableName": name}}).to_string();
    let detail = json!({
        "attribute": "Properties", "name": "Policies", "path": "/Properties/Policies",
        "requires_recreation": "Never", "evaluation": "Static", "source": "DirectModification",
        "before": {"text": before}, "after": {"text": after},
    });
    let timeout = json!({
        "attribute": "Properties", "name": "Timeout", "path": "/Properties/Timeout",
        "requires_recreation": "Never", "source": "ParameterReference",
        "causing_entity": "FunctionTimeout",
        "before": {"text": "3"}, "after": {"text": "30"},
    });
    let set = json!({
        "id": "deploy-role", "name": "deploy-role", "stack": STACK, "stack_name": "app",
        "status": "CREATE_COMPLETE", "execution": "AVAILABLE",
        "created": "2026-05-18T14:00:00Z", "pages": 1,
        "changes": [
            {"action": "Modify", "logical_id": "Function", "replacement": "False",
             "resource_type": "AWS::Lambda::Function", "scope": ["Properties"],
             "details": [timeout]},
            {"action": "Modify", "logical_id": "GitHubActionsDeployRole",
             "physical_id": "dataops-github-actions-deploy", "resource_type": "AWS::IAM::Role",
             "replacement": "False", "scope": ["Properties"], "details": [detail],
             "before": {"text": before}, "after": {"text": after}},
            {"action": "Modify", "logical_id": "Table", "physical_id": "table-1",
             "resource_type": "AWS::DynamoDB::Table", "replacement": "True",
             "policy_action": "ReplaceAndDelete", "scope": ["Properties"],
             "before": {"text": table("a")}, "after": {"text": table("b")}},
        ],
    });
    cloudformation::ChangeSet::answered(serde_json::from_value(set).unwrap())
}

#[test]
fn a_change_set_says_what_a_role_gains_and_shows_the_dangerous_first() {
    let mut console = change_set();
    console.shows("x Stop and escalate: Table (AWS::DynamoDB::Table) would be REPLACED.");
    console.shows("GitHubActionsDeployRole GAINS events:DescribeRule");
    console.shows("3 changes: 1 replaced, 1 of access");
    console.shows(
        "gains events:DescribeRule on arn:aws:events:eu-west-1:817685572750:rule/dataops-v1-*",
    );
    console.shows("loses nothing");
    let screen = console.screen();
    let place = |text: &str| screen.find(text).unwrap();
    assert!(place("Table   REPLACES") < place("GitHubActionsDeployRole   ACCESS"));
    console.press("G");
    console.shows("ParameterReference, by FunctionTimeout");
    console.hides("Table   REPLACES");
    console.press("esc j");
    console.shows("OBSOLETE: the stack was updated since");
}
