//! Differences where the template leaves something open: sure ones, and the rest.
//!
//! The document is read twice, as wide and as narrow as what is open allows. What
//! live allows beyond the widest, or lacks of the narrowest, differs whatever it is.

use serde_json::{Map, Value};

use crate::{
    facts::{Remote, Verdict},
    policy::{self, Kind, explain},
    rules::drift::{DriftItem, DriftKind, DriftState, Grant},
};

/// Judges the item again, with these tokens standing for anything.
pub(super) fn rest(item: &mut DriftItem, tokens: &[String]) {
    let on = tokens.join(", ");
    // What could not be told apart may be with what is open left aside.
    if item.state == DriftState::Unknown && item.comparison.is_some() {
        item.state = DriftState::Drifted;
    }
    match (item.state, item.kind) {
        // Proved over a value that nothing knows of: it holds for others.
        (DriftState::Cosmetic, _) => {}
        (DriftState::InSync, DriftKind::Attachments | DriftKind::Boundary) => {
            undecided(item, &on, "Whether both are the same");
        }
        (DriftState::Drifted, DriftKind::Inline | DriftKind::Managed) => again(item, tokens, &on),
        (DriftState::Drifted, DriftKind::Trust) => {
            undecided(item, &on, "Whether both let in the same");
        }
        (DriftState::Drifted, _) => item.add(&format!("It rests on {on}.")),
        _ => {}
    }
}

fn undecided(item: &mut DriftItem, on: &str, what: &str) {
    let why = format!("{what} rests on {on}, which the template does not decide.");
    unknown(item, format!("rests on {on}"), why);
}

/// Takes back what was found of the item.
pub(super) fn unknown(item: &mut DriftItem, short: String, why: String) {
    item.state = DriftState::Unknown;
    item.verdict = Verdict::Undecided;
    item.gained = Vec::new();
    item.lost = Vec::new();
    item.uses = Vec::new();
    item.comparison = None;
    item.short = short;
    item.why = why;
}

fn again(item: &mut DriftItem, tokens: &[String], on: &str) {
    let (Some((codified, _)), Some(live)) = (&item.codified, &item.live) else {
        return;
    };
    let Ok(live) = policy::parse(live.raw(), Kind::Identity) else {
        return;
    };
    let judged = |widest: bool| {
        let bound = bound(codified, tokens, widest)?;
        let bound = policy::parse(&bound, Kind::Identity).ok()?;
        Some(explain::judge(&bound, &live))
    };
    let found = |widest: bool, verdict: Verdict| {
        let verdicts = [verdict, Verdict::Different];
        judged(widest).filter(|it| verdicts.contains(&it.comparison.verdict))
    };
    let (more, less) = (
        found(true, Verdict::Broader),
        found(false, Verdict::Narrower),
    );
    let (verdict, why) = match (&more, &less) {
        (None, None) => return undecided(item, on, "Whether both allow the same"),
        (Some(_), Some(_)) => (
            Verdict::Different,
            "Live allows something that the repository does not, and the other way round",
        ),
        (Some(_), None) => (
            Verdict::Undecided,
            "Live allows something that the repository does not",
        ),
        (None, Some(_)) => (
            Verdict::Undecided,
            "The repository allows something that live does not",
        ),
    };
    let gained = more.as_ref().map_or(&[][..], |it| &it.gained);
    let lost = less.as_ref().map_or(&[][..], |it| &it.lost);
    item.uses = explain::uses(gained.iter().chain(lost));
    item.gained = Grant::of(gained);
    item.lost = Grant::of(lost);
    item.verdict = verdict;
    item.comparison = more.or(less).map(|it| it.comparison);
    item.why = format!("{why}, whatever {on} is.");
}

/// The document as wide, or as narrow, as what is open allows; None: it has no such bound.
fn bound(text: &Remote, tokens: &[String], widest: bool) -> Option<String> {
    let mut document: Map<String, Value> = serde_json::from_str(text.raw()).ok()?;
    let statements = match document.remove("Statement")? {
        Value::Array(statements) => statements,
        one => vec![one],
    };
    let mut kept = Vec::new();
    for statement in statements {
        let Value::Object(statement) = statement else {
            return None;
        };
        kept.extend(of_statement(statement, tokens, widest));
    }
    document.insert("Statement".to_owned(), Value::Array(kept));
    Some(Value::Object(document).to_string())
}

/// None: the statement grants, or denies, nothing for sure.
fn of_statement(
    mut statement: Map<String, Value>,
    tokens: &[String],
    widest: bool,
) -> Option<Value> {
    let is_open = |value: &Value| {
        let text = value.to_string();
        tokens.iter().any(|token| text.contains(token.as_str()))
    };
    if !statement.values().any(is_open) {
        return Some(Value::Object(statement));
    }
    // A statement that denies is wide where the document is narrow.
    let denies = statement.get("Effect").and_then(Value::as_str) == Some("Deny");
    let wide = widest != denies;
    for (element, value) in &mut statement {
        if !is_open(value) {
            continue;
        }
        match element.as_str() {
            "Action" | "Resource" => *value = patterns(value, tokens, wide)?,
            // Left out below: a condition only ever takes away.
            "Condition" if wide => {}
            // What is excepted is least where the statement is wide: nothing known.
            "NotAction" | "NotResource" if wide => {}
            "Sid" => {}
            _ => return None,
        }
    }
    if wide && statement.get("Condition").is_some_and(is_open) {
        statement.remove("Condition");
    }
    Some(Value::Object(statement))
}

/// The patterns with everything for what is open, or without those that it is in.
fn patterns(value: &Value, tokens: &[String], wide: bool) -> Option<Value> {
    let items = match value {
        Value::Array(items) => items.as_slice(),
        one => std::slice::from_ref(one),
    };
    let mut out = Vec::new();
    for item in items {
        let text = item.as_str()?;
        let starred = tokens
            .iter()
            .fold(text.to_owned(), |text, token| text.replace(token, "*"));
        match (starred == text, wide) {
            (true, _) => out.push(item.clone()),
            (false, true) => out.push(Value::from(starred)),
            (false, false) => {}
        }
    }
    (!out.is_empty()).then_some(Value::Array(out))
}
