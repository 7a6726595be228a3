//! What is said of a row or of an area.

use super::{Health, report, rows, rows::Key};
use crate::{
    checks::health::HealthReport,
    panes::{Cx, list_detail::ListDetail},
    rules::health::{Area, Category, HealthStatus, RULES, RowReport},
    ui::{Line, Role},
};

pub(super) fn lines(pane: &Health, cx: &Cx<'_>) -> Vec<Line> {
    let Some(report) = report(cx) else {
        return Vec::new();
    };
    match pane.cursor().detail_of() {
        None => Vec::new(),
        Some(Key::Area(area)) => of_area(*area, report),
        Some(Key::Row(rule, name)) => {
            let mut all = report.rows.iter();
            let row = all.find(|row| row.rule == *rule && row.name == *name);
            row.map_or_else(Vec::new, |row| of_row(row, cx))
        }
    }
}

fn labelled(label: &'static str, text: impl Into<String>) -> Line {
    Line::of(Role::Dim, format!("{label:<8}")).behind(Role::Text, text)
}

fn of_area(area: Area, report: &HealthReport) -> Vec<Line> {
    let statuses = report.of_area(area).map(|row| row.judged.status);
    let category = Category::of(statuses);
    let mut lines = vec![
        Line::of(Role::Strong, area.word()).then(Role::Text, format!("  {}", category.word())),
        Line::empty(),
    ];
    for status in HealthStatus::ALL {
        let rows = report.of_area(area);
        let count = rows.filter(|row| row.judged.status == status).count();
        if count > 0 {
            let (letter, role) = rows::mark(status);
            lines.push(
                Line::of(role, format!("{letter} {:<11}", status.word()))
                    .then(Role::Text, count.to_string()),
            );
        }
    }
    lines
}

fn of_row(row: &RowReport, cx: &Cx<'_>) -> Vec<Line> {
    let (letter, role) = rows::mark(row.judged.status);
    let rule = RULES.iter().find(|rule| rule.id == row.rule);
    let title = rule.map_or("", |rule| rule.title);
    let mut lines = vec![
        Line::of(Role::Strong, row.name.raw())
            .then(Role::Dim, format!("   {}: {title}", row.kind.word())),
        Line::of(role, format!("{letter} {}  ", row.judged.status.word()))
            .behind(Role::Text, row.judged.value.clone()),
    ];
    if let Some(why) = &row.judged.why {
        lines.push(Line::of(Role::Text, why.clone()).hanging(2));
    }
    if let Some(rule) = rule.filter(|_| row.judged.status.is_ill()) {
        lines.push(Line::empty());
        lines.push(labelled("means", rule.why));
        lines.push(labelled("do", rule.fix));
    }
    lines.push(Line::empty());
    lines.push(labelled("asked", row.calls.join(", ")));
    if let Some(at) = row.at {
        lines.push(labelled("read", cx.dated(at)));
    }
    if row.judged.status == HealthStatus::Unknown {
        let again = cx.key("app.refresh");
        lines.push(labelled(
            "again",
            format!("{again} reads what could not be read; what was read stays."),
        ));
    }
    lines
}
