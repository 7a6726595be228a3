//! The text of `check drift`: what a CI log shows and a person greps.

use super::used_by;
use crate::{
    checks::Store,
    policy::Comparison,
    rules::drift::{
        DriftItem, DriftKind, DriftReport, DriftState, Grant, SiblingItem, SiblingReport,
        SiblingState, decisions_in_words, request_in_words,
    },
};

pub(in crate::report) fn lines(report: &DriftReport, store: &Store) -> Vec<String> {
    let mut lines = Vec::new();
    for warning in &report.warnings {
        lines.push(format!("warning: {}", warning.sentence()));
    }
    let items = report.items.iter();
    for item in items.filter(|item| !item.is_unmentioned_role()) {
        lines.extend(item_lines(item));
        lines.extend(users(item, store));
    }
    lines.extend(unmentioned(report));
    let findings = report.findings.iter();
    for finding in findings.filter(|finding| finding.rule == "codified-file") {
        lines.push(format!("x {}", finding.title));
    }
    for sibling in &report.siblings {
        lines.extend(sibling_lines(sibling));
    }
    lines
}

/// Roles that the repository does not mention, in one line however many there are.
fn unmentioned(report: &DriftReport) -> Option<String> {
    let roles = report.unmentioned_roles();
    let names: Vec<&str> = roles.map(|item| item.role.raw()).collect();
    let (shown, more) = names.split_at(names.len().min(NAMED));
    let shown = shown.join(", ");
    Some(match (names.len(), more.len()) {
        (0, _) => return None,
        (1, _) => format!("? {shown}  not in repository"),
        (count, 0) => format!("? {count} roles not in repository: {shown}"),
        (count, more) => {
            format!(
                "? {count} roles not in repository: {shown} and {more} more (--json names them)"
            )
        }
    })
}

/// Unmentioned roles that are named in a line.
const NAMED: usize = 5;

/// What is in sync is only counted.
fn item_lines(item: &DriftItem) -> Vec<String> {
    let letter = match item.state {
        DriftState::InSync => return Vec::new(),
        DriftState::Drifted => "!",
        DriftState::MissingLive | DriftState::RoleMissing => "-",
        DriftState::Unknown | DriftState::Uncodified => "?",
        DriftState::Cosmetic => "c",
    };
    let name = item.part();
    let mut lines = vec![match item.kind {
        DriftKind::Role => format!("{letter} {}  {}", item.role.raw(), item.headline()),
        _ => format!("{letter} {} / {name}  {}", item.role.raw(), item.headline()),
    }];
    lines.push(format!("    {}", item.why));
    lines.extend(grants("only live allows", &item.gained));
    lines.extend(grants("only the repository allows", &item.lost));
    if let Some(witness) = item.comparison.as_ref().and_then(Comparison::witness) {
        let (request, decisions) = (
            request_in_words(&witness.request),
            decisions_in_words(witness),
        );
        lines.push(format!("    proof: {request}: {decisions}"));
    }
    if let Some((_, path)) = &item.codified {
        lines.push(format!("    codified in {path}"));
    }
    lines
}

/// The lines that reverting would break.
fn users(item: &DriftItem, store: &Store) -> Option<String> {
    let places = used_by(item, store);
    let places = (!places.is_empty()).then(|| places.join(", "))?;
    Some(format!("    reverting would deny it, used in {places}"))
}

fn grants(side: &str, grants: &[Grant]) -> Vec<String> {
    let mut lines = Vec::new();
    for grant in grants {
        lines.push(format!("    {side} {}", grant.request));
        lines.extend(grant.reason.iter().map(|reason| format!("      {reason}")));
    }
    lines
}

fn sibling_lines(report: &SiblingReport) -> Vec<String> {
    let (left, right) = (&report.left, &report.right);
    let mut lines = vec![format!(
        "siblings {}:{} and {}:{}",
        left.0.raw(),
        left.1.raw(),
        right.0.raw(),
        right.1.raw()
    )];
    for item in &report.items {
        lines.extend(sibling_item(item, left.0.raw(), right.0.raw()));
    }
    lines
}

fn sibling_item(item: &SiblingItem, left: &str, right: &str) -> Vec<String> {
    let name = item.part();
    let mut lines = vec![match item.state {
        SiblingState::Same => return Vec::new(),
        SiblingState::OnlyLeft => format!("- {name}  missing in {right}"),
        SiblingState::OnlyRight => format!("- {name}  missing in {left}"),
        SiblingState::Differs => format!("! {name}  differs"),
        SiblingState::Unknown => format!("? {name}  {}", item.why),
    }];
    for (action, purpose) in &item.actions {
        lines.push(match purpose {
            Some(purpose) => format!("    {action}: {purpose}"),
            None => format!("    {action}"),
        });
    }
    let questions = item.question.iter();
    lines.extend(questions.map(|question| format!("    ? {question}")));
    lines
}
