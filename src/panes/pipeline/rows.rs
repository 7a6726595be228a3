//! The list's rows: the areas, and under each the rules that speak of this repository,
//! the worst first.

use std::cmp::Reverse;

use super::Pipeline;
use crate::{
    panes::Cx,
    report::pipeline::letter,
    rules::pipeline::{Area, Row as Judged, Rule, State, rule},
    ui::{self, Listing, Role},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::panes) enum Key {
    Area(Area),
    /// By its id.
    Rule(&'static str),
}

impl Key {
    /// What a person calls it: an area's title, a rule's number.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Area(area) => area.title(),
            Self::Rule(id) => rule(id).map_or(id, |rule| rule.number),
        }
    }
}

/// What a row is drawn from.
#[derive(Clone, Debug)]
pub(in crate::panes) struct Cells {
    pub(super) state: State,
    pub(super) risk: &'static str,
    /// How many places are not well.
    pub(super) places: usize,
}

pub(super) type Row = ui::Row<Key, Cells>;
pub(super) type Rows = Listing<Key, Cells>;

/// A state's letter and its colour: never one without the other.
pub(super) fn sign(state: State) -> (&'static str, Role) {
    let role = match state {
        State::Red => Role::Bad,
        State::Amber | State::Unknown => Role::Warn,
        State::Known => Role::Dim,
        State::Green => Role::Good,
    };
    let text = match letter(state) {
        'x' => "x",
        '!' => "!",
        '=' => "=",
        'k' => "k",
        _ => "?",
    };
    (text, role)
}

pub(super) fn rows(pane: &Pipeline, cx: &Cx<'_>) -> Rows {
    let mut out = Rows::default();
    let judged = super::report(cx).map_or(&[][..], |report| &report.rows);
    let ruled = judged
        .iter()
        .filter_map(|row| Some((row, rule(&row.rule)?)));
    let ruled: Vec<(&Judged, &Rule)> = ruled.collect();
    for area in Area::ALL {
        let of = ruled.iter().filter(|(_, rule)| rule.area == area);
        let mut of: Vec<&(&Judged, &Rule)> = of.collect();
        let Some(worst) = of.iter().map(|(row, _)| row.state).max() else {
            continue;
        };
        let all = of.len();
        if !pane.shows_green {
            of.retain(|(row, _)| row.state != State::Green);
        }
        out.hidden += all - of.len();
        of.sort_by_key(|(row, _)| Reverse(row.state));
        let group: Vec<Row> = std::iter::once(head(area, worst))
            .chain(of.into_iter().map(|(row, rule)| row_of_rule(row, rule)))
            .collect();
        let keep = Rows::matching(&group, cx.filter);
        out.push(group, &keep);
    }
    out
}

fn head(area: Area, state: State) -> Row {
    Row {
        key: Key::Area(area),
        depth: 0,
        name: area.title().to_owned(),
        of_interest: false,
        more: Cells {
            state,
            risk: "",
            places: 0,
        },
    }
}

fn row_of_rule(row: &Judged, rule: &'static Rule) -> Row {
    let wrong = row.marks.iter().filter(|mark| mark.state != State::Green);
    Row {
        key: Key::Rule(rule.id),
        depth: 1,
        name: format!("{} {}", rule.number, rule.title),
        of_interest: row.state.is_a_fault(),
        more: Cells {
            state: row.state,
            risk: rule.risk.word(),
            places: wrong.count(),
        },
    }
}

/// How the rule of this key found the repository.
pub(super) fn row_of<'a>(key: &Key, cx: &Cx<'a>) -> Option<&'a Judged> {
    let Key::Rule(id) = key else { return None };
    let mut rows = super::report(cx)?.rows.iter();
    rows.find(|row| row.rule == *id)
}
