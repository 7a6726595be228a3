//! Any document into any of the templates: it is there afterwards, and nothing else moved.

use proptest::prelude::*;
use serde_json::{Value, json};
use watchkeeper::template::roles;

use super::{DEPLOY, DEPLOY_POLICY, TASK, policy};
use crate::template::{DATAOPS, JSON, JSON_TABS, PHASE1, inputs, template};

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}:[A-Za-z*?]{1,8}",
        "arn:aws:s3:::[a-z]{1,5}/\\*",
        Just("*".to_owned()),
        Just("true".to_owned()),
        Just("0123".to_owned()),
        Just("2012-10-17".to_owned()),
        Just("arn:aws:iam::1:user/${aws:username}".to_owned()),
        "[ -~é\u{1F600}\t]{0,12}:[ -~]{0,8}".prop_filter("no token", |it| !it.contains('<')),
    ]
}

fn one_or_many() -> impl Strategy<Value = Value> {
    prop_oneof![
        text().prop_map(Value::from),
        prop::collection::vec(text(), 1..4).prop_map(Value::from),
    ]
}

fn action() -> impl Strategy<Value = Value> {
    prop::collection::vec("[a-z0-9]{1,4}:[A-Z][a-z*]{0,5}", 1..4).prop_map(Value::from)
}

fn statement() -> impl Strategy<Value = Value> {
    (
        prop::option::of("[A-C]"),
        prop::bool::ANY,
        prop_oneof![Just("Action"), Just("NotAction")],
        action(),
        one_or_many(),
        prop::option::of((one_or_many(), prop::bool::ANY)),
    )
        .prop_map(|(sid, allow, verb, action, resource, condition)| {
            let effect = if allow { "Allow" } else { "Deny" };
            let mut out = json!({"Effect": effect, verb: action, "Resource": resource});
            if let Some(sid) = sid {
                out["Sid"] = sid.into();
            }
            if let Some((values, bare)) = condition {
                out["Condition"] = json!({"StringLike": {"aws:PrincipalTag/x": values}, "Bool": {"aws:SecureTransport": bare}});
            }
            out
        })
}

fn document() -> impl Strategy<Value = String> {
    prop::collection::vec(statement(), 1..4).prop_map(|statements| {
        json!({"Version": "2012-10-17", "Statement": statements}).to_string()
    })
}

/// Lists are sets, and one value is a list of it.
fn canon(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(canon).collect();
            items.sort_by_key(ToString::to_string);
            items.dedup();
            if items.len() == 1 {
                items.remove(0)
            } else {
                Value::Array(items)
            }
        }
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (key.clone(), canon(value)))
            .collect(),
        Value::Bool(value) => value.to_string().into(),
        other => other.clone(),
    }
}

fn holds(edited: &str, role: &str, name: &str, document: &str) -> Result<(), TestCaseError> {
    let found = roles(&template(edited), &inputs(&[]));
    let role = found.role(role).unwrap();
    let policy = role
        .policies
        .iter()
        .find(|it| it.name.known() == Some(name))
        .unwrap();
    let read: Value = serde_json::from_str(policy.document.as_ref().unwrap()).unwrap();
    let wanted: Value = serde_json::from_str(document).unwrap();
    prop_assert_eq!(canon(&read), canon(&wanted));
    Ok(())
}

/// The lines before the first of the role's policies and after the last of them.
fn around<'a>(text: &'a str, last: &str) -> (&'a str, &'a str) {
    let from = text.find("Policies").unwrap();
    let until = text.rfind(last).unwrap();
    (&text[..from], &text[until..])
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_document_can_be_added_and_changed_and_nothing_around_it_moves(
        which in 0..4_usize, crlf in prop::bool::ANY, existing in prop::bool::ANY,
        first in document(), second in document(),
    ) {
        let (text, role, name, last) = [
            (DATAOPS, DEPLOY, DEPLOY_POLICY, "\nOutputs:"),
            (PHASE1, TASK, "ReportsAccess", "      Tags:"),
            (JSON, DEPLOY, DEPLOY_POLICY, "    \"Unrelated\""),
            (JSON_TABS, DEPLOY, DEPLOY_POLICY, "\t\t\"Unrelated\""),
        ][which];
        let text = if crlf { text.replace('\n', "\r\n") } else { text.to_owned() };
        let name = if existing { name } else { "fresh" };
        let mut now = text.clone();
        for document in [&first, &second, &second] {
            let edited = policy(&now, role, name, document);
            prop_assert!(edited.is_ok(), "{edited:?}\n{document}\n{now}");
            let edited = edited.unwrap();
            holds(&edited, role, name, document)?;
            prop_assert_eq!(around(&edited, last), around(&text, last));
            prop_assert_eq!(edited.matches('\r').count() > 0, crlf);
            now = edited;
        }
        if !existing {
            let kept: Vec<&str> = text.lines().map(|line| line.trim_end_matches(',')).collect();
            let mut lines = now.lines().map(|line| line.trim_end_matches(','));
            for line in kept {
                prop_assert!(lines.any(|it| it == line), "lost: {line}");
            }
        }
    }
}
