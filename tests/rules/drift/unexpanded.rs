//! What SAM or a macro makes of a template and is not known here: never drift, never in sync.

use serde_json::{Value, json};
use watchkeeper::rules::drift::{DriftReport, judge};

use super::{fixture::Fixture, outcome};

const LAMBDA: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com"]},"Action":["sts:AssumeRole"]}]}"#;
const BASIC: &str = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
const OTHERS: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const OWN: &str = "arn:aws:iam::111122223333:policy/app-FConnPolicy-1";

fn report(file: &str, resources: &Value, roles: &Value) -> DriftReport {
    judged(file, None, resources, roles)
}

fn judged(file: &str, deployed: Option<&str>, resources: &Value, roles: &Value) -> DriftReport {
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let mut template = json!({"file": lines(file), "stack": "here", "resources": resources});
    if let Some(deployed) = deployed {
        template["deployed"] = json!(lines(deployed));
    }
    let fixture = json!({
        "about": "", "templates_alone": true, "expect": [],
        "templates": [template], "live": {"roles": roles},
    });
    let fixture: Fixture = serde_json::from_value(fixture).unwrap();
    judge(&fixture.inputs())
}

/// A function's role as SAM makes it, and with these policies beyond.
fn function(inline: &[&str], attached: &[&str]) -> Value {
    let all = json!({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let inline: serde_json::Map<String, Value> = inline
        .iter()
        .map(|name| ((*name).to_owned(), all.clone()))
        .collect();
    let attached: Vec<&str> = [BASIC].iter().chain(attached).copied().collect();
    json!({"trust": LAMBDA, "inline": inline, "attached": attached})
}

fn app(resources: &str) -> String {
    format!("Transform: AWS::Serverless-2016-10-31\nResources:\n{resources}")
}

const PLAIN: &str = "  F: {Type: AWS::Serverless::Function, Properties: {}}\n";

fn whys(report: &DriftReport) -> String {
    let whys: Vec<&str> = report.unknown.iter().map(|it| it.why.as_str()).collect();
    whys.join("\n")
}

#[test]
fn what_somebody_added_is_drift_where_everything_is_expanded() {
    let roles = json!({"app-FRole-1": function(&["rogue"], &[OTHERS])});
    let found = report(&app(PLAIN), &json!({"FRole": "app-FRole-1"}), &roles);
    assert_eq!(
        outcome(&found),
        [
            "app-FRole-1 attachments drifted",
            "app-FRole-1 inline/rogue uncodified",
            "app-FRole-1 trust in-sync",
        ]
    );
    assert_eq!(found.unknown, []);
}

#[test]
fn an_event_that_is_not_known_opens_its_own_role_and_no_other() {
    let file = app(
        "  F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Quantum}}}}\n  G: {Type: AWS::Serverless::Function, Properties: {}}\n",
    );
    let roles = json!({
        "f": function(&["rogue"], &[OTHERS]),
        "g": function(&["rogue"], &[]),
    });
    let found = report(&file, &json!({"FRole": "f", "GRole": "g"}), &roles);
    let mut items = outcome(&found);
    items.sort();
    assert_eq!(
        items,
        [
            "f attachments unknown",
            "f inline/rogue unknown",
            "f trust in-sync",
            "g attachments in-sync",
            "g inline/rogue uncodified",
            "g trust in-sync",
        ]
    );
    assert!(
        whys(&found).contains("type \"Quantum\""),
        "{}",
        whys(&found)
    );
}

#[test]
fn a_property_that_is_newer_than_what_is_known_opens_the_role() {
    let file = app("  F: {Type: AWS::Serverless::Function, Properties: {GrantsSomething: yes}}\n");
    let roles = json!({"f": function(&["granted"], &[])});
    let found = report(&file, &json!({"FRole": "f"}), &roles);
    assert!(outcome(&found).contains(&"f inline/granted unknown".to_owned()));
    assert!(whys(&found).contains("GrantsSomething"));
}

#[test]
fn what_a_policy_lacks_is_drift_even_where_more_may_be_granted() {
    let file = app(
        "  F: {Type: AWS::Serverless::Function, Properties: {Tracing: Active, Events: {E: {Type: Quantum}}}}\n",
    );
    let roles = json!({"f": function(&[], &[OTHERS])});
    let found = report(&file, &json!({"FRole": "f"}), &roles);
    let drifted = "f attachments drifted".to_owned();
    assert!(outcome(&found).contains(&drifted), "{:?}", outcome(&found));
}

#[test]
fn nothing_is_said_to_be_whole_where_more_may_have_been_granted() {
    let file =
        app("  F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Quantum}}}}\n");
    let roles = json!({"f": function(&[], &[])});
    let found = report(&file, &json!({"FRole": "f"}), &roles);
    assert_eq!(
        outcome(&found),
        ["f attachments unknown", "f trust in-sync"]
    );
    let why = &found.items[0].why;
    assert!(why.contains("lacks a policy is not known"), "{why}");
}

#[test]
fn what_is_newer_beside_a_role_of_its_own_is_named_and_opens_no_role() {
    // The role has the very name that SAM gives to one that it makes.
    let role = "  FRole:\n    Type: AWS::IAM::Role\n    Properties:\n      AssumeRolePolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: \"sts:AssumeRole\"}]}\n";
    let kinds = [
        ("Function", "Events: {E: {Type: Quantum}}", "Quantum"),
        ("Function", "GrantsSomething: yes", "GrantsSomething"),
        ("StateMachine", "Events: {E: {Type: Quantum}}", "Quantum"),
        ("StateMachine", "GrantsSomething: yes", "GrantsSomething"),
    ];
    for (kind, newer, named) in kinds {
        let file = app(&format!(
            "  F: {{Type: AWS::Serverless::{kind}, Properties: {{Role: !GetAtt FRole.Arn, {newer}}}}}\n{role}"
        ));
        let roles = json!({"f": {"trust": LAMBDA, "attached": [OTHERS]}});
        let found = report(&file, &json!({"FRole": "f"}), &roles);
        let outcome = outcome(&found);
        assert!(
            outcome.contains(&"f attachments drifted".to_owned()),
            "{kind} {newer}: {outcome:?}"
        );
        assert!(whys(&found).contains(named), "{kind} {newer}");
    }
}

#[test]
fn a_macro_may_have_rewritten_what_differs() {
    let named = "  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: r\n      AssumeRolePolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Principal: {Service: ec2.amazonaws.com}, Action: \"sts:AssumeRole\"}]}\n      Policies:\n        - {PolicyName: work, PolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"s3:GetObject\", Resource: \"*\"}]}}\n";
    let beside = "  P: {Type: AWS::IAM::RolePolicy, Properties: {PolicyName: far, RoleName: elsewhere, PolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"s3:GetObject\", Resource: \"*\"}]}}}\n";
    let granted = json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]});
    let roles = json!({
        "r": {"trust": LAMBDA, "inline": {"work": granted, "added": granted}, "attached": [OTHERS]},
        "elsewhere": {"inline": {"far": granted}},
    });
    let missing = json!({"elsewhere": {}});
    let states = |transform: &str, roles: &Value| {
        let file = format!("{transform}Resources:\n{named}{beside}");
        let found = report(&file, &json!({"R": "r"}), roles);
        let mut states: Vec<String> = outcome(&found)
            .iter()
            .filter_map(|line| line.split_whitespace().nth(2).map(str::to_owned))
            .collect();
        states.sort();
        states.dedup();
        states
    };
    assert_eq!(states("", &roles), ["drifted", "uncodified"]);
    assert_eq!(states("Transform: Ours\n", &roles), ["unknown"]);
    assert_eq!(states("", &missing), ["missing-live", "role-missing"]);
    assert_eq!(states("Transform: Ours\n", &missing), ["unknown"]);
}

