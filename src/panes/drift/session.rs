//! What else the session that wrote the live side wrote in the same hours, and whether the
//! repository has it: of one sitting one change may have been codified and another not.

use jiff::SignedDuration;

use super::{
    evidence,
    rows::{Key, report},
};
use crate::{
    ask::{Ask, AskOf, Question, cloudtrail::WrittenBy},
    facts::{LastWrite, OtherWrite, Remote},
    panes::Cx,
    rules::drift::{DriftItem, DriftState},
    ui::{Line, Role},
};

/// Before the write, and after it.
const HOURS: SignedDuration = SignedDuration::from_hours(2);
/// Writes listed before the rest is only counted.
const MOST: usize = 6;

fn ask(write: &LastWrite, cx: &Cx<'_>) -> Option<AskOf<WrittenBy>> {
    let asked = WrittenBy {
        by: write.by.clone(),
        from: write.at.checked_sub(HOURS).ok()?,
        to: write.at.checked_add(HOURS).ok()?,
    };
    Some(asked.of(cx.environment))
}

pub(super) fn asks(open: Option<&Key>, cx: &Cx<'_>) -> Option<Ask> {
    let of_item = open.filter(|key| matches!(key, Key::Item(..)));
    let write = evidence::last_write(evidence::item(of_item, cx)?, cx)?;
    Some(ask(write, cx)?.into())
}

pub(super) fn lines(item: &DriftItem, cx: &Cx<'_>) -> Vec<Line> {
    let Some(write) = evidence::last_write(item, cx) else {
        return Vec::new();
    };
    let read = ask(write, cx).and_then(|ask| cx.store.read(&ask));
    let all = match read {
        None => return Vec::new(),
        Some(Err(fault)) => {
            let said = format!("unknown: {}", fault.what);
            return vec![evidence::label("Same session").then(Role::Dim, said)];
        }
        Some(Ok(all)) => all,
    };
    let is_other = |one: &&OtherWrite| {
        let same = one.role.as_ref() == Some(&write.role) && one.policy == write.policy;
        !(same && one.at == write.at)
    };
    let others: Vec<&OtherWrite> = all.iter().filter(is_other).collect();
    if others.is_empty() {
        let said = "wrote nothing else within 2 hours";
        return vec![evidence::label("Same session").then(Role::Dim, said)];
    }
    let mut lines: Vec<Line> = others
        .iter()
        .take(MOST)
        .enumerate()
        .map(|(at, one)| {
            let label = if at == 0 { "Same session" } else { "" };
            let (role, said) = in_repository(one, cx);
            evidence::label(label)
                .then(Role::Text, format!("{} ", told(one, cx)))
                .then(role, said)
        })
        .collect();
    let more = others.len().saturating_sub(MOST);
    if more > 0 {
        lines.push(evidence::label("").then(Role::Dim, format!("+{more} more")));
    }
    lines
}

/// `20:41Z PutRolePolicy orchestrator / start`.
fn told(one: &OtherWrite, cx: &Cx<'_>) -> String {
    let at = cx.times().clock(one.at);
    let of = match (&one.role, &one.policy) {
        (Some(role), Some(policy)) => format!("{} / {}", role.raw(), policy.raw()),
        (Some(role), None) => role.raw().to_owned(),
        (None, _) => one.of.as_ref().map_or("?", Remote::raw).to_owned(),
    };
    format!("{at} {} {of}", one.event)
}

fn in_repository(one: &OtherWrite, cx: &Cx<'_>) -> (Role, &'static str) {
    let (Some(role), Some(report)) = (&one.role, report(cx)) else {
        return (Role::Dim, "(not compared)");
    };
    let items = report.items.iter();
    let mut items = items.filter(|item| item.role == *role && item.policy == one.policy);
    match items.next().map(|item| item.state) {
        Some(DriftState::InSync | DriftState::Cosmetic) => (Role::Good, "codified"),
        Some(DriftState::Uncodified) => (Role::Warn, "not codified"),
        Some(DriftState::Unknown) | None => (Role::Dim, "(not compared)"),
        Some(_) => (Role::Warn, "differs from the repository"),
    }
}
