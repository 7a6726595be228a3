//! The plan for 30 and 90 days, as a person reads it and as a checklist to copy, and the
//! criteria that the pipeline meets.

use std::collections::BTreeMap;

use super::rows::sign;
use crate::{
    checks::pipeline::PipelineReport,
    report::pipeline::{effort, tasks},
    rules::pipeline::{Rule, State, rule},
    ui::{Line, Role},
};

const TERMS: [(u32, bool); 2] = [(30, true), (90, false)];

pub(super) fn lines(report: &PipelineReport) -> Vec<Line> {
    let mut lines = Vec::new();
    for (days, is_soon) in TERMS {
        let tasks = tasks(report, is_soon);
        let minutes = tasks.iter().map(|(_, rule)| rule.effort).sum();
        lines.push(
            Line::of(Role::Strong, format!("Within {days} days"))
                .then(Role::Dim, format!("   {} in all", effort(minutes))),
        );
        lines.extend(tasks.iter().map(|(row, rule)| {
            let (letter, colour) = sign(row.state);
            Line::of(colour, format!("{letter} "))
                .then(Role::Dim, format!("{:<8}", effort(rule.effort)))
                .behind(
                    Role::Text,
                    format!("{} {}{}", rule.number, rule.title, who(report, rule)),
                )
        }));
        if tasks.is_empty() {
            lines.push(Line::of(Role::Dim, "Nothing."));
        }
        lines.push(Line::empty());
    }
    let all = TERMS.map(|(_, is_soon)| tasks(report, is_soon));
    let all = all.iter().flatten().map(|(_, rule)| rule.effort).sum();
    lines.push(Line::of(Role::Strong, format!("{} in all", effort(all))));
    lines
}

/// `: anna, in progress`, as the project's file says.
fn who(report: &PipelineReport, rule: &Rule) -> String {
    let task = report.task(rule);
    task.map_or(String::new(), |task| {
        let status = task.status.as_deref().unwrap_or("open");
        format!(": {}, {status}", task.owner)
    })
}

/// As an issue takes it.
pub(super) fn checklist(report: &PipelineReport) -> String {
    let mut lines = Vec::new();
    for (days, is_soon) in TERMS {
        lines.push(format!("## Within {days} days"));
        lines.extend(tasks(report, is_soon).iter().map(|(row, rule)| {
            let state = row.state.word();
            let effort = effort(rule.effort);
            let who = who(report, rule);
            let (number, title) = (rule.number, rule.title);
            format!("- [ ] {number} {title} ({state}, {effort}){who}")
        }));
        lines.push(String::new());
    }
    lines.join("\n")
}

/// With how each was found first, where that is another state.
pub(super) fn criteria(report: &PipelineReport, first: &BTreeMap<String, State>) -> Vec<Line> {
    let ruled = report.rows.iter();
    let ruled = ruled.filter_map(|row| Some((row, rule(&row.rule)?)));
    let mut lines: Vec<Line> = ruled
        .map(|(row, rule)| {
            let before = first.get(&row.rule).filter(|before| **before != row.state);
            let before = before.map_or(String::new(), |it| format!("{} before   ", it.word()));
            let (letter, colour) = sign(row.state);
            Line::of(colour, format!("{letter} {:<8}", row.state.word()))
                .then(Role::Dim, format!("{} {before}", rule.number))
                .behind(Role::Text, rule.accepted)
        })
        .collect();
    let reviewed = "Reviewed by: nobody yet. A person writes it into the Markdown document.";
    lines.extend([Line::empty(), Line::of(Role::Dim, reviewed)]);
    lines
}
