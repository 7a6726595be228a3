//! The pipeline audit as text and in JSON, and beside them as a document and as SARIF.

mod markdown;
mod overview;
mod sarif;

use serde_json::{Value, json};

pub use markdown::markdown;
pub use overview::{map, threats};
pub use sarif::sarif;

use crate::{
    checks::pipeline::PipelineReport,
    rules::pipeline::{Mark, Row, Rule, State, rule},
};

/// Places of one row that a text lists: the rest is counted.
const PLACES: usize = 20;

/// A letter, never a colour alone.
pub fn letter(state: State) -> char {
    match state {
        State::Red => 'x',
        State::Amber => '!',
        State::Unknown => '?',
        State::Known => 'k',
        State::Green => '=',
    }
}

/// `.github/workflows/ci.yml:12:15`
pub fn place(mark: &Mark) -> Option<String> {
    let at = mark.at.as_ref()?;
    Some(format!("{}:{}:{}", at.path, at.line, at.column))
}

/// Minutes as a plan has them: `30 min`, `2 h`.
pub fn effort(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// What is to be done within 30 days, or after these within 90: the gravest first.
pub fn tasks(report: &PipelineReport, is_soon: bool) -> Vec<(&Row, &'static Rule)> {
    let faults = report.rows.iter().filter(|row| row.state.is_a_fault());
    let ruled = faults.filter_map(|row| Some((row, rule(&row.rule)?)));
    let mut tasks: Vec<(&Row, &'static Rule)> = ruled
        .filter(|(row, rule)| rule.is_soon(row.state) == is_soon)
        .collect();
    tasks.sort_by_key(|(row, rule)| std::cmp::Reverse((rule.severity(row.state), row.state)));
    tasks
}

pub(super) fn lines(report: &PipelineReport) -> Vec<String> {
    let mut lines = Vec::new();
    let ruled = report
        .rows
        .iter()
        .filter_map(|row| Some((row, rule(&row.rule)?)));
    for (row, rule) in ruled {
        lines.extend(row_lines(row, rule));
    }
    lines.extend(
        report
            .broken
            .iter()
            .map(|file| format!("? {}: {}", file.path, file.in_words())),
    );
    lines.extend(
        report
            .lapsed
            .iter()
            .map(|it| format!("! {}", it.in_words())),
    );
    let reached = report
        .reached
        .map(|bound| format!("? The search {}.", bound.words()));
    lines.extend(reached);
    lines
}

fn row_lines(row: &Row, rule: &Rule) -> Vec<String> {
    let mut lines = vec![format!(
        "{} {} {:<7} {} ({})",
        letter(row.state),
        rule.number,
        row.state.word(),
        rule.title,
        rule.risk.word()
    )];
    if row.state == State::Green {
        return lines;
    }
    let telling: Vec<&Mark> = row.telling().collect();
    for mark in telling.iter().take(PLACES) {
        let at = place(mark).map_or(String::new(), |at| format!("{at} "));
        lines.push(format!("    {} {at}{}", letter(mark.state), mark.what));
    }
    if telling.len() > PLACES {
        lines.push(format!("    and {} more", telling.len() - PLACES));
    }
    if row.state.is_a_fault() {
        lines.push(format!("    {}", rule.fix));
    }
    lines
}

pub(super) fn details(report: &PipelineReport) -> Vec<(&'static str, Value)> {
    let ruled = report
        .rows
        .iter()
        .filter_map(|row| Some((row, rule(&row.rule)?)));
    vec![
        ("audit", json!(report.state())),
        ("map", json!(report.map)),
        (
            "rows",
            ruled.map(|(row, rule)| as_json(row, rule)).collect(),
        ),
    ]
}

fn as_json(row: &Row, rule: &Rule) -> Value {
    let mark = |mark: &Mark| {
        let at = mark.at.as_ref();
        json!({
            "state": mark.state,
            "what": mark.what,
            "path": at.map(|at| &at.path),
            "line": at.map(|at| at.line),
            "column": at.map(|at| at.column),
            "excerpt": at.map(|at| at.excerpt.raw()),
        })
    };
    json!({
        "rule": rule.id,
        "number": rule.number,
        "area": rule.area.title(),
        "title": rule.title,
        "state": row.state,
        "risk": rule.risk,
        "severity": rule.severity(row.state),
        "confidence": rule.confidence.word(),
        "effort_minutes": rule.effort,
        "marks": row.marks.iter().map(mark).collect::<Vec<_>>(),
    })
}
