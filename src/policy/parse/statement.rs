//! One statement: which elements it may have, and what each may hold.

use jsonc_parser::ast::{Object, Value};

use super::{
    Malformed,
    json::{Field, Source, each, name_of, unknown_key},
};
use crate::policy::{
    Action, Condition, Effect, Kind, Operator, Place, Principal, PrincipalType, Principals,
    Resource, Statement, Text, operator,
};

const KEYS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

pub(super) fn read_all(
    source: &Source<'_>,
    value: &Value<'_>,
    kind: Kind,
) -> Result<Vec<Statement>, Malformed> {
    each(value, |one| statement(source, one, kind))
}

/// The elements of a statement as they are found.
#[derive(Default)]
struct Found {
    sid: Option<Text>,
    effect: Option<Effect>,
    principals: Option<Principals>,
    action: Option<Action>,
    resource: Option<Resource>,
    conditions: Vec<Condition>,
}

fn statement(source: &Source<'_>, value: &Value<'_>, kind: Kind) -> Result<Statement, Malformed> {
    let place = source.place_of(value);
    let Value::Object(object) = value else {
        return Err(Malformed::new(
            place,
            format!("a statement is an object, not {}", name_of(value)),
            "Write {\"Effect\": ..., \"Action\": ..., ...}",
        ));
    };
    let mut found = Found::default();
    for field in source.fields(object)? {
        found.take(source, &field, kind)?;
    }
    found.finish(place, kind)
}

impl Found {
    fn take(
        &mut self,
        source: &Source<'_>,
        field: &Field<'_, '_>,
        kind: Kind,
    ) -> Result<(), Malformed> {
        let (name, value) = (field.name, field.value);
        match name {
            "Sid" => self.sid = Some(source.string(value, name)?),
            "Effect" => self.effect = Some(read_effect(source, value)?),
            "Principal" | "NotPrincipal" => {
                if kind == Kind::Identity {
                    return Err(Malformed::new(
                        field.place,
                        format!("{name} has no place in an identity policy"),
                        "Remove it: the policy speaks of whoever it is attached to",
                    ));
                }
                only_one(self.principals.is_some(), field.place, "Principal")?;
                self.principals = Some(Principals {
                    negated: name == "NotPrincipal",
                    listed: read_principals(source, value)?,
                });
            }
            "Action" | "NotAction" => {
                only_one(self.action.is_some(), field.place, "Action")?;
                let patterns = source.strings(value, name)?;
                for pattern in &patterns {
                    check_action(pattern)?;
                }
                self.action = Some(Action {
                    negated: name == "NotAction",
                    patterns,
                });
            }
            "Resource" | "NotResource" => {
                if kind == Kind::Trust {
                    return Err(Malformed::new(
                        field.place,
                        format!("{name} has no place in a trust policy"),
                        "Remove it: the resource is the role itself",
                    ));
                }
                only_one(self.resource.is_some(), field.place, "Resource")?;
                self.resource = Some(Resource {
                    negated: name == "NotResource",
                    patterns: source.strings(value, name)?,
                });
            }
            "Condition" => self.conditions = read_conditions(source, value)?,
            other => return Err(unknown_key(field.place, other, &KEYS)),
        }
        Ok(())
    }

    fn finish(self, place: Place, kind: Kind) -> Result<Statement, Malformed> {
        let missing = |what: &str| {
            let hint = format!("Add \"{what}\" to the statement");
            Malformed::new(place, format!("the statement has no {what}"), hint)
        };
        if kind == Kind::Identity && self.resource.is_none() {
            return Err(missing("Resource"));
        }
        if kind != Kind::Identity && self.principals.is_none() {
            return Err(missing("Principal"));
        }
        Ok(Statement {
            place,
            sid: self.sid,
            effect: self.effect.ok_or_else(|| missing("Effect"))?,
            principals: self.principals,
            action: self.action.ok_or_else(|| missing("Action"))?,
            resource: self.resource,
            conditions: self.conditions,
        })
    }
}

