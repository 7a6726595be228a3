//! What the audit says of the whole: the way from commit to alarm with a mark at each node,
//! and the threats with the findings that leave each open.

use crate::{
    checks::pipeline::PipelineReport,
    rules::pipeline::{Mark, Row, State, Station, THREATS, Threat, rule},
};

/// A station of the map, and the worst that a rule saw there.
pub fn map(report: &PipelineReport) -> Vec<(State, &Station)> {
    let state = |station: &Station| {
        let marks = report.rows.iter().flat_map(|row| &row.marks);
        let here = marks.filter(|mark| is_at(mark, station));
        here.map(|mark| mark.state).max().unwrap_or(State::Green)
    };
    let stations = report.map.iter();
    stations.map(|station| (state(station), station)).collect()
}

fn is_at(mark: &Mark, station: &Station) -> bool {
    let Some(at) = mark.at.as_ref().filter(|at| at.path == station.path) else {
        return false;
    };
    let (from, to) = station.lines.unwrap_or((0, u32::MAX));
    (from..=to).contains(&at.line)
}

/// A threat, how open it is, and the rules that leave it so: the worst first.
pub fn threats(report: &PipelineReport) -> Vec<(&'static Threat, State, Vec<&Row>)> {
    let of = |threat: &'static Threat| {
        let is_against = |row: &&Row| {
            let of = rule(&row.rule);
            of.is_some_and(|rule| threat.against.contains(&rule.number))
        };
        let rows = report.rows.iter().filter(is_against);
        let mut open: Vec<&Row> = rows.filter(|row| row.state != State::Green).collect();
        open.sort_by_key(|row| std::cmp::Reverse(row.state));
        let judged = report.rows.iter().any(|row| is_against(&row));
        let state = open.first().map(|row| row.state);
        // What no rule spoke of is not known to be closed.
        let none = if judged { State::Green } else { State::Unknown };
        (threat, state.unwrap_or(none), open)
    };
    THREATS.iter().map(of).collect()
}
