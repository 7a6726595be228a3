//! A statement narrowed to the one value that makes a difference.

use super::phrase::{self, Focus};
use crate::policy::{
    Condition, Operator, Place, Principal, PrincipalType, Principals, Resource, Statement, Text,
    diff::ElementName,
};

/// The statement as if the value were the only one of its element. Of a condition it
/// comes behind all others.
pub(super) fn narrowed(statement: &Statement, focus: &Focus<'_>) -> Statement {
    let mut narrow = statement.clone();
    let text = |value: &str| Text::new(value, Place::default());
    let only = vec![text(focus.value)];
    match focus.element {
        ElementName::Effect => {}
        ElementName::Action | ElementName::NotAction => {
            narrow.action.negated = false;
            narrow.action.patterns = only;
        }
        ElementName::Resource | ElementName::NotResource => {
            narrow.resource = Some(Resource {
                negated: false,
                patterns: only,
            });
        }
        ElementName::Principal(kind) | ElementName::NotPrincipal(kind) => {
            let was = statement.principals.iter();
            let mut was = was.flat_map(|principals| &principals.listed);
            let was = was.find(|principal| principal.name.value == focus.value);
            let principal = |kind| Principal {
                kind,
                name: text(focus.value),
                partition: was.and_then(|was| was.partition.clone()),
                deleted: was.is_some_and(|was| was.deleted),
            };
            let kind = PrincipalType::read(kind).into_iter();
            narrow.principals = Some(Principals {
                negated: false,
                listed: kind.map(principal).collect(),
            });
        }
        ElementName::Condition { operator, key } => {
            let Some(wanted) = Operator::read(operator.raw()) else {
                return narrow;
            };
            let others = |one: &Condition| !phrase::is(one, operator.raw(), key.raw());
            narrow.conditions.retain(others);
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
