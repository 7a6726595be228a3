//! The difference as a person reads it.

use watchkeeper::{
    facts::Use,
    policy::{
        diff::{ElementName, Side, StatementChange, statements},
        explain::{changes, uses},
    },
};

use super::of_statements;

const CODIFIED: &str = r#"{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData",
    "Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":"AlphaEngine/*"}}}"#;
const LIVE: &str = r#"{"Sid":"PutAlphaEngineMetrics","Effect":"Allow","Action":"cloudwatch:PutMetricData",
    "Resource":"*","Condition":{"StringLike":{"cloudwatch:namespace":["AlphaEngine","AlphaEngine/*"]}}}"#;

#[test]
fn the_widened_namespace_is_told_with_its_reason_and_what_to_search_for() {
    let (codified, live) = (of_statements(CODIFIED), of_statements(LIVE));
    let changes = changes(&codified, &live);
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].allowed, Side::OnlyLive);
    assert_eq!(
        changes[0].what,
        "cloudwatch:PutMetricData on * when cloudwatch:namespace = AlphaEngine"
    );
    assert_eq!(
        changes[0].reason.as_deref(),
        Some("\"AlphaEngine/*\" does not match it: the slash is missing")
    );
    let wanted = Use {
        action: "cloudwatch:PutMetricData".into(),
        values: vec!["AlphaEngine".into()],
    };
    assert_eq!(uses(&changes), [wanted]);
}

#[test]
fn a_value_stands_under_its_operator_and_key_with_its_side() {
    let found = statements(&of_statements(CODIFIED), &of_statements(LIVE));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].change, StatementChange::Changed);
    let changed: Vec<_> = found[0].elements.iter().filter(|e| !e.is_same()).collect();
    assert_eq!(changed.len(), 1);
    assert!(
        matches!(&changed[0].name, ElementName::Condition { operator, key }
        if operator.raw() == "StringLike" && key.raw() == "cloudwatch:namespace")
    );
    let values: Vec<_> = changed[0]
        .values
        .iter()
        .map(|v| (v.text.raw(), v.side))
        .collect();
    assert_eq!(
        values,
        [
            ("AlphaEngine/*", Side::Both),
            ("AlphaEngine", Side::OnlyLive)
        ]
    );
}

#[test]
fn statements_pair_by_equality_then_sid_then_likeness() {
    let s = |sid: &str, action: &str, resource: &str| {
        format!(r#"{{{sid}"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}"#)
    };
    let codified = of_statements(
        &[
            s(r#""Sid":"A","#, "s3:GetObject", "arn:aws:s3:::a/*"),
            s("", "sqs:SendMessage", "*"),
            s("", "events:PutRule", "arn:aws:events:::rule/x"),
            s("", "iam:PassRole", "arn:aws:iam::1:role/r"),
        ]
        .join(","),
    );
    let live = of_statements(
        &[
            s("", "events:PutRule", "arn:aws:events:::rule/y"),
            s(r#""Sid":"A","#, "logs:PutLogEvents", "arn:aws:logs:::b"),
            s(r#""Sid":"B","#, "SQS:sendmessage", "*"),
            s("", "kms:Decrypt", "arn:aws:kms:::key/k"),
        ]
        .join(","),
    );
    let found = statements(&codified, &live);
    let pairs: Vec<_> = found
        .iter()
        .map(|d| (d.codified, d.live, d.change))
        .collect();
    assert_eq!(
        pairs,
        [
            (Some(1), Some(2), StatementChange::Changed),
            (Some(2), Some(3), StatementChange::Same),
            (Some(3), Some(1), StatementChange::Changed),
            (Some(4), None, StatementChange::OnlyCodified),
            (None, Some(4), StatementChange::OnlyLive),
        ]
    );
    assert_eq!(found, statements(&codified, &live));
}

#[test]
fn a_repeated_statement_is_no_difference() {
    let once = of_statements(CODIFIED);
    let twice = of_statements(&format!("{CODIFIED},{CODIFIED}"));
    for (codified, live) in [(&once, &twice), (&twice, &once)] {
        let found = statements(codified, live);
        assert!(found.iter().all(|d| d.change == StatementChange::Same));
        assert!(changes(codified, live).is_empty());
    }
}

#[test]
fn denials_turn_the_direction_around() {
    let deny = |actions: &str| {
        of_statements(&format!(
            r#"{{"Effect":"Deny","Action":{actions},"Resource":"*"}}"#
        ))
    };
    let changes = changes(
        &deny(r#"["iam:CreateUser"]"#),
        &deny(r#"["iam:CreateUser","iam:DeleteUser"]"#),
    );
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].allowed, Side::OnlyCodified);
    assert_eq!(changes[0].what, "iam:DeleteUser on *");
}

#[test]
fn a_condition_more_is_told_as_what_it_excludes() {
    let plain = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#;
    let narrow = r#"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
        "Condition":{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}}"#;
    let changes = changes(&of_statements(plain), &of_statements(narrow));
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].allowed, Side::OnlyCodified);
    assert_eq!(
        changes[0].what,
        "s3:GetObject on * when not (aws:SourceIp in 10.0.0.0/8)"
    );
}
