//! The demo's stacks hold together: what failed, why, and what is stale.

use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use watchkeeper::{
    ask::{AwsAsk, Question, cloudformation as cfn, iam},
    edge::demo::{DEPLOY_ROLE_TEMPLATE, Demo},
    facts::{EventExtent, FaultKind, Stack},
};

fn read<Q: Question<Answer: Clone>>(question: Q) -> Q::Answer
where
    Q::Service: Into<AwsAsk>,
{
    let ask = question.of(&"dataops".into());
    let answer = Demo::open().unwrap().read(&ask).unwrap();
    Q::typed(&answer).unwrap().clone()
}

fn stack(name: &str) -> Stack {
    read(cfn::Stack(name.into()))
}

#[test]
fn the_failed_deployment_s_first_failure_is_the_denial_and_the_rest_follows_from_it() {
    let app = stack("dataops-v1");
    assert_eq!(app.status.raw(), "UPDATE_ROLLBACK_COMPLETE");
    for extent in [
        EventExtent::FirstPage,
        EventExtent::Failures,
        EventExtent::Operation,
    ] {
        // By its ARN as well as by its name.
        let stack = app.id.as_name();
        let events = read(cfn::Events { stack, extent });
        let failed = events.failed();
        assert_eq!(
            failed[0].logical_id.raw(),
            "WorkEngineFunctionDailyWorkEngineCron"
        );
        let reason = failed[0].reason.as_ref().unwrap().raw();
        assert!(reason.contains("events:DescribeRule"), "{reason}");
        assert!(failed.len() > 2);
        assert!(failed[1..].iter().all(|event| event.is_cancellation()));
        assert!(events.events.is_sorted_by(|a, b| a.at >= b.at));
        assert!(events.newest_operation().len() < events.events.len());
    }
}

#[test]
fn the_deploy_role_s_stack_lacks_just_the_statement_that_the_repository_has() {
    let roles = stack("dataops-v1-github-actions");
    assert!(roles.written() < stack("dataops-v1").written());
    let deployed = read(cfn::Template { stack: roles.name });
    let diff = TextDiff::from_lines(deployed.body.raw(), DEPLOY_ROLE_TEMPLATE);
    let changed: Vec<_> = diff
        .iter_all_changes()
        .filter(|change| change.tag() != ChangeTag::Equal)
        .collect();
    assert!(
        changed
            .iter()
            .all(|change| change.tag() == ChangeTag::Insert)
    );
    assert!(changed[0].value().contains("EventBridgeDataOpsRules"));
    let live = read(iam::Authorization);
    let role = live.roles[0].role.known().unwrap();
    let policy = &role.inline.known().unwrap()[0];
    let document = policy.document.known().unwrap().raw();
    let document: Value = serde_json::from_str(document).unwrap();
    assert!(!document.to_string().contains("events:"));
    // Statement for statement what the deployed template says.
    let statements = document["Statement"].as_array().unwrap();
    for statement in statements {
        let sid = statement["Sid"].as_str().unwrap();
        assert!(deployed.body.raw().contains(&format!("Sid: {sid}\n")));
    }
    assert_eq!(
        statements.len(),
        deployed.body.raw().matches("- Sid:").count()
    );
}

#[test]
fn the_demo_detects_no_drift_and_says_so() {
    let ask = cfn::DetectDrift("dataops-v1".into()).of(&"dataops".into());
    let fault = Demo::open().unwrap().read(&ask).unwrap_err();
    assert_eq!(fault.kind, FaultKind::Missing);
}
