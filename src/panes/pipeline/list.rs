//! The list: areas and rules with their state, risk and how many places are not well.

use super::{
    Pipeline, View, detail, overview, plan,
    rows::{self, Key, Row, Rows, sign},
};
use crate::{
    ask::{Ask, Question, repo},
    facts::numbered,
    panes::{Cx, list_detail::ListDetail},
    rules::pipeline::State,
    ui::{Column, Cursor, Line, Order, Role, Split, named},
};

impl ListDetail for Pipeline {
    type Key = Key;
    type More = rows::Cells;
    const SPLIT: Split = Split {
        tenths_below: 5,
        most_below: 16,
    };
    const COLUMNS: &'static [Column] = &[
        Column::name("  area, rule").gap(2),
        Column::mark("state").least(7).sorts(Order::Up),
        Column::adding("risk", 2),
        Column::adding("places", 1).right(),
    ];

    fn cursor(&self) -> &Cursor<Key> {
        &self.cursor
    }

    fn cursor_mut(&mut self) -> &mut Cursor<Key> {
        &mut self.cursor
    }

    fn rows(&self, cx: &Cx<'_>) -> Rows {
        rows::rows(self, cx)
    }

    fn detail(&self, cx: &Cx<'_>) -> Vec<Line> {
        let Some(report) = super::report(cx) else {
            return Vec::new();
        };
        match (self.view, self.cursor.detail_of()) {
            (View::Plan, _) => plan::lines(report),
            (View::Criteria, _) => plan::criteria(report, &self.first),
            (View::Threats, _) => overview::threat_lines(report),
            (View::Map, _) => overview::map_lines(report),
            (View::Evidence, Some(Key::Area(area))) => detail::area(*area, report),
            (View::Evidence, Some(key)) => {
                rows::row_of(key, cx).map_or_else(Vec::new, detail::rule_lines)
            }
            (View::Evidence, None) => Vec::new(),
        }
    }

    fn cells(&self, row: &Row, selected: bool, _: &Cx<'_>) -> Vec<Line> {
        let more = &row.more;
        let text = match (selected, row.depth) {
            (true, _) | (_, 0) => Role::Strong,
            _ => Role::Text,
        };
        let (_, colour) = sign(more.state);
        let places = match more.places {
            0 => String::new(),
            places => places.to_string(),
        };
        vec![
            named(row.depth, sign(more.state), &row.name, text),
            Line::of(colour, more.state.word()),
            Line::of(Role::Dim, more.risk),
            Line::of(Role::Dim, places),
        ]
    }

    fn counts(&self, rows: &Rows, cx: &Cx<'_>) -> String {
        let Some(report) = super::report(cx) else {
            return String::new();
        };
        let mut said: Vec<String> = State::WORST_FIRST
            .into_iter()
            .map(|state| (state, report.count(state)))
            .filter(|(_, count)| *count > 0)
            .map(|(state, count)| format!("{count} {}", state.word()))
            .collect();
        if rows.hidden > 0 {
            let shows = cx.key("pipeline.hide-green");
            said.push(format!("{} hidden ({shows} shows)", rows.hidden));
        }
        if rows.filtered > 0 {
            said.push(format!(
                "{} hidden by the filter",
                numbered(rows.filtered, "row")
            ));
        }
        let broken = report.broken.len();
        if broken > 0 {
            said.push(format!("{} not read", numbered(broken, "file")));
        }
        said.join(", ")
    }

    fn empty(&self, rows: &Rows, cx: &Cx<'_>) -> Vec<Line> {
        if rows.filtered > 0 {
            return vec![Line::of(Role::Text, cx.no_match("rule"))];
        }
        let asks: Vec<Ask> = vec![repo::Pipeline.here().into()];
        let said = match super::report(cx) {
            Some(_) => {
                "The repository has neither workflows under .github/workflows nor templates: there is nothing to judge."
            }
            None => "The audit of the repository's workflows and templates shows here.",
        };
        cx.unread(&asks, said)
    }
}
