//! What the stacks pane proposes to the gate, as drafts, and what it says where
//! there is nothing to propose. What the gate makes of a draft is tested there.

use serde_json::{Value, json};
use watchkeeper::{
    ask::{Answer, Question, cloudformation, repo},
    facts::{LogicalId, Settings, TemplateSource},
    gate::{
        Draft, Origin,
        writes::{ContinueUpdateRollback, CreateChangeSet, FinishDeletion},
    },
};

use super::{
    account::{CODIFIED, DEV, caller, codified, identity, settings},
    stacks::{STACK, cfn, listed},
};
use crate::support::drafts::of_kind;
use crate::support::harness::Harness;

const TEMPLATE: &str = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n";

fn with_template() -> Settings {
    let mut settings = settings();
    let drift = settings.drift.as_mut().unwrap();
    drift.template = vec![TemplateSource {
        stack: "app".into(),
        file: "./infra/app.yaml".to_owned(),
        parameters: [("Branch".to_owned(), "main".to_owned())].into(),
    }];
    settings
}

/// The pane with one stack in this state, which is selected.
fn pane(settings: Settings, status: &str) -> Harness {
    let mut console = Harness::by_hand_writing(settings);
    console.answer(&CODIFIED, Ok(codified(&[])));
    console.answer(&identity("dev"), Ok(caller(DEV)));
    console.press("3");
    console.answer(&cfn(cloudformation::Stacks), Ok(listed(status)));
    console.effects();
    console
}

fn one(mut drafts: Vec<Draft>) -> Draft {
    assert_eq!(drafts.len(), 1, "{drafts:?}");
    drafts.remove(0)
}

fn templates(text: &str) -> Answer {
    let file = json!({"stack": "app", "path": "infra/app.yaml", "text": text});
    let all = json!({"files": [file], "broken": []});
    repo::Templates::answered(serde_json::from_value(all).unwrap())
}

#[test]
fn a_read_only_console_only_looks_at_what_could_be_proposed() {
    let mut console = Harness::demo_in("dataops", (80, 24));
    console.press("3");
    for key in ["a c", "a r", "a b", "a k", "a p", "a D", "v c a x", "a d"] {
        console.effects();
        console.press(key);
        console.wait(600);
        console.press("enter");
        assert!(!console.gated().contains(&"apply".to_owned()), "{key}");
        console.press("esc");
    }
}

#[test]
fn where_the_stack_stands_decides_what_can_be_proposed() {
    let cases = [
        ("UPDATE_COMPLETE", "a b", "there is nothing to roll back"),
        (
            "UPDATE_ROLLBACK_COMPLETE",
            "a b",
            "there is nothing to roll back",
        ),
        ("UPDATE_COMPLETE", "a k", "no update is under way"),
        (
            "UPDATE_COMPLETE",
            "a D",
            "only a stack whose creation or deletion failed",
        ),
        (
            "UPDATE_ROLLBACK_COMPLETE",
            "a D",
            "only a stack whose creation",
        ),
        (
            "UPDATE_COMPLETE",
            "a c",
            "No template is configured for stack app",
        ),
        (
            "UPDATE_COMPLETE",
            "a r",
            "open the stack's drift view first",
        ),
    ];
    for (status, keys, why) in cases {
        let mut console = pane(settings(), status);
        console.press(keys);
        console.shows(why);
        assert!(console.proposed().is_empty(), "{status} {keys}");
    }
}

#[test]
fn each_state_has_the_operation_that_leads_out_of_it() {
    let cases = [
        ("UPDATE_ROLLBACK_FAILED", "a b", "CONTINUE UPDATE ROLLBACK"),
        ("CREATE_FAILED", "a b", "ROLL BACK STACK"),
        ("UPDATE_FAILED", "a b", "ROLL BACK STACK"),
        ("UPDATE_IN_PROGRESS", "a k", "CANCEL UPDATE OF STACK"),
        ("ROLLBACK_COMPLETE", "a D", "DELETE STACK"),
        ("ROLLBACK_FAILED", "a D", "DELETE STACK"),
        ("UPDATE_COMPLETE", "a p", "UPDATE TERMINATION PROTECTION"),
    ];
    for (status, keys, title) in cases {
        let mut console = pane(settings(), status);
        console.press(keys);
        let draft = one(console.proposed());
        assert_eq!(draft.write.change().title(), title);
        assert_eq!(draft.write.change().target().name.raw(), "app");
        assert_eq!(draft.origin, Origin::Stack);
        assert_eq!(draft.environment.raw(), "dev");
    }
}

