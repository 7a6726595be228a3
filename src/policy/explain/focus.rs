//! A statement narrowed to the one value that makes a difference.

use super::phrase::Focus;
use crate::policy::{
    Action, Condition, Operator, Place, Principal, PrincipalType, Principals, Resource, Statement,
    Text, canonical::fold_key, diff::ElementName,
};

/// The statement as if the value were the only one of its element.
pub(super) fn narrowed(statement: &Statement, focus: &Focus<'_>) -> Statement {
    let mut narrow = statement.clone();
    let only = vec![Text {
        value: focus.value.to_owned(),
        place: Place::default(),
    }];
    match focus.element {
        ElementName::Effect => {}
        ElementName::Action | ElementName::NotAction => {
            narrow.action = Action {
                negated: false,
                patterns: only,
            };
        }
        ElementName::Resource | ElementName::NotResource => {
            narrow.resource = Some(Resource {
                negated: false,
                patterns: only,
            });
        }
        ElementName::Principal(kind) | ElementName::NotPrincipal(kind) => {
            let name = only.into_iter().next();
            let listed = type_of(kind).zip(name).into_iter();
            let was = statement.principals.iter();
            let mut was = was.flat_map(|principals| &principals.listed);
            let was = was.find(|principal| principal.name.value == focus.value);
            let principal = |(kind, name)| Principal {
                kind,
                name,
                partition: was.and_then(|was| was.partition.clone()),
                deleted: was.is_some_and(|was| was.deleted),
            };
            narrow.principals = Some(Principals {
                negated: false,
                listed: listed.map(principal).collect(),
            });
        }
        ElementName::Condition { operator, key } => {
            let Some(wanted) = Operator::read(operator.raw()) else {
                return narrow;
            };
            narrow.conditions.retain(|condition| {
                condition.operator != wanted
                    || fold_key(&condition.key.value) != fold_key(key.raw())
            });
            let text = |value: &str| Text {
                value: value.to_owned(),
                place: Place::default(),
            };
            narrow.conditions.push(Condition {
                operator: Operator {
                    negated: wanted.negated && !focus.negated,
                    ..wanted
                },
                written: text(operator.raw()),
                key: text(key.raw()),
                values: only,
            });
        }
    }
    narrow
}

fn type_of(name: &str) -> Option<PrincipalType> {
    [
        PrincipalType::Anyone,
        PrincipalType::Aws,
        PrincipalType::Federated,
        PrincipalType::Service,
        PrincipalType::CanonicalUser,
    ]
    .into_iter()
    .find(|kind| kind.name() == name)
}