fn only_one(already: bool, place: Place, name: &str) -> Result<(), Malformed> {
    if already {
        return Err(Malformed::new(
            place,
            format!("the statement has both {name} and Not{name}"),
            "Keep one of them; two statements can say both",
        ));
    }
    Ok(())
}

fn read_effect(source: &Source<'_>, value: &Value<'_>) -> Result<Effect, Malformed> {
    let text = source.string(value, "Effect")?;
    match text.value.as_str() {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        other => Err(Malformed::new(
            text.place,
            format!("{other:?} is not an effect"),
            "Write \"Allow\" or \"Deny\", with a capital letter",
        )),
    }
}

fn check_action(pattern: &Text) -> Result<(), Malformed> {
    if pattern.value.contains([':', '*', '?']) {
        return Ok(());
    }
    Err(Malformed::new(
        pattern.place,
        format!("{:?} names no service", pattern.value),
        "Write the action as service:Action, for example s3:GetObject",
    ))
}

fn read_principals(source: &Source<'_>, value: &Value<'_>) -> Result<Vec<Principal>, Malformed> {
    let by_type = match value {
        Value::Object(by_type) => by_type,
        Value::StringLit(literal) if literal.value == "*" => {
            let name = source.string(value, "Principal")?;
            return Ok(vec![principal(PrincipalType::Anyone, name)]);
        }
        other => {
            return Err(Malformed::new(
                source.place_of(other),
                "a principal is \"*\" or an object by type",
                "Write {\"AWS\": \"arn:aws:iam::123456789012:role/name\"} or {\"Service\": ...}",
            ));
        }
    };
    let mut listed = Vec::new();
    for field in source.fields(by_type)? {
        let kind = PrincipalType::read(field.name);
        let Some(kind) = kind.filter(|kind| *kind != PrincipalType::Anyone) else {
            let known = ["AWS", "Federated", "Service", "CanonicalUser"];
            return Err(unknown_key(field.place, field.name, &known));
        };
        let names = source.strings(field.value, field.name)?;
        listed.extend(names.into_iter().map(|name| principal(kind, name)));
    }
    Ok(listed)
}

/// As it is written: nobody told more of it yet.
fn principal(kind: PrincipalType, name: Text) -> Principal {
    Principal {
        kind,
        name,
        partition: None,
        deleted: false,
    }
}

fn read_conditions(source: &Source<'_>, value: &Value<'_>) -> Result<Vec<Condition>, Malformed> {
    let mut conditions = Vec::new();
    for by_operator in source.fields(object_of(source, value, "Condition")?)? {
        let Some(operator) = Operator::read(by_operator.name) else {
            return Err(Malformed::new(
                by_operator.place,
                format!("{:?} is not a condition operator", by_operator.name),
                format!(
                    "The nearest one is {:?}",
                    operator::nearest(by_operator.name)
                ),
            ));
        };
        let keys = object_of(source, by_operator.value, by_operator.name)?;
        // The same key in two letter cases is two conditions, and both must hold.
        for by_key in source.fields(keys)? {
            conditions.push(Condition {
                operator,
                written: Text::new(by_operator.name, by_operator.place),
                key: Text::new(by_key.name, by_key.place),
                values: source.scalars(by_key.value, by_key.name)?,
            });
        }
    }
    Ok(conditions)
}

fn object_of<'a, 'v>(
    source: &Source<'a>,
    value: &'v Value<'a>,
    of: &str,
) -> Result<&'v Object<'a>, Malformed> {
    match value {
        Value::Object(object) => Ok(object),
        other => Err(Malformed::new(
            source.place_of(other),
            format!("{of} is {}, not an object", name_of(other)),
            "Write {\"Operator\": {\"key\": [\"value\"]}}",
        )),
    }
}