#[test]
fn a_change_set_is_made_from_the_template_that_the_project_names() {
    let mut console = pane(with_template(), "UPDATE_COMPLETE");
    console.press("a c");
    console.shows("The repository's templates have not been read yet.");
    assert!(console.proposed().is_empty());
    console.press("esc");
    console.answer(&repo::Templates.here(), Ok(templates(TEMPLATE)));
    console.press("a c");
    let draft = one(console.proposed());
    let create: CreateChangeSet = of_kind(&draft.write, "create-change-set");
    assert_eq!(create.template.raw(), TEMPLATE);
    assert_eq!(create.parameters[0].key.raw(), "Branch");
    assert_eq!(create.parameters[0].value.raw(), "main");
    assert!(
        create
            .change_set
            .raw()
            .starts_with("watchkeeper-20260518T14")
    );
    assert_eq!(create.mode, None);
    let path = "infra/app.yaml".to_owned();
    assert_eq!(draft.origin, Origin::Repository { path });
}

#[test]
fn what_drifted_is_put_back_from_the_deployed_template() {
    let mut console = pane(settings(), "UPDATE_COMPLETE");
    console.press("v d");
    let deployed = json!({"stack": STACK, "name": "app", "body": TEMPLATE});
    let ask = cfn(cloudformation::Template {
        stack: "app".into(),
    });
    console.answer(&ask, Ok(ask.answer_from(deployed).unwrap()));
    console.press("a r");
    let draft = one(console.proposed());
    let create: CreateChangeSet = of_kind(&draft.write, "create-change-set");
    assert_eq!(create.mode.as_ref().unwrap().raw(), "REVERT_DRIFT");
    assert_eq!(create.template.raw(), TEMPLATE);
    assert_eq!(draft.origin, Origin::Stack);
}

fn change_sets() -> Answer {
    let set = |name: &str| {
        json!({
            "id": format!("arn:aws:cloudformation:eu-west-1:{DEV}:changeSet/{name}/1"),
            "name": name, "stack": STACK, "status": "CREATE_COMPLETE", "execution": "AVAILABLE",
        })
    };
    let all = json!([set("first"), set("second")]);
    cloudformation::ChangeSets::answered(serde_json::from_value(all).unwrap())
}

#[test]
fn the_selected_change_set_is_executed_or_deleted_and_the_opened_one_too() {
    for (keys, title) in [("a x", "EXECUTE CHANGE SET"), ("a d", "DELETE CHANGE SET")] {
        let mut console = pane(settings(), "UPDATE_COMPLETE");
        console.press("v c");
        let list = cfn(cloudformation::ChangeSets("app".into()));
        console.answer(&list, Ok(change_sets()));
        console.press("j");
        console.press(keys);
        let of_list = one(console.proposed());
        assert_eq!(of_list.write.change().title(), title);
        let (_, part) = of_list.write.change().target().part.unwrap();
        assert!(part.raw().contains("changeSet/second/"), "{part:?}");
        console.press("esc enter");
        console.press(keys);
        assert_eq!(one(console.proposed()).write, of_list.write);
    }
}

