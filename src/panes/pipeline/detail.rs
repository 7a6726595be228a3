//! The detail of a rule: what it saw and where, why it matters, and what to do.

use super::rows::sign;
use crate::{
    checks::pipeline::PipelineReport,
    report::pipeline::{self, effort},
    rules::pipeline::{Area, Mark, Row, Rule, State, rule},
    ui::{Destination, Line, Role},
};

/// Places that are listed: who has more, mends them by a tool.
const PLACES: usize = 100;

pub(super) fn place(mark: &Mark) -> Option<String> {
    pipeline::place(mark)
}

/// The line of the file, for an editor.
pub(super) fn destination(mark: &Mark) -> Option<Destination> {
    let at = mark.at.as_ref()?;
    Some(Destination::File {
        path: at.path.clone(),
        line: Some(at.line),
    })
}

pub(super) fn rule_lines(row: &Row) -> Vec<Line> {
    let Some(rule) = rule(&row.rule) else {
        return Vec::new();
    };
    let mut lines = head(row, rule);
    lines.push(Line::empty());
    let telling: Vec<&Mark> = row.telling().collect();
    for mark in telling.iter().take(PLACES) {
        lines.extend(seen(mark));
    }
    if telling.len() > PLACES {
        let more = format!("  and {} more", telling.len() - PLACES);
        lines.push(Line::of(Role::Dim, more));
    }
    lines.push(Line::empty());
    lines.push(label("Why", rule.why));
    lines.push(label("Remedy", rule.fix));
    lines.push(label("Seen in", rule.needs.words()));
    lines
}

fn head(row: &Row, rule: &Rule) -> Vec<Line> {
    let (letter, colour) = sign(row.state);
    let when = match (row.state.is_a_fault(), rule.is_soon(row.state)) {
        (false, _) => "",
        (true, true) => "   within 30 days",
        (true, false) => "   within 90 days",
    };
    let about = format!(
        "Risk {}   confidence {}   remedy {}{when}",
        rule.risk.word(),
        rule.confidence.word(),
        effort(rule.effort)
    );
    vec![
        Line::of(colour, format!("{letter} {} ", row.state.word()))
            .then(Role::Strong, format!("{} {}", rule.number, rule.title)),
        Line::of(Role::Dim, about),
    ]
}

/// What was seen, its place, and the line as it is written.
fn seen(mark: &Mark) -> Vec<Line> {
    let (letter, colour) = sign(mark.state);
    let mut lines =
        vec![Line::of(colour, format!("{letter} ")).behind(Role::Text, mark.what.as_str())];
    let Some((place, to)) = place(mark).zip(destination(mark)) else {
        return lines;
    };
    lines.push(Line::indented(2, Role::Accent, place).leading_to(to));
    let excerpt = mark.at.as_ref().map_or("", |at| at.excerpt.raw());
    if !excerpt.is_empty() {
        lines.push(Line::indented(4, Role::Context, excerpt));
    }
    lines
}

fn label(name: &str, text: &str) -> Line {
    Line::of(Role::Dim, format!("{name:<9}")).behind(Role::Text, text)
}

/// The rules of an area, the worst first.
pub(super) fn area(area: Area, report: &PipelineReport) -> Vec<Line> {
    let mut lines = vec![Line::of(Role::Strong, area.title()), Line::empty()];
    for state in State::WORST_FIRST {
        let ruled = report
            .rows
            .iter()
            .filter_map(|row| Some((row, rule(&row.rule)?)));
        let of = ruled.filter(|(row, rule)| rule.area == area && row.state == state);
        lines.extend(of.map(|(row, rule)| {
            let (letter, colour) = sign(row.state);
            let text = format!("{} {}", rule.number, rule.title);
            Line::of(colour, format!("{letter} {:<8}", state.word())).behind(Role::Text, text)
        }));
    }
    lines
}
