//! One permission said in properties of its own, put into the words of a policy:
//! Lambda's permissions for functions and layers, and event buses'.
//!
//! What it is for stands beside it: a permission for something else is another one.
//! A property that is not known here is an error: it may be what lets somebody in.

use serde_json::{Map, Value, json};

use crate::facts::{Reason, ResourceChange};

const KINDS: &[&str] = &[
    "AWS::Events::EventBusPolicy",
    "AWS::Lambda::LayerVersionPermission",
    "AWS::Lambda::Permission",
];

/// The property to expect for a stranger.
pub(super) const SAYS: &str = "Principal";

/// What it is a permission for.
pub(super) const TARGETS: &[&str] = &["FunctionName", "LayerVersionArn", "EventBusName"];

pub(super) fn is_one(change: &ResourceChange) -> bool {
    KINDS.contains(&change.resource_type.raw())
}

pub(super) fn document(change: &ResourceChange, properties: &Value) -> Result<String, Reason> {
    let Some(all) = properties.as_object() else {
        return Err("Its properties could not be read.".into());
    };
    let statement = match change.resource_type.raw() {
        "AWS::Events::EventBusPolicy" => bus(all)?,
        "AWS::Lambda::LayerVersionPermission" => layer(all)?,
        _ => function(all)?,
    };
    let document = json!({ "Version": "2012-10-17", "Statement": [statement] });
    Ok(document.to_string())
}

fn only(all: &Map<String, Value>, known: &[&str]) -> Result<(), Reason> {
    match all.keys().find(|name| !known.contains(&name.as_str())) {
        None => Ok(()),
        Some(other) => Err(format!("What its property {other} lets in is not known here.").into()),
    }
}

fn text<'a>(all: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Reason> {
    match all.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("Its {name} is not text.").into()),
    }
}

fn needed<'a>(all: &'a Map<String, Value>, name: &str) -> Result<&'a str, Reason> {
    text(all, name)?.ok_or_else(|| format!("Its {name} could not be read.").into())
}

/// Everybody, an account, somebody by an ARN, or a service.
fn principal(name: &str) -> Result<Value, Reason> {
    let is_account = name.len() == 12 && name.bytes().all(|b| b.is_ascii_digit());
    match name {
        "*" => Ok(json!("*")),
        name if is_account || name.starts_with("arn:") => Ok(json!({ "AWS": name })),
        name if name.ends_with(".amazonaws.com") || name.ends_with(".amazonaws.com.cn") => {
            Ok(json!({ "Service": name }))
        }
        name => Err(format!("Who {name} is, is not known here.").into()),
    }
}

/// Who may do what, without a condition yet.
fn allowed(all: &Map<String, Value>) -> Result<Value, Reason> {
    Ok(json!({
        "Effect": "Allow",
        "Principal": principal(needed(all, "Principal")?)?,
        "Action": needed(all, "Action")?,
    }))
}

/// Adds `operator key = value` where the property is there.
fn narrowed(
    statement: &mut Value,
    all: &Map<String, Value>,
    tests: &[(&str, &str, &str)],
) -> Result<(), Reason> {
    for (property, operator, key) in tests {
        if let Some(value) = text(all, property)? {
            statement["Condition"][*operator][*key] = json!(value);
        }
    }
    Ok(())
}

fn function(all: &Map<String, Value>) -> Result<Value, Reason> {
    only(
        all,
        &[
            "Action",
            "EventSourceToken",
            "FunctionName",
            "FunctionUrlAuthType",
            "Id",
            "InvokedViaFunctionUrl",
            "Principal",
            "PrincipalOrgID",
            "SourceAccount",
            "SourceArn",
        ],
    )?;
    let mut statement = allowed(all)?;
    narrowed(
        &mut statement,
        all,
        &[
            ("SourceArn", "ArnLike", "aws:SourceArn"),
            ("SourceAccount", "StringEquals", "aws:SourceAccount"),
            ("PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"),
            (
                "EventSourceToken",
                "StringEquals",
                "lambda:EventSourceToken",
            ),
            (
                "FunctionUrlAuthType",
                "StringEquals",
                "lambda:FunctionUrlAuthType",
            ),
        ],
    )?;
    Ok(statement)
}

fn layer(all: &Map<String, Value>) -> Result<Value, Reason> {
    let known = [
        "Action",
        "Id",
        "LayerVersionArn",
        "OrganizationId",
        "Principal",
    ];
    only(all, &known)?;
    let mut statement = allowed(all)?;
    let tests = [("OrganizationId", "StringEquals", "aws:PrincipalOrgID")];
    narrowed(&mut statement, all, &tests)?;
    Ok(statement)
}

/// A whole statement, or its parts.
fn bus(all: &Map<String, Value>) -> Result<Value, Reason> {
    let known = [
        "Action",
        "Condition",
        "EventBusName",
        "Principal",
        "Statement",
        "StatementId",
    ];
    only(all, &known)?;
    match all.get("Statement") {
        Some(Value::String(text)) => serde_json::from_str(text)
            .map_err(|error| format!("Its Statement is not JSON: {error}.").into()),
        Some(statement @ Value::Object(_)) => Ok(statement.clone()),
        Some(_) => Err("Its Statement could not be read.".into()),
        None => {
            let mut statement = allowed(all)?;
            if let Some(condition) = all.get("Condition").and_then(Value::as_object) {
                let part = |name: &str| needed(condition, name);
                statement["Condition"][part("Type")?][part("Key")?] = json!(part("Value")?);
            }
            Ok(statement)
        }
    }
}
