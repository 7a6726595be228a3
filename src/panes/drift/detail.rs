//! The detail of one row: why it is not in sync, as meaning and as text.

use super::{
    Drift, evidence,
    rows::{Key, mark},
    session, sibling,
};
use crate::{
    facts::Remote,
    panes::Cx,
    policy::{Comparison, diff::StatementChange},
    rules::drift::{DriftItem, DriftKind, DriftState, decisions_in_words, request_in_words},
    ui::{
        Destination, Line, Role,
        statements::{SideNames, statement},
        text_diff,
    },
};

pub(super) fn lines(pane: &Drift, cx: &Cx<'_>) -> Vec<Line> {
    match pane.cursor.detail_of() {
        None => Vec::new(),
        Some(Key::Pair(pair)) => sibling::pair_lines(*pair, cx),
        Some(Key::PairItem(pair, item)) => sibling::item_lines(*pair, item, pane.text_diff, cx),
        Some(Key::Role(role)) => role_lines(role.raw(), cx),
        Some(Key::Unmentioned) => unmentioned_lines(cx),
        Some(key @ Key::Item(..)) => {
            evidence::item(Some(key), cx).map_or_else(Vec::new, |item| item_lines(pane, item, cx))
        }
    }
}

/// Small below the list, so the answers come first there; whole when it is read alone.
fn item_lines(pane: &Drift, item: &DriftItem, cx: &Cx<'_>) -> Vec<Line> {
    let compact = pane.cursor.is_detail_small(cx.area.width);
    let mut lines = Vec::new();
    if compact {
        lines.extend(verdict_lines(item));
        lines.extend(evidence::lines(item, true, cx));
        if !lines.is_empty() {
            lines.push(Line::empty());
        }
    } else {
        lines.extend(heading(item));
    }
    lines.push(Line::of(Role::Text, item.why.clone()));
    lines.extend(ways_out(item, cx));
    lines.push(Line::empty());
    lines.extend(if pane.text_diff {
        text(item)
    } else {
        meaning(item)
    });
    if !compact {
        lines.push(Line::empty());
        lines.extend(verdict_lines(item));
        lines.extend(proof(item));
        lines.extend(admits(item));
        lines.extend(evidence::lines(item, false, cx));
        lines.extend(session::lines(item, cx));
        lines.extend(codified(item, cx));
        lines.extend(declared(item));
    }
    lines
}

/// A policy that one side alone has: both ways to make the sides alike.
fn ways_out(item: &DriftItem, cx: &Cx<'_>) -> Option<Line> {
    let is_both = item.state == DriftState::Uncodified && item.kind == DriftKind::Inline;
    (is_both && item.template.is_none()).then(|| {
        let (codify, revert) = (cx.key("drift.codify"), cx.key("drift.revert"));
        let said =
            format!("{codify} writes it into the repository; {revert} deletes it from the role.");
        Line::of(Role::Info, "NEXT  ").behind(Role::Text, said)
    })
}

fn heading(item: &DriftItem) -> Vec<Line> {
    let name = item.part();
    let kind = item.policy.as_ref().map_or("", |_| item.kind.word());
    vec![
        Line::of(Role::Strong, format!("{} / {name}", item.role.raw())).hanging(2),
        Line::of(mark(item.state).role(), item.headline()).then(Role::Dim, format!("   {kind}")),
    ]
}

/// What only one side allows, in words, with the reason where there is one.
fn verdict_lines(item: &DriftItem) -> Vec<Line> {
    let mut lines = Vec::new();
    let sides = [
        ("Only live allows", &item.gained),
        ("Only the repository allows", &item.lost),
    ];
    for (title, grants) in sides {
        if grants.is_empty() {
            continue;
        }
        lines.push(Line::of(Role::Strong, title));
        for grant in grants {
            lines.push(
                Line::of(Role::Text, "  ")
                    .then(Role::Text, grant.request.clone())
                    .hanging(4),
            );
            if let Some(reason) = &grant.reason {
                lines.push(Line::indented(4, Role::Dim, reason.clone()));
            }
        }
    }
    lines
}

/// Whom a live trust policy lets in.
fn admits(item: &DriftItem) -> Vec<Line> {
    let mut label = "Live lets in";
    let mut lines = Vec::new();
    for who in &item.admits {
        let label = std::mem::take(&mut label);
        lines.push(
            Line::of(Role::Dim, format!("{label:<14}"))
                .hanging(14)
                .then(Role::Text, who.clone()),
        );
    }
    lines
}