#[test]
fn nobody_is_said_to_have_changed_what_a_macro_of_the_deployed_template_may_have_rewritten() {
    let role = "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: r\n      Policies:\n        - {PolicyName: work, PolicyDocument: {Version: \"2012-10-17\", Statement: [{Effect: Allow, Action: \"s3:GetObject\", Resource: \"*\"}]}}\n";
    let roles = json!({"r": {"inline": {"work": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}}}});
    let why = |deployed: &str| {
        let found = judged(role, Some(deployed), &json!({"R": "r"}), &roles);
        let item = found.items.iter().find(|item| item.part() == "work");
        item.map(|item| item.why.clone()).unwrap_or_default()
    };
    assert!(
        why(role).contains("outside CloudFormation"),
        "{}",
        why(role)
    );
    let rewritten = format!("Transform: Ours\n{role}");
    assert!(
        !why(&rewritten).contains("outside CloudFormation"),
        "{}",
        why(&rewritten)
    );
}

#[test]
fn a_macro_may_have_added_what_is_beyond_the_template() {
    let file =
        "Transform: [Ours]\nResources:\n  R: {Type: AWS::IAM::Role, Properties: {RoleName: r}}\n";
    let roles = json!({"r": {"inline": {"added": {"Version": "2012-10-17", "Statement": []}}, "attached": [OTHERS]}});
    let found = report(file, &json!({"R": "r"}), &roles);
    assert_eq!(
        outcome(&found),
        ["r inline/added unknown", "r attachments unknown"]
    );
    assert!(whys(&found).contains("Ours is not applied"));
}