#[test]
fn what_failed_to_roll_back_can_be_left_out_and_nothing_else() {
    let mut console = pane(settings(), "UPDATE_ROLLBACK_FAILED");
    console.press("v r");
    let resource = |name: &str, status: &str| {
        json!({
            "logical_id": name, "resource_type": "AWS::SQS::Queue", "status": status,
            "physical_id": name,
        })
    };
    let all = json!({
        "stack": STACK, "name": "app", "resources": [
            resource("Kept", "UPDATE_COMPLETE"),
            resource("Stuck", "UPDATE_FAILED"),
            resource("Other", "UPDATE_FAILED"),
        ],
    });
    let ask = cfn(cloudformation::Resources("app".into()));
    console.answer(&ask, Ok(ask.answer_from(all).unwrap()));
    console.press("S j S j S S a b");
    let draft = one(console.proposed());
    let go_on: ContinueUpdateRollback = of_kind(&draft.write, "continue-update-rollback");
    let skipped: Vec<&str> = go_on.skip.iter().map(LogicalId::raw).collect();
    assert_eq!(skipped, ["Stuck"]);
    console.press("esc k");
    // What is said of the row has the whole width there.
    console.resize(100, 40);
    console.shows("left out when the roll back is continued");
    assert!(
        console.selected().contains("S Stuck"),
        "{}",
        console.selected()
    );
}

fn resources(all: &[(&str, &str)]) -> (watchkeeper::ask::Ask, Answer) {
    let all: Vec<Value> = all
        .iter()
        .map(|(name, status)| {
            json!({
                "logical_id": name, "resource_type": "AWS::SQS::Queue", "status": status,
                "physical_id": name,
            })
        })
        .collect();
    let ask = cfn(cloudformation::Resources("app".into()));
    let all = json!({ "stack": STACK, "name": "app", "resources": all });
    let answer = ask.answer_from(all).unwrap();
    (ask, answer)
}

#[test]
fn the_key_that_leaves_something_out_says_why_whenever_it_does_nothing() {
    let mut console = pane(settings(), "UPDATE_COMPLETE");
    console.press("S");
    console.shows("Stack app is UPDATE_COMPLETE: a resource is left out only where");
    let mut console = pane(settings(), "DELETE_FAILED");
    console.press("S");
    console.shows("Choose it among the resources of stack app (v r).");
    console.press("v r S");
    console.shows("No resource is selected.");
    let (ask, answer) = resources(&[("Gone", "DELETE_COMPLETE"), ("Stuck", "DELETE_FAILED")]);
    console.answer(&ask, Ok(answer));
    console.press("S");
    console.shows("Gone is DELETE_COMPLETE: only what failed can be left out.");
    console.press("j S");
    assert!(
        console.selected().contains("K Stuck"),
        "{}",
        console.selected()
    );
    console.shows("Stuck is left out when the deletion is finished (a K).");
    console.press("a");
    console.shows("K Finish a deletion that failed, and keep what failed in it (recommended)");
    console.press("esc");
    console.press("S");
    console.shows("Stuck is not left out any more when the deletion is finished (a K).");
    assert!(!console.selected().contains("K Stuck"));
}

#[test]
fn a_deletion_that_failed_is_tried_again_or_finished_without_what_failed() {
    let keeps = |keys: &str| {
        let mut console = pane(settings(), "DELETE_FAILED");
        console.shows("NEXT a D on app: deletes it again");
        console.shows("a K on app: deletes the rest, and keeps what failed");
        let (ask, answer) = resources(&[
            ("First", "DELETE_FAILED"),
            ("Gone", "DELETE_COMPLETE"),
            ("Second", "DELETE_FAILED"),
        ]);
        console.answer(&ask, Ok(answer));
        console.press(keys);
        let draft = one(console.proposed());
        let finish: FinishDeletion = of_kind(&draft.write, "finish-deletion");
        assert!(finish.token.raw().starts_with("watchkeeper-"));
        let kept = finish.keep.iter().map(|id| id.raw().to_owned());
        kept.collect::<Vec<_>>()
    };
    assert!(keeps("a D").is_empty());
    assert_eq!(keeps("a K"), ["First", "Second"]);
    assert_eq!(keeps("v r j j S a K"), ["Second"]);
    assert!(
        keeps("v r S a D").is_empty(),
        "what is tried again is kept by nobody"
    );
}

#[test]
fn nothing_is_kept_where_no_deletion_failed_or_what_failed_is_not_known() {
    let mut console = pane(settings(), "UPDATE_ROLLBACK_FAILED");
    console.press("a K");
    assert!(console.proposed().is_empty());
    console.shows("resources are kept only where a deletion failed");
    let mut console = pane(settings(), "DELETE_FAILED");
    console.press("a K");
    assert!(console.proposed().is_empty());
    console.shows("were not read yet");
}
