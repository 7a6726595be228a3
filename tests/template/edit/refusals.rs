//! What is not edited, and why it says so.

use super::{DEPLOY, DEPLOY_POLICY, TASK, policy, statement};
use crate::template::{DATAOPS, FUNCTIONS, PHASE1};

const ANY: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;

/// A role with these policies, in YAML.
fn role(policies: &str) -> String {
    format!(
        "Resources:\n  R:\n    Type: AWS::IAM::Role\n    Properties:\n      RoleName: r\n{policies}"
    )
}

fn why(text: &str) -> String {
    policy(text, "R", "p", ANY).unwrap_err().what
}

#[test]
fn what_is_no_policy_is_not_written() {
    for document in [
        "",
        "[]",
        "{}",
        "{\"Statement\": [{\"Effect\": \"allow\"}]}",
        "{\"a\":1,\"a\":2}",
    ] {
        assert!(policy(PHASE1, TASK, "p", document).is_err(), "{document}");
    }
    let no_sid = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
    let refused = statement(DATAOPS, DEPLOY, DEPLOY_POLICY, no_sid).unwrap_err();
    assert!(refused.what.contains("Sid"));
}

#[test]
fn a_broken_template_is_not_edited() {
    assert!(
        policy("Resources: [", "R", "p", ANY)
            .unwrap_err()
            .place
            .is_some()
    );
}

#[test]
fn an_unknown_resource_or_one_of_another_kind_is_refused() {
    assert!(
        policy(PHASE1, "Nobody", "p", ANY)
            .unwrap_err()
            .what
            .contains("Nobody")
    );
    assert!(
        policy(PHASE1, "ReportsBucket", "p", ANY)
            .unwrap_err()
            .what
            .contains("AWS::S3::Bucket")
    );
    assert!(
        policy(FUNCTIONS, "Worker", "p", ANY)
            .unwrap_err()
            .hint
            .contains("SAM")
    );
    assert!(
        policy(FUNCTIONS, "ElsewhereExtra", "p", ANY)
            .unwrap_err()
            .what
            .contains("ElsewhereExtra")
    );
}

#[test]
fn a_statement_needs_a_policy_that_is_there() {
    let one = r#"{"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"}"#;
    assert!(
        statement(PHASE1, TASK, "Nothing", one)
            .unwrap_err()
            .what
            .contains("Nothing")
    );
    let lone = role(
        "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Statement: {Sid: B, Effect: Allow, Action: 's3:*', Resource: '*'}\n",
    );
    assert!(
        statement(&lone, "R", "p", one)
            .unwrap_err()
            .what
            .contains("not a list")
    );
}

#[test]
fn computed_policies_are_refused() {
    assert!(why(&role("      Policies: !If [X, [], []]\n")).contains("not written out"));
    let chosen = "      Policies:\n        - !If\n          - X\n          - PolicyName: p\n            PolicyDocument: {}\n          - !Ref AWS::NoValue\n";
    assert!(
        why(&role(chosen)).contains("computed"),
        "{}",
        why(&role(chosen))
    );
    let text = "      Policies:\n        - PolicyName: p\n          PolicyDocument: '{}'\n";
    assert!(why(&role(text)).contains("text"));
}

#[test]
fn two_policies_of_one_name_are_refused() {
    let twice = "      Policies:\n        - PolicyName: p\n          PolicyDocument: {Statement: []}\n        - PolicyName: p\n          PolicyDocument: {Statement: []}\n";
    assert!(why(&role(twice)).contains("two policies"));
}

#[test]
fn what_an_anchor_shares_is_refused() {
    let document =
        "{Version: 2012-10-17, Statement: [{Effect: Deny, Action: 's3:*', Resource: '*'}]}";
    let anchored = format!(
        "      Policies:\n        - PolicyName: p\n          PolicyDocument: &d {document}\n        - PolicyName: q\n          PolicyDocument: *d\n"
    );
    assert!(
        why(&role(&anchored)).contains("anchor"),
        "{}",
        why(&role(&anchored))
    );
    let aliased = anchored
        .replace("PolicyName: p", "PolicyName: o")
        .replace("PolicyName: q", "PolicyName: p");
    assert!(why(&role(&aliased)).contains("anchor"));
    let inside = "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Version: 2012-10-17\n            Statement:\n              - Effect: &e Deny\n                Action: s3:*\n                Resource: '*'\n";
    assert!(why(&role(inside)).contains("anchor"));
    let merged = "      Policies:\n        - PolicyName: o\n          PolicyDocument: &d\n            Version: 2012-10-17\n            Statement: []\n        - PolicyName: p\n          PolicyDocument:\n            <<: *d\n            Id: x\n";
    assert!(policy(&role(merged), "R", "p", ANY).is_err());
}

#[test]
fn a_placeholder_is_never_written_as_if_it_were_a_value() {
    for token in [
        "<Ref Bucket>",
        "arn:aws:s3:::<GetAtt B.Arn>/*",
        "<AWS AccountId>",
    ] {
        let document = ANY.replace("\"Resource\":\"*\"", &format!("\"Resource\":\"{token}\""));
        let refused = policy(PHASE1, TASK, "New", &document).unwrap_err();
        assert!(
            refused.what.contains("placeholder"),
            "{token}: {}",
            refused.what
        );
    }
}

#[test]
fn a_comment_that_would_be_lost_stops_the_edit() {
    let text = "      Policies:\n        - PolicyName: p\n          PolicyDocument:\n            Version: 2012-10-17\n            Statement:\n              - Effect: Allow\n                Action: # read only\n                  - s3:GetObject\n                Resource: '*'\n";
    let refused = why(&role(text));
    assert!(refused.contains("comment"), "{refused}");
}
