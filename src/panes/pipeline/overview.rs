//! The whole at a glance: the way from commit to alarm, and what threatens it.

use super::rows::sign;
use crate::{
    checks::pipeline::PipelineReport,
    report::pipeline::{map, threats},
    rules::pipeline::{State, Station, rule},
    ui::{Destination, Line, Role},
};

pub(super) fn map_lines(report: &PipelineReport) -> Vec<Line> {
    let stations = map(report);
    if stations.is_empty() {
        let what = "No workflow here deploys, and no template has functions.";
        return vec![Line::of(Role::Dim, what)];
    }
    let line = |(state, station): &(State, &Station)| {
        let (letter, colour) = sign(*state);
        let depth = 2 * station.kind.depth();
        Line::indented(depth, colour, format!("{letter} "))
            .then(Role::Dim, format!("{:<9}", station.kind.word()))
            .behind(Role::Text, station.name.as_str())
            .leading_to(Destination::File {
                path: station.path.clone(),
                line: station.lines.map(|(from, _)| from),
            })
    };
    stations.iter().map(line).collect()
}

pub(super) fn threat_lines(report: &PipelineReport) -> Vec<Line> {
    let mut lines = Vec::new();
    for (threat, state, open) in threats(report) {
        let (letter, colour) = sign(state);
        lines.push(
            Line::of(colour, format!("{letter} "))
                .then(Role::Strong, threat.title)
                .then(
                    Role::Dim,
                    format!("   likelihood {}", threat.likelihood.word()),
                ),
        );
        lines.push(Line::indented(2, Role::Text, threat.how));
        for row in open {
            let Some(rule) = rule(&row.rule) else {
                continue;
            };
            let (letter, colour) = sign(row.state);
            lines.push(
                Line::indented(2, colour, format!("{letter} "))
                    .behind(Role::Text, format!("{} {}", rule.number, rule.title)),
            );
        }
        lines.push(Line::empty());
    }
    lines
}