/// The request that proves the verdict, and what each side answers to it.
fn proof(item: &DriftItem) -> Vec<Line> {
    let Some(witness) = item.comparison.as_ref().and_then(Comparison::witness) else {
        return Vec::new();
    };
    let label = |text: &str| Line::of(Role::Dim, format!("{text:<14}")).hanging(14);
    vec![
        label("Proof").then(Role::Text, request_in_words(&witness.request)),
        label("").then(Role::Dim, decisions_in_words(witness)),
    ]
}

const REPOSITORY_AND_LIVE: SideNames<'_> = SideNames {
    first: "only in the repository",
    second: "only live",
};

/// The structural difference: statements, their elements, and values with a gutter.
fn meaning(item: &DriftItem) -> Vec<Line> {
    if item.meaning.is_empty() {
        return text(item);
    }
    let same = item
        .meaning
        .iter()
        .filter(|s| s.change == StatementChange::Same)
        .count();
    let mut lines: Vec<Line> = item
        .meaning
        .iter()
        .flat_map(|diff| statement(diff, REPOSITORY_AND_LIVE))
        .collect();
    if same > 0 {
        let (s, are) = if same == 1 { ("", "is") } else { ("s", "are") };
        lines.push(Line::of(
            Role::Dim,
            format!("{same} statement{s} {are} the same on both sides."),
        ));
    }
    lines
}

fn text(item: &DriftItem) -> Vec<Line> {
    let codified = item.codified.as_ref().map(|(text, _)| text.raw());
    let live = item.live.as_ref().map(Remote::raw);
    if codified.is_none() && live.is_none() {
        return Vec::new();
    }
    text_diff::lines(codified.unwrap_or_default(), live.unwrap_or_default())
}

/// Where the repository has it, and who changed that file last.
fn codified(item: &DriftItem, cx: &Cx<'_>) -> Vec<Line> {
    let (Some((_, path)), None) = (&item.codified, &item.template) else {
        return Vec::new();
    };
    let mut lines = vec![
        Line::of(Role::Dim, format!("{:<14}", "Codified"))
            .hanging(14)
            .then(Role::Text, path.clone())
            .leading_to(Destination::File {
                path: path.clone(),
                line: None,
            }),
    ];
    lines.extend(item.commits.iter().map(|commit| {
        let short: String = commit.id.chars().take(7).collect();
        let said = format!(
            "{short} {} {}: {}",
            cx.dated(commit.at),
            commit.author.raw(),
            commit.subject.raw()
        );
        Line::of(Role::Dim, " ".repeat(14))
            .hanging(16)
            .then(Role::Dim, said)
    }));
    lines
}

/// The template that declares it, and the stack that brings that to AWS.
fn declared(item: &DriftItem) -> Vec<Line> {
    let Some(from) = &item.template else {
        return Vec::new();
    };
    let line = |label: &str, said: &str, to| {
        let line = Line::of(Role::Dim, format!("{label:<14}")).hanging(14);
        line.then(Role::Text, said).leading_to(to)
    };
    let at = format!("{}:{}", from.file, from.line);
    let to = Destination::File {
        path: from.file.clone(),
        line: Some(from.line),
    };
    let stack = Destination::Stack(from.stack.clone());
    vec![
        line("Declared", &at, to),
        line("Deployed by", from.stack.raw(), stack),
    ]
}

/// A role's own row: what each part under it is.
fn unmentioned_lines(cx: &Cx<'_>) -> Vec<Line> {
    let mut lines = vec![
        Line::of(
            Role::Text,
            "The account has these roles and the repository does not mention them. Add those that are not yours to [drift] ignore in watchkeeper.toml.",
        ),
        Line::empty(),
    ];
    let report = super::rows::report(cx).into_iter();
    let roles = report.flat_map(|report| report.unmentioned_roles());
    lines.extend(roles.map(|item| Line::signed("? ", Role::Text, item.role.raw())));
    lines
}

fn role_lines(role: &str, cx: &Cx<'_>) -> Vec<Line> {
    let Some(report) = super::rows::report(cx) else {
        return Vec::new();
    };
    let mut lines = vec![Line::of(Role::Strong, role.to_owned())];
    for item in report.items.iter().filter(|item| item.role.raw() == role) {
        let name = item.part();
        let mark = mark(item.state);
        if item.kind != DriftKind::Role {
            lines.push(
                Line::of(mark.role(), format!("{} ", mark.letter()))
                    .then(Role::Text, name)
                    .leading_to(Destination::Role(item.role.clone(), Some(item.key())))
                    .then(mark.role(), format!("   {}", item.headline())),
            );
        }
        if item.state != DriftState::InSync {
            lines.push(Line::indented(4, Role::Dim, item.why.clone()));
        }
    }
    lines
}
