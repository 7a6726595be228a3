//! The detail of a pair of siblings and of what one of them lacks.

use super::{
    pairs::{pair_key, pair_mark},
    rows::report,
};
use crate::{
    panes::Cx,
    policy::{self, Kind, diff::statements},
    rules::drift::{DriftKind, SiblingItem, SiblingReport, SiblingState},
    ui::{
        Destination, Line, Role,
        statements::{SideNames, statement},
        text_diff,
    },
};

fn pair<'a>(at: usize, cx: &Cx<'a>) -> Option<&'a SiblingReport> {
    report(cx)?.siblings.get(at)
}

pub(super) fn pair_lines(at: usize, cx: &Cx<'_>) -> Vec<Line> {
    let Some(pair) = pair(at, cx) else {
        return Vec::new();
    };
    let side = |(environment, role): &(crate::facts::EnvironmentName, crate::facts::RoleName)| {
        let line = Line::of(Role::Dim, format!("{:<14}", environment.raw()))
            .then(Role::Strong, role.raw().to_owned());
        match environment == cx.environment {
            true => line.leading_to(Destination::Role(role.clone(), None)),
            false => line,
        }
    };
    let mut lines = vec![
        side(&pair.left),
        side(&pair.right),
        Line::of(
            Role::Dim,
            "Account ids, regions and environment suffixes do not count as differences.",
        ),
        Line::empty(),
    ];
    for item in &pair.items {
        let name = item.part();
        let mark = pair_mark(item.state);
        lines.push(
            Line::of(mark.role(), format!("{} ", mark.letter()))
                .then(Role::Text, format!("{name}   "))
                .then(Role::Dim, item.why.clone())
                .hanging(4),
        );
    }
    lines
}

pub(super) fn item_lines(at: usize, key: &str, as_text: bool, cx: &Cx<'_>) -> Vec<Line> {
    let Some(pair) = pair(at, cx) else {
        return Vec::new();
    };
    let Some(item) = pair.items.iter().find(|item| pair_key(item) == key) else {
        return Vec::new();
    };
    let name = item.part();
    let mut lines = vec![
        Line::of(Role::Strong, name.to_owned())
            .then(Role::Text, format!("   {}", headline(pair, item))),
    ];
    if item.actions.is_empty() {
        lines.push(Line::of(Role::Text, item.why.clone()));
    }
    lines.push(Line::empty());
    lines.extend(actions(item));
    if let Some(question) = &item.question {
        lines.push(Line::of(Role::Warn, "? ").behind(Role::Text, question.clone()));
        lines.push(Line::empty());
    }
    lines.extend(difference(pair, item, as_text));
    lines
}

fn headline(pair: &SiblingReport, item: &SiblingItem) -> String {
    let (left, right) = (pair.left.1.raw(), pair.right.1.raw());
    match item.state {
        SiblingState::OnlyLeft => format!("{right} lacks it"),
        SiblingState::OnlyRight => format!("{left} lacks it"),
        SiblingState::Differs => "differs".into(),
        SiblingState::Unknown => "not compared".into(),
        SiblingState::Same => "the same".into(),
    }
}

fn actions(item: &SiblingItem) -> Vec<Line> {
    if item.actions.is_empty() {
        return Vec::new();
    }
    let count = item.actions.len();
    let mut lines = vec![Line::of(
        Role::Text,
        format!(
            "{count} action{} that it grants:",
            if count == 1 { "" } else { "s" }
        ),
    )];
    for (action, purpose) in &item.actions {
        lines.push(Line::of(Role::Text, "  ").then(Role::Text, action.clone()));
        if let Some(purpose) = purpose {
            lines.push(Line::indented(6, Role::Dim, purpose.clone()));
        }
    }
    lines.push(Line::empty());
    lines
}

/// `-` is the left environment's, `+` the right one's.
fn difference(pair: &SiblingReport, item: &SiblingItem, as_text: bool) -> Vec<Line> {
    let (Some(left), Some(right)) = (&item.left, &item.right) else {
        let only = item.left.as_ref().or(item.right.as_ref());
        return only.filter(|_| as_text).map_or_else(Vec::new, |text| {
            text_diff::lines(
                if item.left.is_some() { text.raw() } else { "" },
                if item.left.is_some() { "" } else { text.raw() },
            )
        });
    };
    let kind = if item.kind == DriftKind::Trust {
        Kind::Trust
    } else {
        Kind::Identity
    };
    match (
        policy::parse(left.raw(), kind),
        policy::parse(right.raw(), kind),
    ) {
        (Ok(l), Ok(r)) if !as_text => {
            let (first, second) = (
                format!("only {}", pair.left.0.raw()),
                format!("only {}", pair.right.0.raw()),
            );
            let sides = SideNames {
                first: &first,
                second: &second,
            };
            statements(&l, &r)
                .iter()
                .flat_map(|diff| statement(diff, sides))
                .collect()
        }
        _ => text_diff::lines(left.raw(), right.raw()),
    }
}
