//! The audit as a document: summary, findings by area with their evidence, the plan for
//! 30 and 90 days, and the criteria. Its reviewer is left for a person to fill in.
//!
//! What a file says stands in code spans and fences that it can't close.

use jiff::Timestamp;

use super::{effort, map, place, tasks, threats};
use crate::{
    checks::pipeline::PipelineReport,
    facts::{numbered, shown},
    rules::pipeline::{Area, Mark, Row, Rule, State, rule},
};

/// Places of one row that are listed: the rest is counted.
const PLACES: usize = 20;

pub fn markdown(report: &PipelineReport, at: Timestamp) -> String {
    let ruled: Vec<Ruled<'_>> = report
        .rows
        .iter()
        .filter_map(|row| Some((row, rule(&row.rule)?)))
        .collect();
    let mut lines = head(report, at);
    lines.extend(summary(&ruled));
    for area in Area::ALL {
        lines.extend(of_area(area, &ruled));
    }
    lines.extend(not_read(report));
    lines.extend(plan(report));
    lines.extend(threat_model(report));
    lines.extend(way(report));
    lines.extend(criteria(&ruled, report));
    lines.push(String::new());
    lines.push("**Reviewed by**: _nobody yet_".into());
    lines.join("\n")
}

type Ruled<'a> = (&'a Row, &'static Rule);

fn head(report: &PipelineReport, at: Timestamp) -> Vec<String> {
    let scope = [
        numbered(report.workflows, "workflow"),
        numbered(report.actions, "action"),
        numbered(report.templates, "template"),
    ];
    let date = at.to_string();
    vec![
        "# Pipeline audit".into(),
        String::new(),
        format!("**Date**: {}  ", date.get(..10).unwrap_or(&date)),
        format!("**Scope**: {}  ", scope.join(", ")),
        format!("**Status**: {}", report.state().word()),
        String::new(),
    ]
}

fn summary(ruled: &[Ruled<'_>]) -> Vec<String> {
    let mut lines = vec!["## Summary".to_owned(), String::new()];
    for state in State::WORST_FIRST {
        let of: Vec<String> = ruled
            .iter()
            .filter(|(row, _)| row.state == state)
            .map(|(_, rule)| format!("{} {}", rule.number, rule.title))
            .collect();
        if !of.is_empty() {
            lines.push(format!(
                "- **{}** ({}): {}",
                state.word(),
                of.len(),
                of.join("; ")
            ));
        }
    }
    lines
}

fn of_area(area: Area, ruled: &[Ruled<'_>]) -> Vec<String> {
    let rows = ruled.iter().filter(|(_, rule)| rule.area == area);
    let rows: Vec<&Ruled<'_>> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), format!("## {}", area.title())];
    for (row, rule) in rows {
        lines.extend(of_row(row, rule));
    }
    lines
}

fn of_row(row: &Row, rule: &Rule) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("### {} {}", rule.number, rule.title),
        String::new(),
        format!("**Status**: {}  ", row.state.word()),
        format!(
            "**Risk**: {}, confidence {}",
            rule.risk.word(),
            rule.confidence.word()
        ),
        String::new(),
    ];
    let telling: Vec<&Mark> = row.telling().collect();
    for mark in telling.iter().take(PLACES) {
        lines.push(evidence(mark));
    }
    if telling.len() > PLACES {
        lines.push(format!("- and {} more", telling.len() - PLACES));
    }
    if row.state.is_a_fault() {
        lines.extend([
            String::new(),
            format!("**Impact**: {}", rule.why),
            String::new(),
            format!("**Remedy** ({}): {}", effort(rule.effort), rule.fix),
        ]);
    }
    lines
}

fn evidence(mark: &Mark) -> String {
    let what = format!("- {}: {}", mark.state.word(), escaped(&mark.what));
    let Some(at) = place(mark) else {
        return what;
    };
    let excerpt = mark.at.as_ref().map_or("", |at| at.excerpt.raw());
    format!("{what}  \n  {} {}", span(&at), span(excerpt))
}

/// Files that were not judged.
fn not_read(report: &PipelineReport) -> Vec<String> {
    let mut said: Vec<String> = report
        .broken
        .iter()
        .map(|file| format!("- {}: {}", span(&file.path), escaped(&file.in_words())))
        .collect();
    said.extend(
        report
            .reached
            .map(|bound| format!("- The search {}.", bound.words())),
    );
    if said.is_empty() {
        return said;
    }
    let mut lines = vec![String::new(), "## Not read".to_owned(), String::new()];
    lines.append(&mut said);
    lines
}

fn plan(report: &PipelineReport) -> Vec<String> {
    let mut lines = vec![String::new(), "## Plan".to_owned()];
    for (days, is_soon) in [(30, true), (90, false)] {
        let tasks = tasks(report, is_soon);
        let minutes = tasks.iter().map(|(_, rule)| rule.effort).sum();
        lines.extend([
            String::new(),
            format!("### Within {days} days"),
            String::new(),
        ]);
        lines.push("| # | Task | Effort | Owner | Status |".into());
        lines.push("|---|------|--------|-------|--------|".into());
        lines.extend(tasks.iter().zip(1..).map(|((_, rule), number)| {
            let effort = effort(rule.effort);
            let task = report.task(rule);
            let owner = task.map_or(String::new(), |task| escaped(&task.owner));
            let status = task.and_then(|task| task.status.as_deref());
            let status = escaped(status.unwrap_or("open"));
            format!(
                "| {number} | {} {} | {effort} | {owner} | {status} |",
                rule.number, rule.title
            )
        }));
        lines.extend([String::new(), format!("Total: {}", effort(minutes))]);
    }
    lines
}

/// What threatens the pipeline, and the findings that leave each way open.
fn threat_model(report: &PipelineReport) -> Vec<String> {
    let mut lines = vec![String::new(), "## Threat scenarios".to_owned()];
    for (threat, state, open) in threats(report) {
        lines.extend([
            String::new(),
            format!("### {}: {}", threat.title, state.word()),
            String::new(),
            format!("{} Likelihood: {}.", threat.how, threat.likelihood.word()),
            String::new(),
        ]);
        let open = open.iter().filter_map(|row| Some((row, rule(&row.rule)?)));
        lines.extend(
            open.map(|(row, rule)| {
                format!("- {} {} {}", row.state.word(), rule.number, rule.title)
            }),
        );
    }
    lines
}

/// The way from the commit to the alarms, with a mark at each node.
fn way(report: &PipelineReport) -> Vec<String> {
    if report.map.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![String::new(), "## Pipeline map".to_owned(), String::new()];
    lines.extend(map(report).into_iter().map(|(state, station)| {
        let indent = "  ".repeat(usize::from(station.kind.depth()));
        let (kind, name) = (station.kind.word(), span(&station.name));
        format!("{indent}- {} {kind} {name}", state.word())
    }));
    lines
}

fn criteria(ruled: &[Ruled<'_>], report: &PipelineReport) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        "## Acceptance criteria".to_owned(),
        String::new(),
        "| Criterion | Before | Status | Rule |".to_owned(),
        "|-----------|--------|--------|------|".to_owned(),
    ];
    lines.extend(ruled.iter().map(|(row, rule)| {
        format!(
            "| {} | {} | {} | {} |",
            rule.accepted,
            report.before.get(rule.number).map_or("", |it| it.word()),
            row.state.word(),
            rule.number
        )
    }));
    lines
}

/// A code span: longer runs of backticks around than any within.
fn span(text: &str) -> String {
    let text = shown(text);
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if longest > 0 { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// What a file says is text, and makes neither links nor markup.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in shown(text).chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
