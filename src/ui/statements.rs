//! A statement's difference as lines: its elements, and values with a gutter.

use super::{Line, Role};
use crate::policy::diff::{ElementName, Side, StatementChange, StatementDiff, ValueDiff};

/// What the two sides are called beside a difference.
#[derive(Clone, Copy, Debug)]
pub struct SideNames<'a> {
    pub first: &'a str,
    pub second: &'a str,
}

pub fn statement(diff: &StatementDiff, sides: SideNames<'_>) -> Vec<Line> {
    if diff.change == StatementChange::Same {
        return Vec::new();
    }
    let number = diff.live.or(diff.codified).unwrap_or(1);
    let name = diff
        .sid
        .as_ref()
        .map_or_else(|| format!("number {number}"), |sid| sid.raw().to_owned());
    let (gutter, role, note) = match diff.change {
        StatementChange::OnlyLive => ("+ ", Role::Added, sides.second),
        StatementChange::OnlyCodified => ("- ", Role::Removed, sides.first),
        StatementChange::Changed | StatementChange::Same => ("  ", Role::Text, ""),
    };
    let mut lines = vec![
        Line::of(role, gutter)
            .then(role, format!("Statement {name}   "))
            .then(Role::Dim, note),
    ];
    let whole = diff.change != StatementChange::Changed;
    for element in diff.elements.iter().filter(|e| whole || !e.is_same()) {
        lines.push(Line::of(role, gutter).then(Role::Dim, format!("  {}", words(&element.name))));
        lines.extend(element.values.iter().map(|value| {
            match whole {
                true => Line::of(role, format!("{gutter}    "))
                    .then(role, value.text.raw())
                    .hanging(8)
                    .carrying_sign(),
                false => value_line(value, sides),
            }
        }));
    }
    lines
}

fn value_line(value: &ValueDiff, sides: SideNames<'_>) -> Line {
    let (gutter, role, note) = match value.side {
        Side::OnlyLive => ("+ ", Role::Added, sides.second),
        Side::OnlyCodified => ("- ", Role::Removed, sides.first),
        Side::Both => ("  ", Role::Context, "both"),
    };
    Line::of(role, format!("{gutter}    "))
        .then(role, value.text.raw())
        .then(Role::Dim, format!("   {note}"))
        .hanging(8)
        .carrying_sign()
}

/// An element by its name in the policy grammar.
fn words(name: &ElementName) -> String {
    match name {
        ElementName::Effect => "Effect".into(),
        ElementName::Principal(of) => format!("Principal {of}"),
        ElementName::NotPrincipal(of) => format!("NotPrincipal {of}"),
        ElementName::Action => "Action".into(),
        ElementName::NotAction => "NotAction".into(),
        ElementName::Resource => "Resource".into(),
        ElementName::NotResource => "NotResource".into(),
        ElementName::Condition { operator, key } => {
            format!("Condition {} {}", operator.raw(), key.raw())
        }
    }
}
