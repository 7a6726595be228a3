//! What a change set would do: the loud first, policies by what they gain and lose,
//! and nothing that was not read taken for harmless.

use serde_json::{Value, json};
use watchkeeper::{
    facts::{ChangeSet, Verdict},
    rules::change_set::{Alarm, ChangeSetReport, judge},
};

fn change_set(changes: &[Value]) -> ChangeSet {
    serde_json::from_value(json!({
        "id": "arn:aws:cloudformation:eu-west-1:1:changeSet/deploy/1",
        "name": "deploy", "stack": "arn:aws:cloudformation:eu-west-1:1:stack/app/a",
        "stack_name": "app", "status": "CREATE_COMPLETE", "execution": "AVAILABLE",
        "changes": changes, "pages": 1,
    }))
    .unwrap()
}

fn judged(changes: &[Value]) -> ChangeSetReport {
    judge(&change_set(changes))
}

fn change(action: &str, name: &str, more: &Value) -> Value {
    let mut change = json!({
        "action": action, "logical_id": name, "resource_type": "AWS::SQS::Queue",
    });
    for (key, value) in more.as_object().unwrap() {
        change[key] = value.clone();
    }
    change
}

fn statement(action: &str, resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

fn document(statements: &[Value]) -> Value {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn role(policies: &[(&str, Value)]) -> Value {
    let policies: Vec<Value> = policies
        .iter()
        .map(|(name, document)| json!({"PolicyName": name, "PolicyDocument": document}))
        .collect();
    json!({"Properties": {"RoleName": "deploy", "Policies": policies}})
}

fn of_role(before: &Value, after: &Value) -> Value {
    change(
        "Modify",
        "DeployRole",
        &json!({
            "resource_type": "AWS::IAM::Role", "replacement": "False", "scope": ["Properties"],
            "before": {"text": before.to_string()}, "after": {"text": after.to_string()},
        }),
    )
}

const RULES: &str = "arn:aws:events:eu-west-1:1:rule/app-*";

#[test]
fn removal_and_replacement_stand_before_access_and_that_before_the_rest() {
    let grants = role(&[("deploy", document(&[statement("s3:GetObject", "*")]))]);
    let report = judged(&[
        change("Add", "Plain", &json!({})),
        of_role(&role(&[]), &grants),
        change("Modify", "Maybe", &json!({"replacement": "Conditional"})),
        change("Modify", "Table", &json!({"replacement": "True"})),
        change("Teleport", "Odd", &json!({})),
        change("Dynamic", "Later", &json!({})),
        change("Remove", "Queue", &json!({"policy_action": "Delete"})),
        change("SyncWithActual", "Record", &json!({})),
        change("Import", "Taken", &json!({})),
    ]);
    let order: Vec<(usize, Alarm)> = report.rows.iter().map(|row| (row.at, row.alarm)).collect();
    assert_eq!(
        order,
        [
            (6, Alarm::Removes),
            (3, Alarm::Replaces),
            (2, Alarm::MayReplace),
            (1, Alarm::Access),
            (4, Alarm::Unknown),
            (5, Alarm::Unknown),
            (0, Alarm::Quiet),
            (7, Alarm::Quiet),
            (8, Alarm::Quiet),
        ]
    );
}

#[test]
fn a_replacement_word_of_tomorrow_is_no_quiet_change() {
    let report = judged(&[change("Modify", "Odd", &json!({"replacement": "Partial"}))]);
    assert_eq!(report.rows[0].alarm, Alarm::MayReplace);
}

#[test]
fn a_role_that_gains_a_statement_says_what_it_gains_and_that_it_loses_nothing() {
    let before = role(&[("deploy", document(&[statement("s3:GetObject", "*")]))]);
    let both = [
        statement("s3:GetObject", "*"),
        statement("events:DescribeRule", RULES),
    ];
    let report = judged(&[of_role(&before, &role(&[("deploy", document(&both))]))]);
    let [policy] = &report.rows[0].policies[..] else {
        panic!("{report:?}");
    };
    assert_eq!(policy.name, "Policies/deploy");
    assert_eq!(policy.verdict, Verdict::Broader);
    assert!(
        policy.gained[0].0.contains("events:DescribeRule"),
        "{policy:?}"
    );
    assert!(policy.gained[0].0.contains(RULES), "{policy:?}");
    assert!(policy.lost.is_empty() && policy.why.is_none(), "{policy:?}");
}

#[test]
fn policies_that_only_change_places_change_nothing() {
    let one = ("one", document(&[statement("s3:GetObject", "*")]));
    let two = ("two", document(&[statement("sqs:SendMessage", "*")]));
    let report = judged(&[of_role(
        &role(&[one.clone(), two.clone()]),
        &role(&[two, one]),
    )]);
    assert!(report.rows[0].policies.is_empty(), "{report:?}");
}

#[test]
fn a_policy_that_goes_loses_all_that_it_granted() {
    let before = role(&[("deploy", document(&[statement("s3:GetObject", "*")]))]);
    let report = judged(&[of_role(&before, &role(&[]))]);
    let policy = &report.rows[0].policies[0];
    assert_eq!(policy.verdict, Verdict::Narrower);
    assert!(policy.lost[0].0.contains("s3:GetObject"), "{policy:?}");
}

#[test]
fn a_trust_policy_is_compared_as_one() {
    let trust = |service: &str| {
        let statement = json!({
            "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole",
        });
        json!({"Properties": {"AssumeRolePolicyDocument": document(&[statement])}})
    };
    let report = judged(&[of_role(
        &trust("lambda.amazonaws.com"),
        &trust("ec2.amazonaws.com"),
    )]);
    let policy = &report.rows[0].policies[0];
    assert_eq!(policy.name, "AssumeRolePolicyDocument");
    assert_eq!(policy.verdict, Verdict::Different);
}

#[test]
fn without_whole_contexts_the_details_are_read() {
    let detail = json!({
        "attribute": "Properties", "path": "/Properties/Policies/0/PolicyDocument",
        "before": {"text": document(&[]).to_string()},
        "after": {"text": document(&[statement("s3:*", "*")]).to_string()},
    });
    let report = judged(&[change(
        "Modify",
        "DeployRole",
        &json!({"resource_type": "AWS::IAM::Role", "details": [detail]}),
    )]);
    let policy = &report.rows[0].policies[0];
    assert_eq!(policy.verdict, Verdict::Broader, "{policy:?}");
    assert!(policy.gained[0].0.contains("s3:*"), "{policy:?}");
}

#[test]
fn a_truncated_context_is_said_and_never_called_harmless() {
    let mut change = of_role(&role(&[]), &role(&[]));
    change["after"] = json!({"text": "{\"Properties\":{\"Poli", "truncated": true});
    let report = judged(&[change]);
    assert_eq!(report.rows[0].alarm, Alarm::Access);
    let policy = report.rows[0].policies.last().unwrap();
    assert_eq!(policy.verdict, Verdict::Undecided);
    assert!(
        policy.why.as_ref().unwrap().contains("did not come whole"),
        "{policy:?}"
    );
}

#[test]
fn what_is_known_only_after_the_change_is_said_of_the_policy() {
    let later = "{{changeSet:KNOWN_AFTER_APPLY}}";
    let after = role(&[("deploy", document(&[statement("s3:GetObject", later)]))]);
    let report = judged(&[of_role(&role(&[]), &after)]);
    let why = report.rows[0].policies[0].why.clone().unwrap();
    assert!(why.contains("known only once"), "{why}");
}

#[test]
fn a_document_nested_without_end_is_read_to_a_bound_and_said() {
    let mut deep = json!({"Statement": []});
    for _ in 0..100 {
        deep = json!({ "In": deep });
    }
    let report = judged(&[of_role(&json!({}), &deep)]);
    assert_eq!(report.rows[0].policies[0].verdict, Verdict::Undecided);
}

#[test]
fn a_grant_on_what_is_known_only_later_is_never_said_to_give_nothing() {
    let queue = "arn:aws:sqs:eu-west-1:1:jobs";
    for later in ["{{changeSet:KNOWN_AFTER_APPLY}}", "{{resolve:ssm:/queue}}"] {
        let before = role(&[("deploy", document(&[statement("sqs:SendMessage", queue)]))]);
        let more = [
            statement("sqs:SendMessage", queue),
            statement("sqs:PurgeQueue", later),
        ];
        let after = role(&[("deploy", document(&more))]);
        let report = judged(&[of_role(&before, &after)]);
        let policy = &report.rows[0].policies[0];
        assert_eq!(policy.verdict, Verdict::Undecided, "{policy:?}");
        let gained = format!("{:?}", policy.gained);
        assert!(
            gained.contains("sqs:PurgeQueue") && gained.contains(later),
            "{gained}"
        );
        assert!(!gained.contains("arn:aws:open"), "{gained}");
    }
}