#[test]
fn a_connector_that_cannot_be_followed_opens_the_role_of_its_source() {
    let file = app(
        "  F:\n    Type: AWS::Serverless::Function\n    Connectors:\n      Conn: {Properties: {Destination: {Id: Nobody}, Permissions: [Read]}}\n    Properties: {}\n",
    );
    let roles = json!({"f": function(&[], &[OWN])});
    let resources = json!({"FRole": "f", "FConnPolicy": format!("AWS::IAM::ManagedPolicy {OWN}")});
    let found = report(&file, &resources, &roles);
    assert!(outcome(&found).contains(&"f attachments unknown".to_owned()));
    assert!(whys(&found).contains("connector"), "{}", whys(&found));
}

#[test]
fn a_policy_of_the_stack_itself_is_no_drift_and_one_of_others_is() {
    let resources = json!({"FRole": "f", "Made": format!("AWS::IAM::ManagedPolicy {OWN}")});
    let own = json!({"f": function(&[], &[OWN])});
    let found = report(&app(PLAIN), &resources, &own);
    assert!(outcome(&found).contains(&"f attachments unknown".to_owned()));
    let others = json!({"f": function(&[], &[OWN, OTHERS])});
    let found = report(&app(PLAIN), &resources, &others);
    assert!(outcome(&found).contains(&"f attachments drifted".to_owned()));
}

#[test]
fn a_role_of_the_stack_that_the_template_is_not_seen_to_make_is_named() {
    let resources = json!({"FRole": "f", "Ghost": "app-Ghost-1"});
    let roles = json!({"f": function(&[], &[]), "app-Ghost-1": function(&["rogue"], &[])});
    let found = report(&app(PLAIN), &resources, &roles);
    assert_eq!(
        outcome(&found),
        ["f trust in-sync", "f attachments in-sync"]
    );
    let [unknown] = found.unknown.as_slice() else {
        panic!("{:?}", found.unknown);
    };
    assert!(
        unknown.why.contains("role app-Ghost-1 (Ghost)"),
        "{unknown:?}"
    );
}

#[test]
fn nobody_is_said_to_have_changed_what_the_deployed_template_may_have_made() {
    let deployed =
        app("  F: {Type: AWS::Serverless::Function, Properties: {Events: {E: {Type: Quantum}}}}\n");
    let roles = json!({"f": function(&["granted"], &[])});
    let found = judged(&app(PLAIN), Some(&deployed), &json!({"FRole": "f"}), &roles);
    let item = found.items.iter().find(|item| item.part() == "granted");
    let why = &item.unwrap().why;
    assert!(!why.contains("outside CloudFormation"), "{why}");
    let found = judged(
        &app(PLAIN),
        Some(&app(PLAIN)),
        &json!({"FRole": "f"}),
        &roles,
    );
    let item = found.items.iter().find(|item| item.part() == "granted");
    assert!(item.unwrap().why.contains("outside CloudFormation"));
}

#[test]
fn a_type_of_sam_that_is_not_known_is_named() {
    let found = report(
        &app("  N: {Type: AWS::Serverless::Novelty, Properties: {}}\n"),
        &json!({}),
        &json!({}),
    );
    assert!(
        whys(&found).contains("N is of a type of SAM"),
        "{}",
        whys(&found)
    );
}
