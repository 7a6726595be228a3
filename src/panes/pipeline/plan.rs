//! The plan for 30 and 90 days, as a person reads it and as a checklist to copy, and the
//! criteria that the pipeline meets.

use super::rows::sign;
use crate::{
    checks::pipeline::PipelineReport,
    report::pipeline::{effort, tasks},
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
                .behind(Role::Text, format!("{} {}", rule.number, rule.title))
        }));
        if tasks.is_empty() {
            lines.push(Line::of(Role::Dim, "Nothing."));
        }
        lines.push(Line::empty());
    }
    lines
}

/// As an issue takes it.
pub(super) fn checklist(report: &PipelineReport) -> String {
    let mut lines = Vec::new();
    for (days, is_soon) in TERMS {
        lines.push(format!("## Within {days} days"));
        lines.extend(tasks(report, is_soon).iter().map(|(row, rule)| {
            let state = row.state.word();
            let effort = effort(rule.effort);
            format!("- [ ] {} {} ({state}, {effort})", rule.number, rule.title)
        }));
        lines.push(String::new());
    }
    lines.join("\n")
}

pub(super) fn criteria(report: &PipelineReport) -> Vec<Line> {
    let ruled = report.rows.iter();
    let ruled = ruled.filter_map(|row| Some((row, crate::rules::pipeline::rule(&row.rule)?)));
    ruled
        .map(|(row, rule)| {
            let (letter, colour) = sign(row.state);
            Line::of(colour, format!("{letter} {:<8}", row.state.word()))
                .then(Role::Dim, format!("{} ", rule.number))
                .behind(Role::Text, rule.accepted)
        })
        .collect()
}
