//! The properties that change: before and after, side by side where there is
//! room, and why each changes.

use crate::{
    facts::{
        ResourceChange,
        stack::{ChangeDetail, Evaluation, PropertyValue, RequiresRecreation},
    },
    panes::stacks::words,
    ui::{Line, Role, SIDE_BY_SIDE, text_diff, width, wrap},
};

/// A value longer than this is told by what differs in it.
const SHORT: usize = 200;
const INDENT: &str = "      ";

pub(super) fn lines(change: &ResourceChange, columns: u16) -> Vec<Line> {
    let mut lines: Vec<Line> = change
        .details
        .iter()
        .flat_map(|detail| of_detail(detail, columns))
        .collect();
    let contexts = (change.before.as_ref(), change.after.as_ref());
    if change.details.is_empty()
        && let (Some(before), Some(after)) = contexts
        && before.text != after.text
    {
        lines.extend(differing(before.text.raw(), after.text.raw()));
    }
    for ignored in &change.drift_ignored {
        let path = ignored
            .path
            .as_ref()
            .map_or("a property", |path| path.raw());
        let reason = ignored.reason.as_ref().map_or("", |reason| reason.raw());
        let said = format!("drift of {path} is ignored: {reason}");
        lines.push(Line::of(Role::Dim, "    ").then(Role::Dim, said).hanging(6));
    }
    lines
}

fn of_detail(detail: &ChangeDetail, columns: u16) -> Vec<Line> {
    let path = detail.path.as_ref().or(detail.name.as_ref());
    let attribute = detail.attribute.as_ref().map_or("", |one| one.raw());
    let name = path.map_or(attribute, |path| path.raw()).to_owned();
    let mut lines = vec![
        Line::of(Role::Text, "    ")
            .then(Role::Text, name)
            .hanging(6),
    ];
    let cause = cause(detail);
    if !cause.is_empty() {
        lines.push(
            Line::of(Role::Dim, INDENT)
                .then(Role::Dim, cause)
                .hanging(6),
        );
    }
    lines.extend(values(
        detail.before.as_ref(),
        detail.after.as_ref(),
        columns,
    ));
    if let Some(drift) = &detail.drift {
        let text = |value: &Option<PropertyValue>| {
            value
                .as_ref()
                .map_or("nothing".to_owned(), |value| value.text.raw().to_owned())
        };
        let said = format!(
            "changed outside CloudFormation: {} was deployed, {} is live",
            text(&drift.previous),
            text(&drift.actual)
        );
        lines.push(Line::signed("    ! ", Role::Warn, said));
    }
    lines
}

/// What made it change, and whether it makes a new resource of it.
fn cause(detail: &ChangeDetail) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(source) = &detail.source {
        parts.push(source.raw().to_owned());
    }
    if let Some(entity) = &detail.causing_entity {
        parts.push(format!("by {}", entity.raw()));
    }
    match &detail.requires_recreation {
        Some(RequiresRecreation::Always) => parts.push("makes a new resource".into()),
        Some(RequiresRecreation::Conditionally) => parts.push("may create a new resource".into()),
        Some(RequiresRecreation::Unknown(word)) => parts.push(word.raw().to_owned()),
        Some(RequiresRecreation::Never) | None => {}
    }
    if detail.evaluation == Some(Evaluation::Dynamic) {
        parts.push("its value is known only at execution".into());
    }
    parts.join(", ")
}

fn values(
    before: Option<&PropertyValue>,
    after: Option<&PropertyValue>,
    columns: u16,
) -> Vec<Line> {
    let (Some(old), Some(new)) = (before, after) else {
        let mut lines = Vec::new();
        lines.extend(
            before
                .iter()
                .flat_map(|value| one("- ", Role::Removed, value)),
        );
        lines.extend(after.iter().flat_map(|value| one("+ ", Role::Added, value)));
        return lines;
    };
    let mut lines = match (old.text.raw().len(), new.text.raw().len()) {
        (old_length, new_length) if old_length.max(new_length) > SHORT => {
            differing(old.text.raw(), new.text.raw())
        }
        _ if columns >= SIDE_BY_SIDE => beside(old.text.raw(), new.text.raw(), columns),
        _ => {
            let mut lines = one("- ", Role::Removed, old);
            lines.extend(one("+ ", Role::Added, new));
            return lines;
        }
    };
    if old.truncated || new.truncated {
        lines.push(truncated());
    }
    lines
}

fn one(gutter: &str, role: Role, value: &PropertyValue) -> Vec<Line> {
    let text = value.text.raw();
    let mut lines = if text.len() > SHORT {
        let (before, after) = if gutter == "- " {
            (text, "")
        } else {
            ("", text)
        };
        differing(before, after)
    } else {
        vec![
            Line::of(role, format!("{INDENT}{gutter}"))
                .then(role, text.to_owned())
                .hanging(10),
        ]
    };
    if value.truncated {
        lines.push(truncated());
    }
    lines
}

fn truncated() -> Line {
    let said = "! cut by CloudFormation: not shown in full";
    Line::of(Role::Bad, INDENT).then(Role::Bad, said)
}

fn differing(before: &str, after: &str) -> Vec<Line> {
    let lines = text_diff::lines(before, after).into_iter();
    lines
        .map(|mut line| {
            line.runs.insert(0, (Role::Text, INDENT.to_owned()));
            line.hang += 6;
            line
        })
        .collect()
}

/// Two columns: what it was, and what it will be.
fn beside(before: &str, after: &str, columns: u16) -> Vec<Line> {
    let room = usize::from(columns).saturating_sub(16) / 2;
    let (old, new) = (wrap(before, room), wrap(after, room));
    let rows = old.len().max(new.len());
    (0..rows)
        .map(|at| {
            let text = |side: &[String]| side.get(at).cloned().unwrap_or_default();
            let (left, right) = (text(&old), text(&new));
            debug_assert!(width(&left) <= room);
            let sign = |sign: &str| {
                if at == 0 {
                    sign.to_owned()
                } else {
                    "  ".to_owned()
                }
            };
            Line::of(Role::Removed, format!("{INDENT}{}", sign("- ")))
                .then(Role::Removed, words::cell(&left, room))
                .then(Role::Added, format!("  {}", sign("+ ")))
                .then(Role::Added, right)
        })
        .collect()
}
